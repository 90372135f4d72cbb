# Exceptions are values.
e = ValueError("message", 2)
print(e, repr(e), e.args, str(ValueError()), repr(ValueError()), str(ValueError("one")), str(KeyError("one")))
print(isinstance(e, ValueError), isinstance(e, Exception), isinstance(e, KeyError), type(e) is ValueError, type(e))
kept = []
for kind in [ValueError, KeyError, IndexError, ZeroDivisionError, TypeError, RuntimeError, ArithmeticError, LookupError]:
    try:
        raise kind("made by " + kind.__name__)
    except (ArithmeticError, LookupError) as error:
        kept.append(error)
        print("specific", error)
    except Exception as error:
        kept.append(error)
        print("general", error)
print(kept)
for error in kept:
    try:
        raise error
    except Exception as again:
        print(again is error, again.args)
group = (KeyError, IndexError)
try:
    raise IndexError("in a tuple with a name")
except group as error:
    print(error)
try:
    raise "a text"
except TypeError as error:
    print(error)
try:
    raise 5
except TypeError as error:
    print(error)
try:
    raise int
except TypeError as error:
    print(error)
try:
    try:
        raise ValueError("x")
    except "ValueError":
        print("never")
except TypeError as error:
    print(error)
try:
    raise ValueError(ValueError("inner"), [1])
except ValueError as error:
    print(error, error.args[0], error.args[1])
