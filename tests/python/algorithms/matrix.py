# Matrices as lists of lists.
def multiply(a, b):
    return [[sum([a[i][k] * b[k][j] for k in range(len(b))]) for j in range(len(b[0]))] for i in range(len(a))]


def identity(n):
    return [[1 if i == j else 0 for j in range(n)] for i in range(n)]


def power(a, exponent):
    result = identity(len(a))
    while exponent:
        if exponent & 1:
            result = multiply(result, a)
        a = multiply(a, a)
        exponent >>= 1
    return result


def transpose(a):
    return [[row[i] for row in a] for i in range(len(a[0]))]


def determinant(a):
    if len(a) == 1:
        return a[0][0]
    total = 0
    for j, factor in enumerate(a[0]):
        minor = [row[:j] + row[j + 1:] for row in a[1:]]
        total += (-1) ** j * factor * determinant(minor)
    return total


a = [[1, 2], [3, 4], [5, 6]]
print(transpose(a), multiply(a, transpose(a)), multiply(transpose(a), a))
print(power([[1, 1], [1, 0]], 300)[0][1])
print(determinant([[2, 0, 1], [1, 3, 2], [1, 1, 4]]), determinant([[i * j + 1 for j in range(4)] for i in range(4)]))
rotation = [[0.8, -0.6], [0.6, 0.8]]
for row in power(rotation, 10):
    print([round(x, 6) for x in row])
print(multiply([[0.5]], [[4]]), identity(0), multiply([[1, 2]], [[3], [4]]))
print(multiply([[1, 2, 3]], [[1], [2], [3], [4]]))
