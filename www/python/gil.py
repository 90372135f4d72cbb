#!/usr/bin/env python3
"""The experiment "gil" in plain Python: jobs that compute, and jobs that wait, in threads and in processes.

    python3 gil.py --workers 2 --size 600 --wait 50

Needs CPython 3.9 or later and nothing else. Each worker does one job. The speed-up is how many times faster the workers
are together than one doing all the jobs in a row.

What to expect: the global interpreter lock (GIL) lets one thread at a time run Python code. Jobs that compute gain
nothing from threads. Who waits gives the lock back first, so jobs that wait do gain. Processes have a lock each and
gain with both. A build without the lock (3.13t and later) says so; there threads gain with both as well.
"""

import argparse
import concurrent.futures
import json
import statistics
import sys
import time


# --- The jobs -----------------------------------------------------------------------------------------------------


def compute(turns):
    """The CPU-bound job: many additions. A loop that turns back is where the lock may change hands."""
    total = 0
    for i in range(turns):
        total += i % 7
    return total


def expected(turns):
    """What `compute` must find: weeks and what is left of the last one."""
    weeks, rest = divmod(turns, 7)
    return weeks * 21 + rest * (rest - 1) // 2


def wait(seconds):
    """The I/O-bound job. Sleeping stands for a request to a server: who sleeps does not hold the lock."""
    time.sleep(seconds)
    return seconds


# --- The ways of doing them ---------------------------------------------------------------------------------------


def serially(job, argument, workers):
    """All jobs in a row: their answers, and seconds."""
    began = time.perf_counter()
    answers = [job(argument) for _ in range(workers)]
    return answers, time.perf_counter() - began


def in_pool(pool):
    """A way: each worker of the pool does one job."""

    def run(job, argument, workers):
        began = time.perf_counter()
        answers = list(pool.map(job, [argument] * workers))
        return answers, time.perf_counter() - began

    return run


def measure(kinds, ways, workers, samples):
    """Seconds of all samples, kind by kind and way by way. The ways take turns, and the first round does not count."""
    times = {kind: {way: [] for way in ways} for kind in kinds}
    for sample in range(samples + 1):
        for kind, (job, argument, answer) in kinds.items():
            for way, run in ways.items():
                answers, seconds = run(job, argument, workers)
                if answers != [answer] * workers:
                    raise SystemExit(f"{kind}, {way}: the answers are {answers}, not {answer}")
                if sample > 0:
                    times[kind][way].append(seconds)
    return times


def has_gil():
    """Whether this interpreter has its lock; one that can't be asked has it."""
    return getattr(sys, "_is_gil_enabled", lambda: True)()


def whole_number(low, high):
    """A parser of whole numbers from `low` to `high` for argparse."""

    def parse(text):
        number = int(text)
        if not low <= number <= high:
            raise argparse.ArgumentTypeError(f"{number}: allowed is {low} to {high}")
        return number

    parse.__name__ = "whole number"  # argparse names it when the text is none.
    return parse


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--workers", type=whole_number(2, 8), default=2, help="threads, or processes; default 2")
    parser.add_argument("--size", type=whole_number(1, 100_000), default=600,
                        help="turns of the loop of each job that computes, in thousands; default 600")
    parser.add_argument("--wait", type=whole_number(1, 10_000), default=50,
                        help="how long each job that waits does so, in ms; default 50")
    parser.add_argument("--samples", type=whole_number(1, 99), default=7, help="samples of each way; default 7")
    parser.add_argument("--interval", type=whole_number(10, 1_000_000), default=5000,
                        help="the interpreter's switch interval in microseconds; default 5000, its own")
    parser.add_argument("--json", action="store_true", help="print everything as JSON")
    options = parser.parse_args()
    sys.setswitchinterval(options.interval / 1e6)

    turns, seconds = 1000 * options.size, options.wait / 1000
    kinds = {"cpu": (compute, turns, expected(turns)), "io": (wait, seconds, seconds)}
    # Processes first: they are copied, or started, before this process has threads.
    with concurrent.futures.ProcessPoolExecutor(options.workers) as processes:
        # Workers that wait are all busy at once, so each of them has started.
        list(processes.map(wait, [0.2] * options.workers))
        with concurrent.futures.ThreadPoolExecutor(options.workers) as threads:
            ways = {"serial": serially, "threads": in_pool(threads), "processes": in_pool(processes)}
            times = measure(kinds, ways, options.workers, options.samples)

    rows = []
    for kind, ways in times.items():
        serial = statistics.median(ways["serial"])
        for way, samples in ways.items():
            median = statistics.median(samples)
            samples_ms = [1000 * sample for sample in samples]
            rows.append({"kind": kind, "way": way, "median_ms": 1000 * median, "speedup": serial / median,
                         "samples_ms": samples_ms})
    answers = {"cpu": expected(turns), "jobs": options.workers}
    if options.json:
        print(json.dumps({"lab": "gil", **vars(options), "gil": has_gil(), "answers": answers, "rows": rows}, indent=2))
        return
    lock = "with the global lock" if has_gil() else "without the global lock"
    print(f"{options.workers} workers, {lock}; each job that computes found {answers['cpu']}, as it must")
    print()
    print(f"{'work':<6}{'way':<12}{'median ms':>12}{'speed-up':>12}")
    for row in rows:
        print(f"{row['kind']:<6}{row['way']:<12}{row['median_ms']:>12.1f}{row['speedup']:>12.2f}")


if __name__ == "__main__":
    main()
