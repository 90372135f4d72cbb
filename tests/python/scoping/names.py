# Which name is meant.
x = "global"


def reads():
    return x


def shadows():
    x = "local"
    return x


def assigns():
    global x
    x = "changed"


def parameter(x):
    x += "!"
    return x


def makes_global():
    global made
    made = "by a function"


print(reads(), shadows(), x)
assigns()
print(reads(), x, parameter("p"), x)
makes_global()
print(made)
for loop_variable in range(3):
    inner = loop_variable * 2
print(loop_variable, inner)
if False:
    never = 1
try:
    print(never)
except NameError as error:
    print(type(error).__name__, error)


def uses_later():
    return later


try:
    uses_later()
except NameError as error:
    print(error)
later = "now it is there"
print(uses_later())
del later
try:
    uses_later()
except NameError as error:
    print(error)


def deletes():
    local = 1
    del local
    return local


try:
    deletes()
except UnboundLocalError as error:
    print(error)
try:
    del not_there
except NameError as error:
    print(error)


def outer():
    def helper(n):
        return n + 1

    return helper(1) + helper(2)


print(outer())
