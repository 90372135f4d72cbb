# What processes tell each other goes through a queue, as a copy.
from multiprocessing import Process, Queue


def count(low, high, answers):
    total = 0
    for n in range(low, high):
        total += n
    answers.put((low, total))


def echo(questions, answers):
    while True:
        item = questions.get()
        if item is None:
            break
        answers.put([type(item).__name__, item])


def main():
    answers = Queue()
    processes = [Process(target=count, args=(n * 100, n * 100 + 100, answers)) for n in range(3)]
    for process in processes:
        process.start()
    parts = sorted([answers.get() for _ in processes])
    for process in processes:
        process.join()
    print(parts, sum([total for low, total in parts]))

    questions = Queue()
    other = Process(target=echo, args=(questions, answers))
    other.start()
    for item in [1, 2**100, 1.5, "text ğ", True, [1, [2]], (1, (2,)), {"k": [None], 1: ()}, None]:
        questions.put(item)
        if item is not None:
            kind, same = answers.get(timeout=30)
            print(kind, same, same == item, isinstance(item, (list, dict)) and same is item)
    other.join()
    print(other.exitcode)


if __name__ == "__main__":
    main()
