# Read, call, write: the call is a place where the lock may change hands, so this loses additions under the lock too, in
# every version of Python. What the other thread has added meanwhile is overwritten.
from threading import Thread
import sys

ROUNDS = 200_000
sys.setswitchinterval(0.00001)  # Seconds until a waiting thread asks for its turn; usually 0.005.

counter = 0


def plus_one(number):
    return number + 1


def add():
    global counter
    for _ in range(ROUNDS):
        seen = counter
        counter = plus_one(seen)


threads = [Thread(target=add) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
expected = 2 * ROUNDS
print(f"should be {expected}, is {counter}, lost {expected - counter}")
