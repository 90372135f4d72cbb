# An exception inside with releases the lock, so the other gets through.
import threading

lock = threading.Lock()
accounts = {"a": 1}


def change(name):
    with lock:
        accounts[name] += 1


def run(name):
    thread = threading.Thread(target=change, args=(name,))
    thread.start()
    thread.join()


run("b")
print(lock.locked(), accounts)
run("a")
print(lock.locked(), accounts)
accounts["c"] = 0
with lock:
    change_failed = accounts["d"]
