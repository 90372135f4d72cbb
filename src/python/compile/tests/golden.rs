//! Instructions of small programs, read through by hand: `golden.txt` has each with its name, its source and what is
//! made of one of its functions; 0 is the module.

use super::{listing, program};

#[test]
fn instructions_are_as_they_were_read_through() {
    let mut wrong = String::new();
    for part in include_str!("golden.txt").split("### ").skip(1) {
        let (head, rest) = part.split_once('\n').expect("a name");
        let (name, function) = head.split_once(", function ").expect("a function");
        let (source, expected) = rest.split_once("---\n").expect("instructions");
        let function = function.parse().expect("a number");
        let made = listing(&program(source), function);
        if made.trim_end() != expected.trim_end() {
            wrong += &format!("### {name}\n{source}---\n{made}\n\n");
        }
    }
    assert!(wrong.is_empty(), "this is made now:\n{wrong}");
}

#[test]
fn the_depth_of_the_stack_is_known() {
    for (source, depth) in [
        ("", 1),
        ("x = 1\n", 1),
        ("x = [1, 2, 3, 4]\n", 4),
        ("f(1, 2, 3)\n", 4),
        ("a.f(1, 2)\n", 4),
        ("x = {1: 2, 3: 4}\n", 4),
        ("for x in y:\n    for z in x:\n        f(z)\n", 4),
        ("a[b] += 1\n", 4),
    ] {
        assert_eq!(program(source).functions[0].stack, depth, "{source}");
    }
}

#[test]
fn places_of_instructions_are_those_of_their_expressions() {
    let program = program("x = (\n    a +\n    b.c(1)\n     .d()\n)\n");
    let lines = program.disassemble(0);
    let place = |name: &str, argument: &str| {
        let line = lines.iter().find(|line| line.name == name && line.argument == argument).expect(argument);
        (line.position.line, line.position.column)
    };
    assert_eq!(place("LOAD_NAME", "a"), (2, 5));
    assert_eq!(place("BINARY_OP", "+"), (2, 5));
    assert_eq!(place("LOAD_METHOD", "c"), (3, 5));
    // CPython tells the line of a method in a chain over several lines as well.
    assert_eq!(place("LOAD_METHOD", "d"), (4, 7));
    assert_eq!(place("STORE_NAME", "x"), (1, 1));
}

#[test]
fn constants_that_only_look_equal_are_kept_apart() {
    let program =
        program("x = (1, 1.0, True, '1', 0.0, -0.0, -1, 2 ** 64, 18446744073709551616, -9223372036854775808)\n");
    // 2 and 64 are two of them; nothing but a minus before a number is computed at compile time. None ends the module.
    assert_eq!(program.constants.len(), 12);
}

#[test]
fn docstrings_and_annotations_cost_nothing() {
    let with = program(
        "\"\"\"Text.\"\"\"\nx: int = 1\ny: 'str'\ndef f(a: int, b: float = 1) -> str:\n    'Text.'\n    z: int\n",
    );
    let without = program("x = 1\ndef f(a, b=1):\n    pass\n");
    for function in 0..2 {
        assert_eq!(listing(&with, function), listing(&without, function));
    }
    assert_eq!(with.functions[1].locals, ["a", "b", "z"]);
}

#[test]
fn modules_that_are_imported_are_known() {
    let program = program(
        "import threading as t, os.path\nfrom __future__ import annotations\ndef f():\n    from time import sleep\n    import os.path\n",
    );
    assert_eq!(program.imports, ["threading", "os.path", "time"]);
}

#[test]
fn a_comprehension_uses_its_slots_again() {
    let program = program(
        "def f(x):\n    a = [x for x in x]\n    b = [x for x in a]\n    return [[x for x in y] for x, y in b]\n",
    );
    assert_eq!(program.functions[1].locals, ["x", "a", "b", "x", "y", "x"]);
}
