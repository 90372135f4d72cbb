# A key that is not there.
prices = {"apple": 3, "pear": 4}


def total(basket):
    result = 0
    for fruit, count in basket.items():
        result += prices[fruit] * count
    return result


print(total({"apple": 2, "pear": 1}))
print(total({"apple": 1, "fig's": 5}))
