# The caller is at fault: the traceback ends there.
def area(width, height):
    return width * height


def report():
    print(area(2, 3))
    print(area(width=4, height=5))
    print(area(2, depth=3))


report()
