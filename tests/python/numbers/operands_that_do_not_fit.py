# Which operands do not go together, and what is said of it.
values = [1, 1.5, "a", None, [1], (1,), {"k": 1}, True, range(3), len]
for a in values:
    for b in values:
        said = ""
        try:
            said = said + str(a + b)
        except TypeError as error:
            said = said + str(error)
        said = said + " | "
        try:
            said = said + str(a - b)
        except TypeError as error:
            said = said + str(error)
        said = said + " | "
        try:
            said = said + str(a * b)
        except TypeError as error:
            said = said + str(error)
        print(said)
for value in values:
    try:
        print(-value)
    except TypeError as error:
        print(error)
    try:
        print(abs(value))
    except TypeError as error:
        print(error)
