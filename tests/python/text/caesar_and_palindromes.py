# Texts are made of characters, and characters have numbers.
def shift(text, by):
    result = ""
    for c in text:
        if "a" <= c <= "z":
            result += chr((ord(c) - ord("a") + by) % 26 + ord("a"))
        elif "A" <= c <= "Z":
            result += chr((ord(c) - ord("A") + by) % 26 + ord("A"))
        else:
            result += c
    return result


def is_palindrome(text):
    letters = [c for c in text.lower() if c.isalpha()]
    return letters == letters[::-1]


secret = shift("Hello, World! xyz", 3)
print(secret, shift(secret, -3), shift(secret, 26) == secret)
for text in ["A man, a plan, a canal: Panama", "nope", "", "Ey Edip, Adana'da pide ye"]:
    print(text, is_palindrome(text))


def run_lengths(text):
    runs = []
    i = 0
    while i < len(text):
        j = i
        while j < len(text) and text[j] == text[i]:
            j += 1
        runs.append((text[i], j - i))
        i = j
    return runs


print(run_lengths("aaabccddddd"), run_lengths(""))
print("".join([c + str(n) if n > 1 else c for c, n in run_lengths("aaabccddddd")]))
