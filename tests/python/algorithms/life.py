# Conway's game of life.
def step(cells):
    counts = {}
    for x, y in cells:
        for dx in (-1, 0, 1):
            for dy in (-1, 0, 1):
                if dx or dy:
                    place = (x + dx, y + dy)
                    counts[place] = counts.get(place, 0) + 1
    return {place: True for place, n in counts.items() if n == 3 or n == 2 and place in cells}


def draw(cells, size):
    return "\n".join(["".join(["#" if (x, y) in cells else "." for x in range(size)]) for y in range(size)])


glider = {(1, 0): True, (2, 1): True, (0, 2): True, (1, 2): True, (2, 2): True}
cells = glider
for generation in range(9):
    if generation % 4 == 0:
        print(draw(cells, 6), end="\n\n")
    cells = step(cells)
print(sorted(cells), len(cells))
blinker = {(0, 1): True, (1, 1): True, (2, 1): True}
print(sorted(step(blinker)), sorted(step(step(blinker))) == sorted(blinker))
