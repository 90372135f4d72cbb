# A module that does not exist.
print("before")


def load():
    import no_such_module

    return no_such_module


load()
