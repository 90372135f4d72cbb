# A sum cut into parts, with threads and with the same functions in a row.
from concurrent.futures import ThreadPoolExecutor


def part(bounds):
    low, high = bounds
    total = 0
    for n in range(low, high):
        if n % 3 == 0 or n % 5 == 0:
            total += n
    return total


def cut(size, parts):
    edges = [size * i // parts for i in range(parts + 1)]
    return list(zip(edges, edges[1:]))


def in_threads(size, workers):
    with ThreadPoolExecutor(max_workers=workers) as pool:
        return sum(pool.map(part, cut(size, workers)))


serial = part((0, 5000))
print(serial, cut(10, 3))
for workers in [1, 2, 3, 4]:
    print(workers, in_threads(5000, workers) == serial)
