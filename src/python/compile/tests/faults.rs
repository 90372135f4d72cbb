//! What is wrong with a source is told with its place, in CPython's words.

use crate::{
    compile::compile,
    fault::{Remedy, SyntaxFault},
};

fn fault(source: &str) -> SyntaxFault {
    match compile("test.py", source) {
        Ok(_) => panic!("it compiles:\n{source}"),
        Err(fault) => fault,
    }
}

/// Sources with what CPython 3.11.7 says of them, and where it says so: `compile(source, "test.py", "exec")`.
const AS_CPYTHON: &[(&str, &str, u32, u32)] = &[
    ("if x = 1:\n    pass\n", "SyntaxError: invalid syntax. Maybe you meant '==' or ':=' instead of '='?", 1, 4),
    ("if x\n    pass\n", "SyntaxError: expected ':'", 1, 5),
    ("for i in range(3)\n    pass\n", "SyntaxError: expected ':'", 1, 18),
    ("def f()\n    pass\n", "SyntaxError: expected ':'", 1, 8),
    ("while x\n    pass\n", "SyntaxError: expected ':'", 1, 8),
    ("if x:\n    pass\nelse\n    pass\n", "SyntaxError: expected ':'", 3, 5),
    ("try\n    pass\nexcept:\n    pass\n", "SyntaxError: expected ':'", 1, 4),
    ("try:\n    pass\nexcept E\n    pass\n", "SyntaxError: expected ':'", 3, 9),
    ("with a as b\n    pass\n", "SyntaxError: expected ':'", 1, 12),
    ("if x:\n    pass\nelse if y:\n    pass\n", "SyntaxError: expected ':'", 3, 6),
    ("print \"hi\"\n", "SyntaxError: Missing parentheses in call to 'print'. Did you mean print(...)?", 1, 1),
    ("print x, y\n", "SyntaxError: Missing parentheses in call to 'print'. Did you mean print(...)?", 1, 1),
    ("x = \n", "SyntaxError: invalid syntax", 1, 5),
    ("if x:\npass\n", "IndentationError: expected an indented block after 'if' statement on line 1", 2, 1),
    ("def f():\nx = 1\n", "IndentationError: expected an indented block after function definition on line 1", 2, 1),
    ("for i in x:\nx = 1\n", "IndentationError: expected an indented block after 'for' statement on line 1", 2, 1),
    ("while x:\nx = 1\n", "IndentationError: expected an indented block after 'while' statement on line 1", 2, 1),
    (
        "if x:\n    pass\nelse:\nx = 1\n",
        "IndentationError: expected an indented block after 'else' statement on line 3",
        4,
        1,
    ),
    ("try:\nx = 1\n", "IndentationError: expected an indented block after 'try' statement on line 1", 2, 1),
    (
        "try:\n    pass\nexcept E:\nx = 1\n",
        "IndentationError: expected an indented block after 'except' statement on line 3",
        4,
        1,
    ),
    (
        "try:\n    pass\nfinally:\nx = 1\n",
        "IndentationError: expected an indented block after 'finally' statement on line 3",
        4,
        1,
    ),
    ("with a:\nx = 1\n", "IndentationError: expected an indented block after 'with' statement on line 1", 2, 1),
    (
        "if x:\n    pass\nelif y:\nx = 1\n",
        "IndentationError: expected an indented block after 'elif' statement on line 3",
        4,
        1,
    ),
    ("def f():\n", "IndentationError: expected an indented block after function definition on line 1", 1, 9),
    ("1 = x\n", "SyntaxError: cannot assign to literal here. Maybe you meant '==' instead of '='?", 1, 1),
    ("f() = 1\n", "SyntaxError: cannot assign to function call here. Maybe you meant '==' instead of '='?", 1, 1),
    ("a + b = c\n", "SyntaxError: cannot assign to expression here. Maybe you meant '==' instead of '='?", 1, 1),
    ("None = 1\n", "SyntaxError: cannot assign to None", 1, 1),
    ("True = 1\n", "SyntaxError: cannot assign to True", 1, 1),
    ("a < b = c\n", "SyntaxError: cannot assign to comparison", 1, 1),
    ("'a' = c\n", "SyntaxError: cannot assign to literal here. Maybe you meant '==' instead of '='?", 1, 1),
    ("-a = c\n", "SyntaxError: cannot assign to expression here. Maybe you meant '==' instead of '='?", 1, 1),
    ("[a, 1] = c\n", "SyntaxError: cannot assign to literal", 1, 5),
    ("for 1 in x: pass\n", "SyntaxError: cannot assign to literal", 1, 5),
    ("for f() in x: pass\n", "SyntaxError: cannot assign to function call", 1, 5),
    ("with a as 1: pass\n", "SyntaxError: cannot assign to literal", 1, 11),
    ("f() += 1\n", "SyntaxError: 'function call' is an illegal expression for augmented assignment", 1, 1),
    ("(a, b) += 1\n", "SyntaxError: 'tuple' is an illegal expression for augmented assignment", 1, 1),
    ("1 += 1\n", "SyntaxError: 'literal' is an illegal expression for augmented assignment", 1, 1),
    ("del f()\n", "SyntaxError: cannot delete function call", 1, 5),
    ("del 1\n", "SyntaxError: cannot delete literal", 1, 5),
    ("del a + b\n", "SyntaxError: cannot delete expression", 1, 5),
    ("print(1\nx = 2\n", "SyntaxError: '(' was never closed", 1, 6),
    ("x = [1, 2\n", "SyntaxError: '[' was never closed", 1, 5),
    ("print(1", "SyntaxError: '(' was never closed", 1, 6),
    ("foo(a, b\ndef f():\n    pass\n", "SyntaxError: '(' was never closed", 1, 4),
    ("x = (1]\n", "SyntaxError: closing parenthesis ']' does not match opening parenthesis '('", 1, 7),
    ("x = (1,\n2]\n", "SyntaxError: closing parenthesis ']' does not match opening parenthesis '(' on line 1", 2, 2),
    ("print(1))\n", "SyntaxError: unmatched ')'", 1, 9),
    ("x = \"abc\n", "SyntaxError: unterminated string literal (detected at line 1)", 1, 5),
    ("x = \"\"\"abc\nfoo\n", "SyntaxError: unterminated triple-quoted string literal (detected at line 2)", 1, 5),
    ("x = f\"abc\n", "SyntaxError: unterminated string literal (detected at line 1)", 1, 5),
    ("x = “abc”\n", "SyntaxError: invalid character '“' (U+201C)", 1, 5),
    ("x = 1\n", "SyntaxError: invalid non-printable character U+00A0", 1, 4),
    ("x = $1\n", "SyntaxError: invalid syntax", 1, 5),
    ("x = a ? b : c\n", "SyntaxError: invalid syntax", 1, 7),
    ("x = !a\n", "SyntaxError: invalid syntax", 1, 5),
    ("x = 1 \\ 2\n", "SyntaxError: unexpected character after line continuation character", 1, 8),
    (
        "x = 0777\n",
        "SyntaxError: leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers",
        1,
        5,
    ),
    ("x = 1abc\n", "SyntaxError: invalid decimal literal", 1, 5),
    ("x = 0xg\n", "SyntaxError: invalid hexadecimal literal", 1, 6),
    ("x = 0o8\n", "SyntaxError: invalid digit '8' in octal literal", 1, 7),
    ("x = 1.2.3\n", "SyntaxError: invalid syntax", 1, 8),
    ("x = 5 6\n", "SyntaxError: invalid syntax", 1, 7),
    ("a b\n", "SyntaxError: invalid syntax", 1, 3),
    ("x = [1 2]\n", "SyntaxError: invalid syntax. Perhaps you forgot a comma?", 1, 6),
    ("f(a b)\n", "SyntaxError: invalid syntax. Perhaps you forgot a comma?", 1, 3),
    ("f(**a, *b)\n", "SyntaxError: iterable argument unpacking follows keyword argument unpacking", 1, 8),
    ("f(a=1, a=2)\n", "SyntaxError: keyword argument repeated: a", 1, 8),
    ("f(1=2)\n", "SyntaxError: expression cannot contain assignment, perhaps you meant \"==\"?", 1, 3),
    ("f(a.b=2)\n", "SyntaxError: expression cannot contain assignment, perhaps you meant \"==\"?", 1, 3),
    ("f(True=2)\n", "SyntaxError: cannot assign to True", 1, 3),
    ("f(x for x in y, 1)\n", "SyntaxError: Generator expression must be parenthesized", 1, 3),
    ("def f(a=1, b):\n    pass\n", "SyntaxError: non-default argument follows default argument", 1, 12),
    ("def f(a, a):\n    pass\n", "SyntaxError: duplicate argument 'a' in function definition", 1, 10),
    ("import\n", "SyntaxError: invalid syntax", 1, 7),
    ("from x import\n", "SyntaxError: invalid syntax", 1, 14),
    ("from x import (a, b\n", "SyntaxError: '(' was never closed", 1, 15),
    ("try:\n    pass\nx = 1\n", "SyntaxError: expected 'except' or 'finally' block", 3, 1),
    ("a++\n", "SyntaxError: invalid syntax", 1, 4),
    ("x = = 1\n", "SyntaxError: invalid syntax", 1, 5),
    ("for = 1\n", "SyntaxError: invalid syntax", 1, 5),
    ("def class():\n    pass\n", "SyntaxError: invalid syntax", 1, 5),
    ("a = 1 if b\n", "SyntaxError: expected 'else' after 'if' expression", 1, 5),
    ("x = {1: }\n", "SyntaxError: expression expected after dictionary key and ':'", 1, 7),
    ("x = {1: 2, 3}\n", "SyntaxError: ':' expected after dictionary key", 1, 12),
    ("x = {1: 2 3: 4}\n", "SyntaxError: invalid syntax. Perhaps you forgot a comma?", 1, 9),
    ("break\n", "SyntaxError: 'break' outside loop", 1, 1),
    ("def f():\n    continue\n", "SyntaxError: 'continue' not properly in loop", 2, 5),
    ("return 1\n", "SyntaxError: 'return' outside function", 1, 1),
    ("else:\n    pass\n", "SyntaxError: invalid syntax", 1, 1),
    ("elif x:\n    pass\n", "SyntaxError: invalid syntax", 1, 1),
    ("except:\n    pass\n", "SyntaxError: invalid syntax", 1, 1),
    ("try:\n    pass\nexcept:\n    pass\nexcept E:\n    pass\n", "SyntaxError: default 'except:' must be last", 3, 1),
    ("try:\n    pass\nexcept A, B:\n    pass\n", "SyntaxError: multiple exception types must be parenthesized", 3, 8),
    ("def f():\n    x = 1\n    global x\n", "SyntaxError: name 'x' is assigned to before global declaration", 3, 5),
    ("def f():\n    print(x)\n    global x\n", "SyntaxError: name 'x' is used prior to global declaration", 3, 5),
    ("def f(x):\n    global x\n", "SyntaxError: name 'x' is parameter and global", 2, 5),
    ("x = 1\nglobal x\n", "SyntaxError: name 'x' is assigned to before global declaration", 2, 1),
    ("raise from x\n", "SyntaxError: invalid syntax", 1, 7),
    ("if x: if y: pass\n", "SyntaxError: invalid syntax", 1, 7),
    ("x = 1 for i in y: pass\n", "SyntaxError: invalid syntax", 1, 7),
    ("x = 1; if y: pass\n", "SyntaxError: invalid syntax", 1, 8),
    ("x = 1 +\n", "SyntaxError: invalid syntax", 1, 8),
    ("x = (1 +)\n", "SyntaxError: invalid syntax", 1, 9),
    ("x = not\n", "SyntaxError: invalid syntax", 1, 8),
    ("x = lambda: \n", "SyntaxError: invalid syntax", 1, 13),
    ("def f:\n    pass\n", "SyntaxError: expected '('", 1, 6),
    ("def f(1):\n    pass\n", "SyntaxError: invalid syntax", 1, 7),
    ("x = '", "SyntaxError: unterminated string literal (detected at line 1)", 1, 5),
    ("x = 1 \\", "SyntaxError: unexpected EOF while parsing", 1, 8),
    ("x := 1\n", "SyntaxError: invalid syntax", 1, 3),
    ("del *a\n", "SyntaxError: cannot delete starred", 1, 5),
    ("a, b: int\n", "SyntaxError: only single target (not tuple) can be annotated", 1, 1),
    ("for x, 1 in y: pass\n", "SyntaxError: cannot assign to literal", 1, 8),
    (
        "if x:\n    # only a comment\ny = 1\n",
        "IndentationError: expected an indented block after 'if' statement on line 1",
        3,
        1,
    ),
    (
        "if f() = 1: pass\n",
        "SyntaxError: cannot assign to function call here. Maybe you meant '==' instead of '='?",
        1,
        4,
    ),
    ("while x = 1: pass\n", "SyntaxError: invalid syntax. Maybe you meant '==' or ':=' instead of '='?", 1, 7),
    ("exec \"x\"\n", "SyntaxError: Missing parentheses in call to 'exec'. Did you mean exec(...)?", 1, 1),
    ("if x:\n    return\n", "SyntaxError: 'return' outside function", 2, 5),
    ("f(a, , b)\n", "SyntaxError: invalid syntax", 1, 6),
    ("x = [1,, 2]\n", "SyntaxError: invalid syntax", 1, 8),
    ("x = {'a' 1}\n", "SyntaxError: invalid syntax. Perhaps you forgot a comma?", 1, 6),
    ("print('a' b)\n", "SyntaxError: invalid syntax. Perhaps you forgot a comma?", 1, 7),
    ("f(None=1)\n", "SyntaxError: cannot assign to None", 1, 3),
    ("if a.b = 1: pass\n", "SyntaxError: cannot assign to attribute here. Maybe you meant '==' instead of '='?", 1, 4),
    ("x = {'a': 1 'b': 2}\n", "SyntaxError: invalid syntax. Perhaps you forgot a comma?", 1, 11),
    ("f(a, b c)\n", "SyntaxError: invalid syntax. Perhaps you forgot a comma?", 1, 6),
    ("x = (a if b)\n", "SyntaxError: expected 'else' after 'if' expression", 1, 6),
    ("def f() print(1)\n", "SyntaxError: expected ':'", 1, 9),
    ("try print(1)\n", "SyntaxError: expected ':'", 1, 5),
    ("if x print(1)\n", "SyntaxError: invalid syntax", 1, 6),
    ("while x print(1)\n", "SyntaxError: invalid syntax", 1, 9),
    ("for i in range(3) print(i)\n", "SyntaxError: invalid syntax", 1, 19),
    ("f() = g() = 1\n", "SyntaxError: cannot assign to function call", 1, 1),
    ("x = a.b c\n", "SyntaxError: invalid syntax", 1, 9),
    ("lambda x y: 1\n", "SyntaxError: invalid syntax", 1, 10),
    ("x = 'a\nb = (1\n", "SyntaxError: unterminated string literal (detected at line 1)", 1, 5),
    ("x = (1,\ny = 2)\n", "SyntaxError: invalid syntax. Maybe you meant '==' or ':=' instead of '='?", 2, 1),
    ("print('a'\nprint('b')\n", "SyntaxError: '(' was never closed", 1, 6),
    ("x = }\n", "SyntaxError: unmatched '}'", 1, 5),
    ("import a.b as\n", "SyntaxError: invalid syntax", 1, 14),
    ("x = [1, 2\ny = 3\nfor i in x:\n    pass\n", "SyntaxError: '[' was never closed", 1, 5),
    (
        "if x == 1:\n    print(1)\nelse:\nprint(2)\n",
        "IndentationError: expected an indented block after 'else' statement on line 3",
        4,
        1,
    ),
];

