#!/usr/bin/env python3
"""The experiment "waiting" in plain Python: jobs that only wait for an answer, each way.

    python3 waiting.py --jobs 8 --workers 8 --delay 50

Needs CPython 3.9 or later and nothing else. A server in a process of its own answers on this machine, after the delay;
so what waits does not compete with what answers.

What to expect: threads, processes and the event loop wait for all jobs side by side and take about as long as one of
them, however few cores there are. The global interpreter lock does not matter: whoever waits lets go of it. What differs
is the price: a process takes an interpreter's memory and long to start (both are shown), the event loop takes nothing.
"""

import argparse
import asyncio
import json
import multiprocessing
import multiprocessing.connection
import socket
import statistics
import sys
import threading
import time

PATIENCE_S = 30
PROC = "/proc/self/smaps_rollup"


def memory_bytes():
    """What this process takes of memory: the proportional set size where /proc tells it, else the largest size ever."""
    try:
        with open(PROC, encoding="ascii") as lines:
            return next(int(line.split()[1]) << 10 for line in lines if line.startswith("Pss:"))
    except (OSError, StopIteration):
        import resource  # Not on Windows, where there is no /proc either.

        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak if sys.platform == "darwin" else peak << 10


async def answer(reader, writer):
    """One connection of the server: a delay in milliseconds comes in a line, and the job's number goes back after it."""
    job, delay_ms = (await reader.readline()).split()
    await asyncio.sleep(float(delay_ms) / 1e3)
    writer.write(job + b"\n")
    await writer.drain()
    writer.close()


def serve(pipe):
    """The server's process: tells its port, and answers until it is ended."""

    async def forever():
        server = await asyncio.start_server(answer, "127.0.0.1", 0, backlog=128)
        pipe.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(forever())


def request(port, job, delay_ms):
    """A blocking request; gives back the job's number, as the server said it."""
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_S) as connection:
        connection.sendall(f"{job} {delay_ms}\n".encode())
        return int(connection.makefile().readline())


def one_after_another(port, jobs, delay_ms):
    return [request(port, job, delay_ms) for job in range(jobs)]


def on_threads(port, jobs, delay_ms, workers):
    done, todo, lock = [], iter(range(jobs)), threading.Lock()

    def work():
        while True:
            with lock:
                job = next(todo, None)
            if job is None:
                return
            done.append(request(port, job, delay_ms))

    threads = [threading.Thread(target=work) for _ in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return done


async def at_once(port, jobs, delay_ms):
    """One thread with an event loop: everything is asked for, and then whatever comes first is taken."""

    async def one(job):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(f"{job} {delay_ms}\n".encode())
        said = int(await asyncio.wait_for(reader.readline(), PATIENCE_S))
        writer.close()
        return said

    return await asyncio.gather(*(one(job) for job in range(jobs)))


def one_process(pipe, port):
    """A process that waits: takes a job, gives back what was said; `None` asks for its memory, and ends it."""
    while True:
        task = pipe.recv()
        if task is None:
            pipe.send(memory_bytes())
            return
        pipe.send(request(port, *task))


class Processes:
    """Processes that are started once and used for all samples."""

    def __init__(self, context, port, workers):
        self.pipes, self.processes = [], []
        for _ in range(workers):
            pipe, other = context.Pipe()
            process = context.Process(target=one_process, args=(other, port), daemon=True)
            process.start()
            self.pipes.append(pipe)
            self.processes.append(process)
        # Each has started when it has done a job that does not wait.
        for pipe in self.pipes:
            pipe.send((0, 0))
        for pipe in self.pipes:
            pipe.recv()

    def run(self, jobs, delay_ms):
        done, todo, busy = [], iter(range(jobs)), []

        def give(pipe):
            job = next(todo, None)
            if job is not None:
                pipe.send((job, delay_ms))
                busy.append(pipe)

        for pipe in self.pipes:
            give(pipe)
        while busy:
            for pipe in multiprocessing.connection.wait(busy, PATIENCE_S):
                busy.remove(pipe)
                done.append(pipe.recv())
                give(pipe)
        return done

    def end(self):
        """Ends them; gives back the bytes that they took together."""
        for pipe in self.pipes:
            pipe.send(None)
        taken = sum(pipe.recv() for pipe in self.pipes)
        for process in self.processes:
            process.join()
        return taken


def whole_number(low, high):
    def parse(text):
        number = int(text)
        if not low <= number <= high:
            raise argparse.ArgumentTypeError(f"{number}: allowed is {low} to {high}")
        return number

    parse.__name__ = "whole number"  # argparse names it when the text is none.
    return parse


def measure(ways, jobs, samples):
    """The times of each way, in turns; the first of each is not counted."""
    times_ms = {way: [] for way in ways}
    for sample in range(samples + 1):
        for way, work in ways.items():
            began = time.perf_counter()
            done = work()
            elapsed_ms = (time.perf_counter() - began) * 1e3
            if sorted(done) != list(range(jobs)):
                sys.exit(f"error: {way} did not do every job once: {sorted(done)}")
            if sample > 0:
                times_ms[way].append(elapsed_ms)
    return times_ms


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jobs", type=whole_number(1, 64), default=8, help="jobs, each of which waits once")
    parser.add_argument("--workers", type=whole_number(1, 64), default=8, help="threads, or processes")
    parser.add_argument("--delay", type=whole_number(1, 2000), default=50, help="ms that each job waits")
    parser.add_argument("--samples", type=whole_number(1, 99), default=7, help="the median of so many runs")
    parser.add_argument("--json", action="store_true", help="print everything as JSON")
    options = parser.parse_args()
    jobs, delay_ms, workers = options.jobs, options.delay, options.workers

    context = multiprocessing.get_context("spawn")
    pipe, other = context.Pipe()
    server = context.Process(target=serve, args=(other,), daemon=True)
    server.start()
    port = pipe.recv()
    began = time.perf_counter()
    processes = Processes(context, port, workers)
    spawn_ms = (time.perf_counter() - began) * 1e3
    ways = {
        "one after another": lambda: one_after_another(port, jobs, delay_ms),
        "threading": lambda: on_threads(port, jobs, delay_ms, workers),
        "multiprocessing": lambda: processes.run(jobs, delay_ms),
        "asyncio": lambda: asyncio.run(at_once(port, jobs, delay_ms)),
    }
    times_ms = measure(ways, jobs, options.samples)
    # Threads and the loop live in this process; processes have memories of their own.
    own_bytes = memory_bytes()
    memory = {way: own_bytes for way in ways}
    memory["multiprocessing"] = processes.end()
    server.terminate()
    server.join()

    if options.json:
        report = {**vars(options), "times_ms": times_ms, "memory_bytes": memory, "spawn_ms": spawn_ms}
        print(json.dumps(report, indent=2))
        return
    print(f"{jobs} jobs that wait {delay_ms} ms each; {workers} threads, or processes (started in {spawn_ms:.0f} ms)")
    serial_ms = statistics.median(times_ms["one after another"])
    for way, samples in times_ms.items():
        median_ms = statistics.median(samples)
        print(f"{way:18}{median_ms:>9.1f} ms{serial_ms / median_ms:>7.1f}×{memory[way] / 2**20:>9.1f} MiB")


if __name__ == "__main__":
    main()
