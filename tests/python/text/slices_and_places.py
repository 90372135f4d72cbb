# Places from both ends, and slices that forgive.
s = "abcdefgh"
print(s[0], s[-1], s[7], s[-8])
print(s[2:5], s[:3], s[5:], s[:], s[::2], s[1::2], s[::-1], s[-3:], s[:-3], s[-5:-2])
print(s[5:2], s[100:], s[-100:3], s[3:100], s[6:2:-1], s[2:6:-1], s[::-3], s[-1:-9:-2], s[10:0:-4])
print(s[None:None], s[None:3:None], s[True:5], repr(s[4:4]))
for start in [-10, -2, 0, 3, 10]:
    for stop in [-10, -2, 0, 3, 10]:
        print(repr(s[start:stop]), repr(s[start:stop:2]), repr(s[start:stop:-1]))
print("a" in s, "cde" in s, "ce" in s, "" in s, "i" not in s)
print(s * 2, 3 * "ab", "x" * 0, "x" * -1, "a" + "b" * 2)
print([c for c in "héy"], list("abc"), tuple("ab"), sorted("banana"), max("banana"), min("banana"), list(reversed("abc")))
for place in [8, -9, "a", 1.0, None]:
    try:
        print(s[place])
    except (IndexError, TypeError) as error:
        print(type(error).__name__, error)
try:
    print(s[::0])
except ValueError as error:
    print(error)
try:
    print(1 in s)
except TypeError as error:
    print(error)
try:
    print(s["a":])
except TypeError as error:
    print(error)
