# A name that a function assigns anywhere is its own everywhere.
counter = 10


def increments():
    counter += 1


def reads_then_assigns(flag):
    if flag:
        counter = 1
    return counter


def loops(items):
    for item in items:
        last = item
    return last


def deletes_twice():
    a = 1
    del a
    del a


def handler():
    try:
        raise ValueError("v")
    except ValueError as error:
        pass
    return error


for attempt in range(6):
    try:
        if attempt == 0:
            increments()
        elif attempt == 1:
            print(reads_then_assigns(True))
            reads_then_assigns(False)
        elif attempt == 2:
            print(loops([1, 2]))
            loops([])
        elif attempt == 3:
            deletes_twice()
        elif attempt == 4:
            handler()
        else:
            print([n for n in range(2)], n)
    except NameError as error:
        print(type(error).__name__, error)
print(counter)
try:
    raise KeyError("k")
except KeyError as error:
    kept = error
try:
    print(error)
except NameError as missing:
    print(missing)
print(repr(kept))
error = "assigned again"
print(error)
