# The loop's next step notices.
def drop_small(numbers):
    for name in numbers:
        if numbers[name] < 10:
            print("dropping", name)
            del numbers[name]


drop_small({"a": 50, "b": 5, "c": 100})
