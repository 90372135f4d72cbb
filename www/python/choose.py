#!/usr/bin/env python3
"""The experiment "choose" in plain Python: which one, for my job? A small model predicts, and then it is measured.

    python3 choose.py --items 24 --cpu 6000 --in 512 --out 16
    python3 choose.py --items 16 --cpu 1000 --wait 30 --lanes 16

Needs CPython 3.9 or later and nothing else. A job has items; each waits, takes in bytes, computes and gives bytes out.
Threads find the data where it is; processes, which are started afresh ("spawn") before any clock runs, are sent it and
send back what comes of it. A shared state is a table that threads change under a lock; the main process keeps it for the
others.

What to expect: in CPython the lock of the interpreter lets one thread compute at a time, so for computing the model
recommends processes, unless the bytes cost more than the cores bring; for waiting it recommends threads. Without that
lock, as in the page, threads are recommended more often.
"""

import argparse
import json
import multiprocessing
import os
import statistics
import sys
import threading
import time
import zlib
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

MASK = 2**64 - 1
SLOTS = 512
WAYS = ("serial", "threading", "multiprocessing")


def compute(value, steps):
    """Steps of which each needs the one before."""
    for _ in range(steps):
        value = (value * 6364136223846793005 + 1442695040888963407) & MASK
    return value


