# Threads do their work; join waits for it.
from threading import Thread

results = {}


def work(name, count):
    total = 0
    for i in range(count):
        total += i
    results[name] = total


threads = [Thread(target=work, args=(f"t{n}", 1000 * n)) for n in range(5)]
print([thread.is_alive() for thread in threads])
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print([thread.is_alive() for thread in threads])
print([results[name] for name in sorted(results)])
named = Thread(target=work, kwargs={"name": "by keyword", "count": 3}, name="worker")
named.start()
named.join()
print(named.name, results["by keyword"])
named.join()
idle = Thread()
idle.start()
idle.join()
print(idle.is_alive())
never = Thread(target=work, args=("never", 1))
try:
    never.join()
except RuntimeError as error:
    print(error)
try:
    named.start()
except RuntimeError as error:
    print(error)
