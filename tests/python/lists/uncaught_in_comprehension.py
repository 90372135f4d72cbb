# An error in the middle of a list that is being made.
def reciprocals(numbers):
    return [
        1 / number
        for number in numbers
    ]


print(reciprocals([1, 2, 4]))
print(reciprocals([1, 0]))
