# What was removed leaves no trace: not in the order, not at the ends, not in copies, not for who iterates.
d = {number: str(number) for number in range(12)}
for key in (0, 1, 5, 6, 11):
    del d[key]
print(d, len(d), list(reversed(d)), next(iter(d)))
print(list(d.items()), list(reversed(d.items())), list(d.values()))
d[5] = "again"
d[0] = "again"
print(d, d.popitem(), d.popitem(), d.popitem(), d)
copied = d.copy()
print(copied == d, copied, 1 in d, d.get(6), d.setdefault(6, "six"), d)
d.update({7: "seven", 99: "new"})
print(d, d.pop(2), d.pop(2, None), list(d))
d.clear()
print(d, len(d), list(reversed(d)))
d[1] = 1
print(d)

# A queue: the first goes, another comes.
queue = {}
for number in range(50_000):
    queue[number] = number
    if len(queue) > 20_000:
        first = next(iter(queue))
        del queue[first]
print(len(queue), next(iter(queue)), next(reversed(queue)), sum(queue.values()))
while len(queue) > 3:
    queue.pop(next(iter(queue)))
print(queue)

# Who was used last comes last.
used = {name: 0 for name in "abcde"}
for name in "aabacedbaebcd" * 50:
    count = used.pop(name)
    used[name] = count + 1
print(used)

# From the middle, with texts, tuples and what is equal in all types.
mixed = {"a": 1, (1, 2): 2, 3: 3, 4.5: 4, True: 5}
del mixed[3.0], mixed[1]
print(mixed, 3 in mixed, 1 in mixed)
mixed[1] = "one"
print(mixed, mixed == {(1, 2): 2, 1.0: "one", 4.5: 4, "a": 1})
for key in list(mixed):
    del mixed[key]
    print(key, len(mixed), list(mixed))
try:
    mixed.popitem()
except KeyError as error:
    print(error)
try:
    for key in used:
        del used[key]
except RuntimeError as error:
    print(error)

# Each turn of these loops may get the same tuple, and nobody can tell.
kept = []
for pair in enumerate("abc"):
    kept.append(pair)
for pair in zip("abc", range(3)):
    kept.append(pair)
for pair in {"x": 1, "y": 2}.items():
    kept.append(pair)
print(kept)
total = 0
for i, (a, b) in enumerate(zip(range(1000), range(1000, 2000))):
    total += i * a + b
print(total)
once = enumerate([[1], [2]])
first = next(once)
second = next(once)
print(first, second, first is second, next(once, "over"))
