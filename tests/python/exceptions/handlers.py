# Which handler takes what.
def attempt(n):
    if n == 0:
        return 1 / 0
    if n == 1:
        return [][5]
    if n == 2:
        return {}["k"]
    if n == 3:
        return int("x")
    if n == 4:
        return None.name
    if n == 5:
        return undefined
    if n == 6:
        assert n == 0, "no six"
    if n == 7:
        raise RuntimeError
    if n == 8:
        raise NotImplementedError("later")
    if n == 9:
        raise StopIteration
    if n == 10:
        raise OSError("disk")
    if n == 11:
        raise EOFError()
    if n == 12:
        assert n == 0
    if n == 13:
        raise TimeoutError("late")
    if n == 14:
        return "a" + 1
    return n


for n in range(16):
    try:
        result = attempt(n)
    except ZeroDivisionError:
        print(n, "division")
    except (IndexError, KeyError) as error:
        print(n, "lookup", repr(error), isinstance(error, LookupError))
    except ValueError as error:
        print(n, "value", error)
    except NameError as error:
        print(n, "name", error)
    except (AttributeError, TypeError) as error:
        print(n, type(error).__name__, error)
    except RuntimeError as error:
        print(n, "runtime", repr(error), error.args)
    except OSError as error:
        print(n, "os", type(error).__name__, error)
    except Exception as error:
        print(n, "other", type(error).__name__, repr(str(error)), error.args)
    else:
        print(n, "else", result)
try:
    raise SystemExit(3)
except Exception:
    print("never")
except BaseException as error:
    print("base", repr(error), error.args)
try:
    raise KeyboardInterrupt
except:
    print("a bare except takes everything")
