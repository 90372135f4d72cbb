# Text and number.
def describe(name, age):
    return name + " is " + age


print(describe("Ada", "36"))
print(describe("Alan", 41))
