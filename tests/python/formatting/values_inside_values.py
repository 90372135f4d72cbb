# Values are shown by repr inside of lists, tuples and dictionaries, however deep.
nested = {"list": [1, [2, (3,)], {}], "tuple": (), "none": None, 5: 1.0, (1, 2): "pair", True: [False]}
print(nested)
print(repr(nested) == str(nested), len(str(nested)))
print([], (), {}, [[]], ((),), {"": {}}, (1,), (1, 2), [None, True, 1.5, "s"])
print(str(None) + repr("a") + str("a") + repr([1]) + repr(range(5)) + repr(range(0, 10, 3)))
itself = [1, 2]
itself.append(itself)
print(itself)
loop = {"a": 1}
loop["self"] = loop
loop["list"] = [loop]
print(loop)
print(type(1), type("a"), type(None), type([]), type({}), type(()), type(1.5), type(True), type(range(1)), type(type(1)))
print(int, str, list, dict, tuple, float, bool, ValueError, [int, KeyError])
print(ValueError("a"), repr(ValueError("a")), repr(KeyError("k", 1)), str(KeyError("k")), [TypeError()], str(Exception(1, "a")))
print(len, [print])
