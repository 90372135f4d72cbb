# A process that ends with an exception: its exit code tells.
from multiprocessing import Process


def deep(n):
    if n == 0:
        raise KeyError("deep down")
    deep(n - 1)


def main():
    process = Process(target=deep, args=(2,))
    process.start()
    process.join()
    print("exit code", process.exitcode)


if __name__ == "__main__":
    main()
