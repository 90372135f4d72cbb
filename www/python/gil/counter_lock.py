# The same sum with a Lock of its own: nobody comes between reading and writing, with the global lock or without it. The
# global lock protects the interpreter. What belongs together in your program, only your own lock can protect.
from threading import Lock, Thread
import time

ROUNDS = 50_000

counter = 0
lock = Lock()


def add():
    global counter
    for _ in range(ROUNDS):
        with lock:  # Released at the end of the block, even after an exception.
            counter += 1


began = time.perf_counter()
threads = [Thread(target=add) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
took = time.perf_counter() - began
expected = 2 * ROUNDS
print(f"should be {expected}, is {counter}, lost {expected - counter}")
print(f"{1e6 * took / expected:.2f} microseconds for each addition")
