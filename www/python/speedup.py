#!/usr/bin/env python3
"""The experiment "speedup" in plain Python: the same work serially, on threads and on processes.

    python3 speedup.py --kernel primes --size 20000000 --workers 2

Needs CPython 3.9 or later and nothing else. For the same size and seed the answers equal the page's, digit by digit.

What to expect: the threads take as long as the serial run, because only one of them at a time may run Python code
(the global interpreter lock, GIL); the processes each have an interpreter, and a lock, of their own.
"""

import argparse
import bisect
import collections
import concurrent.futures
import hashlib
import heapq
import itertools
import json
import math
import operator
import re
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
    rounds: Callable = None  # for work whose rounds differ, in place of `inputs`, `join` and `again`: see `all_rounds`


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


# π by the Monte Carlo method: the share of random points in a square that fall into the quarter of a circle. Each unit
# has four streams of random numbers of its own.

MASK_32, MASK_64 = 2**32 - 1, 2**64 - 1


def splitmix64(count, state):
    """The first outputs of the generator SplitMix64."""
    for _ in range(count):
        state = state + 0x9E3779B97F4A7C15 & MASK_64
        mixed = (state ^ state >> 30) * 0xBF58476D1CE4E5B9 & MASK_64
        mixed = (mixed ^ mixed >> 27) * 0x94D049BB133111EB & MASK_64
        yield mixed ^ mixed >> 31


