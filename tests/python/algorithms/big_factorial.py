# Large numbers, digit by digit.
def factorial(n):
    result = 1
    for i in range(2, n + 1):
        result *= i
    return result


def digits_of_e(count):
    unit = 10 ** (count + 10)
    total, term, n = 0, unit, 0
    while term:
        total += term
        n += 1
        term //= n
    return str(total // 10**10)


def digits_of_pi(count):
    q, r, t, k, n, l = 1, 0, 1, 1, 3, 3
    digits = ""
    while len(digits) < count:
        if 4 * q + r - t < n * t:
            digits += str(n)
            q, r, n = 10 * q, 10 * (r - n * t), 10 * (3 * q + r) // t - 10 * n
        else:
            q, r, t, k, n, l = (
                q * k, (2 * q + r) * l, t * l, k + 1, (q * (7 * k + 2) + r * l) // (t * l), l + 2
            )
    return digits


def square_root(n):
    x = 1 << ((len(str(n)) * 7 // 2) + 1)
    while True:
        y = (x + n // x) // 2
        if y >= x:
            return x
        x = y


print(factorial(50), len(str(factorial(500))), sum([int(c) for c in str(factorial(100))]))
print(digits_of_e(60))
print(digits_of_pi(60))
print(square_root(2 * 10**80), square_root(10**40) == 10**20)
print(factorial(25) // factorial(23), factorial(30) % 10**9, -factorial(22) // 10**15)
a, b = 0, 1
for _ in range(500):
    a, b = b, a + b
print(a, a % 1000007)
