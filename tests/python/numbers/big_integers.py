# Integers have no end.
print(2**63, 2**63 - 1, -(2**63), -(2**63) - 1)
print(9223372036854775807 + 1, -9223372036854775808 - 1, 9223372036854775807 * 9223372036854775807)
print(3037000500 * 3037000500, -3037000500 * 3037000500, 4294967296 * 4294967296)
print(-(-9223372036854775808), abs(-9223372036854775808), -9223372036854775808 // -1)
big = 10**40 + 7
print(big, -big, big + 1, big - big, big * -3, big // 10**20, big % 10**20, big**3)
print(big == 10**40 + 7, big is None, big > 1e39, big < 1e41, big != 10**40)
print(big - 10**40, (big - 10**40) * 2, type(big - 10**40))
print(1 << 70, (1 << 70) >> 68, -1 >> 70, -(1 << 70) >> 3, 5 >> 100, 1 << 0)
print((2**70 + 5) & 0xFF, (2**70) | 1, (2**70) ^ (2**70 + 3), ~(2**70), -1 & (2**65 - 1), -(2**65) | 1)
print(int("123456789" * 5), str(7**80), len(str(3**1000)))
print(float(2**80), 2**80 / 2**79, 2**80 / 3, (2**80 + 1) / 2**80)
print(pow(3, 1000, 10**9 + 7), pow(2, 10**18, 97), pow(-3, 3, 7), pow(3, -1, 7), pow(5, 0, 1))
print(round(2**80 + 5, -3), sum([2**62, 2**62, 2**62]), max(2**65, 2**64), sorted([2**65, -(2**65), 0]))
print(f"{2**70:,} {2**70:x} {-(2**70):#b} {2**70:>30} {2**70:e}")
try:
    print(2**2000 / 3)
except OverflowError as error:
    print(error)
try:
    print(float(10**400))
except OverflowError as error:
    print(error)
try:
    print(1 << -1)
except ValueError as error:
    print(error)
