# Processes share nothing: what one tells another goes through a queue, as a copy. The worker takes numbers until it is
# told that there are no more.
from multiprocessing import Process, Queue
import time

NUMBERS = [10_000, 20_000, 30_000]


def count_primes(limit):
    is_prime = [True] * limit
    for n in range(2, limit):
        if is_prime[n]:
            for multiple in range(n * n, limit, n):
                is_prime[multiple] = False
    return sum(is_prime) - 2  # 0 and 1 are none.


def work(questions, answers):
    while True:
        limit = questions.get()
        if limit is None:
            break
        answers.put((limit, count_primes(limit)))


def main():
    questions, answers = Queue(), Queue()
    worker = Process(target=work, args=(questions, answers))
    worker.start()
    began = time.perf_counter()
    for limit in NUMBERS + [None]:
        questions.put(limit)
    for _ in NUMBERS:
        limit, count = answers.get()
        print(f"{count} primes below {limit}, after {time.perf_counter() - began:.2f} s")
    worker.join()


if __name__ == "__main__":
    main()
