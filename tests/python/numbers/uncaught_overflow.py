# Floats have an end.
def grow(number):
    steps = 0
    while True:
        number = number ** 2
        steps += 1
        print(steps, number)


grow(10.0)
