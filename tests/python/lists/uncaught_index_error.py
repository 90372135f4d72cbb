# Behind the end there is nothing.
def last(items):
    return items[len(items)]


def report(items):
    print("items:", items)
    return last(items)


report([1, 2, 3])
