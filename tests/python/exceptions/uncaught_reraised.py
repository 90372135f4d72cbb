# Raised again: the traceback keeps where it came from.
def work(n):
    if n == 0:
        raise ValueError("bottom")
    try:
        work(n - 1)
    except ValueError:
        print("passing", n)
        raise


def main():
    try:
        work(2)
    except ValueError as error:
        print("main saw", error)
        raise error


main()
