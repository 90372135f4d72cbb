# A thread's exception ends the thread, not the program.
import threading


def divide(a, b):
    return a / b


def work(numbers, results):
    for n in numbers:
        results.append(divide(10, n))


results = []
thread = threading.Thread(target=work, args=([5, 0, 2], results))
thread.start()
thread.join()
print(results, thread.is_alive())
print("the program goes on")
