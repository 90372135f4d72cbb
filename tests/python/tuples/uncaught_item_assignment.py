# A tuple does not change.
point = (1, 2)


def move(point, by):
    point[0] += by
    return point


move([1, 2], 5)
move(point, 5)
