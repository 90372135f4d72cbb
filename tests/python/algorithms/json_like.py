# Values printed as JSON, and read again.
def dump(value, indent=0):
    pad = "  " * (indent + 1)
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
    if isinstance(value, (list, tuple)):
        if not value:
            return "[]"
        return "[\n" + ",\n".join([pad + dump(item, indent + 1) for item in value]) + "\n" + "  " * indent + "]"
    if isinstance(value, dict):
        if not value:
            return "{}"
        parts = [pad + dump(str(k)) + ": " + dump(v, indent + 1) for k, v in value.items()]
        return "{\n" + ",\n".join(parts) + "\n" + "  " * indent + "}"
    raise TypeError(f"no JSON for {type(value).__name__}")


data = {
    "name": 'say "hi"\n',
    "numbers": [1, -2.5, 1e100, 10**20],
    "nothing": None,
    "flags": (True, False),
    "nested": {"empty": [], "none": {}, "deep": [[1], [2, [3]]]},
    5: "a number as key",
}
print(dump(data))
print(dump([]), dump("x"), dump(0.1))
print(dump({"f": [len]}))
