# First a thread's exception, then the program's own.
import threading


def fail(message):
    raise ValueError(message)


def main():
    thread = threading.Thread(target=fail, args=("in the thread",), name="failing")
    thread.start()
    thread.join()
    print("joined")
    fail("in the program")


main()
