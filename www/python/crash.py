#!/usr/bin/env python3
"""One lane commits a fault: what is lost among threads, and what among processes?

64 tiles of a picture are computed by the threads of one process and by as many processes, again and again, with one
fault each time. A supervisor notices, starts the process anew and has the lost tiles computed again. Every tile that
is delivered is checked.

Runs under plain CPython 3.9 or newer. What Python does differently: an exception ends the thread in which it happens
and no other, so a panic harms nobody else; and what happens below Python (a trap, a kill) ends the whole process.
"""

import argparse
import json
import multiprocessing
import os
import signal
import sys
import threading
import time
from multiprocessing.connection import wait

COLUMNS = 8
TILES = COLUMNS * COLUMNS
EDGE = 12  # pixels along the edge of a tile
LIMIT = 200  # steps after which a point is taken to be in the Mandelbrot set
BATCH = 8  # tiles of each thread in one delivery
PATIENCE_S = 0.8  # how long a process may be silent while it owes tiles
STRUCK = 29  # the first tile at which the fault may come, of 64
FAULTS = ["panic", "trap", "stack-overflow", "out-of-memory", "endless-loop", "wild-write", "kill"]


def compute(tile):
    """The steps that each point of a tile takes to escape."""
    pixel = 1.0 / (COLUMNS * EDGE)
    top, left = tile // COLUMNS * EDGE, tile % COLUMNS * EDGE
    counts = []
    for at in range(EDGE * EDGE):
        c = complex(-1.25 + (left + at % EDGE + 0.5) * pixel, 1.0 - (top + at // EDGE + 0.5) * pixel)
        z, count = 0j, 0
        while count < LIMIT and z.real * z.real + z.imag * z.imag <= 4.0:
            z, count = z * z + c, count + 1
        counts.append(count)
    return counts


def descend(depth):
    """Calls itself for ever."""
    return descend(depth + 1) + 1


def commit(fault):
    """Commits a fault on the lane that calls."""
    if fault == "panic":
        raise AssertionError("a fault on purpose")
    if fault == "trap":
        os.abort()
    if fault == "stack-overflow":
        descend(0)
    if fault == "out-of-memory":
        bytearray(1 << 62)
    while fault == "endless-loop":
        pass
    if fault == "kill":
        if hasattr(signal, "SIGKILL"):
            os.kill(os.getpid(), signal.SIGKILL)
        os._exit(1)


def scribble(results):
    """Writes over the results of whoever has some in this memory."""
    for counts in list(results.values()):
        for at in range(0, len(counts), 7):
            counts[at] = (counts[at] + 1) % LIMIT


def work(tiles, fault, struck, results):
    """What one lane does with its tiles."""
    for tile in tiles:
        if tile == struck and fault is not None:
            commit(fault)
        results[tile] = compute(tile)
        if tile == struck and fault == "wild-write":
            scribble(results)


def serve(pipe, lanes):
    """A process: does what it is asked for until nobody asks any more."""
    # Last words of threads and processes that are meant to fail would only be in the way.
    sys.stderr = open(os.devnull, "w")
    try:
        while True:
            tiles, fault, struck = pipe.recv()
            results = {}
            if lanes == 1:
                work(tiles, fault, struck, results)
            else:
                shares = [tiles[lane::lanes] for lane in range(lanes)]
                threads = [threading.Thread(target=work, args=(s, fault, struck, results), daemon=True) for s in shares]
                for thread in threads:
                    thread.start()
                for thread in threads:
                    thread.join()
            pipe.send(sorted(results.items()))
    except EOFError:
        pass


class Process:
    """A process of a cluster, from outside."""

    def __init__(self, lanes):
        self.lanes = lanes
        self.held = []
        self.start()

    def start(self):
        self.pipe, inner = multiprocessing.Pipe()
        self.child = multiprocessing.Process(target=serve, args=(inner, self.lanes), daemon=True)
        self.child.start()
        inner.close()

    def end(self):
        self.child.kill()
        self.child.join()
        self.pipe.close()


def run(processes, lanes, fault, right):
    """One run; gives back what it cost and how long it took."""
    cluster = [Process(lanes) for _ in range(processes)]
    workers = processes * lanes
    waiting, done = list(range(TILES)), {}
    struck = next(tile for tile in range(STRUCK, TILES) if tile % workers == 1)
    share = BATCH * lanes if lanes > 1 else 1
    cost = {"redone": 0, "of_others": 0, "restarts": 0}
    culprit, began = None, time.perf_counter()
    while len(done) < TILES:
        for index, process in enumerate(cluster):
            if not process.held and waiting:
                process.held, waiting = waiting[:share], waiting[share:]
                strikes = fault is not None and culprit is None and struck in process.held
                if strikes:
                    culprit = (index, process.held.index(struck) % lanes)
                process.pipe.send((process.held, fault if strikes else None, struck))
                process.since = time.perf_counter()
        ready = wait([process.pipe for process in cluster if process.held], timeout=0.02)
        for index, process in enumerate(cluster):
            if not process.held:
                continue
            ended, delivered = False, {}
            if process.pipe in ready:
                try:
                    delivered = dict(process.pipe.recv())
                except (EOFError, OSError):
                    ended = True
            elif time.perf_counter() - process.since <= PATIENCE_S:
                continue
            good = {tile: counts for tile, counts in delivered.items() if counts == right[tile]}
            done.update(good)
            lost = [(at, tile) for at, tile in enumerate(process.held) if tile not in good]
            process.held = []
            if lost or ended:
                # Gone, silent or wrong: another process takes its place.
                cost["redone"] += len(lost)
                cost["of_others"] += sum((index, at % lanes) != culprit for at, _ in lost)
                cost["restarts"] += 1
                waiting = [tile for _, tile in lost] + waiting
                process.end()
                process.start()
    cost["elapsed_ms"] = (time.perf_counter() - began) * 1e3
    cost["tiles_done"] = len(done)
    for process in cluster:
        process.end()
    return cost


def bounded(low, high):
    def parse(text):
        if not text.isdecimal() or not low <= int(text) <= high:
            raise argparse.ArgumentTypeError(f"{text}: allowed is {low} to {high}")
        return int(text)

    return parse


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--fault", choices=["all", *FAULTS], default="all", help="the fault (default: all)")
    parser.add_argument("--workers", type=bounded(2, 8), default=2, help="threads, and processes: 2 to 8 (default: 2)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    arguments = parser.parse_args()
    right = [compute(tile) for tile in range(TILES)]
    faults = FAULTS if arguments.fault == "all" else [arguments.fault]
    runs = []
    for fault in faults:
        for way, processes, lanes in (("threading", 1, arguments.workers), ("multiprocessing", arguments.workers, 1)):
            runs.append({"fault": fault, "way": way, **run(processes, lanes, fault, right)})
    if arguments.json:
        print(json.dumps({"tiles": TILES, "runs": runs}))
        return
    print(f"{'fault':<15} {'way':<16} {'done':>4} {'again':>5} {'of others':>9} {'restarts':>8} {'ms':>7}")
    for one in runs:
        print(f"{one['fault']:<15} {one['way']:<16} {one['tiles_done']:>4} {one['redone']:>5} "
              f"{one['of_others']:>9} {one['restarts']:>8} {one['elapsed_ms']:>7.0f}")


if __name__ == "__main__":
    main()
