"""The same jobs one after the other, by threads and by processes: what the lab compares, and how long it takes.

The lab sets the names in capitals. CPython runs this file, too.
"""
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

KIND = "cpu"
WAY = "threads"
WORKERS = 2
TURNS = 2_400_000
WAIT_MS = 50
TIMES = 1
SETTLE_MS = 20


def compute(job):
    total = 0
    for i in range(TURNS):
        total += i % 7
    return total


def wait(job):
    # Waiting stands for input and output: the processor has nothing to do meanwhile.
    time.sleep(WAIT_MS / 1000)
    return job


def settle(job):
    # Each worker takes one of these, as none is done with its own before all have begun.
    time.sleep(SETTLE_MS / 1000)
    return job


def main():
    work = compute if KIND == "cpu" else wait
    jobs = range(WORKERS)
    answers = []
    begun = time.perf_counter()
    if WAY == "serial":
        ready = begun
        for again in range(TIMES):
            answers = []
            for job in jobs:
                answers.append(work(job))
        done = time.perf_counter()
        start_ms = 0.0
    else:
        pool = ThreadPoolExecutor(WORKERS) if WAY == "threads" else ProcessPoolExecutor(WORKERS)
        with pool:
            list(pool.map(settle, jobs))
            ready = time.perf_counter()
            for again in range(TIMES):
                answers = list(pool.map(work, jobs))
            done = time.perf_counter()
        start_ms = (ready - begun) * 1000 - SETTLE_MS
    print(f"{start_ms:.6f} {(done - ready) * 1000 / TIMES:.6f} {answers}")


if __name__ == "__main__":
    main()
