# A lock keeps additions together.
from threading import Lock, Thread

counter = 0
lock = Lock()


def add(count):
    global counter
    for _ in range(count):
        with lock:
            seen = counter
            counter = seen + 1


threads = [Thread(target=add, args=(2000,)) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(counter, lock.locked())


def careful(items):
    lock.acquire()
    try:
        items.append(lock.locked())
        return items.missing
    finally:
        lock.release()


items = []
try:
    careful(items)
except AttributeError as error:
    print(error, items, lock.locked())


def leaves_early():
    for n in range(10):
        with lock:
            if n == 3:
                return n


print(leaves_early(), lock.locked())
try:
    with lock:
        print("held:", lock.locked())
        raise KeyError("inside")
except KeyError as error:
    print(error, lock.locked())
for _ in range(3):
    with lock:
        continue
print(lock.acquire(), lock.acquire(blocking=False), lock.acquire(False), lock.acquire(timeout=0.01), lock.release())
try:
    lock.release()
except RuntimeError as error:
    print(error)
try:
    lock.acquire(False, 1)
except ValueError as error:
    print(error)
try:
    with 5:
        print("never")
except (TypeError, AttributeError) as error:
    print(type(error).__name__, error)
