# Two threads add to one number. `counter += 1` is several instructions: read, add, write. If the other thread gets its
# turn in between, what it wrote is lost. Since Python 3.10 the lock changes hands only where a loop turns back or a
# function is called, so this loop happens to lose nothing. Up to Python 3.9 it could be anywhere, and without the lock
# there are no turns at all: both lose.
from threading import Thread
import sys

ROUNDS = 200_000
sys.setswitchinterval(0.00001)  # Seconds until a waiting thread asks for its turn; usually 0.005.

counter = 0


def add():
    global counter
    for _ in range(ROUNDS):
        counter += 1


threads = [Thread(target=add) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
expected = 2 * ROUNDS
print(f"should be {expected}, is {counter}, lost {expected - counter}")
