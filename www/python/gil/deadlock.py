# Two locks, taken in opposite order: each thread has one and waits for the other's. The global lock does not help;
# whoever waits gives it back. Here Ada gives up after a while; with PATIENCE = -1 both wait for ever, and only Stop
# helps.
from threading import Lock, Thread
import time

PATIENCE = 1.0  # Seconds.

fork, knife = Lock(), Lock()


def say(line):
    # In one piece: print writes a text and its end apart, and another thread may come between.
    print(f"{line}\n", end="")


def eat(name, first, second, patience):
    with first:
        say(f"{name} has one, and wants the other")
        time.sleep(0.1)  # Time enough for the other thread to take its first.
        if second.acquire(timeout=patience):
            say(f"{name} eats")
            second.release()
        else:
            say(f"{name} gives up: the other one does not let go")


def dinner(title, orders):
    print(title)
    threads = [Thread(target=eat, args=(name, first, second, patience)) for name, first, second, patience in orders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


dinner("opposite order:", [("Ada", fork, knife, PATIENCE), ("Bob", knife, fork, -1)])
# The remedy: everybody takes them in the same order.
dinner("same order:", [("Ada", fork, knife, PATIENCE), ("Bob", fork, knife, -1)])
