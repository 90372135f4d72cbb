# What is built in can be shadowed, and comes back.
def first():
    list = [3, 1, 2]
    return list[0]


print(first(), list("ab"))
len = 5
print(len)
del len
print(len("abc"))


def max(a, b):
    return "mine"


print(max(1, 2), min(1, 2))
del max
print(max(1, 2))
sum = 0
for i in range(5):
    sum += i
print(sum)
try:
    print(sum([1, 2]))
except TypeError as error:
    print(error)
del sum
print(sum([1, 2]))


def uses_str(str):
    return str + "!"


print(uses_str("a"), str(5))
print = repr
text = print("quiet")
del print
print(text)
try:
    del range
except NameError as error:
    print(error)
True_ = False
print(True_, True)
int, float = float, int
print(int("5"), float("6"))
del int, float
print(int("5"), float("6"))
