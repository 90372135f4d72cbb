# Waiting for a result can end early.
from concurrent.futures import ThreadPoolExecutor
import threading

gate = threading.Lock()


def wait():
    with gate:
        return "through"


gate.acquire()
with ThreadPoolExecutor(max_workers=2) as pool:
    future = pool.submit(wait)
    print(future.done())
    try:
        future.result(timeout=0.05)
    except TimeoutError as error:
        print("too early", type(error).__name__)
    try:
        future.exception(0.02)
    except TimeoutError:
        print("still too early")
    gate.release()
    print(future.result(), future.done(), future.exception())
