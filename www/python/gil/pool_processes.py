# A pool of processes: the same lines as with threads, and another executor. The function's name and its arguments are
# sent over, the result is sent back; each process has a lock of its own, so they compute at the same time.
from concurrent.futures import ProcessPoolExecutor
import time

WORKERS = 2
JOBS = 8
TURNS = 500_000  # Of each job's loop.


def compute(job):
    total = job
    for i in range(TURNS):
        total += i % 7
    return total


def warm_up(job):
    return job


def main():
    compute(0)  # Before the clock starts: while a browser still optimises its Python, it is slower.
    began = time.perf_counter()
    expected = [compute(job) for job in range(JOBS)]
    serial = time.perf_counter() - began
    with ProcessPoolExecutor(max_workers=WORKERS) as pool:
        list(pool.map(warm_up, range(WORKERS)))  # They are started by the first job; this does not count.
        began = time.perf_counter()
        found = list(pool.map(compute, range(JOBS)))
        pooled = time.perf_counter() - began
    print(f"one after the other {serial:.2f} s, in {WORKERS} processes {pooled:.2f} s")
    print(f"speed-up {serial / pooled:.2f}, answers are equal: {found == expected}")


if __name__ == "__main__":
    main()
