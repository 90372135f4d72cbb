# What can't leave its process.
from concurrent.futures import ProcessPoolExecutor
import threading


def use(value):
    return value


def give_lock(n):
    return threading.Lock()


def main():
    with ProcessPoolExecutor(max_workers=1) as pool:
        for value in [threading.Lock(), [1, threading.Lock()], {"k": (threading.Lock(),)}]:
            try:
                pool.submit(use, value).result()
            except TypeError as error:
                print(error)
        try:
            pool.submit(give_lock, 1).result()
        except TypeError as error:
            print("the result:", error)
        print(pool.submit(use, [1, 2]).result(), pool.submit(use, (None, {})).result(), pool.submit(use, use).result() is use)
    print("the pool went on")


if __name__ == "__main__":
    main()
