# A queue made of a list, a lock, and patience.
import threading
import time

waiting = []
lock = threading.Lock()
done = []


def produce(count):
    for n in range(count):
        with lock:
            waiting.append(n)
        if n % 10 == 0:
            time.sleep(0.001)
    with lock:
        for _ in range(3):
            waiting.append(None)


def consume():
    total = 0
    while True:
        with lock:
            item = waiting.pop(0) if waiting else "nothing yet"
        if item is None:
            break
        if item == "nothing yet":
            time.sleep(0.001)
            continue
        total += item * item
    with lock:
        done.append(total)


threads = [threading.Thread(target=produce, args=(60,))] + [threading.Thread(target=consume) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sum(done), sum([n * n for n in range(60)]), len(done), waiting)
