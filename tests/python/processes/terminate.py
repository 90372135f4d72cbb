# A process that never ends is ended.
from multiprocessing import Process
import time


def forever():
    while True:
        time.sleep(0.01)


def main():
    process = Process(target=forever)
    process.start()
    process.join(timeout=0.2)
    print(process.is_alive(), process.exitcode)
    process.terminate()
    process.join()
    print(process.is_alive(), process.exitcode)


if __name__ == "__main__":
    main()
