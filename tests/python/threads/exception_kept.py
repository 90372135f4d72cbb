# A thread that keeps its exception for who waits for it.
import threading

failures = []
answers = []


def guarded(function, argument):
    try:
        answers.append(function(argument))
    except Exception as error:
        failures.append(error)


def invert(n):
    return 1 / n


def parse(text):
    return int(text)


for function, argument in [(invert, 4), (invert, 0), (parse, "12"), (parse, "twelve"), (len, 5), (parse, None)]:
    thread = threading.Thread(target=guarded, args=(function, argument))
    thread.start()
    thread.join()
print(answers)
for error in failures:
    print(type(error).__name__, error)
raise failures[0]
