# The convoy effect: a thread that mostly waits, beside one that computes. Whenever its wait is over it needs the lock,
# asks for it after the switch interval (5 ms), and only then gets its turn: each short wait becomes a long one.
from threading import Thread
import time

WAITS = 40
NAP = 0.002  # Seconds of each wait.

busy = True


def compute():
    turns = 0
    while busy:
        turns += 1


def lateness():
    """How many milliseconds later than asked for it woke, each time."""
    late = []
    for _ in range(WAITS):
        began = time.perf_counter()
        time.sleep(NAP)
        late.append(1000 * (time.perf_counter() - began - NAP))
    return sorted(late)


def tell(name, late):
    print(f"{name:<22} half of the times {late[WAITS // 2]:6.2f} ms late, at most {late[-1]:6.2f} ms")


tell("alone", lateness())
thread = Thread(target=compute)
thread.start()
tell("beside one computing", lateness())
busy = False
thread.join()
