# Each thread has its own locals, and the same globals.
import threading

shared = []


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def work(n):
    local = []
    for i in range(n):
        local.append(fib(i))
    shared.append((n, local))


threads = [threading.Thread(target=work, args=(n,)) for n in range(3, 13, 3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
for n, local in sorted(shared):
    print(n, local)


def start_another(depth):
    shared.append(depth)
    if depth < 3:
        inner = threading.Thread(target=start_another, args=(depth + 1,))
        inner.start()
        inner.join()


shared.clear()
start_another(0)
print(shared)
