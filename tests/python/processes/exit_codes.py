# What a process exits with.
from multiprocessing import Process


def fine():
    return "nobody sees this"


def leaves(code):
    raise SystemExit(code)


def main():
    for target, args in [(fine, ()), (leaves, (0,)), (leaves, (3,)), (leaves, (None,))]:
        process = Process(target=target, args=args)
        process.start()
        process.join()
        print(process.exitcode)
    raise SystemExit(4)


if __name__ == "__main__":
    main()
