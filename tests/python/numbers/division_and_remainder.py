# Whole numbers divide downwards, and the remainder has the divisor's sign.
for a in [7, -7, 0, 1, -1]:
    for b in [3, -3, 1, -1, 10]:
        print(a, b, a // b, a % b, divmod(a, b), a / b)
        assert (a // b) * b + a % b == a

for a in [7.5, -7.5, 0.0, -0.0, 1e300]:
    for b in [2.0, -2.0, 0.1, 1e-300]:
        print(a, b, a // b, a % b)

print(7 // 2.0, -7 // 2.0, 7 % -2.5, -7.5 % 3)
print(True // True, True % 2, False / 5)
print(2**64 // 3, -(2**64) // 3, 2**64 % -3, -(2**64) % 3)
print(divmod(2**100, -7), divmod(-5, 2**70), divmod(5, -(2**70)))

for expression in [(1, 0), (1.0, 0), (0, 0.0)]:
    a, b = expression
    try:
        print(a / b)
    except ZeroDivisionError as error:
        print("true division:", error)
    try:
        print(a // b)
    except ZeroDivisionError as error:
        print("floor division:", error)
    try:
        print(a % b)
    except ZeroDivisionError as error:
        print("remainder:", error)
    try:
        print(divmod(a, b))
    except ZeroDivisionError as error:
        print("divmod:", error)
