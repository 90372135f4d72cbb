# Queens that leave each other alone.
def solve(size, row, columns, down, up, found):
    if row == size:
        found.append(columns[:])
        return
    for column in range(size):
        if column in columns or row + column in up or row - column in down:
            continue
        solve(size, row + 1, columns + [column], down + [row - column], up + [row + column], found)


def draw(columns):
    for column in columns:
        print(". " * column + "Q " + ". " * (len(columns) - column - 1))


for size in range(1, 8):
    found = []
    solve(size, 0, [], [], [], found)
    print(size, len(found), found[0] if found else None)
found = []
solve(6, 0, [], [], [], found)
draw(found[-1])
