"""How fast an interpreter is: ten million turns of a loop, and fib(27). Prints times in milliseconds, and answers."""
import time

TIMES = 4  # The first warms up.


def loop():
    i = 0
    while i < 10_000_000:
        i += 1
    return i


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


for again in range(TIMES):
    began = time.perf_counter()
    answer = loop()
    print("loop", (time.perf_counter() - began) * 1000, answer)
    began = time.perf_counter()
    answer = fib(27)
    print("fib", (time.perf_counter() - began) * 1000, answer)
