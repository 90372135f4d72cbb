# Nothing of it runs.
print("never printed")


def broken(:
    return 1
