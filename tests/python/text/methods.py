# What texts can do.
s = "  Hello, World!  "
print([s.strip(), s.lstrip(), s.rstrip(), s.upper(), s.lower(), s.strip().title(), s.strip().swapcase()])
print("xxabcxx".strip("x"), "abcba".strip("ab"), "abc".lstrip("cba"), "www.example.com".strip("w.moc"))
print("a,b,,c".split(","), "a b  c ".split(), "  ".split(), "".split(","), "a,b,c,d".split(",", 2), "a  b c".split(None, 1))
print("a,b,c,d".rsplit(",", 1), "one\ntwo\r\nthree\n".splitlines(), "a=b=c".partition("="), "abc".partition("="))
print(", ".join(["a", "b"]), "".join([]), "-".join("abc"), "x".join(("only",)))
print("banana".count("an"), "aaaa".count("aa"), "banana".find("na"), "banana".rfind("na"), "banana".find("x"), "".count(""))
print("banana".index("na", 3), "banana".find("a", 2, 4), "banana".replace("a", "o"), "banana".replace("a", "o", 2), "abc".replace("", "-"))
print("banana".startswith("ba"), "banana".endswith(("x", "na")), "banana".startswith("an", 1), "".startswith(""))
print("42".isdigit(), "4.2".isdigit(), "abc".isalpha(), "ab1".isalnum(), " \t".isspace(), "".isdigit(), "Ab".isupper(), "ab1".islower())
print("7".zfill(3), "-7".zfill(4), "ab".ljust(5) + "|", "ab".rjust(5, "."), "ab".center(7, "*"), "abc".center(6, "-") + "|")
print("hello world".capitalize(), "they're bill's".title(), "ISTANBUL".lower(), "straße".upper())
print("remove_prefix".removeprefix("remove_"), "file.py".removesuffix(".py"), "a\tb".expandtabs(4))
try:
    "banana".index("x")
except ValueError as error:
    print(error)
try:
    "a".split("")
except ValueError as error:
    print(error)
try:
    print(",".join(["a", 1]))
except TypeError as error:
    print(error)
try:
    "abc".nothing()
except AttributeError as error:
    print(error)
try:
    "abc".upper(1)
except TypeError as error:
    print(error)
try:
    "abc".replace("a")
except TypeError as error:
    print(error)
