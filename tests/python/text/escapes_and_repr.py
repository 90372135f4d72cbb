# How texts are written, and how they are shown.
texts = [
    "plain", "it's", 'say "hi"', "both ' and \"", "tab\there", "line\nbreak", "back\\slash", "\x00\x1f\x7f", "é", "\xa0",
    "\u0131\u011f", "日本", "🐍", "\U0001F600", r"raw\n", "a" "b" 'c', "", "\r\n", "\a\b\f\v", "\u200b", "\xad",
]
for text in texts:
    print(len(text), repr(text), [text])
print("""triple
    "quoted" line
end""")
print('''it's''', """a\
b""")
print(str(["a", 'b"', "c'"]), str({"k": "v\n"}), str(("x",)))
print(ord("a"), ord("ğ"), ord("🐍"), chr(97), chr(287), chr(128013), repr(chr(0)), repr(chr(0x10FFFF)))
print("ğüşiöç".upper(), "İSTANBUL".lower(), len("İ".lower()), "ß" == "ss", "é" == "e\u0301")
print("日本語"[1], "日本語"[::-1], "🐍x"[1], "aé🐍"[-1], len("aé🐍"), "aé🐍"[0:2])
print(f"{'quote'!r} {'é'!a} {chr(128013)!a} {'x'!s}")
for bad in ["ab", "", 5]:
    try:
        print(ord(bad))
    except TypeError as error:
        print(error)
for bad in [-1, 0x110000, "a"]:
    try:
        print(chr(bad))
    except (ValueError, TypeError) as error:
        print(error)
