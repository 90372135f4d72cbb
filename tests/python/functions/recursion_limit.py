# Recursion has an end, and after it the program goes on.
def forever(n):
    return forever(n + 1)


deepest = 0


def count(n):
    global deepest
    deepest = n
    count(n + 1)


try:
    forever(0)
except RecursionError as error:
    print("caught", type(error).__name__, str(error)[:32])
try:
    count(1)
except RuntimeError as error:
    print(isinstance(error, RecursionError), 900 < deepest < 1000)


def careful(n):
    try:
        return careful(n + 1)
    except RecursionError:
        return "stopped"


print(careful(0))
print(careful(0))