def pi_streams(size, seed, _workers):
    units = min(size, 240)
    starts = [250 * size * unit // units for unit in range(units + 1)]
    return [(seed << 32 | unit << 2, starts[unit + 1] - starts[unit]) for unit in range(units)]


def pi_run(_size, streams):
    """How many of `draws` points of each of four streams are inside of the circle."""
    start, draws = streams
    inside = 0
    for stream in range(start, start + 4):
        low, high = splitmix64(2, stream)
        s0, s1, s2, s3 = low & MASK_32, low >> 32, high & MASK_32, high >> 32
        for _ in range(draws):  # xoshiro128++
            total = s0 + s3 & MASK_32
            point = (total << 7 | total >> 25) + s0
            shifted = s1 << 9 & MASK_32
            s2 ^= s0
            s3 ^= s1
            s1 ^= s2
            s0 ^= s3
            s2 ^= shifted
            s3 = (s3 << 11 | s3 >> 21) & MASK_32
            x, y = point & 0x7FFF | 1, point >> 16 & 0x7FFF | 1
            inside += x * x + y * y < 1 << 30
    return inside


# The product of two matrices of whole numbers. A unit is a square tile of it, made of rows of one factor and columns of
# the other, which go to the processes with it.


def matmul_tiles(size, seed, _workers):
    numbers = [(number >> 60) - 8 for number in splitmix64(2 * size * size, seed)]
    rows = [numbers[at : at + size] for at in range(0, size * size, size or 1)]
    columns = [numbers[size * size + column :: size] for column in range(size)]
    edge = max(math.ceil(math.ceil(size / 12) / 8) * 8, 8)
    starts = range(0, size, edge)
    return [(rows[top : top + edge], columns[left : left + edge]) for top in starts for left in starts]


def matmul_run(_size, tile):
    """The products of all rows with all columns: a list of rows."""
    rows, columns = tile
    return [[sum(map(operator.mul, row, column)) for column in columns] for row in rows]


def matmul_words(_size, tiles):
    """The numbers of the whole product, row by row."""
    strips = math.isqrt(len(tiles))
    for first in range(0, len(tiles), strips or 1):
        for rows in zip(*tiles[first : first + strips]):
            for row in rows:
                yield from row


# Sorting: every worker sorts one run, and the parent merges the runs. The data go to the processes and come back, which
# costs more than the sorting.


def random_numbers(count, seed):
    """The upper halves of the outputs of SplitMix64."""
    return (number >> 32 for number in splitmix64(count, seed))


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


# Counting words by map and reduce: a worker counts the words of a piece of the text, the parent adds up.

VOCABULARY = 4096
ONSETS = "b b c ç d d d f g g h k k k l l m m n n p r r s s ş t t v y y z".split()
VOWELS = "a e ı i o ö u ü".split()
CODAS = ["", "", "", "", "", "", "", ""] + "k l m n n r s ş".split()
WORD = re.compile("[0-9A-Za-z\u00c0-\u1fff\u2070-\U0010ffff]+")


def wordcount_text(size, seed):
    """Words as unevenly frequent as in real languages: the second half as often as the first, and so on."""
    syllables = random_numbers(3 * VOCABULARY, seed + 2**32)
    table, weight = [], 0
    total = sum(2**26 // rank for rank in range(1, VOCABULARY + 1))
    for rank in range(1, VOCABULARY + 1):
        word = ""
        for _ in range((rank.bit_length() + 3) // 4):  # The more frequent, the shorter.
            number = next(syllables)
            word += ONSETS[number % 32] + VOWELS[number // 32 % 8] + CODAS[number // 256 % 16]
        weight += 2**26 // rank
        table += [word.encode()] * (weight * 2**16 // total - len(table))
    text, length = [], 0
    for number in random_numbers(size, seed):
        for word in (table[number & 65535], table[number >> 16]):
            if length + len(word) >= size:
                return b"".join(text).ljust(size, b"\n")
            length += len(word) + 1
            text += word, b" " if len(text) % 24 < 22 else b"\n"


def wordcount_pieces(size, seed, _workers):
    text = wordcount_text(size, seed)
    cuts = [0]
    for piece in range(1, 65):
        cut = max(cuts[-1], size * piece // 64)
        while cut < size and text[cut] not in b" \n":
            cut += 1
        cuts.append(cut)
    return [text[cut:end] for cut, end in zip(cuts, cuts[1:])]


def wordcount_join(parts):
    counts = collections.Counter()
    for part in parts:
        counts.update(part)
    return counts


def wordcount_words(_size, counts):
    """For each word in the order of its bytes: how many bytes, the bytes in groups of eight, how often."""
    for word, count in sorted((word.encode(), count) for word, count in counts.items()):
        yield len(word)
        for at in range(0, len(word), 8):
            yield int.from_bytes(word[at : at + 8], "little")
        yield count


# Training a network on handwritten digits. A round is a batch of samples: each worker adds up how the loss changes with
# each weight for its share of them, and the parent changes the weights. Every sum has the page's order, so the weights
# come out alike; sum() is of no use here, because since Python 3.12 it is more exact than adding.

HIDDEN, BATCH, SHARES = 64, 256, 8
LAYERS = [64, 1, 10, 1]  # rows of weights: from the pixels, the neurons' biases, to the digits, the digits' biases


def train_samples(path):
    """For each sample its digit, and the index and shade of each pixel that is not 0; first those to learn from."""
    with open(path, "rb") as file:
        data = file.read()[8:]
    samples = [data[at : at + 65] for at in range(0, len(data), 65)]
    samples = [each for at, each in enumerate(samples) if at % 5] + samples[::5]
    return [(each[64], [(pixel, shade / 16) for pixel, shade in enumerate(each[:64]) if shade]) for each in samples]


def train_scores(network, pixels):
    to_hidden, (sums,), to_digits, (biases,) = network
    for pixel, shade in pixels:
        sums = [total + shade * weight for total, weight in zip(sums, to_hidden[pixel])]
    hidden = [total if total > 0.0 else 0.0 for total in sums]
    scores = []
    for row, bias in zip(to_digits, biases):
        even = odd = 0.0
        for at in range(0, HIDDEN, 2):
            even += hidden[at] * row[at]
            odd += hidden[at + 1] * row[at + 1]
        scores.append(even + odd + bias)
    return hidden, scores


def train_run(_size, unit):
    """How many samples are recognised, and the sum of their gradients if there is something to learn."""
    network, samples, learn = unit
    gradient = [[[0.0] * len(row) for row in layer] for layer in network] if learn else None
    right = 0
    for digit, pixels in samples:
        hidden, scores = train_scores(network, pixels)
        right += scores.index(max(scores)) == digit
        if not learn:
            continue
        to_hidden, hidden_bias, to_digits, (digits_bias,) = gradient
        blame = [0.0] * HIDDEN
        for at, score in enumerate(scores):
            target = 1.0 if at == digit else -1.0
            missing = 1.0 - target * score
            if missing > 0.0:
                slope = -target * missing
                to_digits[at] = [total + slope * each for total, each in zip(to_digits[at], hidden)]
                digits_bias[at] += slope
                blame = [total + slope * each for total, each in zip(blame, network[2][at])]
        blame = [each if neuron > 0.0 else 0.0 for each, neuron in zip(blame, hidden)]
        hidden_bias[0] = [total + each for total, each in zip(hidden_bias[0], blame)]
        for pixel, shade in pixels:
            to_hidden[pixel] = [total + shade * each for total, each in zip(to_hidden[pixel], blame)]
    return right, gradient


def train_untrained(seed):
    numbers = random_numbers(74 * HIDDEN + 74, seed)
    rows = [[(next(numbers) - 2**31) / 2**33 for _ in range(HIDDEN)] for _ in range(64 + 1 + 10)]
    return [rows[:64], [[0.0] * HIDDEN], rows[65:], [[0.0] * 10]]


def train_order(count, seed, epoch):
    order = list(range(count))
    numbers = random_numbers(count, seed + (epoch + 1 << 32))
    for last in range(count - 1, 0, -1):
        other = next(numbers) * (last + 1) >> 32
        order[last], order[other] = order[other], order[last]
    return order


def train_rounds(options, _workers):
    samples = train_samples(options.data)
    count = len(samples) - math.ceil(len(samples) / 5)
    network = train_untrained(options.seed)
    steps = [[[0.0] * len(row) for row in layer] for layer in network]
    right = 0

    def units(share, learn):
        cuts = [len(share) * unit // SHARES for unit in range(SHARES + 1)]
        return [(network, share[cut:end], learn) for cut, end in zip(cuts, cuts[1:])]

    for epoch in range(options.size):
        order = [samples[at] for at in train_order(count, options.seed, epoch)]
        for first in range(0, count, BATCH):
            batch = order[first : first + BATCH]
            gradients = [gradient for _right, gradient in (yield units(batch, True))]
            rate = 0.125 / len(batch)
            for layer, rows in enumerate(steps):
                for row, step in enumerate(rows):
                    total = gradients[0][layer][row]
                    for gradient in gradients[1:]:
                        total = [a + b for a, b in zip(total, gradient[layer][row])]
                    rows[row] = step = [0.875 * before - rate * each for before, each in zip(step, total)]
                    network[layer][row] = [weight + each for weight, each in zip(network[layer][row], step)]
        parts = yield units(samples[count:], False)
        right = sum(right for right, _gradient in parts)
    return right, network


def train_words(_size, trained):
    """The bits of all weights."""
    for layer in trained[1]:
        for row in layer:
            yield from struct.unpack(f"<{len(row)}Q", struct.pack(f"<{len(row)}d", *row))


# Proof of work: the smallest nonce whose SHA-256 begins with so many zero bits. All units of a round are tried before
# it is known whether there is another one.

ROUND, NONCES = 120, 2048


def proof_round(first, seed):
    message = b"Kosut proof of work. Seed %010d, nonce:" % seed
    return [(message, first + unit * NONCES) for unit in range(ROUND)]


def proof_run(size, unit):
    """The unit's first nonce that succeeds with its hash, or nothing."""
    message, first = unit
    begun = hashlib.sha256(message)
    for nonce in range(first, first + NONCES):
        trial = begun.copy()
        trial.update(nonce.to_bytes(8, "big"))
        if int.from_bytes(trial.digest(), "big") >> 256 - size == 0:
            return nonce, trial.digest()
    return None


def proof_again(_size, inputs, parts):
    if any(parts):
        return None
    return [(message, first + ROUND * NONCES) for message, first in inputs]


KERNELS = {
    "mandelbrot": Kernel(
        inputs=mandelbrot_tiles,
        run=mandelbrot_run,
        join=list,
        words=mandelbrot_words,
        value=lambda tiles: sum(sum(row) for rows in tiles for row in rows),
        size=128,
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
    "pi": Kernel(
        inputs=pi_streams,
        run=pi_run,
        join=list,
        words=lambda _size, counts: counts,
        value=sum,
        size=2_000,
        sizes=range(1, 10_000_000 + 1),
    ),
    "matmul": Kernel(
        inputs=matmul_tiles,
        run=matmul_run,
        join=list,
        words=matmul_words,
        value=lambda tiles: sum(abs(number) for rows in tiles for row in rows for number in row),
        size=240,
        sizes=range(1, 2048 + 1),
    ),
    "sort": Kernel(
        inputs=sort_runs,
        run=lambda _size, run: sorted(run),
        join=sort_join,
        words=lambda _size, numbers: numbers,
        value=len,
        size=1_000_000,
        sizes=range(1_000, 8_000_000 + 1),
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
    "wordcount": Kernel(
        inputs=wordcount_pieces,
        run=lambda _size, piece: collections.Counter(WORD.findall(piece.decode())),
        join=wordcount_join,
        words=wordcount_words,
        value=lambda counts: sum(counts.values()),
        size=4_000_000,
        sizes=range(1_000, 2**25 + 1),
    ),
    "train": Kernel(
        inputs=None,
        run=train_run,
        join=None,
        words=train_words,
        value=lambda trained: trained[0],
        size=3,
        sizes=range(1, 500 + 1),
        rounds=train_rounds,
    ),
    "proof": Kernel(
        inputs=lambda _size, seed, _workers: proof_round(0, seed),
        run=proof_run,
        join=lambda parts: min(filter(None, parts)),
        words=lambda _size, found: [int.from_bytes(found[1][at : at + 8], "big") for at in range(0, 32, 8)],
        value=lambda found: found[0],
        size=19,
        sizes=range(1, 26 + 1),
        again=proof_again,
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


def all_rounds(options, workers):
    """What the parent does: it yields the inputs of a round, gets the parts, and returns the result in the end."""
    kernel = KERNELS[options.kernel]
    inputs = kernel.inputs(options.size, options.seed, workers)
    while inputs is not None:
        parts = yield inputs
        inputs = kernel.again(options.size, inputs, parts)
    return kernel.join(parts)


def run_round(pool, options, workers, inputs):
    """The parts of all units, in order."""
    if pool is None:
        return run_units(options.kernel, options.size, inputs)
    given_out = portions(inputs, workers, options.schedule)
    futures = [pool.submit(run_units, options.kernel, options.size, portion) for portion in given_out]
    return [part for future in futures for part in future.result()]


def measure(pool, options, workers):
    """Does the work once in the pool, or without one. The result, and how long it took in milliseconds."""
    rounds = (KERNELS[options.kernel].rounds or all_rounds)(options, workers)
    inputs = next(rounds)
    start = time.perf_counter()
    while True:
        parts = run_round(pool, options, workers, inputs)
        try:
            inputs = rounds.send(parts)
        except StopIteration as end:
            return end.value, 1000 * (time.perf_counter() - start)


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
    size_help = "as on the page: pixels along an edge, largest number, numbers to sort, and so on"
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
    if options.kernel == "train" and options.data is None:
        parser.error("argument --data: train needs the file of its data set, digits.bin")
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
