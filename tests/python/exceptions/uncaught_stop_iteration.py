# An exception whose argument is a value.
def finish(value):
    raise StopIteration(value)


try:
    finish([1])
except StopIteration as stop:
    print(stop.args)
finish({"done": True})
