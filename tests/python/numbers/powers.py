# Powers of whole numbers stay whole while the exponent is not negative.
for base in [2, -2, 0, 1, -1, 10]:
    for exponent in [0, 1, 2, 5, 10]:
        print(base, exponent, base**exponent)
print(2**-1, (-2) ** -2, 10**-3, 4**0.5, 2.0**3, 0.0**0, 0**0, 1**-5)
print(-(2**2), -2**2, (-2) ** 2, 2**3**2, (2**3) ** 2, 2**-1 * 4)
print(2.5**2, 1e10**2, 9**0.5, (-8) ** 3, (-1.0) ** 3)
print(pow(2, 8), pow(2, 8, 5), pow(2.0, 3), pow(7, 2, -5))
print(10**18 * 10, 10**19, 3**40, 3**41)
try:
    print(0**-1)
except ZeroDivisionError as error:
    print(error)
try:
    print(0.0**-1)
except ZeroDivisionError as error:
    print(error)
try:
    print(10.0**400)
except OverflowError as error:
    print(error)
try:
    print(pow(2, 3, 0))
except ValueError as error:
    print(error)
try:
    print(pow(2, -1, 4))
except ValueError as error:
    print(error)
try:
    print(pow(2.0, 3, 5))
except TypeError as error:
    print(error)
