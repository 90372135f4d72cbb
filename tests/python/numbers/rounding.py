# Halves go to the even neighbour; with digits, what counts is what the float really is.
for number in [0.5, 1.5, 2.5, 3.5, -0.5, -1.5, -2.5, 0.49999999999999994, 2.4, 2.6, 1e20]:
    print(number, round(number), int(number))
for digits in [0, 1, 2, 3, -1, -2]:
    print(digits, round(2.675, digits), round(1234.5678, digits), round(-1234.5678, digits), round(0.05, digits))
for number in [5, 15, 25, 35, -5, -15, -25, 149, 150, 250, 10**20 + 50]:
    print(number, round(number, -1), round(number, -2), round(number, 2), round(number))
print(round(True), round(2.5, None), round(1e300, 2), round(7, -1), round(5, -1), round(6, -3))
print(type(round(2.5)), type(round(2.5, 0)), type(round(2, 1)))
print(f"{0.5:.0f} {1.5:.0f} {2.5:.0f} {2.675:.2f} {1.005:.2f} {0.125:.2f} {0.375:.2f}")
print(int(-3.99), int(3.99), int("-42"), int("  7 "), int("1_000"), int("ff", 16), int("-0b101", 0), int("z", 36))
for broken in [float("inf"), float("nan")]:
    try:
        print(int(broken))
    except (OverflowError, ValueError) as error:
        print(type(error).__name__, error)
    try:
        print(round(broken))
    except (OverflowError, ValueError) as error:
        print(type(error).__name__, error)
for text in ["", "1.5", "x", "0x10", "1__0", "9", "- 1"]:
    try:
        print(int(text, 8))
    except ValueError as error:
        print(error)
