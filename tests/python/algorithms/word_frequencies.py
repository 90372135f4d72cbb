# Which words come how often, and anagrams.
TEXT = """İş parçacığı, sürecin içinde çalışan bir akıştır; bir sürecin birden çok iş parçacığı olabilir.
A thread is a flow of control; a process may have many. The threads of a process share its memory,
and the processes share nothing -- not even the GIL!"""


def words(text):
    result = []
    word = ""
    for c in text + " ":
        if c.isalpha():
            word += c.lower()
        elif word:
            result.append(word)
            word = ""
    return result


counts = {}
for word in words(TEXT):
    counts[word] = counts.get(word, 0) + 1
for count, word in sorted([(-n, w) for w, n in counts.items()])[:10]:
    print(f"{word:>12} {'#' * -count} {-count}")
lengths = {}
for word in counts:
    lengths.setdefault(len(word), []).append(word)
for length in sorted(lengths, reverse=True)[:4]:
    print(length, sorted(lengths[length]))
groups = {}
for word in ["listen", "silent", "enlist", "tone", "note", "gil"]:
    groups.setdefault("".join(sorted(word)), []).append(word)
print(groups, [group for group in groups.values() if len(group) > 1])
print(len(TEXT), TEXT.count("s"), TEXT.split("\n")[0][-10:], TEXT.find("GIL"), repr(TEXT[:30]))
