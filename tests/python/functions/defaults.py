# Defaults are computed once, where the function is defined.
def collect(item, into=[]):
    into.append(item)
    return into


print(collect(1), collect(2), collect("own", []), collect(3))
x = 5


def use(value=x):
    return value


x = 6
print(use(), use(7), x)


def computed():
    print("computed once")
    return {"count": 0}


def count(state=computed()):
    state["count"] += 1
    return state["count"]


print(count(), count(), count({"count": 10}), count())


def proper(items=None):
    if items is None:
        items = []
    items.append(len(items))
    return items


print(proper(), proper(), proper([5]))
for i in range(3):

    def made_in_loop(n=i):
        return n * 10

    print(made_in_loop(), made_in_loop(7), end=" ")
print(made_in_loop())


def f():
    return "first"


g = f


def f():
    return "second"


print(f(), g(), f is g, [f, g][1]())
