# Each term says what the one before looks like.
def say(term):
    result = ""
    i = 0
    while i < len(term):
        count = 1
        while i + count < len(term) and term[i + count] == term[i]:
            count += 1
        result += str(count) + term[i]
        i += count
    return result


term = "1"
for step in range(10):
    print(f"{step:>2} {len(term):>3} {term}")
    term = say(term)

words = "the quick brown fox jumps over the lazy dog".split()
print(" ".join([word[::-1] for word in words]))
print(" ".join([word[1:] + word[0] + "ay" for word in words]))
print(max([len(word) for word in words]), sorted(words), sorted(words, reverse=True))
