# Keys keep the order in which they first came.
d = {}
for word in "the cat the dog a cat".split():
    d[word] = d.get(word, 0) + 1
print(d)
d["the"] = 0
print(list(d))
del d["the"]
d["the"] = 1
print(list(d), list(d.values()))
for key, value in d.items():
    print(key, value)
for key in d:
    d[key] = d[key] * 10
print(d)
print(list(d.keys())[::-1], d.popitem(), d)
big = {n: n for n in range(1000)}
for n in range(0, 1000, 2):
    del big[n]
print(len(big), list(big)[:5], list(big)[-1], sum(big.values()))
for n in range(0, 10, 2):
    big[n] = "back"
print(list(big.items())[-5:])
merged = {}
merged.update({"z": 1, "a": 2})
merged.update({"a": 3, "m": 4})
print(merged, sorted(merged.items()), sorted([(v, k) for k, v in merged.items()]))
