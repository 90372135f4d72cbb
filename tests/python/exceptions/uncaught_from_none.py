# The context is hidden.
def find(items, wanted):
    try:
        return items.index(wanted)
    except ValueError:
        raise LookupError("no " + wanted) from None


print(find(["a", "b"], "b"))
find(["a", "b"], "c")
