# Dynamic programming.
def knapsack(items, capacity):
    best = [0] * (capacity + 1)
    for weight, value in items:
        for room in range(capacity, weight - 1, -1):
            best[room] = max(best[room], best[room - weight] + value)
    return best[capacity]


def ways(amount, coins):
    table = [1] + [0] * amount
    for coin in coins:
        for n in range(coin, amount + 1):
            table[n] += table[n - coin]
    return table[amount]


def common(a, b):
    table = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            table[i + 1][j + 1] = table[i][j] + 1 if x == y else max(table[i][j + 1], table[i + 1][j])
    i, j, letters = len(a), len(b), []
    while i and j:
        if a[i - 1] == b[j - 1]:
            letters.append(a[i - 1])
            i, j = i - 1, j - 1
        elif table[i - 1][j] >= table[i][j - 1]:
            i -= 1
        else:
            j -= 1
    return "".join(letters[::-1])


def distance(a, b):
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        above, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            above, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, above + (x != y))
    return row[-1]


print(knapsack([(12, 4), (2, 2), (1, 1), (1, 2), (4, 10)], 15), ways(200, [1, 2, 5, 10, 20, 50, 100, 200]), ways(1000, [1, 5, 10]))
print(common("process", "proceeds thread"), common("abc", "xyz") == "", distance("kitten", "sitting"), distance("", "abc"))
triangle = [[1]]
for _ in range(8):
    triangle.append([1] + [a + b for a, b in zip(triangle[-1], triangle[-1][1:])] + [1])
for row in triangle:
    print(" ".join([str(n) for n in row]).center(30).rstrip())
