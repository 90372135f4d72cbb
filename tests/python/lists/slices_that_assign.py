# Slices can be replaced and deleted.
a = list(range(10))
a[2:5] = ["x"]
print(a)
a[1:1] = [1.5, 1.6]
print(a)
a[:0] = [-1]
a[len(a):] = [99]
print(a)
a[::3] = ["t"] * len(a[::3])
print(a)
del a[0]
del a[-1]
del a[1:3]
print(a)
del a[::2]
print(a)
a[:] = []
print(a)
b = [1, 2, 3, 4]
c = b[:]
c[0] = 100
b[1:3] = b
print(b, c, b[::-1], b[-2:], b[5:], b[-100:100:2])
b[::-1] = [1, 2, 3, 4, 5, 6]
print(b)
for number in range(4):
    try:
        if number == 0:
            b[::2] = [1]
        elif number == 1:
            b[0:2] = 5
        elif number == 2:
            b[10] = 1
        else:
            del b[-7]
    except (ValueError, TypeError, IndexError) as error:
        print(type(error).__name__, error)
b[2:4] += ["added"]
print(b)
