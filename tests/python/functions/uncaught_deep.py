# Through many functions, some of them with handlers that do not fit.
def read(text):
    return int(text)


def parse(line):
    try:
        return [read(part) for part in line]
    except KeyError:
        print("does not fit")


def load(lines):
    result = []
    for line in lines:
        try:
            result.append(parse(line))
        finally:
            print("line", line)
    return result


def main():
    print(load([["1", "2"], ["3"]]))
    print(load([
        ["4"],
        ["five"],
    ]))


main()
