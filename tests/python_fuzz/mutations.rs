//! Mutations of the programs of the corpus.

use std::iter;

use crate::random::Rng;

/// Texts that replace parts of a program: most are Python, and some are not supported by the small one.
#[rustfmt::skip]
const PIECES: &[&str] = &[
    "9223372036854775807", "10**20", "10**9", "2**100", "1e400", "0x_ff", "0o8", "1_000", "0b", "1.e", "00", "-1",
    "0.1", "1j", "''", "'a' * 10**9", "'", "\"\"\"", "f'{x}'", "f'{x!r:>{w}}'", "f'{'", "f'{x:{y:{z}}}'", "r'\\'",
    "b'x'", "'\\N{DASH}'", "'\\x'", "[", "]", "(", ")", "{", "}", "[0] * 10**9", "[[]] * 3", "{1: 2}", "(1,)",
    "range(10**12)", "list(range(10**12))", ":", ",", ".", ";", "=", "==", "+=", "**", "//", ">>", "<<", "->", ":=",
    "@", "~", "!", "$", "?", "\\", "\\\n", "#", "`", "\n", "\n    ", "\n\t", "\n        ", " ", "\r", "\x0c", "\0",
    "\u{feff}", "é", "日本", "🐍", "\u{202e}", "²", "ﬁ", "if x:", "else:", "elif", "while True:", "while True: pass",
    "for x in", "in", "not", "is", "and", "or", "def f():", "def f(a, a):", "return", "yield", "lambda: 0",
    "class C:", "import os", "from time import *", "global x", "nonlocal x", "del x", "pass", "break", "continue",
    "try:", "except:", "finally:", "raise", "with x:", "assert", "async", "await", "match x:", "case _:", "None",
    "True", "print", "len", "sum", "sorted", "str", "int", "type", "repr", "__name__", "x", "self", "_", "*args",
    "**kwargs", "*x, = y", "x: int = 5", "print(x := 5)", "[x for x in x]", "{x: x for x in x}", "(x for x in x)",
    "{*x}", "x[::]", "x[1:2, 3]", "x.y.z", "x()()", "x if y else z", "a < b < c", "a = b = c",
    "Thread(target=print).start()",
];

/// Numbers that replace numbers.
#[rustfmt::skip]
const NUMBERS: &[&str] = &[
    "0", "1", "2", "10", "1000", "10000000", "9223372036854775807", "9223372036854775808", "0.5", "1e308", "1e400", "1e-400",
    "0xffff", "99999999999999999999999999",
];

/// Operators of one character, which replace each other.
const OPERATORS: &[&str] = &["+", "-", "*", "/", "%", "&", "|", "^", "<", ">"];

/// The begin and the end of expressions that can be nested.
#[rustfmt::skip]
const NESTS: &[(&str, &str)] = &[
    ("(", ")"), ("[", "]"), ("{1: ", "}"), ("-", ""), ("not ", ""), ("x[", "]"), ("f(", ")"), ("f'{", "}'"),
    ("1 + (", ")"), ("[x for x in ", "]"), ("1 if x else ", ""), ("x.y", ""), ("()", ""), ("2 ** ", ""),
    ("a and ", ""), ("1 < ", ""), ("x = ", ""),
];

/// First lines of statements with a block.
const BLOCKS: &[&str] =
    &["if x:", "for x in [1]:", "while x:", "try:", "def f():", "with x:", "else:", "except:", "finally:"];

/// Depths of nesting, up to some that no parser may reach by recursion.
const DEPTHS: &[usize] = &[2, 20, 90, 110, 1_000, 20_000];

/// Returns a source that resembles a program of the corpus.
pub fn source(rng: &mut Rng, corpus: &[String]) -> String {
    let first = &corpus[rng.below(corpus.len())];
    let mut source = match rng.below(10) {
        0..=6 => alike(rng, first),
        7 | 8 => program(rng, first, corpus),
        _ => excerpt(rng, first),
    };
    if rng.percent(6) {
        source = bytes(rng, source);
    }
    if rng.percent(5) {
        source = nested(rng) + &source;
    }
    source
}

