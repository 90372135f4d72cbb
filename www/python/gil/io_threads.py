# I/O-bound work in threads. Who waits gives the lock back first, so all wait at the same time: here the lock costs
# nothing. Sleeping stands for a request to a server.
from threading import Thread
import time

WORKERS = 4
WAIT = 0.2  # Seconds that each request takes.

answers = []


def request(number):
    time.sleep(WAIT)
    answers.append(number)


began = time.perf_counter()
for number in range(WORKERS):
    request(number)
serial = time.perf_counter() - began

began = time.perf_counter()
threads = [Thread(target=request, args=(number,)) for number in range(WORKERS)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
threaded = time.perf_counter() - began
print(f"one after the other {serial:.2f} s, in {WORKERS} threads {threaded:.2f} s")
print(f"speed-up {serial / threaded:.2f}, {len(answers)} answers")
