# A parser for JSON, by recursive descent. Positions are handed along.
def skip(text, at):
    while at < len(text) and text[at] in " \n\t":
        at += 1
    return at


def parse(text, at=0):
    at = skip(text, at)
    if at == len(text):
        raise ValueError("unexpected end")
    c = text[at]
    if c == "[":
        items = []
        at = skip(text, at + 1)
        while text[at] != "]":
            item, at = parse(text, at)
            items.append(item)
            at = skip(text, at)
            if text[at] == ",":
                at = skip(text, at + 1)
        return items, at + 1
    if c == "{":
        result = {}
        at = skip(text, at + 1)
        while text[at] != "}":
            key, at = parse(text, at)
            at = skip(text, at)
            if text[at] != ":":
                raise ValueError(f"expected : at {at}, found {text[at]!r}")
            result[key], at = parse(text, at + 1)
            at = skip(text, at)
            if text[at] == ",":
                at = skip(text, at + 1)
        return result, at + 1
    if c == '"':
        end = text.index('"', at + 1)
        return text[at + 1:end], end + 1
    for word, value in [("true", True), ("false", False), ("null", None)]:
        if text.startswith(word, at):
            return value, at + len(word)
    end = at
    while end < len(text) and text[end] in "+-.eE0123456789":
        end += 1
    number = text[at:end]
    return (float(number) if "." in number or "e" in number else int(number)), end


print(parse('{"a": [1, 2.5, -3e2], "b": {"c": null, "d": [true, false]}, "e": "text"}'))
for broken in ["", "[1, 2", '{"a" 1}', "[1, ?]", '"open']:
    try:
        print(parse(broken))
    except (ValueError, IndexError) as error:
        print(repr(broken), type(error).__name__, error)
print(parse('{"a": tru}'))
