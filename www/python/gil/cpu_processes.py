# CPU-bound work in processes. Each has an interpreter of its own, and so a lock of its own: they compute at the same
# time. Their memories are separate, so answers come back through a queue.
from multiprocessing import Process, Queue
import time

WORKERS = 2
TURNS = 2_000_000  # Of each worker's loop.


def compute():
    total = 0
    for i in range(TURNS):
        total += i % 7
    return total


def send(answers):
    answers.put(compute())


def main():
    compute()  # Before the clock starts: while a browser still optimises its Python, it is slower.
    began = time.perf_counter()
    expected = [compute() for _ in range(WORKERS)]
    serial = time.perf_counter() - began
    began = time.perf_counter()
    answers = Queue()
    processes = [Process(target=send, args=(answers,)) for _ in range(WORKERS)]
    for process in processes:
        process.start()
    found = [answers.get() for _ in processes]  # Fetch first, then join.
    for process in processes:
        process.join()
    parallel = time.perf_counter() - began
    print(f"one after the other {serial:.2f} s, in {WORKERS} processes {parallel:.2f} s, their start included")
    print(f"speed-up {serial / parallel:.2f}, answers are equal: {found == expected}")


if __name__ == "__main__":  # A new process reads this file too, and must not start processes itself.
    main()
