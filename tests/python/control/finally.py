# What finally does with return, break and continue.
def early():
    try:
        return "from try"
    finally:
        print("finally runs first")


def overruled():
    try:
        return "from try"
    finally:
        return "from finally"


def swallowed():
    try:
        raise ValueError("lost")
    finally:
        return "the exception is gone"


def loop():
    seen = []
    for i in range(6):
        try:
            if i == 1:
                continue
            if i == 4:
                break
            seen.append(i)
        finally:
            seen.append(-i)
    return seen


def value_is_kept():
    x = 1
    try:
        return x
    finally:
        x = 2


def nested():
    try:
        try:
            return 1 / 0
        finally:
            print("inner")
    except ZeroDivisionError:
        print("handler")
        return "handled"
    finally:
        print("outer")


def with_else(n):
    try:
        result = 10 // n
    except ZeroDivisionError:
        return "except"
    else:
        return "else " + str(result)
    finally:
        print("finally", n)


print(early(), overruled(), swallowed(), loop(), value_is_kept(), nested(), with_else(0), with_else(5))
while True:
    try:
        break
    finally:
        print("leaving the loop")
for i in range(2):
    try:
        raise KeyError(i)
    except KeyError as error:
        print("caught", error)
        continue
    finally:
        print("finally", i)
