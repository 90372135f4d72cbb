# Without a message.
def later():
    raise NotImplementedError


def now():
    print("now")
    later()


now()
