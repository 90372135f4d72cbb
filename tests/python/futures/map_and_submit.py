# Work handed to threads, answers in order.
from concurrent.futures import ThreadPoolExecutor
import time


def square(n):
    return n * n


def slow(n):
    time.sleep(0.01 * (5 - n))
    return n


def add(a, b, c=0):
    return a + b + c


with ThreadPoolExecutor(max_workers=3) as pool:
    print(list(pool.map(square, range(10))))
    print(list(pool.map(slow, [1, 2, 3, 4])))
    print(list(pool.map(add, [1, 2, 3], [10, 20])))
    futures = [pool.submit(add, n, 1, c=n) for n in range(4)]
    print([future.result() for future in futures], [future.done() for future in futures])
    print(pool.submit(len, "abc").result(timeout=5), pool.submit(slow, n=4).result())
    total = 0
    for value in pool.map(square, [1, 2, 3]):
        total += value
    print(total, sum(pool.map(square, range(100))), max(pool.map(abs, [-5, 3])))
pool = ThreadPoolExecutor(2)
future = pool.submit(square, 12)
pool.shutdown()
print(future.done(), future.result(), future.exception())
try:
    pool.submit(square, 1)
except RuntimeError as error:
    print(error)
try:
    ThreadPoolExecutor(max_workers=0)
except ValueError as error:
    print(error)
