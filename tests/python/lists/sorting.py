# Sorting is stable, and compares pairs from the left.
people = [("Ada", 36), ("Alan", 41), ("Grace", 85), ("Edsger", 72), ("Barbara", 36)]
by_age = sorted([(age, place, name) for place, (name, age) in enumerate(people)])
print([name for age, place, name in by_age])
print(sorted([3, 1.5, True, 2, -0.0, 0]), sorted("hello"), sorted((3, 1, 2)), sorted({"b": 1, "a": 2}))
print(sorted([[2, 1], [1, 9], [1]]), sorted([(1, "b"), (1, "a"), (0, "z")]), sorted([], reverse=True))
print(sorted([1, 1.0, True], reverse=True), sorted([True, 1.0, 1]), sorted(range(5), reverse=True))
print(sorted(["B", "a", "C", "ä", "Z", "10", "9"]))


def merge_sort(items):
    if len(items) < 2:
        return items
    middle = len(items) // 2
    left, right = merge_sort(items[:middle]), merge_sort(items[middle:])
    merged = []
    while left and right:
        if right[0] < left[0]:
            merged.append(right.pop(0))
        else:
            merged.append(left.pop(0))
    return merged + left + right


def quick_sort(items):
    if not items:
        return []
    pivot = items[0]
    smaller = [x for x in items[1:] if x < pivot]
    others = [x for x in items[1:] if not x < pivot]
    return quick_sort(smaller) + [pivot] + quick_sort(others)


number, numbers = 12345, []
for _ in range(60):
    number = (number * 1103515245 + 12345) % 2**31
    numbers.append(number % 1000)
print(merge_sort(numbers) == quick_sort(numbers) == sorted(numbers), numbers.index(max(numbers)), sorted(numbers)[:5])
try:
    print(sorted([1, None, 2]))
except TypeError as error:
    print(error)
try:
    print(sorted(5))
except TypeError as error:
    print(error)
