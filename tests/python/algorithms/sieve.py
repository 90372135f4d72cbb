# The sieve of Eratosthenes, and what can be asked of primes.
def sieve(limit):
    is_prime = [True] * (limit + 1)
    is_prime[0:2] = [False, False]
    n = 2
    while n * n <= limit:
        if is_prime[n]:
            is_prime[n * n::n] = [False] * len(is_prime[n * n::n])
        n += 1
    return [n for n in range(limit + 1) if is_prime[n]]


def factors(n):
    found = []
    divisor = 2
    while divisor * divisor <= n:
        while n % divisor == 0:
            found.append(divisor)
            n //= divisor
        divisor += 1
    if n > 1:
        found.append(n)
    return found


def is_probably_prime(n):
    if n < 2:
        return False
    for base in (2, 3, 5, 7, 11, 13):
        if n % base == 0:
            return n == base
    d, r = n - 1, 0
    while d % 2 == 0:
        d //= 2
        r += 1
    for base in (2, 3, 5, 7, 11, 13):
        x = pow(base, d, n)
        if x == 1 or x == n - 1:
            continue
        for _ in range(r - 1):
            x = x * x % n
            if x == n - 1:
                break
        else:
            return False
    return True


primes = sieve(10000)
print(len(primes), primes[:10], primes[-1], sum(primes))
print([p for p, q in zip(primes, primes[1:]) if q - p == 2][:12])
print([factors(n) for n in [1, 2, 360, 1001, 9973, 2**20, 600851475143]])
print([n for n in range(60) if is_probably_prime(n)] == primes[:17], is_probably_prime(2**61 - 1), is_probably_prime(2**67 - 1))
