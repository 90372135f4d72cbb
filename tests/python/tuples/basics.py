# Tuples do not change, but what is in them may.
t = (1, "two", 3.0)
print(t, t[0], t[-1], t[1:], t[::-1], len(t), t + (4,), t * 2, (0,) * 3, ())
print("two" in t, t.index("two"), t.count(1), t == (1, "two", 3.0), t is t, (1, 2) < (1, 3))
one = 1,
print(one, type(one), (1), type((1)), tuple([1, 2]), tuple("ab"), tuple(), tuple(range(3)), tuple({"k": 1}))
a, b = 1, 2
a, b = b, a
print(a, b)
(x, y), z = (1, [2]), "z"
print(x, y, z)
[p, q] = "pq"
print(p, q)
first, (second, [third, fourth]) = 1, (2, [3, 4])
print(first, second, third, fourth)
for name, (low, high) in [("a", (1, 2)), ("b", (3, 4))]:
    print(name, low + high)
t += (5,)
print(t)
i = 0
items = [10, 20, 30]
i, items[i] = 2, "placed"
print(i, items)
holder = ([],)
try:
    holder[0] += ["added anyway"]
except TypeError as error:
    print(error)
print(holder)
for attempt in range(6):
    try:
        if attempt == 0:
            t[0] = 5
        elif attempt == 1:
            del t[0]
        elif attempt == 2:
            t.append(1)
        elif attempt == 3:
            a, b = 1, 2, 3
        elif attempt == 4:
            a, b, c = "ab"
        else:
            a, b = 5
    except (TypeError, AttributeError, ValueError) as error:
        print(type(error).__name__, error)
try:
    print(t[99])
except IndexError as error:
    print(error)
try:
    print((1, 2).index(3))
except ValueError as error:
    print(error)
