//! Nothing that is nested makes the stack overflow, and what is only long compiles.

use crate::{
    code::Program,
    compile::compile,
    fault::{Remedy, SyntaxFault},
};

/// Half of the stack that there is in a page.
const STACK_BYTES: usize = 512 * 1024;

fn in_small_stack(source: String) -> Result<Program, SyntaxFault> {
    let thread = std::thread::Builder::new().stack_size(STACK_BYTES).spawn(move || compile("test.py", &source));
    thread.expect("a thread starts").join().expect("the stack is large enough")
}

fn is_refused(source: String) {
    let fault = in_small_stack(source.clone()).expect_err(&source[..source.len().min(80)]);
    assert_eq!(fault.remedy, Some(Remedy::Nesting), "{fault}");
}

/// Things that are nested `count` times.
fn nested(count: usize) -> Vec<String> {
    let around =
        |open: &str, inner: &str, close: &str| format!("x = {}{inner}{}\n", open.repeat(count), close.repeat(count));
    let mut blocks = String::new();
    for level in 0..count.min(99) {
        blocks += &format!("{}if x:\n", " ".repeat(level));
    }
    blocks += &format!("{}pass\n", " ".repeat(count.min(99)));
    vec![
        around("(", "1", ")"),
        around("[", "1", "]"),
        around("{1: ", "1", "}"),
        around("f(", "1", ")"),
        around("f(a=", "1", ")"),
        around("a[", "1", "]"),
        around("[x for x in ", "y", "]"),
        around("- ", "1", ""),
        around("not ", "1", ""),
        around("1 ** ", "1", ""),
        around("lambda: ", "1", ""),
        around("a if b else ", "1", ""),
        around("a or b and ", "1", ""),
        around("a < ", "b", ""),
        around("", "f", "()"),
        around("", "a", ".b"),
        around("", "a", "[0]"),
        around("1", "", " + 1"),
        around("f'{", "1", "}'"),
        around("", "1", " if x else y"),
        blocks,
    ]
}

#[test]
fn what_is_nested_within_the_limit_needs_no_large_stack() {
    for source in nested(95).into_iter().chain(nested(195)) {
        // Some are faults of their own; all come back.
        let _ = in_small_stack(source);
    }
    for source in [nested(95)[0].clone(), nested(95)[3].clone(), nested(95)[17].clone(), nested(95)[20].clone()] {
        assert!(in_small_stack(source.clone()).is_ok(), "{source}");
    }
}

#[test]
fn what_is_nested_too_deeply_is_refused() {
    for (index, source) in nested(2_500).into_iter().enumerate() {
        match in_small_stack(source.clone()) {
            Ok(_) => assert_eq!(index, 20, "{}", &source[..80]),
            // Brackets have a limit of their own, which is CPython's, and f-strings end at their quotes.
            Err(fault) if fault.message == "too many nested parentheses" => assert!(index < 7 || index == 18),
            Err(fault) if fault.message.starts_with("f-string") => assert_eq!(index, 18),
            Err(fault) => assert_eq!(fault.remedy, Some(Remedy::Nesting), "{fault}"),
        }
    }
    is_refused(format!("x = 1\ny = {}1\nz = 1\n", "- ".repeat(5_000)));
    is_refused("async ".repeat(5_000));
    is_refused("lambda a, b: ".repeat(2_000));
    let deep: String = (0..150).map(|level| format!("{}if x:\n", " ".repeat(level))).collect();
    let fault = in_small_stack(deep).expect_err("CPython has a limit as well");
    assert_eq!(fault.message, "too many levels of indentation");
}

#[test]
fn the_place_of_what_is_nested_is_told() {
    let fault =
        compile("test.py", &format!("x = '''\n\n'''\n  # comment\ny = 1\nif y:\n  z = {}1\n", "- ".repeat(900)))
            .expect_err("it is nested too deeply");
    assert_eq!((fault.position.line, fault.position.column), (7, 3));
}

#[test]
fn an_unclosed_bracket_is_told_as_such_however_much_follows() {
    let fault =
        compile("test.py", &format!("x = f(1\n{}", "y = a + b * c\n".repeat(500))).expect_err("it is not closed");
    assert_eq!((fault.message.as_str(), fault.position.line, fault.position.column), ("'(' was never closed", 1, 6));
}

#[test]
fn what_is_only_long_compiles() {
    let numbers: Vec<String> = (0..5_000).map(|number| format!("-{number}")).collect();
    let chain: String = (0..500).map(|number| format!("elif x == {number}:\n    y = {number} + 1\n")).collect();
    for source in [
        format!("x = [{}]\n", numbers.join(", ")),
        format!("x = ({})\n", numbers.join(", ")),
        format!("x = {}\n", numbers.join(", ")),
        format!(
            "x = {{{}}}\n",
            numbers[..3_000].iter().map(|key| format!("{key}: ({key},)")).collect::<Vec<_>>().join(", ")
        ),
        format!("print({})\n", numbers.join(",\n")),
        format!("x = {}\n", vec!["1"; 100].join(" + ")),
        format!("x = {}\n", vec!["a"; 100].join(" and ")),
        format!("x = {}\n", vec!["'text'"; 5_000].join(" ")),
        format!("x = f'{}'\n", "{a + 1:>{w}}".repeat(3_000)),
        format!("if x:\n    pass\n{chain}"),
        "def f():\n    return [x for x in y if x]\n".repeat(1_000),
        "try:\n    x = 1\nexcept E as e:\n    pass\nfinally:\n    pass\n".repeat(800),
        "# only a comment\n".repeat(3_000),
    ] {
        if let Err(fault) = in_small_stack(source.clone()) {
            panic!("{fault}\n{}", &source[..source.len().min(200)]);
        }
    }
}

#[test]
fn a_long_source_is_refused() {
    let source = "x = 1\n".repeat(11_000);
    assert!(compile("test.py", &source).expect_err("it is too long").message.starts_with("the program is too long"));
}

#[test]
fn finally_in_finally_is_kept_in_bounds() {
    // Each finally is copied twice, the innermost of these 2^18 times.
    let mut source = String::new();
    for level in 0..18 {
        let indent = " ".repeat(level);
        source += &format!("{indent}try:\n{indent} a()\n{indent}finally:\n");
    }
    source += &format!("{}b()\n", " ".repeat(18));
    assert_eq!(compile("test.py", &source).expect_err("it is too long").message, "the program is too long");
    let deep: String = (0..30).map(|level| format!("{}for x in y:\n", " ".repeat(level))).collect();
    let source = format!("{deep}{}pass\n", " ".repeat(30));
    assert_eq!(compile("test.py", &source).expect_err("too many").message, "too many statically nested blocks");
}
