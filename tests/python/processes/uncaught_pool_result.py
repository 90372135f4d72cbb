# The other process's exception ends this one, since nobody catches it.
from concurrent.futures import ProcessPoolExecutor


def divide(a, b):
    return a / b


def main():
    with ProcessPoolExecutor(max_workers=1) as pool:
        print(pool.submit(divide, 1, 2).result())
        print(pool.submit(divide, 1, 0).result())


if __name__ == "__main__":
    main()
