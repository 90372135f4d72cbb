# As many names as values.
def swap(pair):
    a, b = pair
    return b, a


for pair in [(1, 2), "xy", [3, 4], range(2), {"k": 1, "l": 2}, (1, 2, 3)]:
    print(swap(pair))
