# Globals that a process changes are its own; a pool's process keeps them from call to call.
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import Process, Queue

calls = 0


def call(amount):
    global calls
    calls += amount
    return calls


def tell(answers):
    call(100)
    answers.put(calls)


def main():
    call(5)
    with ProcessPoolExecutor(max_workers=1) as pool:
        first = pool.submit(call, 1).result()
        second = pool.submit(call, 1).result()
        print(second - first)
    answers = Queue()
    process = Process(target=tell, args=(answers,))
    process.start()
    print(answers.get() >= 100)
    process.join()
    print(calls, __name__)


if __name__ == "__main__":
    main()
