#!/usr/bin/env python3
"""A server with a pool of threads, or of processes, serves many clients.

Each request computes a little and waits a lot, as a web server does that asks a database. Requests come at moments that
a seed gives; who finds the queue full is turned away.

Runs under plain CPython 3.9 or newer. What Python does differently: its threads compute one at a time, under the global
interpreter lock. While they wait they need no lock, so for a server that mostly waits they do nearly as well as here.
"""

import argparse
import concurrent.futures
import json
import multiprocessing
import queue
import statistics
import threading
import time
from collections import deque

STEPS_PER_S = 100_000  # steps of 10 microseconds, in each of which a request comes or does not
FIRST = 1_000_001  # the first number that is looked at
NUMBERS_MAX = 10_000_000
BLOCKS = 8  # blocks of numbers that are asked for
MASK = (1 << 64) - 1


def below(state, bound):
    """The next state of SplitMix64, and a number below the bound."""
    state = (state + 0x9E3779B97F4A7C15) & MASK
    mixed = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & MASK
    high = (mixed ^ (mixed >> 31)) >> 32
    return state, (high * bound) >> 32


def poisson(seed, rate, window_ms):
    """When requests come, in microseconds: as the lab's."""
    state, arrivals = seed, []
    limit = rate * (1 << 32) // STEPS_PER_S
    for step in range(window_ms * STEPS_PER_S // 1000):
        state, number = below(state, (1 << 32) - 1)
        if number < limit:
            arrivals.append(step * 1_000_000 // STEPS_PER_S)
    return arrivals


def ideal(arrivals, lanes, room, service_us):
    """The times of the requests that a server without any costs of its own answers."""
    free, waiting, times = [0] * lanes, deque(), []

    def serve(arrived):
        lane = free.index(min(free))
        free[lane] = max(arrived, free[lane]) + service_us
        times.append(free[lane] - arrived)

    for arrived in arrivals:
        while waiting and min(free) <= arrived:
            serve(waiting.popleft())
        if min(free) <= arrived:
            serve(arrived)
        elif len(waiting) < room:
            waiting.append(arrived)
    while waiting:
        serve(waiting.popleft())
    return times


def is_prime(odd):
    divisor = 3
    while divisor * divisor <= odd:
        if odd % divisor == 0:
            return False
        divisor += 2
    return True


def answer(request, numbers):
    """How many primes there are among the first odd numbers of the block that a request asks for."""
    first = FIRST + 2 * NUMBERS_MAX * (request % BLOCKS)
    return sum(is_prime(first + 2 * step) for step in range(numbers))


def numbers_for(compute_ms):
    """How many numbers take this long here."""
    if compute_ms == 0:
        return 0
    began = time.perf_counter()
    answer(BLOCKS // 2, 100)
    return max(1, round(100 * compute_ms / ((time.perf_counter() - began) * 1e3)))


def handle(request, numbers, wait_ms):
    """What a server does for a request."""
    found = answer(request, numbers)
    time.sleep(wait_ms / 1e3)
    return found


def serve(make_pool, workers, arrivals, room, numbers, wait_ms):
    """Serves what comes; gives back the answers' times, how many were turned away, and how long it took."""
    with make_pool(workers) as pool:
        # All workers are started before the first request comes.
        list(pool.map(handle, range(workers), [0] * workers, [20] * workers))
        done, times, right = queue.Queue(), [], True
        held = rejected = 0
        lock = threading.Lock()
        expected = [answer(block, numbers) for block in range(BLOCKS)]
        began = time.perf_counter()

        def ended(future, request, arrived):
            nonlocal held, right
            with lock:
                held -= 1
                right = right and future.result() == expected[request % BLOCKS]
                times.append((time.perf_counter() - began) * 1e6 - arrived)
                done.put(request)

        for request, arrived in enumerate(arrivals):
            time.sleep(max(0.0, arrived / 1e6 - (time.perf_counter() - began)))
            with lock:
                full = held >= workers + room
                held += not full
                rejected += full
            if not full:
                future = pool.submit(handle, request, numbers, wait_ms)
                future.add_done_callback(lambda future, request=request, arrived=arrived: ended(future, request, arrived))
        for _ in range(len(arrivals) - rejected):
            done.get()
        return times, rejected, time.perf_counter() - began, right


def bounded(low, high):
    def parse(text):
        if not text.isdecimal() or not low <= int(text) <= high:
            raise argparse.ArgumentTypeError(f"{text}: allowed is {low} to {high}")
        return int(text)

    return parse


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    for name, low, high, default, about in (
        ("workers", 2, 32, 8, "threads, and processes"),
        ("rate", 1, 2000, 150, "requests in a second"),
        ("compute", 0, 50, 1, "milliseconds that each computes"),
        ("wait", 0, 1000, 15, "milliseconds that each waits"),
        ("queue", 1, 64, 16, "requests that may wait"),
        ("window", 200, 10000, 700, "milliseconds in which they come"),
        ("seed", 0, 4294967295, 1, "seed of the moments"),
    ):
        text = f"{about}: {low} to {high} (default: {default})"
        parser.add_argument(f"--{name}", type=bounded(low, high), default=default, help=text)
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args()
    arrivals = poisson(options.seed, options.rate, options.window)
    numbers = numbers_for(options.compute)
    service_us = 1000 * (options.compute + options.wait)
    threads = concurrent.futures.ThreadPoolExecutor

    def processes(count):
        return concurrent.futures.ProcessPoolExecutor(count, mp_context=multiprocessing.get_context("spawn"))

    rows = []
    for way, make_pool, workers in (
        ("one thread", threads, 1),
        ("threading", threads, options.workers),
        ("multiprocessing", processes, options.workers),
    ):
        times, rejected, elapsed, right = serve(make_pool, workers, arrivals, options.queue, numbers, options.wait)
        best = ideal(arrivals, workers, options.queue, service_us)
        rows.append({
            "way": way,
            "arrived": len(arrivals),
            "served": len(times),
            "rejected": rejected,
            "ideal_rejected": len(arrivals) - len(best),
            "served_per_s": len(times) / elapsed,
            "p50_ms": statistics.median(times) / 1e3 if times else None,
            "p95_ms": sorted(times)[max(0, -(-95 * len(times) // 100) - 1)] / 1e3 if times else None,
            "answers_right": right,
        })
    if options.json:
        answers = [answer(request, 500) for request in range(BLOCKS)]
        print(json.dumps({"arrivals_us": arrivals, "answers_of_500": answers, "rows": rows}))
        return
    print(f"{'way':<16} {'came':>5} {'served':>6} {'turned away':>11} {'at least':>8} {'/s':>6} {'p50 ms':>7} {'p95 ms':>7}")
    for row in rows:
        print(f"{row['way']:<16} {row['arrived']:>5} {row['served']:>6} {row['rejected']:>11} {row['ideal_rejected']:>8} "
              f"{row['served_per_s']:>6.0f} {row['p50_ms'] or 0:>7.1f} {row['p95_ms'] or 0:>7.1f}")


if __name__ == "__main__":
    main()
