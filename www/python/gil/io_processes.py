# I/O-bound work in processes. They wait at the same time too, but each had to be started first and has a memory of its
# own: more than a thread costs, for nothing.
from multiprocessing import Process
import time

WORKERS = 4
WAIT = 0.2  # Seconds that each request takes.


def request(number):
    time.sleep(WAIT)


def main():
    began = time.perf_counter()
    for number in range(WORKERS):
        request(number)
    serial = time.perf_counter() - began

    began = time.perf_counter()
    processes = [Process(target=request, args=(number,)) for number in range(WORKERS)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    parallel = time.perf_counter() - began
    print(f"one after the other {serial:.2f} s, in {WORKERS} processes {parallel:.2f} s, their start included")
    print(f"speed-up {serial / parallel:.2f}, exit codes {[process.exitcode for process in processes]}")


if __name__ == "__main__":
    main()
