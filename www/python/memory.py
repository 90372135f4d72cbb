#!/usr/bin/env python3
"""The experiment "memory" in plain Python: a data set that all workers read, and what they take of memory.

    python3 memory.py --workers 4 --data 8

Needs CPython 3.9 or later and nothing else. Processes are started afresh ("spawn"), so that each must be sent the data
set; with "fork" they would share its pages with their parent until somebody writes.

What to expect: a thread more takes some kibibytes, as it reads the data set that is there; a process more takes a copy
of it, and an interpreter besides. The numbers are proportional set sizes where /proc tells them (Linux); elsewhere the
largest resident size that the process ever had, which does not tell shared pages apart.
"""

import argparse
import json
import multiprocessing
import statistics
import sys
import threading
import time
import zlib

PROC = "/proc/self/smaps_rollup"


def memory_bytes():
    """What this process takes of memory."""
    try:
        with open(PROC, encoding="ascii") as lines:
            return next(int(line.split()[1]) << 10 for line in lines if line.startswith("Pss:"))
    except (OSError, StopIteration):
        import resource  # Not on Windows, where there is no /proc either.

        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak if sys.platform == "darwin" else peak << 10


def data_set(mebibytes):
    """Blocks that all differ, so that no system keeps equal pages once."""
    state, blocks = 1, []
    for _ in range(mebibytes << 8):
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        blocks.append(state.to_bytes(8, "little") * 512)
    return b"".join(blocks)


def one_process(pipe, threads):
    """A process: takes the data set, lets its threads read it, tells its memory, waits for the end."""
    data = pipe.recv_bytes()
    sums, measured = [0] * threads, threading.Barrier(threads + 1)

    def read(index):
        sums[index] = zlib.crc32(data)
        measured.wait()  # All have read; now it is measured, and nobody may be gone yet.
        measured.wait()

    readers = [threading.Thread(target=read, args=(index,)) for index in range(threads)]
    began = time.perf_counter()
    for reader in readers:
        reader.start()
    measured.wait()
    elapsed_ms = (time.perf_counter() - began) * 1e3
    pipe.send((sums, memory_bytes(), elapsed_ms))
    pipe.recv_bytes()
    measured.wait()
    for reader in readers:
        reader.join()


def take(processes, threads, data):
    """The bytes of all processes together, while all of them hold what they need."""
    context = multiprocessing.get_context("spawn")
    pipes, workers = [], []
    for _ in range(processes):
        pipe, other = context.Pipe()
        worker = context.Process(target=one_process, args=(other, threads))
        worker.start()
        pipes.append(pipe)
        workers.append(worker)
    for pipe in pipes:
        pipe.send_bytes(data)
    told = [pipe.recv() for pipe in pipes]
    for pipe, worker in zip(pipes, workers):
        pipe.send_bytes(b"over")
        worker.join()
    expected = zlib.crc32(data)
    if any(found != expected for sums, _, _ in told for found in sums):
        sys.exit("error: a worker read something else")
    return sum(taken for _, taken, _ in told), max(elapsed_ms for _, _, elapsed_ms in told)


def slope(points):
    """Of the straight line closest to the points, by least squares."""
    mean_x = statistics.fmean(x for x, _ in points)
    mean_y = statistics.fmean(y for _, y in points)
    spread = sum((x - mean_x) ** 2 for x, _ in points)
    return sum((x - mean_x) * (y - mean_y) for x, y in points) / spread


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
    parser.add_argument("--workers", type=whole_number(3, 16), default=4, help="the largest number of workers")
    parser.add_argument("--data", type=whole_number(1, 64), default=8, help="MiB of the data set")
    parser.add_argument("--samples", type=whole_number(1, 99), default=3, help="the median of so many counts")
    parser.add_argument("--json", action="store_true", help="print everything as JSON")
    options = parser.parse_args()
    data = data_set(options.data)
    steps = [step for step in (1, 2, 4, 8) if step < options.workers] + [options.workers]
    rows = {}
    for way in ("threading", "multiprocessing"):
        for count in steps:
            shape = (1, count) if way == "threading" else (count, 1)
            taken, read_ms = zip(*(take(*shape, data) for _ in range(options.samples)))
            rows.setdefault(way, {})[count] = {
                "memory_bytes": statistics.median(taken),
                "read_ms": statistics.median(read_ms),
            }
    per_worker = {way: slope([(n, row["memory_bytes"]) for n, row in by.items()]) for way, by in rows.items()}
    if options.json:
        report = {**vars(options), "checksum": zlib.crc32(data), "rows": rows, "bytes_per_worker": per_worker}
        print(json.dumps(report, indent=2))
        return
    print(f"a data set of {options.data} MiB that every worker read")
    print(f"{'':18}" + "".join(f"{count:>10}" for count in steps) + f"{'per worker':>14}")
    for way, by in rows.items():
        cells = "".join(f"{row['memory_bytes'] / 2**20:>6.1f} MiB" for row in by.values())
        print(f"{way:18}{cells}{per_worker[way] / 2**20:>10.2f} MiB")


if __name__ == "__main__":
    main()