def item(number, data, steps, wait_ms, out_bytes):
    """One item: waits, takes in, computes, gives out."""
    if wait_ms:
        time.sleep(wait_ms / 1e3)
    value = compute(zlib.crc32(data) ^ number, steps)
    return value, value.to_bytes(8, "little") * (out_bytes // 8)


def nothing(_):
    """What a worker does to show that it is there."""
    time.sleep(0.01)


def shape(options):
    """The fields of a job that every item needs."""
    return options.steps, options.wait, options.out << 10


def play(way, pool, options, data):
    """Does the whole job; gives the time in milliseconds and what came of it."""
    state, lock, fields = [0] * SLOTS, threading.Lock(), shape(options)

    def take_in(value):
        with lock:
            state[value >> 32 & SLOTS - 1] += value

    def in_thread(number):
        value, output = item(number, data[number], *fields)
        if options.shared:
            take_in(value)
        return value, output

    numbers = range(options.items)
    began = time.perf_counter()
    if way == "serial":
        results = [in_thread(number) for number in numbers]
    elif way == "threading":
        results = list(pool.map(in_thread, numbers))
    else:
        repeated = [[field] * options.items for field in fields]
        results = list(pool.map(item, numbers, data, *repeated))
        if options.shared:
            for value, _ in results:
                take_in(value)
    elapsed_ms = (time.perf_counter() - began) * 1e3
    answer = sum(value ^ zlib.crc32(output) for value, output in results) & MASK
    return elapsed_ms, (answer, sum(state) & MASK)


def best_of(times, work):
    """The shortest of several times, in milliseconds: what else the machine did only ever makes them longer."""
    shortest = float("inf")
    for _ in range(times):
        began = time.perf_counter()
        work()
        shortest = min(shortest, (time.perf_counter() - began) * 1e3)
    return shortest


def calibrate(pools, cores):
    """What this machine costs: steps in a millisecond, speeds of several workers, messages and bytes."""
    steps = 20_000
    alone_ms = best_of(5, lambda: compute(1, steps))
    speed = {"serial": 1.0}
    for way, pool in pools.items():
        both_ms = best_of(5, lambda pool=pool: list(pool.map(compute, range(cores), [steps] * cores)))
        speed[way] = max(cores * alone_ms / both_ms, 0.1)
    processes, mebibyte = pools["multiprocessing"], bytes(1 << 20)
    message_ms = best_of(3, lambda: list(processes.map(len, [b""] * 32))) / 32
    mebibyte_ms = best_of(3, lambda: list(processes.map(len, [mebibyte] * 8))) / 8
    return {
        "steps_per_ms": steps / alone_ms,
        "speed": speed,
        "message_ms": message_ms,
        "mebibyte_ms": max(mebibyte_ms - message_ms, 0.0),
    }


def predict(way, options, costs, cores):
    """The job's time in milliseconds: the longest of what lanes, cores and messages need at least."""
    lanes = 1 if way == "serial" else options.lanes
    cpu_ms, count = options.cpu / 1e3, options.items
    chain_ms = -(-count // lanes) * (options.wait + (cpu_ms if lanes <= cores else 0))
    cores_ms = count * cpu_ms / costs["speed"][way] + (options.wait if lanes > cores else 0)
    if way != "multiprocessing":
        return max(chain_ms, cores_ms)
    sent = (options.bytes_in + options.out) / 1024
    messages_ms = count * (costs["message_ms"] + sent * costs["mebibyte_ms"])
    return max(chain_ms + messages_ms / lanes, cores_ms + messages_ms / costs["speed"][way], messages_ms)


def whole_number(low, high):
    def parse(text):
        number = int(text)
        if not low <= number <= high:
            raise argparse.ArgumentTypeError(f"{number}: allowed is {low} to {high}")
        return number

    parse.__name__ = "whole number"  # argparse names it when the text is none.
    return parse


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--items", type=whole_number(1, 10_000), default=24, help="how many items")
    parser.add_argument("--cpu", type=whole_number(0, 200_000), default=6_000, help="µs that each computes")
    parser.add_argument("--wait", type=whole_number(0, 1_000), default=0, help="ms that each waits")
    parser.add_argument("--in", type=whole_number(0, 4_096), default=512, dest="bytes_in", help="KiB in for each")
    parser.add_argument("--out", type=whole_number(0, 4_096), default=16, help="KiB out for each")
    parser.add_argument("--shared", choices=("no", "yes"), default="no", help="whether they change a shared state")
    parser.add_argument("--lanes", type=whole_number(2, 16), help="workers; as many as cores by default")
    parser.add_argument("--samples", type=whole_number(1, 99), default=7, help="the median of so many times")
    parser.add_argument("--json", action="store_true", help="print everything as JSON")
    options = parser.parse_args()
    if options.items * max(options.bytes_in, options.out) > 48 << 10:
        parser.error("the items have more than 48 MiB: take fewer, or smaller ones")
    return options


def main():
    options = arguments()
    cores = os.cpu_count() or 1
    options.lanes = options.lanes or max(2, min(cores, 16))
    options.shared = options.shared == "yes"
    data = [number.to_bytes(4, "little") * (options.bytes_in << 8) for number in range(options.items)]
    context = multiprocessing.get_context("spawn")
    with ThreadPoolExecutor(options.lanes) as threads, ProcessPoolExecutor(options.lanes, context) as processes:
        pools = {"threading": threads, "multiprocessing": processes}
        for pool in pools.values():
            list(pool.map(nothing, range(4 * options.lanes)))
        costs = calibrate(pools, min(cores, options.lanes))
        options.steps = int(options.cpu / 1e3 * costs["steps_per_ms"])
        predicted = {way: predict(way, options, costs, cores) for way in WAYS}
        samples, answers = {way: [] for way in WAYS}, set()
        for _ in range(options.samples):
            for way in WAYS:
                elapsed_ms, answer = play(way, pools.get(way), options, data)
                samples[way].append(elapsed_ms)
                answers.add(answer)
    if len(answers) != 1:
        sys.exit("error: the ways came to different results")
    measured = {way: statistics.median(times) for way, times in samples.items()}
    recommended, best = min(predicted, key=predicted.get), min(measured, key=measured.get)
    over_best = measured[recommended] / measured[best]
    if options.json:
        report = {"items": options.items, "lanes": options.lanes, "costs": costs, "predicted_ms": predicted}
        report.update(measured_ms=measured, samples_ms=samples, recommended=recommended, best=best)
        report.update(over_best=over_best, answers_agree=True)
        print(json.dumps(report, indent=2))
        return
    print(f"{options.items} items, {options.lanes} workers")
    for way in WAYS:
        star = "  recommended" if way == recommended else ""
        print(f"{way:18}predicted {predicted[way]:>9.1f} ms   measured {measured[way]:>9.1f} ms{star}")
    print(f"the recommended one took {over_best:.2f} times as long as the best, {best}")


if __name__ == "__main__":
    main()
