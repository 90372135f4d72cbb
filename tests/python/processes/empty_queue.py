# Nobody puts anything into it.
import multiprocessing
import queue


def put(answers):
    answers.put("something")


def main():
    answers = multiprocessing.Queue()
    try:
        answers.get(timeout=0.05)
    except queue.Empty as error:
        print("empty", type(error).__name__, error.args)
    process = multiprocessing.Process(target=put, args=(answers,))
    process.start()
    print(answers.get(timeout=30))
    process.join()
    print(process.exitcode)
    answers.get(timeout=0.01)


if __name__ == "__main__":
    main()
