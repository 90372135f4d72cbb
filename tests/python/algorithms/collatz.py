# The longest way down to 1.
lengths = {1: 1}


def length(n):
    way = []
    while n not in lengths:
        way.append(n)
        n = n // 2 if n % 2 == 0 else 3 * n + 1
    known = lengths[n]
    for step, number in enumerate(reversed(way)):
        lengths[number] = known + step + 1
    return known + len(way)


best = 0
for n in range(1, 5000):
    if length(n) > best:
        best = length(n)
        print(n, best)
print(len(lengths), max(lengths), length(27))