#[test]
fn faults_are_told_as_cpython_tells_them() {
    let mut wrong = String::new();
    for &(source, expected, line, column) in AS_CPYTHON {
        let fault = fault(source);
        let told = format!("{}: {}", fault.kind.name(), fault.message);
        let place = (fault.position.line, fault.position.column);
        if (told.as_str(), place) != (expected, (line, column)) {
            wrong += &format!("{source:?}: {told} at {place:?}, not {expected} at {line}, {column}\n");
            continue;
        }
        assert_eq!(fault.line, source.lines().nth(line as usize - 1).unwrap_or_default(), "{source}");
        assert_eq!(fault.remedy, None, "{source}");
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// CPython says where the line ends, or what is before its text; this says where the text begins.
#[test]
fn faults_of_indentation_stand_where_the_text_begins() {
    for (source, message, line, column) in [
        ("x = 1\n    y = 2\n", "IndentationError: unexpected indent", 2, 5),
        (
            "def f(x):\n    return x\n  y = 2\nz = 1\n",
            "IndentationError: unindent does not match any outer indentation level",
            3,
            3,
        ),
        (
            "if x:\n    if y:\n    z\n",
            "IndentationError: expected an indented block after 'if' statement on line 2",
            3,
            5,
        ),
        ("if x:\n    a\n\tb\n", "TabError: inconsistent use of tabs and spaces in indentation", 3, 2),
    ] {
        let fault = fault(source);
        let place = (fault.position.line, fault.position.column);
        assert_eq!((format!("{}: {}", fault.kind.name(), fault.message).as_str(), place), (message, (line, column)));
    }
}

/// In 3.11, CPython reads what stands in an f-string from a copy, so its places are off; these are the real ones.
#[test]
fn faults_in_f_strings_have_their_real_place() {
    for (source, message, column) in [
        ("f\"{}\"\n", "f-string: empty expression not allowed", 4),
        ("f\"{a\"\n", "f-string: expecting '}'", 5),
        ("f\"}\"\n", "f-string: single '}' is not allowed", 3),
        ("f\"{a!x}\"\n", "f-string: invalid conversion character: expected 's', 'r', or 'a'", 6),
        ("f\"{a b}\"\n", "f-string: invalid syntax. Perhaps you forgot a comma?", 6),
        ("f\"{1 +}\"\n", "f-string: invalid syntax", 7),
        ("f\"{'\\n'}\"\n", "f-string expression part cannot include a backslash", 5),
    ] {
        let fault = fault(source);
        assert_eq!((fault.message.as_str(), fault.position.column), (message, column), "{source}");
    }
    assert_eq!(fault("f\"{a[\"b\"]}\"\n").remedy, Some(Remedy::FString));
}

#[test]
fn what_this_python_lacks_is_told_with_a_remedy() {
    for (source, line, column, what, remedy) in [
        ("x = 1\nclass A:\n    pass\n", 2, 1, "classes are", Remedy::Class),
        ("def f():\n    yield 1\n", 2, 5, "generators are", Remedy::Yield),
        ("def f():\n    x = yield from y\n", 2, 9, "generators are", Remedy::Yield),
        ("print(sum(x for x in y))\n", 1, 11, "generator expressions are", Remedy::Generator),
        ("print((x for x in y))\n", 1, 7, "generator expressions are", Remedy::Generator),
        ("f = lambda x: x\n", 1, 5, "lambda is", Remedy::Lambda),
        ("s = {1, 2}\n", 1, 5, "sets are", Remedy::Set),
        ("s = {x for x in y}\n", 1, 5, "set comprehensions are", Remedy::Set),
        ("@cache\ndef f():\n    pass\n", 1, 1, "decorators are", Remedy::Decorator),
        ("def f():\n    nonlocal x\n", 2, 5, "nonlocal is", Remedy::Nonlocal),
        ("print(*x)\n", 1, 7, "* in a call is", Remedy::Star),
        ("print(**x)\n", 1, 7, "** in a call is", Remedy::Star),
        ("x = [*y]\n", 1, 6, "* in a list or tuple is", Remedy::Star),
        ("x = {**y}\n", 1, 8, "** in a dict is", Remedy::Star),
        ("a, *b = c\n", 1, 4, "* in an assignment is", Remedy::StarAssign),
        ("def f(*a):\n    pass\n", 1, 7, "parameters with * or ** are", Remedy::Star),
        ("def f(**a):\n    pass\n", 1, 7, "parameters with * or ** are", Remedy::Star),
        ("def f(*, a):\n    pass\n", 1, 10, "keyword-only parameters are", Remedy::KeywordOnly),
        ("def f(a, /):\n    pass\n", 1, 7, "positional-only parameters are", Remedy::PositionalOnly),
        ("if (x := 1):\n    pass\n", 1, 5, "assignment in an expression with := is", Remedy::Walrus),
        ("match x:\n    case 1:\n        pass\n", 1, 1, "match is", Remedy::Match),
        ("async def f():\n    pass\n", 1, 1, "async functions are", Remedy::Async),
        ("async def f():\n    await x\n", 1, 1, "async functions are", Remedy::Async),
        ("from threading import *\n", 1, 23, "import * is", Remedy::Import),
        ("from . import x\n", 1, 1, "imports relative to a package are", Remedy::Import),
        ("x = 2j\n", 1, 5, "complex numbers are", Remedy::Complex),
        ("x = b'a'\n", 1, 5, "bytes are", Remedy::Bytes),
        ("x = a @ b\n", 1, 5, "the operator @ is", Remedy::Matrix),
        ("a @= b\n", 1, 1, "the operator @= is", Remedy::Matrix),
        ("x = ...\n", 1, 5, "... is", Remedy::Ellipsis),
        ("try:\n    pass\nexcept* E:\n    pass\n", 1, 1, "except* is", Remedy::ExceptStar),
        ("del a.b\n", 1, 5, "del of an attribute is", Remedy::DeleteAttribute),
    ] {
        let fault = fault(source);
        assert_eq!(fault.message, format!("{what} not supported here"), "{source}");
        assert_eq!((fault.position.line, fault.position.column), (line, column), "{source}");
        assert_eq!(fault.remedy, Some(remedy), "{source}");
    }
}

#[test]
fn a_local_of_a_function_around_cannot_be_reached() {
    let fault = fault("def f():\n    n = 1\n    def g():\n        return n\n    return g\n");
    assert_eq!(fault.message, "'n' is a local of f(); closures are not supported here");
    assert_eq!((fault.position.line, fault.position.column, fault.remedy), (4, 16, Some(Remedy::Closure)));
    for fine in [
        "def f():\n    global n\n    n = 1\n    def g():\n        return n\n    return g\n",
        "def f():\n    n = 1\n    def g(n=n):\n        return n\n    return g\n",
        "def f():\n    x = [n for n in y]\n    def g():\n        return n\n    return g\n",
        "n = 1\ndef f():\n    def g():\n        return n\n    return g\n",
    ] {
        assert!(compile("test.py", fine).is_ok(), "{fine}");
    }
}

#[test]
fn an_integer_with_too_many_digits_is_refused() {
    assert!(compile("test.py", &format!("x = {}\n", "9".repeat(4300))).is_ok());
    assert!(compile("test.py", &format!("x = 0x{}\n", "f".repeat(9000))).is_ok());
    let fault = fault(&format!("x = {}\n", "9".repeat(4301)));
    assert!(fault.message.starts_with("Exceeds the limit (4300 digits) for integer string conversion: value has 4301"));
}

#[test]
fn places_count_characters() {
    let conditional = fault("x = 'çağrı' + 'ş' if y\n");
    assert_eq!((conditional.position.line, conditional.position.column), (1, 5));
    let fault = fault("ö = 1\r\nçıktı = ü ğ\r\n");
    assert_eq!((fault.position.line, fault.position.column, fault.line.as_str()), (2, 11, "çıktı = ü ğ"));
}

#[test]
fn codes_of_remedies_differ() {
    let mut codes: Vec<&str> = Remedy::ALL.iter().map(|remedy| remedy.code()).collect();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), Remedy::ALL.len());
}
