# Accounts in a dictionary, errors as exceptions, and a journal.
accounts = {}
journal = []


def open_account(name, balance=0):
    if name in accounts:
        raise KeyError(name)
    accounts[name] = balance
    journal.append(("open", name, balance))


def transfer(source, target, amount):
    if amount <= 0:
        raise ValueError("amount")
    before = accounts.copy()
    try:
        accounts[source] -= amount
        if accounts[source] < 0:
            raise ArithmeticError(f"{source} lacks {-accounts[source]}")
        accounts[target] += amount
    except (KeyError, ArithmeticError) as error:
        accounts.update(before)
        journal.append(("failed", type(error).__name__))
        raise
    else:
        journal.append(("transfer", source, target, amount))
    finally:
        assert sum(accounts.values()) == sum(before.values())


open_account("ada", 100)
open_account("bob")
transfer("ada", "bob", 30)
for order in [("ada", "bob", 500), ("ada", "eve", 10), ("bob", "ada", 0), ("bob", "ada", 30)]:
    try:
        transfer(order[0], order[1], order[2])
        print("done", order)
    except (LookupError, ArithmeticError, ValueError) as error:
        print(type(error).__name__, error, accounts)
for entry in journal:
    print(entry)
open_account(balance=5, name="ada")
