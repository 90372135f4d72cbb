# A future keeps its exception until somebody asks for the result.
from concurrent.futures import ThreadPoolExecutor


def reciprocal(n):
    return 1 / n


def fail(kind, message):
    raise kind(message)


with ThreadPoolExecutor(max_workers=2) as pool:
    futures = [pool.submit(reciprocal, n) for n in [1, 0, 2]]
    for future in futures:
        error = future.exception()
        print(repr(error), future.done())
        try:
            print(future.result())
        except ZeroDivisionError as error:
            print("raised here:", error)
    for kind in [ValueError, KeyError, RuntimeError, StopIteration, OSError]:
        try:
            pool.submit(fail, kind, "told").result()
        except Exception as error:
            print(type(error).__name__, error, error.args)
    values = []
    try:
        for value in pool.map(reciprocal, [1, 2, 0, 4]):
            values.append(value)
    except ZeroDivisionError as error:
        print(values, error)
    try:
        pool.submit(reciprocal).result()
    except TypeError as error:
        print(error)
    try:
        pool.submit(5).result()
    except TypeError as error:
        print(error)
