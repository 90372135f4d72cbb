# Transfers between accounts: the total stays.
import threading

accounts = [100] * 5
locks = [threading.Lock() for _ in accounts]
refused = 0
refused_lock = threading.Lock()


def transfer(source, target, amount):
    global refused
    first, second = (source, target) if source < target else (target, source)
    with locks[first]:
        with locks[second]:
            if accounts[source] < amount:
                with refused_lock:
                    refused += 1
                return False
            accounts[source] -= amount
            accounts[target] += amount
            return True


def clerk(seed, count):
    state = seed
    for _ in range(count):
        state = (state * 1103515245 + 12345) % 2**31
        source = state // 7 % len(accounts)
        target = (source + 1 + state // 101 % (len(accounts) - 1)) % len(accounts)
        transfer(source, target, state // 1009 % 40)


clerks = [threading.Thread(target=clerk, args=(seed, 300)) for seed in range(1, 5)]
for thread in clerks:
    thread.start()
for thread in clerks:
    thread.join()
print(sum(accounts), min(accounts) >= 0, refused >= 0)
print([lock.locked() for lock in locks])
print(transfer(0, 1, 10**6), sum(accounts))
