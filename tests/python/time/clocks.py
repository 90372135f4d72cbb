# Clocks only go forward, and sleeping takes at least as long as was asked for.
import time

last = time.perf_counter()
for _ in range(100):
    now = time.perf_counter()
    assert now >= last
    last = now
began = time.monotonic()
time.sleep(0.02)
took = time.monotonic() - began
print(took >= 0.019, isinstance(took, float))
print(time.sleep(0), time.time() > 1_700_000_000, type(time.time()), type(time.monotonic()))
began = time.perf_counter()
total = 0
for i in range(20000):
    total += i
print(total, time.perf_counter() - began > 0)
for wrong in [-0.5, None, "1", [1]]:
    try:
        time.sleep(wrong)
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)
for endless in [1e26, float("inf"), float("nan"), 10**30, 10**12]:
    try:
        time.sleep(endless)
    except (ValueError, OverflowError) as error:
        print(type(error).__name__, error)
