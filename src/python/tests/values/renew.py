"""Asks CPython 3.11 for the value of each source in the tables beside this file, and writes it behind the source.

A line is a source (⏎ is a line's end), a tab, and what repr gives of its last expression; or, after an exclamation mark,
the exception that it raises.
"""

import ast
import pathlib
import sys
import warnings

assert sys.version_info[:2] == (3, 11), "the tables are CPython 3.11's"
warnings.simplefilter("ignore")


def told(source):
    tree = ast.parse(source.replace("⏎", "\n"))
    names = {}
    try:
        if not isinstance(tree.body[-1], ast.Expr):
            exec(compile(tree, "?", "exec"), names)
            return "None"
        last = ast.Expression(tree.body.pop().value)
        exec(compile(tree, "?", "exec"), names)
        return repr(eval(compile(last, "?", "eval"), names))
    except Exception as exception:
        return "! " + repr(exception)


for path in sorted(pathlib.Path(__file__).parent.glob("*.txt")):
    sources = [line.split("\t")[0] for line in path.read_text().splitlines() if line and line[0] != "#"]
    lines = [f"# CPython {sys.version.split()[0]}, by renew.py"]
    for source in dict.fromkeys(sources):
        value = told(source)
        assert "\n" not in value, source
        lines.append(f"{source}\t{value}")
    path.write_text("\n".join(lines) + "\n")
