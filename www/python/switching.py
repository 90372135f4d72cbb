#!/usr/bin/env python3
"""The experiment "switching" in plain Python: what it takes to hand a turn on, and to start who takes it.

    python3 switching.py --count 200 --samples 9

Needs CPython 3.9 or later and nothing else. A turn is a number that everybody who gets it makes one larger; so in the
end it says how often it was handed on.

What to expect: a function call takes a tenth of a microsecond; threads and processes take ten microseconds and more. The
threads are the quicker, but not by much, because one that wakes must get the global interpreter lock (GIL) besides. A
process takes far longer to start than a thread.
"""

import argparse
import json
import math
import multiprocessing
import statistics
import threading
import time

# --- The ways of handing a turn on --------------------------------------------------------------------------------
#
# Each has a function that lets the turn go out and come back `count` times, notes the time of each round trip, and
# gives the turn and the times.


def round_trips(hand_on, count):
    """Times of round trips, in seconds, and the turn after the last. `hand_on(turn)` gives the turn that comes back."""
    turn, times = 0, []
    for _ in range(count):
        began = time.perf_counter()
        turn = hand_on(turn + 1)
        times.append(time.perf_counter() - began)
    return turn, times


def call(count):
    """A function is called and returns: nobody has to wake."""
    return round_trips(lambda turn: turn + 1, count)


def condition(count):
    """Two threads, one memory: a condition variable wakes whose turn it is. An even turn is the first one's."""
    handed = threading.Condition()
    shared = {"turn": 0}

    def other():
        with handed:
            for _ in range(count):
                handed.wait_for(lambda: shared["turn"] % 2 == 1)
                shared["turn"] += 1
                handed.notify()

    def hand_on(turn):
        with handed:
            shared["turn"] = turn
            handed.notify()
            handed.wait_for(lambda: shared["turn"] % 2 == 0)
            return shared["turn"]

    thread = threading.Thread(target=other)
    thread.start()
    try:
        return round_trips(hand_on, count)
    finally:
        thread.join()


def send_back(pipe, count):
    """The other process."""
    for _ in range(count):
        pipe.send(pipe.recv() + 1)


def pipe(count):
    """Two processes, nothing in common: the turn is a message."""
    own, others = multiprocessing.Pipe()
    process = multiprocessing.Process(target=send_back, args=(others, count))
    process.start()
    others.close()  # Its own copy has the other process: if that ends, waiting here ends.

    def hand_on(turn):
        own.send(turn)
        return own.recv()

    try:
        return round_trips(hand_on, count)
    finally:
        process.join()


WAYS = {"call": call, "condition": condition, "pipe": pipe}


# --- Starting -----------------------------------------------------------------------------------------------------


def nothing():
    pass


def start_s(kind):
    """Seconds from the wish for a thread or a process to its end, having done nothing."""
    began = time.perf_counter()
    started = kind(target=nothing)
    started.start()
    started.join()
    return time.perf_counter() - began


STARTS = {"thread": threading.Thread, "process": multiprocessing.Process}


# --- Measuring ----------------------------------------------------------------------------------------------------


def percentile(values, share):
    """The value that this share of all does not exceed, by the nearest rank."""
    return sorted(values)[max(math.ceil(share * len(values)), 1) - 1]


def measure(count, samples):
    """One way's microseconds of all round trips, way by way; the ways take turns. And the turns at the end."""
    turns, times_us = {way: [] for way in WAYS}, {way: [] for way in WAYS}
    for sample in range(samples + 1):
        for way, run in WAYS.items():
            turn, times = run(count)
            if sample > 0:  # The first is a warm-up.
                turns[way].append(turn)
                times_us[way].append([elapsed * 1e6 / 2 for elapsed in times])
    return turns, times_us


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
    parser.add_argument("--count", type=whole_number(20, 10_000), default=200, help="round trips in each sample")
    parser.add_argument("--samples", type=whole_number(7, 99), default=9, help="samples of each way")
    parser.add_argument("--json", action="store_true", help="print everything as JSON")
    options = parser.parse_args()

    turns, times_us = measure(options.count, options.samples)
    ways = {}
    for way, samples in times_us.items():
        every = [one for sample in samples for one in sample]
        ways[way] = {
            "handed_on": turns[way],
            "median_us": statistics.median(statistics.fmean(sample) for sample in samples),
            "p50_us": percentile(every, 0.5),
            "p99_us": percentile(every, 0.99),
        }
    starts = {name: [start_s(kind) * 1e3 for _ in range(options.samples)] for name, kind in STARTS.items()}
    starts = {name: statistics.median(times_ms) for name, times_ms in starts.items()}
    ratio = ways["pipe"]["median_us"] / ways["condition"]["median_us"]
    if options.json:
        print(json.dumps({**vars(options), "ways": ways, "start_ms": starts, "ratio": ratio}, indent=2))
        return
    print(f"{options.samples} samples of {options.count} round trips; microseconds one way")
    print()
    print(f"{'':12}{'median':>12}{'half below':>12}{'99 % below':>12}")
    for way, row in ways.items():
        print(f"{way:12}{row['median_us']:>12.2f}{row['p50_us']:>12.2f}{row['p99_us']:>12.2f}")
    print()
    print(f"pipe / condition: {ratio:.2f}")
    for name, median_ms in starts.items():
        print(f"start and end of a {name}: {median_ms:.2f} ms")


if __name__ == "__main__":
    main()
