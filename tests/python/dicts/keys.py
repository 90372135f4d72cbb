# What can be a key, and which keys are the same.
d = {}
for key in [1, 1.0, True, "1", (1,), (1, 2), None, 0, False, -0.0, 2**70, float(2**70), "a", (1, (2, "x")), 0.5, print]:
    if key is not print:
        d[key] = len(d)
print(d)
print(d[1], d[True], d[1.0], d[None], d[2**70], d[(1.0, 2)])
print({1: "a", 1.0: "b", True: "c"}, {0: "x", False: "y"})
for key in [[1], {}, ([],), (1, {"a": 1}), [1, 2]]:
    try:
        d[key] = 1
    except TypeError as error:
        print(error)
    try:
        print(key in d)
    except TypeError as error:
        print(error)
    try:
        print({key: 1})
    except TypeError as error:
        print(error)
k = "key"
d = {k + "1": 1, "key" "2": 2, f"{k}3": 3}
print(d, d["key1"] + d["key2"] + d["key3"])
point = {(0, 0): "origin"}
x, y = 0, 0
print(point[x, y], point.get((0.0, False)))
try:
    print(d["a" + "b"])
except KeyError as error:
    print(error, error.args, repr(error))
try:
    print(d[1, 2])
except KeyError as error:
    print(error)
