# A table with columns that fit.
rows = [
    ["name", "threads", "seconds", "speed-up"],
    ["serial", 1, 3.14159, 1.0],
    ["threads", 4, 3.3, 0.952],
    ["processes", 4, 0.98765, 3.181],
]


def cell(value):
    if isinstance(value, float):
        return f"{value:.3f}"
    return str(value)


widths = [max([len(cell(row[i])) for row in rows]) for i in range(len(rows[0]))]
for number, row in enumerate(rows):
    line = ""
    for i, value in enumerate(row):
        if i:
            line += " | "
        line += f"{cell(value):<{widths[i]}}" if isinstance(value, str) else f"{cell(value):>{widths[i]}}"
    print(line)
    if number == 0:
        print("-+-".join(["-" * width for width in widths]))
print(sum(widths) + 3 * (len(widths) - 1))
print("a", 1, None, sep="|")
print("no newline", end="")
print(".", end="\n\n")
print()
print("a", "b", sep="")
print("done", end="!\n")
