# Ten threads that wait do so at the same time.
from concurrent.futures import ThreadPoolExecutor
import time


def request(number):
    time.sleep(0.1)
    return f"answer {number}"


began = time.perf_counter()
with ThreadPoolExecutor(max_workers=10) as pool:
    for answer in pool.map(request, range(10)):
        print(answer)
took = time.perf_counter() - began
print("at least one wait:", took >= 0.09)
