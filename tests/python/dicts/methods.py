# What dictionaries can do.
d = {"one": 1, "two": 2}
print(d["one"], d.get("two"), d.get("three"), d.get("three", 3), "one" in d, "x" not in d, len(d))
print(d.keys(), d.values(), d.items(), list(d.items()))
print(d.setdefault("one", 100), d.setdefault("four", 4), d.setdefault("none"), d)
print(d.pop("none"), d.pop("nothing", "default"), d.popitem(), d)
d.update({"two": 22, "five": 5})
d.update([("six", 6)])
d.update(seven=7)
print(d, d.update(), list(d), sorted(d))
e = d.copy()
del e["two"]
e["two"] = "last now"
e["one"] = "still first"
print(e, d["two"], d == e)
e.clear()
print(e, bool(e), d | {"x": 1}, {"a": 1} | {"a": 2})
print(2 in d.values(), ("one", 1) in d.items(), "six" in d.keys(), [k for k in d], len(d.items()))
d["nested"] = {"list": []}
d["nested"]["list"].append("deep")
print(d["nested"], list(reversed(d))[0], min({"b": 1, "a": 2}))
for attempt in range(6):
    try:
        if attempt == 0:
            d["missing"]
        elif attempt == 1:
            del d[5]
        elif attempt == 2:
            d.pop((1, "k"))
        elif attempt == 3:
            {}.popitem()
        elif attempt == 4:
            d.get()
        else:
            d.add("x")
    except (KeyError, TypeError, AttributeError) as error:
        print(type(error).__name__, error)
