# A lock as an argument: the exception comes out where the result is asked for.
from concurrent.futures import ProcessPoolExecutor
import threading


def use(lock):
    with lock:
        return "never"


def main():
    lock = threading.Lock()
    with ProcessPoolExecutor(max_workers=1) as pool:
        future = pool.submit(use, lock)
        print("asked")
        print(future.result())


if __name__ == "__main__":
    main()
