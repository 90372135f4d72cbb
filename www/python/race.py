#!/usr/bin/env python3
"""The experiment "race" in plain Python: threads that add 1 to the same number, with care and without.

    python3 race.py --lanes 2 --rounds 200000

Needs CPython 3.9 or later and nothing else.

What to expect: the global interpreter lock (GIL) lets one thread at a time run Python code, but it can change hands
between any two instructions. So reading, computing and writing are three steps here too, and without a lock additions
get lost. How often the interpreter lets another thread run is the switch interval: the shorter, the more is lost.
"""

import argparse
import json
import multiprocessing
import sys
import threading
import time


class Counter:
    """The number that all threads share."""

    def __init__(self):
        self.number = 0
        self.lock = threading.Lock()


def plus_one(number):
    """The computing between reading and writing. A call is where the interpreter may let another thread run."""
    return number + 1


def unsynchronised(counter, rounds):
    """Reads, computes and writes; what others write in between is lost."""
    for _ in range(rounds):
        seen = counter.number
        seen = plus_one(seen)
        counter.number = seen


def with_lock(counter, rounds):
    """The same three steps, and nobody comes between."""
    for _ in range(rounds):
        with counter.lock:
            seen = counter.number
            seen = plus_one(seen)
            counter.number = seen


def merge(counter, rounds):
    """Counts on its own, and adds up in the end."""
    own = 0
    for _ in range(rounds):
        own = plus_one(own)
    with counter.lock:
        counter.number += own


def in_threads(work, lanes, rounds):
    """What the number says when all threads have finished, and how long they took, in seconds."""
    counter = Counter()
    threads = [threading.Thread(target=work, args=(counter, rounds)) for _ in range(lanes)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return counter.number, time.perf_counter() - began


def count_alone(rounds):
    """A process has a number of its own; it sends what it has counted."""
    counter = Counter()
    unsynchronised(counter, rounds)
    return counter.number


def in_processes(lanes, rounds):
    """The sum of what the processes send. Starting them does not count."""
    with multiprocessing.Pool(lanes) as pool:
        pool.map(count_alone, [1] * lanes, chunksize=1)
        began = time.perf_counter()
        numbers = pool.map(count_alone, [rounds] * lanes, chunksize=1)
        return sum(numbers), time.perf_counter() - began


def main():
    parser = argparse.ArgumentParser(description="Threads that add 1 to the same number, with care and without.")
    parser.add_argument("--lanes", type=int, default=2, metavar="N", help="threads, or processes; default 2")
    parser.add_argument("--rounds", type=int, default=200_000, metavar="N", help="additions of each; default 200000")
    parser.add_argument("--interval", type=float, default=1e-6, metavar="SECONDS",
                        help="the interpreter's switch interval; default 0.000001 (its own default is 0.005)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    arguments = parser.parse_args()
    if arguments.lanes < 1 or arguments.rounds < 1 or not arguments.interval > 0:
        parser.error("lanes, rounds and interval are above 0")
    sys.setswitchinterval(arguments.interval)

    lanes, rounds = arguments.lanes, arguments.rounds
    expected = lanes * rounds
    ways = {
        "unsynchronised": lambda: in_threads(unsynchronised, lanes, rounds),
        "mutex": lambda: in_threads(with_lock, lanes, rounds),
        "merge": lambda: in_threads(merge, lanes, rounds),
        "processes": lambda: in_processes(lanes, rounds),
    }
    rows = []
    for way, run in ways.items():
        found, seconds = run()
        rows.append({
            "way": way,
            "expected": expected,
            "found": found,
            "lost": expected - found,
            "ns_per_operation": 1e9 * seconds / expected,
        })
    if arguments.json:
        print(json.dumps({"lab": "race", "lanes": lanes, "rounds": rounds, "rows": rows}))
        return
    print(f"{'way':<16}{'should be':>14}{'is':>14}{'lost':>14}{'ns per addition':>18}")
    for row in rows:
        way, found, lost = row["way"], row["found"], row["lost"]
        print(f"{way:<16}{expected:>14}{found:>14}{lost:>14}{row['ns_per_operation']:>18.0f}")


if __name__ == "__main__":
    main()
