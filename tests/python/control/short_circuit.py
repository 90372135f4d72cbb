# and, or and the conditional expression compute no more than they need.
log = []


def tell(name, value):
    log.append(name)
    return value


def show(result):
    print(result, log)
    log.clear()


show(tell("a", 0) and tell("b", 1))
show(tell("a", 1) and tell("b", 0) and tell("c", 1))
show(tell("a", 0) or tell("b", "") or tell("c", []))
show(tell("a", 1) or tell("b", 1 / 1))
show(tell("a", 0) and tell("b", 1) or tell("c", 2))
show(not tell("a", 0) and tell("b", "b"))
show(tell("yes", 1) if tell("condition", False) else tell("no", 2))
show(tell("a", 1) < tell("b", 0) < tell("c", 5))
show(tell("a", 1) < tell("b", 3) < tell("c", 5))
show([tell("x", 1), tell("y", 2)][tell("place", 0)])
show({tell("k", "k"): tell("v", 1), tell("l", "l"): tell("w", 2)})
show(tell("f", max)(tell("1st", 1), tell("2nd", 2)))
items = [0, 0, 0]
items[tell("index", 1)] = tell("value", 5)
show(items)
items[tell("index", 1)] += tell("value", 5)
show(items)
a = None
print(a and a.missing, a is None or a.missing, [] or None, 0 or False, "" and 1 / 0, 1 or 1 / 0)
print(1 if 0 else 2 if 0 else 3, (1 if 1 else 2) + 1, not 1 == 2, not (1 and 0), 1 and not 0)
x = 0
if x > 5 or x < 0:
    print("out")
elif not x:
    print("zero")
else:
    print("in")
