# An exception comes back from another process as the same type with the same arguments.
from concurrent.futures import ProcessPoolExecutor


def fail(n):
    if n == 0:
        return 1 // n
    if n == 1:
        return {}["missing"]
    if n == 2:
        raise ValueError("two", 2)
    if n == 3:
        assert n != 3, "not three"
    if n == 4:
        return [].missing
    return n


def main():
    with ProcessPoolExecutor(max_workers=2) as pool:
        futures = [pool.submit(fail, n) for n in range(6)]
        for future in futures:
            try:
                print(future.result())
            except Exception as error:
                print(type(error).__name__, error, error.args)
        print(repr(futures[0].exception()), futures[5].exception())
        values = []
        try:
            for value in pool.map(fail, [5, 6, 0, 7]):
                values.append(value)
        except ZeroDivisionError as error:
            print(values, error)


if __name__ == "__main__":
    main()
