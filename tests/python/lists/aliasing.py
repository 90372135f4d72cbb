# A name is no copy.
a = [1, 2, 3]
b = a
c = a[:]
b.append(4)
print(a, b, c, a is b, a is c, a == c)
a += [5]
print(b)
a = a + [6]
print(a, b)
grid = [[0] * 3] * 2
grid[0][1] = 9
print(grid)
proper = [[0] * 3 for _ in range(2)]
proper[0][1] = 9
print(proper)


def change(items):
    items.append("changed")
    items = ["new"]
    items.append("lost")
    return items


mine = []
print(change(mine), mine)


def remember(item, seen=[]):
    seen.append(item)
    return seen


print(remember(1), remember(2), remember(3, []), remember(4))
t = ([1], 2)
t[0].append(5)
print(t)
d = {"k": mine}
mine.append("seen in both")
print(d)
x = y = []
x.append(1)
print(y, x is y)
x, y = y, x
print(x is y)
