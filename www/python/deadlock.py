"""Philosophers at a round table: the lab `deadlock` of Koşut in plain CPython, with threading.

    python3 deadlock.py --philosophers 5 --meals 2000

Each philosopher is a thread, each fork a lock. The naive way (left fork, then right fork) freezes sooner or later; a
watchdog then says who waits for whom. Its threads cannot be ended from outside, so it runs in a process of its own,
which can.
"""

import argparse
import json
import multiprocessing
import random
import statistics
import sys
import threading
import time

WAYS = ["naive", "ordered", "back-off", "waiter", "timeout"]

# How long a philosopher waits for the second fork, in seconds.
TIMEOUT = 0.001

# How often the watchdog looks, in seconds. It believes its eyes when it sees the same circle twice.
LOOK = 0.05


class Table:
    """A table of philosophers who have a number of meals altogether."""

    def __init__(self, way, philosophers, meals, pause_us):
        self.way, self.count, self.pause = way, philosophers, pause_us / 1e6
        self.forks = [threading.Lock() for _ in range(philosophers)]
        self.waiter = threading.Semaphore(philosophers - 1)
        self.left = meals
        self.serving = threading.Lock()
        self.eaten = [0] * philosophers
        self.uses = [0] * philosophers
        self.holder = [None] * philosophers
        self.waits = [None] * philosophers

    def next_meal(self):
        with self.serving:
            self.left -= 1
            return self.left >= 0

    def take(self, who, fork, timeout=-1):
        self.waits[who] = fork
        taken = self.forks[fork].acquire(timeout=timeout)
        self.waits[who] = None
        if taken:
            self.holder[fork] = who
        return taken

    def put_down(self, fork):
        self.holder[fork] = None
        self.forks[fork].release()

    def take_both(self, who, first, second):
        self.take(who, first)
        if self.pause:
            time.sleep(self.pause)
        wait = {"back-off": 0, "timeout": TIMEOUT}.get(self.way, -1)
        if self.take(who, second, wait):
            return True
        self.put_down(first)
        return False

    def dine(self, who):
        left, right = who, (who + 1) % self.count
        first, second = (min(left, right), max(left, right)) if self.way == "ordered" else (left, right)
        while self.next_meal():
            if self.way == "waiter":
                self.waiter.acquire()
            while not self.take_both(who, first, second):
                time.sleep(random.random() * TIMEOUT)
            for fork in (first, second):
                self.uses[fork] += 1
            self.eaten[who] += 1
            self.put_down(second)
            self.put_down(first)
            if self.way == "waiter":
                self.waiter.release()

    def circle(self):
        """Who waits for whom in a circle, if anybody does; read while nothing moves."""
        waits = [None if fork is None else self.holder[fork] for fork in self.waits]
        for first in range(self.count):
            members, one = [first], waits[first]
            while one is not None and one not in members:
                members.append(one)
                one = waits[one]
            if one == first:
                return members
        return None


def run(way, philosophers, meals, pause_us, result):
    """One run; what came of it goes to `result`. A frozen run does not end by itself, but says that it is frozen."""
    table = Table(way, philosophers, meals, pause_us)
    threads = [threading.Thread(target=table.dine, args=(who,), daemon=True) for who in range(philosophers)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    before, circle = None, None
    while alive := [thread for thread in threads if thread.is_alive()]:
        alive[0].join(LOOK)
        now = (list(table.eaten), list(table.waits), list(table.holder))
        found = table.circle()
        if now == before and found is not None and way not in ("back-off", "timeout"):
            circle = found
            break
        before = now
    elapsed_ms = (time.perf_counter() - began) * 1e3
    result.send({"elapsed_ms": elapsed_ms, "eaten": table.eaten, "uses": sum(table.uses), "circle": circle})


def in_a_process(way, philosophers, meals, pause_us):
    """One run in a process of its own, which is ended whatever its threads do."""
    here, there = multiprocessing.Pipe(False)
    process = multiprocessing.Process(target=run, args=(way, philosophers, meals, pause_us, there), daemon=True)
    process.start()
    there.close()
    outcome = here.recv()
    process.kill()
    process.join()
    return outcome


def fairness(shares):
    """Jain's index: 1 when all got the same."""
    squares = sum(share * share for share in shares)
    return sum(shares) ** 2 / (len(shares) * squares) if squares else 1.0


def number(name, low, high):
    def parse(text):
        if text.isdecimal() and low <= int(text) <= high:
            return int(text)
        raise argparse.ArgumentTypeError(f"{name}={text}: allowed is {low} to {high}")

    return parse


def main():
    parser = argparse.ArgumentParser(description="Philosophers at a round table, with threading.")
    parser.add_argument("--philosophers", type=number("philosophers", 2, 16), default=5)
    parser.add_argument("--meals", type=number("meals", 100, 1_000_000), default=2000)
    parser.add_argument("--pause", type=number("pause", 0, 10_000), default=20, help="microseconds between the forks")
    parser.add_argument("--samples", type=number("samples", 1, 1000), default=3)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()

    ways = {}
    for way in WAYS:
        outcomes = [
            in_a_process(way, options.philosophers, options.meals, options.pause) for _ in range(options.samples)
        ]
        frozen = [outcome for outcome in outcomes if outcome["circle"] is not None]
        ways[way] = {
            "runs": len(outcomes),
            "frozen_runs": len(frozen),
            "circle": frozen[0]["circle"] if frozen else None,
            "times_ms": [outcome["elapsed_ms"] for outcome in outcomes],
            "meals": [sum(outcome["eaten"]) for outcome in outcomes],
            "uses": [outcome["uses"] for outcome in outcomes],
            "fairness": statistics.median(fairness(outcome["eaten"]) for outcome in outcomes),
        }
    if options.json:
        json.dump({"meals": options.meals, "ways": ways}, sys.stdout)
        print()
        return
    print(f"{'':>9}  frozen  median ms  meals/s  fairness")
    for way, of in ways.items():
        time_ms = statistics.median(of["times_ms"])
        rate = "–" if of["frozen_runs"] else f"{options.meals / time_ms * 1e3:.0f}"
        print(f"{way:>9}  {of['frozen_runs']:>3}/{of['runs']}  {time_ms:>9.1f}  {rate:>7}  {of['fairness']:>8.2f}")
        if of["circle"]:
            circle = of["circle"]
            waits = [f"{one + 1} waits for {circle[(at + 1) % len(circle)] + 1}" for at, one in enumerate(circle)]
            print(f"{'':>9}  {', '.join(waits)}")


if __name__ == "__main__":
    main()
