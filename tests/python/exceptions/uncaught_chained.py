# While one is handled, another is raised: both tracebacks are shown.
def load(name):
    return {"a": 1}[name]


def convert(name):
    try:
        return load(name)
    except KeyError:
        return int(name)


print(convert("a"), convert("5"))
print(convert("seven"))
