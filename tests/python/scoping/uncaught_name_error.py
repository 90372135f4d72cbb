# A slip of the pen, found when it runs.
def greet(name):
    message = "hello " + name
    print(message)
    return mesage


greet("world")
