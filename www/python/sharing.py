#!/usr/bin/env python3
"""The experiment "sharing" in plain Python: a payload goes to a worker and back.

    python3 sharing.py --largest 16MiB

Needs CPython 3.9 or later and nothing else. The ways:

    reference      a thread gets the bytearray itself through a queue and answers in place
    queue          a process gets it through a multiprocessing.Queue, which pickles
    pipe           a process gets the bare bytes through a multiprocessing.Pipe
    shared_memory  a process has mapped the same memory; only who may touch it is handed on

What to expect: by reference and in shared memory the price hardly depends on the size; what is pickled and piped costs
more with every byte. The worker complements the first byte of each cache line; each answer is checked.
"""

import argparse
import json
import multiprocessing
import queue
import statistics
import sys
import threading
import time
from multiprocessing import shared_memory

LINE_BYTES = 64
SIZES = [1, 64, 4 << 10, 64 << 10, 1 << 20, 16 << 20, 64 << 20]
LARGEST = {"64KiB": 64 << 10, "1MiB": 1 << 20, "16MiB": 16 << 20, "64MiB": 64 << 20}
COMPLEMENT = bytes(255 - byte for byte in range(256))
# A sample lasts at least so long, or so many trips.
SAMPLE_MS, TRIPS_MAX = 2.0, 1000


def fresh(size):
    block = bytes((index * 167 + 13) & 255 for index in range(min(size, 65_521)))
    return bytearray((block * (size // len(block) + 1))[:size])


def answer(payload):
    """What a worker does; slices do it in C, as a loop over 64 MiB would measure the interpreter."""
    payload[::LINE_BYTES] = bytes(payload[::LINE_BYTES]).translate(COMPLEMENT)


def lines(payload):
    """What whoever asked looks at."""
    return bytes(payload[::LINE_BYTES])


def on_queues(inbox, outbox):
    for payload in iter(inbox.get, None):
        answer(payload)
        outbox.put(payload)


def on_pipe(pipe):
    while True:
        payload = bytearray(pipe.recv_bytes())
        if not payload:
            return
        answer(payload)
        pipe.send_bytes(payload)


def in_shared_memory(pipe, name, size):
    shared = shared_memory.SharedMemory(name=name)
    view = shared.buf[:size]
    while pipe.recv_bytes() == b"go":
        answer(view)
        pipe.send_bytes(b"done")
    view.release()
    shared.close()


def samples_ms(first, trip, count):
    """The times of a trip. `trip` takes a payload and gives the answer."""
    expected = [lines(first), lines(first).translate(COMPLEMENT)]
    payload, made, times = first, 0, []
    for sample in range(count + 1):
        began, trips = time.perf_counter(), 0
        while True:
            payload = trip(payload)
            made, trips = made + 1, trips + 1
            if lines(payload) != expected[made % 2]:
                sys.exit("error: a worker gave a wrong answer")
            elapsed_ms = (time.perf_counter() - began) * 1e3
            if elapsed_ms >= SAMPLE_MS or trips == TRIPS_MAX:
                break
        # The first pays for memory that is touched for the first time.
        if sample:
            times.append(elapsed_ms / trips)
    return times


def through_queues(kind, inbox, outbox, size, count):
    """The times of a worker of this kind, which takes from one queue and answers in the other."""
    worker = kind(target=on_queues, args=(inbox, outbox))
    worker.start()

    def trip(payload):
        inbox.put(payload)
        return outbox.get()

    try:
        return samples_ms(fresh(size), trip, count)
    finally:
        inbox.put(None)
        worker.join()


def by_reference(size, count):
    return through_queues(threading.Thread, queue.SimpleQueue(), queue.SimpleQueue(), size, count)


def by_queue(size, count):
    return through_queues(multiprocessing.Process, multiprocessing.Queue(), multiprocessing.Queue(), size, count)


def by_pipe(size, count):
    pipe, other = multiprocessing.Pipe()
    worker = multiprocessing.Process(target=on_pipe, args=(other,))
    worker.start()

    def trip(payload):
        pipe.send_bytes(payload)
        return pipe.recv_bytes()

    try:
        return samples_ms(fresh(size), trip, count)
    finally:
        pipe.send_bytes(b"")
        worker.join()


def by_shared_memory(size, count):
    shared = shared_memory.SharedMemory(create=True, size=size)
    pipe, other = multiprocessing.Pipe()
    worker = multiprocessing.Process(target=in_shared_memory, args=(other, shared.name, size))
    worker.start()
    view = shared.buf[:size]
    view[:] = fresh(size)

    def trip(payload):
        pipe.send_bytes(b"go")
        pipe.recv_bytes()
        return payload

    try:
        return samples_ms(view, trip, count)
    finally:
        pipe.send_bytes(b"over")
        worker.join()
        view.release()
        shared.close()
        shared.unlink()


WAYS = {"reference": by_reference, "queue": by_queue, "pipe": by_pipe, "shared_memory": by_shared_memory}


def whole_number(low, high):
    def parse(text):
        number = int(text)
        if not low <= number <= high:
            raise argparse.ArgumentTypeError(f"{number}: allowed is {low} to {high}")
        return number

    parse.__name__ = "whole number"  # argparse names it when the text is none.
    return parse


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--largest", choices=LARGEST, default="16MiB", help="the largest payload")
    parser.add_argument("--samples", type=whole_number(1, 99), default=7, help="the median of so many times counts")
    parser.add_argument("--json", action="store_true", help="print everything as JSON")
    options = parser.parse_args()
    sizes = [size for size in SIZES if size <= LARGEST[options.largest]]
    times_ms = {way: {size: run(size, options.samples) for size in sizes} for way, run in WAYS.items()}
    median_ms = {way: {size: statistics.median(times) for size, times in by.items()} for way, by in times_ms.items()}
    if options.json:
        report = {**vars(options), "answers_agree": True, "times_ms": times_ms, "median_ms": median_ms}
        print(json.dumps(report, indent=2))
        return
    print("there and back, median in microseconds; every answer was right")
    print(f"{'bytes':>10}" + "".join(f"{way:>15}" for way in WAYS))
    for size in sizes:
        print(f"{size:>10}" + "".join(f"{median_ms[way][size] * 1e3:>15.1f}" for way in WAYS))


if __name__ == "__main__":
    main()
