# Random numbers from a seed: a generator and statistics.
state = 42


def rand():
    global state
    state ^= state << 13 & 0xFFFFFFFFFFFFFFFF
    state ^= state >> 7
    state ^= state << 17 & 0xFFFFFFFFFFFFFFFF
    return state


def below(n):
    return rand() % n


def uniform():
    return (rand() >> 11) / (1 << 53)


def shuffle(items):
    for i in range(len(items) - 1, 0, -1):
        j = below(i + 1)
        items[i], items[j] = items[j], items[i]
    return items


print([below(6) + 1 for _ in range(20)], rand())
print(shuffle(list(range(10))), shuffle(list("abcdef")))
inside = 0
for _ in range(3000):
    x, y = uniform(), uniform()
    if x * x + y * y < 1:
        inside += 1
print(inside, 4 * inside / 3000)
values = [uniform() for _ in range(500)]
mean = sum(values) / len(values)
variance = sum([(v - mean) ** 2 for v in values]) / (len(values) - 1)
print(mean, variance, min(values), max(values), sorted(values)[len(values) // 2])
bins = [0] * 5
for value in values:
    bins[int(value * 5)] += 1
for number, count in enumerate(bins):
    print(f"{number / 5:.1f} {count:>4} {'*' * (count // 5)}")
