# Texts, fields in fields, conversions, and braces.
name, width, digits = "Ada", 10, 3
print(f"{name}|{name:10}|{name:<10}|{name:>10}|{name:^10}|{name:*^10}|{name:.2}|{name:>5.1}|{name:s}")
print(f"{name:{width}}|{name:>{width}}|{3.14159:{width}.{digits}f}|{name:{'*'}^{width}}")
print(f"{name!r}|{name!r:>8}|{name!s}|{'é'!a}|{[name]!r}|{None!s:>6}")
print(f"{{}} {{{name}}} {{{{}}}} {'{}'} {'nested ' + f'{name}'}")
print(f"{name=} {width + 1 = } {digits=:>5} {name=!s}")
print(f"{1 + 2} {[n * n for n in range(4)]} {({'a': 1})['a']} {'yes' if width > 5 else 'no'} {name.upper()} {len(name)}")
print(f"{None} {True} {[1, 'a']} {(1,)} {({'k': [1.0]})} {len}"[:50])
print("implicit " f"{name} " "concatenation")
print(f"""many
lines {name}
""".strip())
print("{} {}".format(1, "a"), "{0} {1} {0}".format("x", "y"), "{a} {b:>4}".format(a=1, b=2), "{{}} {:.2f}".format(1.005))
for spec in ["d", "x", ",", "+", "=5", "q", "05", ".2f"]:
    try:
        print(f"{name:{spec}}")
    except ValueError as error:
        print(error)
for value in [[1], None, (1, 2), {"a": 1}]:
    try:
        print(f"{value:>10}")
    except TypeError as error:
        print(error)
for number in [1, 1.5]:
    for spec in ["s", "c", "d", "b", ".3", "z", "10q"]:
        try:
            print(f"{number:{spec}}")
        except (ValueError, TypeError) as error:
            print(error)
