# One append is one step: nothing is lost, with a global lock or without.
import threading

items = []
counts = {}


def fill(name, count):
    for i in range(count):
        items.append((name, i))
        counts[name] = i + 1


threads = [threading.Thread(target=fill, args=(name, 500)) for name in "abcd"]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(len(items), sorted(counts.items()))
for name in "abcd":
    mine = [i for who, i in items if who == name]
    print(name, mine == list(range(500)))
taken = []


def take(count):
    for _ in range(count):
        taken.append(items.pop())


threads = [threading.Thread(target=take, args=(500,)) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(len(items), len(taken), len({item: 1 for item in taken}))
