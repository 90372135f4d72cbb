# Functions are values: in names, lists, dictionaries, arguments.
def double(x):
    return 2 * x


def square(x):
    return x * x


def twice(f, x):
    return f(f(x))


def apply(functions, x):
    return [f(x) for f in functions]


def compose(functions, x):
    for f in functions:
        x = f(x)
    return x


print(twice(double, 3), twice(square, 3), apply([double, square, str, abs, float], -4), compose([abs, square, str, len], -1000))
table = {"+": double, "*": square, "len": len, "max": max}
for name in table:
    print(name, table[name]([1, 2] if name in ("len", "max") else 7))
print(double is double, double == square, [double, square].index(square), double in table.values())
append = [1, 2].append
items = []
add = items.append
add(1)
add(2)
print(items, append(3))
upper, split = "shout".upper, "a b".split
print(upper(), split(), "-".join(["x", "y"]))
print(type(double) == type(square))
shout = print
shout("through another name", 1, sep=" - ")
if True:

    def chosen():
        return "then"

else:

    def chosen():
        return "else"


print(chosen())
nothing = twice(list, "ab")
print(nothing, isinstance("a", str), isinstance(1, (str, int)), isinstance(None, type(None)), type(1) is int)
