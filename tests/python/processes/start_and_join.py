# A process has its own memory.
import multiprocessing

numbers = [1, 2, 3]


def work(name):
    numbers.append(4)
    print(name, "sees", numbers)


def main():
    print("cores:", multiprocessing.cpu_count() > 0)
    for name in ["first", "second"]:
        process = multiprocessing.Process(target=work, args=(name,))
        print(process.is_alive(), process.exitcode)
        process.start()
        process.join()
        print(process.is_alive(), process.exitcode)
    print("here still", numbers)


if __name__ == "__main__":
    main()
