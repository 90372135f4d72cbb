# Reverse Polish notation, and the way there from ordinary notation.
PRECEDENCE = {"+": 1, "-": 1, "*": 2, "/": 2, "%": 2, "^": 3}


def tokens(text):
    result = []
    number = ""
    for c in text + " ":
        if c.isdigit() or c == ".":
            number += c
            continue
        if number:
            result.append(float(number) if "." in number else int(number))
            number = ""
        if not c.isspace():
            result.append(c)
    return result


def to_polish(text):
    output, stack = [], []
    for token in tokens(text):
        if not isinstance(token, str):
            output.append(token)
        elif token == "(":
            stack.append(token)
        elif token == ")":
            while stack[-1] != "(":
                output.append(stack.pop())
            stack.pop()
        else:
            while stack and stack[-1] != "(" and PRECEDENCE[stack[-1]] >= PRECEDENCE[token]:
                output.append(stack.pop())
            stack.append(token)
    return output + stack[::-1]


def evaluate(polish):
    stack = []
    for token in polish:
        if not isinstance(token, str):
            stack.append(token)
            continue
        b, a = stack.pop(), stack.pop()
        if token == "+":
            stack.append(a + b)
        elif token == "-":
            stack.append(a - b)
        elif token == "*":
            stack.append(a * b)
        elif token == "/":
            stack.append(a / b)
        elif token == "%":
            stack.append(a % b)
        else:
            stack.append(a**b)
    return stack.pop()


for text in ["1 + 2 * 3", "(1 + 2) * 3", "2 ^ 10 - 1", "10 / 4 - 1.5", "100 % 7 * 2", "((2))"]:
    print(text, to_polish(text), evaluate(to_polish(text)))
for text in ["1 +", "1 / 0", "1 $ 2", "(1"]:
    try:
        print(evaluate(to_polish(text)))
    except (IndexError, ZeroDivisionError, KeyError, TypeError) as error:
        print(text, type(error).__name__, error)
print(evaluate(to_polish("1 + 2)")))
