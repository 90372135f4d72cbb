# Places, names, defaults; and what is said when they do not fit.
def f(a, b=2, c=3):
    return (a, b, c)


def none():
    pass


def pair(first, second):
    return first, second


print(f(1), f(1, 5), f(1, c=5), f(a=1, b=0), f(c=1, a=2), f(1, 2, 3), f(b=4, a=[]), none(), pair(second=1, first=2))
for attempt in range(12):
    try:
        if attempt == 0:
            f()
        elif attempt == 1:
            f(1, 2, 3, 4)
        elif attempt == 2:
            f(1, a=2)
        elif attempt == 3:
            f(1, d=4)
        elif attempt == 4:
            none(1)
        elif attempt == 5:
            pair()
        elif attempt == 6:
            pair(1)
        elif attempt == 7:
            pair(1, 2, 3)
        elif attempt == 8:
            pair(second=2)
        elif attempt == 9:
            pair(1, 2, first=3)
        elif attempt == 10:
            none(x=1)
        else:
            none(1, 2)
    except TypeError as error:
        print(error)


def three(a, b, c):
    return a


try:
    three()
except TypeError as error:
    print(error)
try:
    three(c=1)
except TypeError as error:
    print(error)
for thing in [5, "text", None, [1], {"a": 1}, (1,), 1.5, True]:
    try:
        thing(1)
    except TypeError as error:
        print(error)
try:
    len()
except TypeError as error:
    print(error)
try:
    len(1)
except TypeError as error:
    print(error)
try:
    len([], [])
except TypeError as error:
    print(error)
