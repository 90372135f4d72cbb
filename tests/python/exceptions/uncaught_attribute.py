# None has no such attribute.
def lookup(table, name):
    return table.get(name)


users = {"ada": ["Ada", 36]}
lookup(users, "ada").append("admin")
print(users)
lookup(users, "bob").append("admin")
