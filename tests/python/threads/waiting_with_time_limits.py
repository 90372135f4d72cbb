# join and acquire can give up.
import threading
import time

gate = threading.Lock()


def wait_for_gate(log):
    log.append("waiting")
    with gate:
        log.append("through")


log = []
gate.acquire()
thread = threading.Thread(target=wait_for_gate, args=(log,))
thread.start()
while not log:  # However long that takes.
    time.sleep(0.001)
print(thread.join(0.05), thread.is_alive(), log)
began = time.monotonic()
print(gate.acquire(timeout=0.05), time.monotonic() - began >= 0.04)
gate.release()
thread.join(timeout=10)
print(thread.is_alive(), log)


def sleep(order, seconds):
    time.sleep(seconds)
    order.append(seconds)


order = []
began = time.perf_counter()
threads = [threading.Thread(target=sleep, args=(order, seconds)) for seconds in [0.3, 0.15, 0.01]]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
took = time.perf_counter() - began
print(sorted(order), took >= 0.29)
