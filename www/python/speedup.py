#!/usr/bin/env python3
"""The experiment "speedup" in plain Python: the same work serially, on threads and on processes.

    python3 speedup.py --kernel primes --size 20000000 --workers 2

Needs CPython 3.9 or later and nothing else. For the same size and seed the answers equal the page's, digit by digit.

What to expect: the threads take as long as the serial run, because only one of them at a time may run Python code
(the global interpreter lock, GIL); the processes each have an interpreter, and a lock, of their own.
"""

import argparse
import bisect
import concurrent.futures
import heapq
import itertools
import json
import math
import operator
import statistics
import struct
import sys
import time
from typing import Callable, NamedTuple

# --- The work -----------------------------------------------------------------------------------------------------
#
# Each kernel is cut into units that do not depend on each other. A unit's input is all that a worker gets to know.


class Kernel(NamedTuple):
    """How to cut the work, do it, and put it together again."""

    inputs: Callable  # (size, seed, workers) -> the inputs of all units
    run: Callable  # (size, input) -> the part of one unit
    join: Callable  # (parts) -> the result
    words: Callable  # (size, result) -> whole numbers that say all about the result
    value: Callable  # (result) -> the number to show
    size: int  # the default: a second or a few in Python
    sizes: range  # what the page accepts
    again: Callable = lambda _size, _inputs, _parts: None  # the inputs of another round, or none if that was the last


# The Mandelbrot set: for each pixel c, how often z = z*z + c can be repeated until |z| > 2. Many steps in the set, few
# outside of it: the units, tiles of the picture, differ in cost.

LIMIT = 1600
TILE = 64
LEFT, TOP, EDGE = -1.25, 1.0, 1.0


def mandelbrot_tiles(size, _seed, _workers):
    edges = range(0, size, TILE)
    return [(left, top) for top in edges for left in edges]


def mandelbrot_run(size, tile):
    """The counts of one tile: a list of rows."""
    left, top = tile
    pixel = EDGE / size
    rows = []
    for y in range(top, min(top + TILE, size)):
        im = TOP - (y + 0.5) * pixel
        row = []
        for x in range(left, min(left + TILE, size)):
            re = LEFT + (x + 0.5) * pixel
            z_re = z_im = 0.0
            count = 0
            while count < LIMIT and z_re * z_re + z_im * z_im <= 4.0:
                product = z_re * z_im
                z_re, z_im = z_re * z_re - z_im * z_im + re, product + product + im
                count += 1
            row.append(count)
        rows.append(row)
    return rows


def mandelbrot_words(size, tiles):
    """The counts of the whole picture, row by row."""
    columns = math.ceil(size / TILE)
    for first in range(0, len(tiles), columns or 1):
        for rows in zip(*tiles[first : first + columns]):
            for row in rows:
                yield from row


# Counting primes with the sieve of Eratosthenes. A unit is a range of numbers, a multiple of 30 long as on the page,
# where a byte of the sieve stands for 30 numbers.


def primes_ranges(limit, _seed, _workers):
    sieve_bytes = limit // 30 + 1
    unit_bytes = max(math.ceil(sieve_bytes / 240), 64)
    starts = range(0, sieve_bytes, unit_bytes)
    return [(30 * start, min(30 * (start + unit_bytes), limit + 1)) for start in starts]


def primes_run(limit, numbers):
    """How many primes there are from `first` to before `end`."""
    first, end = numbers
    is_prime = bytearray(b"\1") * (end - first)
    for divisor in range(2, math.isqrt(limit) + 1):
        if divisor > 5 and not (divisor % 2 and divisor % 3 and divisor % 5):
            continue  # Its multiples are multiples of 2, 3 or 5.
        start = max(divisor * divisor, math.ceil(first / divisor) * divisor)
        if start < end:
            is_prime[start - first :: divisor] = bytes(len(range(start, end, divisor)))
    if first == 0:
        is_prime[:2] = bytes(len(is_prime[:2]))  # 0 and 1 are none.
    return sum(is_prime)


