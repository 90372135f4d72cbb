# A number can't be called.
def run(steps):
    for name, step in steps:
        print(name)
        step()


def hello():
    print("hello")


run([("first", hello), ("second", 5)])
