# The third round goes wrong.
def process(items):
    for number, item in enumerate(items):
        print(number, 100 // item)


try:
    process([1, 2])
finally:
    print("first done")
try:
    process([5, 10, 0, 20])
finally:
    print("cleaning up")
print("never")
