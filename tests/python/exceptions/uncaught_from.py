# One exception is the cause of another.
def read(text):
    try:
        return float(text)
    except ValueError as error:
        raise RuntimeError("bad line: " + text) from error


print(read("1.5"))
print(read("one and a half"))
