# Recursion without an end: only the type of the exception is compared.
def down(n):
    return 1 + down(n - 1)


print("going down")
down(10)
