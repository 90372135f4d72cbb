# while, for, break, continue, else.
n = 10
while n:
    n -= 1
    if n % 2:
        continue
    if n == 2:
        break
    print(n, end=" ")
else:
    print("never")
print("n", n)
for i in range(3):
    pass
else:
    print("for went to its end", i)
for i in []:
    print("never")
else:
    print("nothing to do, but else runs", i)
for i in range(5):
    if i == 3:
        print("broke at", i)
        break
else:
    print("never")
while False:
    pass
else:
    print("while false: else")
for i in range(3):
    for j in range(3):
        if j == 2:
            break
        if i == 1:
            continue
        print(i, j, end="; ")
    else:
        print("never")
print()
for i in range(3):
    i = 10
    print(i, end=" ")
print(i)
for number in range(2, 12):
    for divisor in range(2, number):
        if number % divisor == 0:
            print(number, "=", divisor, "*", number // divisor)
            break
    else:
        print(number, "is prime")
for letter in "ab":
    for digit in (1, 2):
        for key in {"k": 1}:
            print(letter, digit, key, sep="", end=" ")
print()
