# A pool of threads: work is handed in, a future comes back at once, its result later. For work that computes, the
# global lock lets one thread run at a time; `map` gives the answers in the order of the questions.
from concurrent.futures import ThreadPoolExecutor
import time

WORKERS = 2
JOBS = 8
TURNS = 500_000  # Of each job's loop.


def compute(job):
    total = job
    for i in range(TURNS):
        total += i % 7
    return total


compute(0)  # Before the clock starts: while a browser still optimises its Python, it is slower.
began = time.perf_counter()
expected = [compute(job) for job in range(JOBS)]
serial = time.perf_counter() - began

with ThreadPoolExecutor(max_workers=WORKERS) as pool:
    began = time.perf_counter()
    found = list(pool.map(compute, range(JOBS)))
    pooled = time.perf_counter() - began
    future = pool.submit(compute, 0)  # A single job.
    assert future.result() == expected[0]
print(f"one after the other {serial:.2f} s, in {WORKERS} threads {pooled:.2f} s")
print(f"speed-up {serial / pooled:.2f}, answers are equal: {found == expected}")
