# Comparisons chain, and each middle is computed once.
calls = []


def middle(value):
    calls.append(value)
    return value


print(1 < middle(2) < 3, 1 < middle(5) < 3, 3 < middle(1) < middle(9))
print(calls)
print(1 < 2 < 3 < 4, 1 < 2 > 1, 1 == 1.0 == True, 1 != 2 != 1, 1 < 3 > 2 >= 2 != 0)
print((1 < 2) < 2, 1 < (2 < 2), 0 == (0 == 1), 0 == 0 == 1)
x = 5
print(0 <= x < 10, 10 > x >= 5, not 0 <= x < 5, x in [1, 5] in [[1, 5]])
print("a" < "b" < "c", "apple" < "apples", "Z" < "a", "10" < "9", "" < "a", "ä" > "z")
print([1, 2] < [1, 3], [1, 2] < [1, 2, 0], [] < [0], (1, "a") < (1, "b"), [2] > [1, 5, 9], (1, 2) <= (1, 2))
print([1, 2] == (1, 2), "1" == 1, None == 0, None is None, [] == [], [] is [], {} == {}, range(3) == range(0, 3, 1))
print({"a": 1, "b": 2} == {"b": 2, "a": 1}, {"a": 1} != {"a": 2}, [1, [2, [3]]] == [1, [2, [3]]])
print(float("nan") < 1, float("nan") != float("nan"), 1 < float("inf"), 10**400 < float("inf"), -(10**400) > float("-inf"))
for pair in [(1, "a"), (None, 0), ([1], (1,)), ({}, {}), ([1, "a"], [1, 2]), (print, 3), (1.5, "x"), (range(2), range(3))]:
    left, right = pair
    try:
        print(left < right)
    except TypeError as error:
        print(error)
    try:
        print(left >= right)
    except TypeError as error:
        print(error)
