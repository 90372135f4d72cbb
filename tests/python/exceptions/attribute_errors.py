# Which attribute is missing where.
import sys
import time

for value in [1, 1.5, "text", [1], (1,), {"a": 1}, None, True, range(3), len, ValueError("x"), int]:
    try:
        print(value.missing)
    except AttributeError as error:
        print(error)
    try:
        value.missing()
    except AttributeError as error:
        print(error)
try:
    time.missing
except AttributeError as error:
    print(error)
try:
    sys.missing(5)
except AttributeError as error:
    print(error)
for value in [1, 1.5, None, True, len]:
    try:
        print(value[0])
    except TypeError as error:
        print(error)
    try:
        for item in value:
            print(item)
    except TypeError as error:
        print(error)
    try:
        value[0] = 1
    except TypeError as error:
        print(error)
    try:
        del value[0]
    except TypeError as error:
        print(error)
    try:
        print(1 in value)
    except TypeError as error:
        print(error)
try:
    "text"[0] = "T"
except TypeError as error:
    print(error)
try:
    del "text"[0]
except TypeError as error:
    print(error)
