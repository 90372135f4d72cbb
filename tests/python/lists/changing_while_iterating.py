# A list's iterator knows its place, not what was there.
a = [1, 2, 3, 4, 5, 6]
for item in a:
    if item % 2 == 0:
        a.remove(item)
print(a)
a = [1, 2, 3]
for item in a:
    if len(a) < 8:
        a.append(item * 10)
print(a)
a = [1, 2, 3, 4]
for item in a:
    print(item, end=" ")
    del a[0]
print(a)
a = [1, 2, 3]
for place, item in enumerate(a):
    a[place] = item * item
print(a)
a = [3, 2, 1]
for item in reversed(a):
    a.append(item)
print(a)
for item in a[:]:
    a.remove(item)
print(a)