# Sorting: every worker sorts one run, and the parent merges the runs. The data go to the processes and come back, which
# costs more than the sorting.


def random_numbers(count, seed):
    """The upper halves of the outputs of SplitMix64."""
    mask = 2**64 - 1
    for index in range(1, count + 1):
        mixed = seed + index * 0x9E3779B97F4A7C15 & mask
        mixed = (mixed ^ mixed >> 30) * 0xBF58476D1CE4E5B9 & mask
        mixed = (mixed ^ mixed >> 27) * 0x94D049BB133111EB & mask
        yield (mixed ^ mixed >> 31) >> 32


def sort_runs(size, seed, workers):
    numbers = list(random_numbers(size, seed))
    return [numbers[size * run // workers : size * (run + 1) // workers] for run in range(workers)]


def sort_join(runs):
    return runs[0] if len(runs) == 1 else list(heapq.merge(*runs))


# Gravity: all bodies pull each other, so every step needs everybody's place. A round is a kick, which changes the
# velocities by the pull of all others, and a drift, which changes the places by the velocities. Two galaxies meet.

STEPS = 120
STEP = 1 / 48
SOFTENING = 1 / 64
CENTRE, DISC = 0.875, 0.125  # masses
GALAXIES = [((-1.25, -0.75), 0.625, 0.96, 0.28), ((1.25, 0.75), -0.625, 0.6, -0.8)]  # place, speed, tilt of the disc


def nbody_masses(size):
    counts = [size - size // 2, size // 2]
    return [DISC / (count - 1) if body > 0 else CENTRE for count in counts for body in range(count)]


def nbody_inputs(size, seed, workers):
    """For each worker a share of the bodies: (all places, which, their velocities, kicks that are over, energy)."""
    random = (number / 2**31 - 1 for number in random_numbers(2**63, seed))
    places, velocities = [], []
    for ((at_x, at_y), speed, cosine, sine), count in zip(GALAXIES, [size - size // 2, size // 2]):
        for body in range(count):
            x = y = z = square = turning = 0.0
            if body > 0:
                while not 1 / 16 <= square <= 1:
                    x, y = next(random), next(random)
                    square = x * x + y * y
                z = next(random) / 16
                softened = square + SOFTENING
                turning = math.sqrt((CENTRE + DISC * square) / (softened * math.sqrt(softened)))
            places.append((at_x + x, at_y + (y * cosine - z * sine), y * sine + z * cosine))
            velocities.append((speed - y * turning, x * turning * cosine, x * turning * sine))
    shares = [slice(size * share // workers, size * (share + 1) // workers) for share in range(workers)]
    return [(places, share, velocities[share], 0, nbody_energy(places, velocities)) for share in shares]


def nbody_run(size, unit):
    """The new places and velocities of some bodies, and the energy of all at the start."""
    places, share, velocities, kicks, energy = unit
    masses = nbody_masses(size)
    kick = STEP if 0 < kicks < STEPS else STEP / 2
    drift = STEP if kicks < STEPS else 0.0
    moved = []
    for (x, y, z), (v_x, v_y, v_z) in zip(places[share], velocities):
        pull_x = pull_y = pull_z = 0.0
        for (other_x, other_y, other_z), mass in zip(places, masses):
            d_x, d_y, d_z = other_x - x, other_y - y, other_z - z
            square = d_x * d_x + d_y * d_y + d_z * d_z + SOFTENING
            strength = mass / (square * math.sqrt(square))
            pull_x, pull_y, pull_z = pull_x + d_x * strength, pull_y + d_y * strength, pull_z + d_z * strength
        v_x, v_y, v_z = v_x + pull_x * kick, v_y + pull_y * kick, v_z + pull_z * kick
        moved.append(((x + v_x * drift, y + v_y * drift, z + v_z * drift), (v_x, v_y, v_z)))
    return moved, energy


def nbody_again(_size, inputs, parts):
    kicks = inputs[0][3] + 1
    if kicks > STEPS:
        return None
    places = [place for moved, _energy in parts for place, _velocity in moved]
    velocities = [[velocity for _place, velocity in moved] for moved, _energy in parts]
    return [(places, unit[1], own, kicks, unit[4]) for unit, own in zip(inputs, velocities)]


def nbody_energy(places, velocities):
    masses = nbody_masses(len(places))
    energy = 0.0
    for body, ((x, y, z), (v_x, v_y, v_z)) in enumerate(zip(places, velocities)):
        potential = 0.0
        for (other_x, other_y, other_z), mass in zip(places[:body], masses):
            d_x, d_y, d_z = other_x - x, other_y - y, other_z - z
            potential += mass / math.sqrt(d_x * d_x + d_y * d_y + d_z * d_z + SOFTENING)
        energy += masses[body] * ((v_x * v_x + v_y * v_y + v_z * v_z) / 2 - potential)
    return energy


def nbody_value(parts):
    """How much the energy has changed, in billionths."""
    start = parts[0][1]
    end = nbody_energy(*zip(*[body for moved, _energy in parts for body in moved]))
    return int(abs(end - start) / abs(start) * 1e9 + 0.5)


def nbody_words(_size, parts):
    """The bits of the state, body by body."""
    numbers = [number for moved, _energy in parts for body in moved for axes in body for number in axes]
    return struct.unpack(f"<{len(numbers)}Q", struct.pack(f"<{len(numbers)}d", *numbers))


# k-means: the sixteen colours that a picture is best painted with. A round finds the nearest colour of each pixel, and
# puts each colour where the mean of its pixels is.

COLOURS = 16
ROUNDS_MAX = 32


def distance(one, other):
    return (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2 + (one[2] - other[2]) ** 2


def kmeans_picture(size, seed):
    """Twelve balls before a sky: (red, green, blue) of each pixel, row by row."""
    numbers = random_numbers(2**63, seed)
    corners = [(number >> 24, number >> 16 & 255, number >> 8 & 255) for number in itertools.islice(numbers, 4)]
    balls = []
    for place, number in itertools.islice(zip(numbers, numbers), 12):
        centre = (place >> 20, (place >> 8 & 4095) * 3 // 4)
        balls.append((*centre, (256 + 3 * (place & 255)) ** 2, (number >> 24, number >> 16 & 255, number >> 8 & 255)))
    for row in range(math.ceil(3 * size / 4)):
        y = row * 4096 // size
        for column in range(size):
            x = column * 4096 // size
            shares = [(4096 - x) * (4096 - y), x * (4096 - y), (4096 - x) * y, x * y]
            pixel = tuple(sum(map(operator.mul, shares, channel)) >> 24 for channel in zip(*corners))
            for ball_x, ball_y, radius_square, colour in balls:
                square = (x - ball_x) ** 2 + (y - ball_y) ** 2
                if square < radius_square:
                    light = 64 + 192 * (radius_square - square) // radius_square
                    pixel = tuple(number * light >> 8 for number in colour)
            yield pixel


def kmeans_inputs(size, seed, workers):
    """For each worker a share of the pixels: (the colours, the pixels, rounds that are over)."""
    pixels = list(kmeans_picture(size, seed))
    count = min(len(pixels), 4096)
    candidates = [pixels[index * len(pixels) // count] for index in range(count)]
    chances, colours = [1] * count, []
    for number in random_numbers(COLOURS, seed + 2**32):
        # A candidate's chance to be the next of the first colours is its squared distance from those that there are.
        chances_up_to = list(itertools.accumulate(chances))
        chosen = bisect.bisect_right(chances_up_to, number * chances_up_to[-1] >> 32)
        colour = candidates[chosen] if chosen < count else (0, 0, 0)
        distances = [distance(candidate, colour) for candidate in candidates]
        chances = list(map(min, distances, chances)) if colours else distances
        colours.append(colour)
    ends = [len(pixels) * share // workers for share in range(workers + 1)]
    return [(colours, pixels[start:end], 0) for start, end in zip(ends, ends[1:])]


def kmeans_run(_size, unit):
    """The sums of red, green, blue and ones for each colour, the sum of all squares, and the colours."""
    colours, pixels, _rounds = unit
    sums = [[0, 0, 0, 0] for _ in colours]
    for pixel in pixels:
        distances = [distance(pixel, colour) for colour in colours]
        own = sums[distances.index(min(distances))]
        own[:] = own[0] + pixel[0], own[1] + pixel[1], own[2] + pixel[2], own[3] + 1
    return sums, sum(number * number for pixel in pixels for number in pixel), colours


def kmeans_join(parts):
    """The new colours, how many pixels each of the old ones had, and the sum of the squared distances."""
    colours, counts, error = [], [], sum(squares for _sums, squares, _colours in parts)
    for old, *sums in zip(parts[0][2], *[sums for sums, _squares, _colours in parts]):
        *totals, count = map(sum, zip(*sums))
        colour = tuple((total + count // 2) // count for total in totals) if count else old
        error += sum(count * mean * mean - 2 * mean * total for mean, total in zip(colour, totals))
        colours.append(colour)
        counts.append(count)
    return colours, counts, error


def kmeans_again(_size, inputs, parts):
    colours, _counts, _error = kmeans_join(parts)
    rounds = inputs[0][2] + 1
    if colours == inputs[0][0] or rounds == ROUNDS_MAX:
        return None
    return [(colours, pixels, rounds) for _colours, pixels, _rounds in inputs]


def kmeans_words(_size, result):
    for (red, green, blue), count in zip(*result[:2]):
        yield from (red << 16 | green << 8 | blue, count)


KERNELS = {
    "mandelbrot": Kernel(
        inputs=mandelbrot_tiles,
        run=mandelbrot_run,
        join=list,
        words=mandelbrot_words,
        value=lambda tiles: sum(sum(row) for rows in tiles for row in rows),
        size=192,
        sizes=range(64, 4096 + 1),
    ),
    "primes": Kernel(
        inputs=primes_ranges,
        run=primes_run,
        join=list,
        words=lambda _limit, counts: counts,
        value=sum,
        size=20_000_000,
        sizes=range(1_000, 2_000_000_000 + 1),
    ),
    "sort": Kernel(
        inputs=sort_runs,
        run=lambda _size, run: sorted(run),
        join=sort_join,
        words=lambda _size, numbers: numbers,
        value=len,
        size=1_000_000,
        sizes=range(1_000, 4_000_000 + 1),
    ),
    "nbody": Kernel(
        inputs=nbody_inputs,
        run=nbody_run,
        join=list,
        words=nbody_words,
        value=nbody_value,
        size=64,
        sizes=range(2, 4_096 + 1),
        again=nbody_again,
    ),
    "kmeans": Kernel(
        inputs=kmeans_inputs,
        run=kmeans_run,
        join=kmeans_join,
        words=kmeans_words,
        value=lambda result: result[2],
        size=64,
        sizes=range(16, 2_048 + 1),
        again=kmeans_again,
    ),
}


def digest(words):
    """FNV-1a over 64-bit words: equal for equal results, and almost surely not for others."""
    hashed = 0xCBF29CE484222325
    for word in words:
        hashed = (hashed ^ word) * 0x100000001B3 & 2**64 - 1
    return f"{hashed:016x}"


# --- The three ways of doing it -----------------------------------------------------------------------------------


def run_units(kernel, size, inputs):
    """What a worker does: some units, one after another. A process finds the kernel by its name."""
    return [KERNELS[kernel].run(size, each) for each in inputs]


def portions(inputs, workers, schedule):
    """The inputs as they are given out: `static`, an equal share for each worker at the start; `dynamic`, one at a
    time, the next one to whoever is free."""
    if schedule == "dynamic":
        return [[each] for each in inputs]
    count = len(inputs)
    return [inputs[count * worker // workers : count * (worker + 1) // workers] for worker in range(workers)]


def measure(pool, options, workers):
    """Does the work once in the pool, or without one. The result, and how long it took in milliseconds."""
    kernel = KERNELS[options.kernel]
    inputs = kernel.inputs(options.size, options.seed, workers)
    start = time.perf_counter()
    while inputs is not None:
        if pool is None:
            parts = run_units(options.kernel, options.size, inputs)
        else:
            given_out = portions(inputs, workers, options.schedule)
            futures = [pool.submit(run_units, options.kernel, options.size, portion) for portion in given_out]
            parts = [part for future in futures for part in future.result()]
        inputs = kernel.again(options.size, inputs, parts)
    result = kernel.join(parts)
    return result, 1000 * (time.perf_counter() - start)


def sample(pool, options, workers):
    """Takes all samples of one way: the answer, and the times in milliseconds."""
    kernel = KERNELS[options.kernel]
    if pool is not None:
        # Every worker takes a nap: so all of them have started before the clock does.
        list(pool.map(time.sleep, [0.05] * workers))
    answers, times_ms = [], []
    for _ in range(options.samples):
        result, elapsed_ms = measure(pool, options, workers)
        words = kernel.words(options.size, result)
        answers.append({"value": kernel.value(result), "digest": digest(words)})
        times_ms.append(elapsed_ms)
    if any(answer != answers[0] for answer in answers):
        sys.exit("error: the same work gave different answers")
    return answers[0], times_ms


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
    parser.add_argument("--kernel", choices=KERNELS, default="primes")
    size_help = "pixels along an edge, largest number, or how many numbers or bodies"
    parser.add_argument("--size", type=whole_number(0, 2**32 - 1), help=size_help)
    parser.add_argument("--seed", type=whole_number(0, 2**32 - 1), default=1, help="start of the random numbers")
    parser.add_argument("--workers", type=whole_number(1, 64), default=2)
    parser.add_argument("--schedule", choices=["static", "dynamic"], default="dynamic")
    parser.add_argument("--samples", type=whole_number(1, 99), default=3, help="the median of so many times counts")
    parser.add_argument("--data", help="the file of the data set, for kernels that learn from one")
    parser.add_argument("--json", action="store_true", help="print everything as JSON")
    options = parser.parse_args()
    sizes = KERNELS[options.kernel].sizes
    if options.size is None:
        options.size = KERNELS[options.kernel].size
    elif options.size not in sizes:
        parser.error(f"argument --size: {options.size}: allowed is {sizes.start} to {sizes.stop - 1}")
    return options


def main():
    options = arguments()
    workers = options.workers
    answers, times_ms = {}, {}
    answers["serial"], times_ms["serial"] = sample(None, options, 1)
    with concurrent.futures.ThreadPoolExecutor(workers) as pool:
        answers["threading"], times_ms["threading"] = sample(pool, options, workers)
    with concurrent.futures.ProcessPoolExecutor(workers) as pool:
        answers["multiprocessing"], times_ms["multiprocessing"] = sample(pool, options, workers)
    if any(answer != answers["serial"] for answer in answers.values()):
        sys.exit(f"error: the answers differ: {answers}")

    answer = answers["serial"]
    median_ms = {way: statistics.median(times) for way, times in times_ms.items()}
    # Python 3.13 and later can be built without the lock; then the threads are as fast as the processes.
    gil = getattr(sys, "_is_gil_enabled", lambda: True)()
    if options.json:
        report = {**vars(options), "answer": answer, "times_ms": times_ms, "median_ms": median_ms, "gil": gil}
        print(json.dumps(report, indent=2))
        return
    print(f"{options.kernel}, size {options.size}, {workers} workers, {options.schedule} schedule")
    print(f"answer {answer['value']}, digest {answer['digest']}, GIL {'on' if gil else 'off'}")
    print()
    print(f"{'':16}{'median ms':>12}{'speed-up':>12}")
    for way, elapsed_ms in median_ms.items():
        print(f"{way:16}{elapsed_ms:>12.1f}{median_ms['serial'] / elapsed_ms:>12.2f}")


if __name__ == "__main__":
    main()
