# raise alone raises what is being handled.
def inner():
    raise ValueError("first")


def passes_on():
    try:
        inner()
    except ValueError:
        print("seen")
        raise


def replaces():
    try:
        inner()
    except ValueError as error:
        raise KeyError("second") from error


def chain():
    try:
        replaces()
    except KeyError as error:
        print(repr(error.__cause__), error.__cause__ is error.__context__)
        raise RuntimeError("third")


try:
    passes_on()
except ValueError as error:
    print("caught", error)
try:
    chain()
except RuntimeError as error:
    print(repr(error), repr(error.__context__), error.__cause__, repr(error.__context__.__cause__))
try:
    raise
except RuntimeError as error:
    print(error)
try:
    raise ValueError("hidden") from None
except ValueError as error:
    print(error.__cause__, repr(error.__context__))


def handled_inside():
    try:
        1 / 0
    except ZeroDivisionError:
        pass
    raise


try:
    try:
        inner()
    except ValueError:
        handled_inside()
except ValueError as error:
    print("what was handled outside:", error)
try:
    raise KeyError from ValueError
except KeyError as error:
    print(repr(error.__cause__))
try:
    raise KeyError from 5
except TypeError as error:
    print(error)
