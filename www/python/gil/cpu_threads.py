# CPU-bound work in threads. Under the global lock they take turns on one core: together they need as long as one after
# the other. Switch the lock off, and they compute at the same time.
from threading import Thread
import time

WORKERS = 2
TURNS = 2_000_000  # Of each worker's loop.

answers = [0] * WORKERS


def compute(worker):
    total = 0
    for i in range(TURNS):
        total += i % 7
    answers[worker] = total


def one_after_the_other():
    for worker in range(WORKERS):
        compute(worker)


def in_threads():
    threads = [Thread(target=compute, args=(worker,)) for worker in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


one_after_the_other()  # Before the clock starts: while a browser still optimises its Python, it is slower.
began = time.perf_counter()
one_after_the_other()
serial = time.perf_counter() - began
began = time.perf_counter()
in_threads()
threaded = time.perf_counter() - began
print(f"one after the other {serial:.2f} s, in {WORKERS} threads {threaded:.2f} s")
print(f"speed-up {serial / threaded:.2f}, answers {answers}")
