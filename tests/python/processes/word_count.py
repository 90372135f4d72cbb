# Map in processes, reduce here.
from concurrent.futures import ProcessPoolExecutor

TEXT = """the quick brown fox jumps over the lazy dog
the dog sleeps and the fox runs
a quick dog is a happy dog
over and over the fox jumps"""


def count(line):
    counts = {}
    for word in line.split():
        counts[word] = counts.get(word, 0) + 1
    return counts


def main():
    total = {}
    with ProcessPoolExecutor(max_workers=2) as pool:
        for counts in pool.map(count, TEXT.splitlines()):
            for word, n in counts.items():
                total[word] = total.get(word, 0) + n
    for n, word in sorted([(-n, word) for word, n in total.items()])[:8]:
        print(f"{word:<8}{-n:>3}")
    print(len(total), sum(total.values()))


if __name__ == "__main__":
    main()
