# What lists can do, and that most of it gives None.
a = [3, 1, 2]
print(a.append(5), a.extend([4, 4]), a.insert(0, 9), a.insert(100, 8), a.insert(-1, 7), a)
print(a.pop(), a.pop(0), a.pop(-2), a)
print(a.remove(4), a, a.index(2), a.count(4), a.count("x"))
print(a.sort(), a, a.reverse(), a, a.sort(reverse=True), a)
b = a.copy()
b.clear()
print(a, b, len(a), len(b))
a += [1]
a *= 2
print(a, a + [0], [0] * 3, 2 * [1, 2], [] * 5, [1] * -1)
a.extend("xy")
a.extend((1, 2))
a.extend({"k": 1})
a.extend(range(2))
print(a)
print([1, 2, 3].index(3), [1, 2, 1].index(1, 1), 2 in [1, 2], [2] in [1, [2]], 1.0 in [1])
for action in ["pop", "place", "remove", "index", "index far", "sort"]:
    try:
        if action == "pop":
            [].pop()
        elif action == "place":
            [1].pop(5)
        elif action == "remove":
            [1].remove(2)
        elif action == "index":
            [1].index("x")
        elif action == "index far":
            [1, 2].index(1, 1)
        else:
            [1, "a", 2].sort()
    except (IndexError, ValueError, TypeError) as error:
        print(action, type(error).__name__, error)
try:
    [1].append()
except TypeError as error:
    print(error)
try:
    [1].append(1, 2)
except TypeError as error:
    print(error)
try:
    [1].push(1)
except AttributeError as error:
    print(error)
