# Lists and dictionaries written as what they are made of.
print([n * n for n in range(6)], [n for n in range(20) if n % 3 == 0 if n % 2], [(a, b) for a in "ab" for b in range(2)])
print([[row[i] for row in [[1, 2, 3], [4, 5, 6]]] for i in range(3)], [x for row in [[1], [], [2, 3]] for x in row])
print({n: n * n for n in range(4)}, {v: k for k, v in {"a": 1, "b": 2}.items()}, {c: "banana".count(c) for c in "banana"})
n = "outside"
squares = [n for n in range(3)]
print(n, squares)
print([a if a % 2 else -a for a in range(5)], [a + b for a, b in [(1, 2), (3, 4)]], [i for i, in [(1,), (2,)]])
print([y for x in range(3) for y in range(x)], [x for x in [x for x in range(3)]])


def table(size):
    factor = 10
    return [[factor * row + column for column in range(size)] for row in range(size)]


def primes(limit):
    return [n for n in range(2, limit) if all([n % d for d in range(2, int(n**0.5) + 1)])]


print(table(3), primes(50))
print(sum([n for n in range(10)]), len([None for _ in range(5)]), max([len(w) for w in "a bb ccc".split()]))
try:
    print([1 // d for d in [2, 1, 0]])
except ZeroDivisionError as error:
    print(error)
try:
    print([undefined for _ in range(2)])
except NameError as error:
    print(error)
try:
    print({k: 1 for k in [[1]]})
except TypeError as error:
    print(error)
try:
    [hidden for hidden in range(3)]
    print(hidden)
except NameError as error:
    print(error)
