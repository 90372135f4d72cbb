# The function's own total has no value yet.
total = 0


def add(amount):
    total = total + amount
    return total


print(total)
print(add(5))
