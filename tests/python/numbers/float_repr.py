# A float is printed with the fewest digits that give it back.
numbers = [
    0.1, 0.2, 0.1 + 0.2, 1.0, -0.0, 100.0, 1e15, 1e16, 1e17, 123456789012345680.0, 1e22, 1e23, 1e-4, 1e-5,
    0.0001, 0.00012345, 1.5e-7, 5e-324, 1.7976931348623157e308, 2.5, 1 / 3, 2 / 3, 1e100, 9007199254740993.0,
]
for number in numbers:
    print(number, repr(number), str(-number), [number])
infinity = float("inf")
print(infinity, -infinity, infinity - infinity, infinity * 0)
print(float("nan") == float("nan"), infinity == infinity, -infinity < infinity)
print(float("  12.5  "), float("1e3"), float("-.5"), float("1_000.5"), float("Infinity"), float("-inf"))
print(1e308 * 10, -1e308 * 10)
print(3.0 == 3, 0.1 + 0.2 == 0.3, 0.5 + 0.25 == 0.75)
print(2**53 == float(2**53), 2**53 + 1 == float(2**53 + 1), float(2**53) == 2**53 + 1)
for text in ["", "abc", "1.2.3", "1e", "--1", "1 2"]:
    try:
        print(float(text))
    except ValueError as error:
        print(error)
