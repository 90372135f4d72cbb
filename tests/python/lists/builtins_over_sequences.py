# sum, min, max, any, all, zip, enumerate, reversed.
print(sum([]), sum([1, 2.5, True]), sum(range(101)), sum([[1], [2, 3]], []), sum((0.1, 0.2, 0.3)), sum([1], 10))
print(min(3, 1, 2), max([3, 1, 2]), min("b", "a"), max((1,), (1, 0)), min([], default=5), max([0, False]), min([0.0, -0.0]))
print(any([]), all([]), any([0, "", None]), any([0, 1]), all([1, "a"]), all([1, 0]), any(["", "x"]))
print(list(zip([1, 2, 3], "ab")), list(zip()), list(zip([1])), list(zip(range(2), range(5), "xyz")))
print(list(enumerate("ab")), list(enumerate(["x"], 5)), list(enumerate([], start=3)), list(reversed(range(0, 10, 3))))
print(list(range(5)), list(range(2, 8, 3)), list(range(5, 0, -2)), list(range(0)), range(3)[1], range(10)[-2], len(range(0, 10, 3)))
print(3 in range(5), 5 in range(0, 10, 2), range(5)[1:3], range(10)[::-2], range(3) == range(3), 2.0 in range(3))
print(dict(zip("abc", [1, 2, 3])), dict([("x", 1), ("y", 2)]), dict(a=1, b=2), dict({"k": 0}, z=1), list({"k": 1, "l": 2}))
pairs = zip([1, 2], [3, 4])
print(list(pairs), list(pairs))
numbers = enumerate("xyz")
for place, letter in numbers:
    if letter == "x":
        break
print(list(numbers))
for attempt in range(7):
    try:
        if attempt == 0:
            min([])
        elif attempt == 1:
            max()
        elif attempt == 2:
            sum(["a", "b"])
        elif attempt == 3:
            max(1)
        elif attempt == 4:
            list(5)
        elif attempt == 5:
            range(1, 2, 0)
        else:
            range(1.5)
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)
