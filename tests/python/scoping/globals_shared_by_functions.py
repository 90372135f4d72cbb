# A bank of one account: functions that share globals.
balance = 100
history = []


def deposit(amount):
    global balance
    if amount <= 0:
        raise ValueError("amount must be positive, not " + str(amount))
    balance += amount
    history.append(("deposit", amount))


def withdraw(amount):
    global balance
    if amount > balance:
        raise ValueError(f"only {balance} there")
    balance, before = balance - amount, balance
    history.append(("withdraw", before, balance))
    return balance


deposit(50)
print(withdraw(30), balance)
for amount in [500, 20]:
    try:
        print(withdraw(amount))
    except ValueError as error:
        print("refused:", error)
try:
    deposit(-5)
except ValueError as error:
    print("refused:", error)
print(balance, history, len(history))