/// Returns a text that is likely to compile: words replace words, numbers replace numbers, and lines move.
fn alike(rng: &mut Rng, first: &str) -> String {
    let mut lines: Vec<&str> = first.split_inclusive('\n').collect();
    for _ in 0..rng.below(3) {
        let (at, other) = (rng.below(lines.len()), rng.below(lines.len()));
        let indent = |line: &str| line.len() - line.trim_start().len();
        match rng.below(4) {
            0 if lines.len() > 1 => drop(lines.remove(at)),
            1 if indent(lines[at]) == indent(lines[other]) => lines.swap(at, other),
            2 if indent(lines[at]) == indent(lines[other]) => lines[at] = lines[other],
            _ => lines.insert(at, lines[at]),
        }
    }
    let text = lines.concat();
    let mut parts = parts(&text);
    for _ in 0..1 + rng.below(8) {
        let (at, other) = (rng.below(parts.len()), rng.below(parts.len()));
        let sort = |part: &str| part.chars().next().map(|c| (c.is_ascii_digit(), c.is_alphabetic(), c.is_whitespace()));
        let is_operator = |part: &str| OPERATORS.contains(&part);
        if sort(parts[at]) == Some((true, false, false)) {
            parts[at] = rng.pick(NUMBERS);
        } else if is_operator(parts[at]) {
            parts[at] = rng.pick(OPERATORS);
        } else if sort(parts[at]) == sort(parts[other]) && sort(parts[at]) == Some((false, true, false)) {
            parts[at] = parts[other];
        }
    }
    parts.concat()
}

/// Returns a program with a few of its parts changed.
fn program(rng: &mut Rng, first: &str, corpus: &[String]) -> String {
    let mut parts: Vec<&str> = parts(first);
    for _ in 0..1 + rng.below(6) {
        if parts.is_empty() {
            break;
        }
        let (at, other) = (rng.below(parts.len()), rng.below(parts.len()));
        match rng.below(9) {
            0 => drop(parts.remove(at)),
            1 => parts.insert(other, parts[at]),
            2 => parts.swap(at, other),
            3..=5 => parts[at] = rng.pick(PIECES),
            6 => parts.insert(at, rng.pick(PIECES)),
            7 => {
                let second = self::parts(&corpus[rng.below(corpus.len())]);
                parts.truncate(at);
                parts.extend(&second[rng.below(second.len())..]);
            }
            _ => {
                let (low, high) = (at.min(other), at.max(other));
                let run: Vec<_> = parts[low..high.min(low + 40)].to_vec();
                parts.splice(low..low, run);
            }
        }
    }
    parts.concat()
}

/// Returns some parts in a row.
fn excerpt(rng: &mut Rng, from: &str) -> String {
    let parts = parts(from);
    let start = rng.below(parts.len());
    let end = start + 1 + rng.below(parts.len() - start);
    let pieces: String = (0..rng.below(4)).map(|_| rng.pick(PIECES)).collect();
    parts[start..end].concat() + &pieces
}

/// Changes bytes, and replaces those that are no longer UTF-8.
fn bytes(rng: &mut Rng, source: String) -> String {
    let mut bytes = source.into_bytes();
    for _ in 0..1 + rng.below(10) {
        if bytes.is_empty() {
            break;
        }
        let at = rng.below(bytes.len());
        match rng.below(3) {
            0 => bytes[at] = rng.next() as u8,
            1 => bytes[at] ^= 1 << rng.below(8),
            _ => bytes.truncate(at),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Returns a deeply nested expression or block.
fn nested(rng: &mut Rng) -> String {
    let depth = rng.pick(DEPTHS);
    if rng.percent(30) {
        let depth = depth.min(300);
        let block = rng.pick(BLOCKS);
        let lines = (0..depth).map(|level| format!("{:level$}{block}\n", ""));
        return lines.chain(iter::once(format!("{:depth$}pass\n", ""))).collect();
    }
    let (open, close) = rng.pick(NESTS);
    let inner = rng.pick(&["x", "1", "", "x = 1"]);
    format!(
        "x = 1\nx = {}{inner}{}\n",
        open.repeat(depth),
        close.repeat(if rng.percent(80) { depth } else { depth / 2 })
    )
}

/// Splits a source into words, numbers, spaces, and all other characters one by one.
fn parts(source: &str) -> Vec<&str> {
    let kind = |c: char| match c {
        _ if c.is_alphanumeric() || c == '_' => 0,
        ' ' => 1,
        _ => 2,
    };
    let mut parts = Vec::new();
    let mut start = 0;
    for ((_, before), (at, c)) in source.char_indices().zip(source.char_indices().skip(1)) {
        if kind(before) != kind(c) || kind(c) == 2 {
            parts.push(&source[start..at]);
            start = at;
        }
    }
    parts.push(&source[start..]);
    parts
}
