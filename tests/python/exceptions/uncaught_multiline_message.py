# A message of several lines, and arguments that are no text.
def fail(kind):
    if kind == 0:
        raise ValueError("first line\nlast line")
    raise KeyError(("a", 1), [2])


try:
    fail(1)
except KeyError as error:
    print(error)
fail(0)
