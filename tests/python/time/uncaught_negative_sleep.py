# A sleep can't be negative.
import time


def wait(seconds):
    print("waiting", seconds)
    time.sleep(seconds)


for seconds in [0.001, 0, -1]:
    wait(seconds)
