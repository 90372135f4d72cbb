# Numbers written in other ways.
def roman(n):
    if not 0 < n < 4000:
        raise ValueError(f"{n}: allowed is 1 to 3999")
    result = ""
    for value, letters in [(1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
                           (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")]:
        count, n = divmod(n, value)
        result += letters * count
    return result


def from_roman(text):
    values = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
    total = 0
    for c, following in zip(text, text[1:] + "I"):
        total += -values[c] if values[c] < values[following] else values[c]
    return total


def in_base(n, base):
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    if n < 0:
        return "-" + in_base(-n, base)
    return digits[n] if n < base else in_base(n // base, base) + digits[n % base]


for n in [1, 4, 9, 14, 40, 90, 400, 1994, 2024, 3999]:
    print(n, roman(n), from_roman(roman(n)))
print(all([from_roman(roman(n)) == n for n in range(1, 4000, 7)]))
print([in_base(255, base) for base in range(2, 17)], in_base(-2**70, 36))
print(all([int(in_base(n, b), b) == n for n in range(-50, 500, 13) for b in [2, 3, 8, 16, 36]]))
try:
    from_roman("MIQ")
except KeyError as error:
    print("no such digit", error)
print(roman(4000))
