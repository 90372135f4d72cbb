# Bits of whole numbers, negative ones too.
for a in [0, 1, 6, 255, -1, -6, -256]:
    for b in [0, 1, 3, 10]:
        print(a, b, a & b, a | b, a ^ b, a << b, a >> b)
print(~0, ~5, ~-1, -~5, ~~7)
print(0xFF, 0b1011, 0o17, 1_000_000, 0xdead_beef)


def count_ones(number):
    count = 0
    while number:
        number &= number - 1
        count += 1
    return count


def gray(number):
    return number ^ (number >> 1)


print([count_ones(n) for n in range(20)], count_ones(2**100 - 1))
print([f"{gray(n):04b}" for n in range(16)])
state = 1
seen = []
for _ in range(20):
    bit = (state ^ (state >> 2) ^ (state >> 3) ^ (state >> 5)) & 1
    state = (state >> 1) | (bit << 15)
    seen.append(state)
print(seen)
for a, b in [(1.0, 1), (1, "a"), ("a", "b"), ([], [])]:
    try:
        print(a & b)
    except TypeError as error:
        print(error)
try:
    print(~1.5)
except TypeError as error:
    print(error)
