# Functions that call themselves, and each other.
def factorial(n):
    return 1 if n < 2 else n * factorial(n - 1)


def is_even(n):
    return n == 0 or is_odd(n - 1)


def is_odd(n):
    return n != 0 and is_even(n - 1)


def hanoi(n, source, target, other, moves):
    if n:
        hanoi(n - 1, source, other, target, moves)
        moves.append(source + target)
        hanoi(n - 1, other, target, source, moves)
    return moves


def ackermann(m, n):
    if m == 0:
        return n + 1
    if n == 0:
        return ackermann(m - 1, 1)
    return ackermann(m - 1, ackermann(m, n - 1))


def permutations(items):
    if len(items) < 2:
        return [items]
    return [[item] + rest for i, item in enumerate(items) for rest in permutations(items[:i] + items[i + 1:])]


def subsets(items):
    if not items:
        return [[]]
    rest = subsets(items[1:])
    return rest + [[items[0]] + subset for subset in rest]


def flatten(nested):
    flat = []
    for item in nested:
        if isinstance(item, list):
            flat += flatten(item)
        else:
            flat.append(item)
    return flat


def depth(n):
    return 0 if n == 0 else 1 + depth(n - 1)


print(factorial(30), is_even(200), is_odd(77), ackermann(2, 3), depth(900))
print(hanoi(3, "A", "C", "B", []), len(hanoi(10, "A", "C", "B", [])))
print(permutations([1, 2, 3]), len(permutations(list("abcde"))), subsets("abc"))
print(flatten([1, [2, [3, [4, []]], 5], [[6]]]))
