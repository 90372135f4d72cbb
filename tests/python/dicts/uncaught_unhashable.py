# A list is no key.
def group(pairs):
    groups = {}
    for key, value in pairs:
        if key not in groups:
            groups[key] = []
        groups[key].append(value)
    return groups


print(group([("a", 1), ("b", 2), ("a", 3)]))
print(group([((1, 2), 1), ([1, 2], 2)]))
