# The first answers are there before the exception.
from concurrent.futures import ThreadPoolExecutor


def root(n):
    if n < 0:
        raise ValueError(f"no root of {n}")
    return n**0.5


pool = ThreadPoolExecutor(max_workers=2)
for number in pool.map(root, [4, 9, -1, 16]):
    print(number)
