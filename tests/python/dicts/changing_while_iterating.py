# A dictionary that changes its size while somebody goes through it says so.
d = {"a": 1, "b": 2, "c": 3}
for key in list(d):
    if d[key] == 2:
        del d[key]
print(d)
try:
    for key in d:
        print(key)
        d[key + "!"] = 0
except RuntimeError as error:
    print(error)
print(d)
try:
    for key, value in d.items():
        del d[key]
except RuntimeError as error:
    print(error)
print(d)
try:
    for value in d.values():
        d["new"] = 1
        d["newer"] = 1
except RuntimeError as error:
    print(error)
for key in d:
    d["last"] = 1
    break
print(d)
view = d.keys()
d["seen"] = 1
print(view, len(view))
d = {1: 1}
for key in d:
    del d[key]
    d[2] = 2
    break
print(d)
