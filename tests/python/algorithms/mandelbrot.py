# The Mandelbrot set, drawn with letters.
WIDTH, HEIGHT, LIMIT = 60, 22, 50


def escape(x, y):
    a = b = 0.0
    for n in range(LIMIT):
        a2, b2 = a * a, b * b
        if a2 + b2 > 4.0:
            return n
        a, b = a2 - b2 + x, 2 * a * b + y
    return LIMIT


total = 0
for row in range(HEIGHT):
    line = ""
    for column in range(WIDTH):
        n = escape(-2.2 + 3.2 * column / WIDTH, -1.2 + 2.4 * row / (HEIGHT - 1))
        total += n
        line += "#" if n == LIMIT else " .:-=+*%@"[n % 9]
    print(line)
print(total)
