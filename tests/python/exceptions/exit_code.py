# SystemExit ends the program quietly, with its number; finally still runs.
def leave(code):
    try:
        print("leaving")
        raise SystemExit(code)
    finally:
        print("cleaned up")


try:
    leave("caught")
except SystemExit as error:
    print("not yet:", error)
leave(7)
