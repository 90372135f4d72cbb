# Handlers in handlers, and exceptions in finally.
def run(where):
    log = []
    try:
        try:
            log.append("try")
            if where == "try":
                raise ValueError(where)
        except ValueError:
            log.append("except")
            if where == "try":
                raise KeyError("from handler")
        else:
            log.append("else")
            if where == "else":
                raise IndexError(where)
        finally:
            log.append("finally")
            if where == "finally":
                raise RuntimeError(where)
    except (KeyError, IndexError, RuntimeError) as error:
        log.append(repr(error))
        log.append(repr(error.__context__))
    return log


for where in ["try", "else", "finally", "nowhere"]:
    print(where, run(where))


def both():
    try:
        raise ValueError("first")
    finally:
        raise KeyError("second")


try:
    both()
except KeyError as error:
    print(repr(error), repr(error.__context__))


def in_loop():
    results = []
    for n in [2, 0, "x", 1]:
        try:
            try:
                results.append(10 / n)
            except ZeroDivisionError:
                results.append("zero")
                continue
            finally:
                results.append("f")
        except TypeError:
            results.append("type")
            break
    else:
        results.append("never")
    return results


print(in_loop())
try:
    try:
        raise ValueError("a")
    except ValueError as error:
        try:
            raise KeyError("b")
        except KeyError as error:
            print("inner", error)
        print(error)
except NameError as error:
    print("unbound by the inner handler:", error)
