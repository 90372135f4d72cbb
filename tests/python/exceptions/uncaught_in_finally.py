# What finally raises replaces what was on its way.
def close(connection):
    connection["open"] = False
    raise OSError("cannot close")


def use(connection):
    try:
        print("using", connection["name"])
        print(connection["missing"])
    finally:
        close(connection)


use({"name": "db", "open": True})
