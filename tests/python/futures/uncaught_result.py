# The exception comes out where the result is asked for.
from concurrent.futures import ThreadPoolExecutor


def parse(text):
    return int(text)


def main():
    with ThreadPoolExecutor(max_workers=2) as pool:
        futures = [pool.submit(parse, text) for text in ["1", "two", "3"]]
        print(futures[0].result(), futures[2].result())
        print(futures[1].result())


main()
