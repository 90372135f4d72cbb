# Search in sorted lists, and roots by halving.
def search(items, wanted):
    low, high = 0, len(items)
    steps = 0
    while low < high:
        steps += 1
        middle = (low + high) // 2
        if items[middle] < wanted:
            low = middle + 1
        else:
            high = middle
    found = low < len(items) and items[low] == wanted
    return (low if found else None), steps


def root(function, low, high):
    if function(low) * function(high) > 0:
        raise ValueError("no change of sign")
    while high - low > 1e-12:
        middle = (low + high) / 2
        if (function(low) > 0) == (function(middle) > 0):
            low = middle
        else:
            high = middle
    return low


def parabola(x):
    return x * x - 2


def cubic(x):
    return x**3 - x - 1


items = [n * n for n in range(100)]
for wanted in [0, 81, 82, 9801, 10000, -1]:
    print(wanted, search(items, wanted))
print(search(["ada", "bob", "eve"], "bob"), search([], 1), search([1.0, 2.5], 2.5))
print(f"{root(parabola, 0, 2):.9f} {root(cubic, 1, 2):.9f}")
print(root(parabola, 2, 3))
