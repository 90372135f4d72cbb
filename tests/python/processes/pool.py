# A pool of processes computes what a pool of threads computes.
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor


def collatz(n):
    steps = 0
    while n != 1:
        n = n // 2 if n % 2 == 0 else 3 * n + 1
        steps += 1
    return steps


def describe(name, values=(), scale=1):
    return {name: [v * scale for v in values]}


def power(base, exponent):
    return base**exponent


def main():
    numbers = [27, 97, 1, 871, 6171]
    with ProcessPoolExecutor(max_workers=2) as pool:
        print(list(pool.map(collatz, numbers)))
        futures = [pool.submit(describe, "n", (1, 2), scale=n) for n in range(3)]
        print([future.result() for future in futures], futures[0].done())
        print(pool.submit(power, 2, 100).result(), list(pool.map(power, [1, 5], [3, 2])))
    with ThreadPoolExecutor(max_workers=2) as pool:
        print(list(pool.map(collatz, numbers)))
    try:
        ProcessPoolExecutor(max_workers=0)
    except ValueError as error:
        print(error)


if __name__ == "__main__":
    main()
