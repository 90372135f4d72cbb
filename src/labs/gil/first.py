import time
from threading import Thread


def count(name, n):
    i = 0
    while i < n:
        i += 1
    print(f"{name} is done")


start = time.perf_counter()
threads = [Thread(target=count, args=(f"thread {t}", 300_000)) for t in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(f"{(time.perf_counter() - start) * 1000:.0f} ms")
