# Nobody catches it: traceback and exit code 1.
def average(numbers):
    total = 0
    for number in numbers:
        total += number
    return total / len(numbers)


print(average([1, 2, 3]))
print(average([0.5]))
print(average([]))
print("never")
