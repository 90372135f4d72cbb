# What can't be imported.
try:
    import no_such_module
except ImportError as error:
    print(type(error).__name__, error)
try:
    from time import no_such_name
except ImportError as error:
    print(type(error).__name__, str(error)[:43])
import time as clock
from time import perf_counter as now, sleep

began = now()
sleep(0.001)
print(now() > began, clock.sleep is sleep, clock.monotonic() >= 0, clock.time() > 1e9)
import concurrent.futures
from concurrent.futures import ThreadPoolExecutor as Pool

print(concurrent.futures.ThreadPoolExecutor is Pool)
import os
import sys

print(os.cpu_count() >= 1, sys.getswitchinterval() > 0)
sys.setswitchinterval(0.01)
print(round(sys.getswitchinterval(), 6))
try:
    sleep(-1)
except ValueError as error:
    print(error)
try:
    sleep("1")
except TypeError as error:
    print(error)
try:
    sys.setswitchinterval(0)
except ValueError as error:
    print(error)


def inside():
    import time
    from os import cpu_count

    return time.perf_counter() > 0 and cpu_count() > 0


print(inside(), __name__)
