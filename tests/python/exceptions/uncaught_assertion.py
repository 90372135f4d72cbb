# An assertion that does not hold.
def check(items):
    assert items, "nothing there"
    assert len(items) < 4, f"too many: {len(items)}"
    assert sum(items) > 0
    return "fine"


print(check([1, 2]))
try:
    check([])
except AssertionError as error:
    print(error)
try:
    check([1] * 5)
except AssertionError as error:
    print(error)
check([-1])
