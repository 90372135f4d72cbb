# A format specification that its value does not know.
def show(value, spec):
    return f"<{value:{spec}}>"


print(show(12, "5d"))
print(show(1.5, ".3f"))
print(show("x", "^5"))
print(show("x", "d"))
