//! Random statements. Loops end: their ranges are bounded, and the values that a program keeps are cut to a size.

use std::fmt::Write;

use super::expressions::{EACH, KEPT, KEYS, Type, any, boolean, expression, literal, names, slice, small, variable};
use crate::support::random::Rng;

/// Stands before all programs: a function that keeps values small.
pub const PRELUDE: &str = "\
def c(v):
    if isinstance(v, int):
        return v if -10**40 < v < 10**40 else v % 1000003
    if isinstance(v, float):
        return v if -1e200 < v < 1e200 else 1.5
    if isinstance(v, dict):
        return v if len(v) < 40 else {}
    return v if len(v) < 40 else v[:40]

";

const NUMBERS: [&str; 6] = ["+=", "-=", "*=", "//=", "%=", "^="];
#[rustfmt::skip]
const RAISED: [&str; 7] =
    ["ValueError", "KeyError", "TypeError", "ZeroDivisionError", "RuntimeError", "IndexError", "AssertionError"];
#[rustfmt::skip]
const CAUGHT: [&str; 9] = [
    "ValueError", "KeyError", "TypeError", "ZeroDivisionError", "LookupError", "ArithmeticError", "Exception",
    "(ValueError, TypeError)", "(IndexError, NameError)",
];
/// Operations that may get a value of the wrong type; `A` and `B` stand for any expression.
#[rustfmt::skip]
const PROVOKED: [&str; 46] = [
    "A + B", "A - B", "A // B", "A / B", "A & B", "A < B", "A >= B", "A in B", "A[B]", "A[B:]", "A()", "-(A)", "~(A)",
    "len(A)", "abs(A)", "sum(A)", "int(A)", "float(A)", "list(A)", "tuple(A)", "dict(A)", "sorted(A)", "min(A)",
    "max(A, B)", "round(A)", "ord(A)", "chr(A)", "range(A and 3)", "range(A and 3, B and 5)", "divmod(A, B)", "','.join(A)",
    "(A).upper()", "(A).missing", "(A).append(B)", "(A).index(B)", "[x for x in A]", "{A: B}", "isinstance(A, B)",
    "list(reversed(A))", "list(enumerate(A))", "list(zip(A, B))", "str(A)[:60]", "[1, 2][A]", "'abc'[A]", "(1, 2)[A]",
    "{1: 2, 'a': 3}[A]",
];

/// Writes a line of the program, at its indentation.
macro_rules! line {
    ($writer:expr, $($text:tt)*) => {{
        let text = format!($($text)*);
        $writer.line(&text);
    }};
}

/// One program, as lines that stand at the outermost level.
pub struct Writer<'a> {
    rng: &'a mut Rng,
    lines: String,
    indent: usize,
    loops: usize,
    /// The program's number, which is part of the names of its functions.
    number: usize,
    in_function: bool,
}

/// Returns a random program, which prints the exceptions that it raises.
pub fn program(rng: &mut Rng, number: usize) -> String {
    let in_function = rng.percent(60);
    let mut writer = Writer { rng, lines: String::new(), indent: 0, loops: 0, number, in_function };
    writer.helper();
    writer.line(&format!("print('@', {number})"));
    if in_function {
        writer.line(&format!("def p{number}():"));
        writer.body();
        writer.line("try:");
        writer.line(&format!("    print(p{number}())"));
    } else {
        writer.line("try:");
        writer.body();
    }
    writer.line("except Exception as e:");
    writer.line("    print('!', type(e).__name__, e, type(e.__context__).__name__)");
    writer.lines
}

impl Writer<'_> {
    fn line(&mut self, text: &str) {
        writeln!(self.lines, "{:indent$}{text}", "", indent = 4 * self.indent).expect("writing into a String succeeds");
    }

    /// Writes a function of the program, with defaults.
    fn helper(&mut self) {
        let number = self.number;
        let default = literal(self.rng, Type::Int);
        line!(self, "def g{number}(a, b={default}, c=2):");
        self.indent += 1;
        let test = self.rng.pick(&["a < b", "a == c", "b", "a % 2", "a != b != c"]);
        let early = self.rng.pick(&["a - b", "b // a", "c", "a * 2", "[a, b][c]"]);
        line!(self, "if {test}:");
        line!(self, "    return {early}");
        if self.rng.percent(40) {
            line!(self, "if -9 < a and a > 0 and a < 9:");
            line!(self, "    return g{number}(a - 1, b, c + 1) + {}", self.rng.pick(&["a", "b", "1"]));
        }
        let result = self.rng.pick(&["a + b * c", "a % c", "b - a", "(a + b) // (c - 2)", "abs(a) + c"]);
        line!(self, "return {result}");
        self.indent -= 1;
    }

    fn body(&mut self) {
        self.indent += 1;
        for of in KEPT {
            for name in names(of) {
                // A name without a value is an exception, too. In a function its message differs for a comprehension,
                // which under CPython 3.11 is a function of its own.
                if self.in_function || self.rng.percent(97) {
                    line!(self, "{name} = {}", literal(self.rng, of));
                }
            }
        }
        for _ in 0..4 + self.rng.below(7) {
            // Otherwise most programs would end with the first exception.
            if self.rng.percent(70) {
                self.guarded();
            } else {
                self.statement(2);
            }
        }
        line!(self, "print(i0, i1, f0, f1, [s0, s1])");
        line!(self, "print(l0, l1, d0, d1, t0, t1)");
        if self.in_function {
            let result = any(self.rng, 2);
            line!(self, "return {result}");
        }
        self.indent -= 1;
    }

    /// Writes a statement whose exception is printed before the program goes on.
    fn guarded(&mut self) {
        line!(self, "try:");
        self.indent += 1;
        self.statement(2);
        self.indent -= 1;
        line!(self, "except Exception as e:");
        line!(self, "    print(type(e).__name__, e)");
    }

    fn block(&mut self, depth: usize) {
        self.indent += 1;
        for _ in 0..1 + self.rng.below(3) {
            self.statement(depth);
        }
        self.indent -= 1;
    }

    /// Writes a statement, with others inside it at most `depth` levels deep.
    fn statement(&mut self, depth: usize) {
        match self.rng.below(if depth > 0 { 30 } else { 20 }) {
            0..=3 => self.assign(),
            4 | 5 => self.augmented(),
            6 | 7 => self.change_list(),
            8 | 9 => self.change_dict(),
            10 | 11 => {
                let (first, second) = (any(self.rng, 3), any(self.rng, 2));
                line!(self, "print({first}, {second})");
            }
            12 | 13 => self.provoke(),
            14 => self.call(),
            15 => self.unpack(),
            16 => self.leave(),
            17 => {
                let (test, message) = (boolean(self.rng, 2), self.rng.pick(&["", ", 'failed'", ", i0"]));
                line!(self, "assert {test}{message}");
            }
            18 => self.change_slice(),
            19 => {
                let target = self.slice_target();
                line!(self, "del {target}");
            }
            20..=22 => self.branch(depth - 1),
            23..=26 => self.repeat(depth - 1),
            _ => self.attempt(depth - 1),
        }
    }

    fn assign(&mut self) {
        let of = self.rng.pick(&KEPT);
        let (target, value) = (variable(self.rng, of), expression(self.rng, of, 3));
        match self.rng.below(8) {
            0 => {
                let second = variable(self.rng, of);
                line!(self, "{target} = {second} = c({value})");
            }
            1 => {
                let second = variable(self.rng, of);
                line!(self, "{target}, {second} = {second}, {target}");
            }
            _ => line!(self, "{target} = c({value})"),
        }
    }

    fn augmented(&mut self) {
        let (of, op, value) = match self.rng.below(6) {
            0..=2 => (Type::Int, self.rng.pick(&NUMBERS), expression(self.rng, Type::Int, 2)),
            3 => (
                Type::Float,
                self.rng.pick(&["+=", "-=", "*=", "/=", "//=", "%="]),
                expression(self.rng, Type::Float, 2),
            ),
            4 => (Type::Str, "+=", expression(self.rng, Type::Str, 1)),
            _ => (Type::List, "+=", expression(self.rng, Type::List, 1)),
        };
        let target = variable(self.rng, of);
        line!(self, "{target} {op} {value}");
        line!(self, "{target} = c({target})");
    }

    fn change_list(&mut self) {
        let (list, value) = (variable(self.rng, Type::List), expression(self.rng, Type::Int, 2));
        let place = small(self.rng);
        match self.rng.below(11) {
            0..=2 => line!(self, "if len({list}) < 30: {list}.append(c({value}))"),
            3 => line!(self, "if len({list}) < 30: {list}.insert({place}, c({value}))"),
            4 => line!(self, "if len({list}) < 30: {list}.extend({}[:5])", variable(self.rng, Type::Tuple)),
            5 => line!(self, "print({list}.pop({}))", self.rng.pick(&["", "0", "-2", "5"])),
            6 => line!(self, "{list}.remove({value})"),
            7 => line!(self, "{list}.{}()", self.rng.pick(&["sort", "reverse", "clear"])),
            8 => line!(self, "{list}.sort(reverse=True)"),
            9 => line!(self, "{list}[{place}] = c({value})"),
            _ => line!(self, "{list}[{place}] += {}", self.rng.below(9)),
        }
    }

    fn change_dict(&mut self) {
        let (dict, value) = (variable(self.rng, Type::Dict), expression(self.rng, Type::Int, 2));
        let key = self.rng.pick(&KEYS);
        match self.rng.below(8) {
            0..=2 => line!(self, "{dict}[{key}] = c({value})"),
            3 => line!(self, "{dict}[{key}] = {dict}.get({key}, 0) + 1"),
            4 => line!(self, "{dict}[{key}] += {}", self.rng.below(9)),
            5 => line!(self, "print({dict}.setdefault({key}, c({value})))"),
            6 => line!(self, "{dict}.update({})", expression(self.rng, Type::Dict, 1)),
            // A loop over the dictionary might go on over the others, so this happens outside of loops only.
            _ if self.loops == 0 => {
                let how =
                    self.rng.pick(&["print(D.pop(K))", "del D[K]", "print(D.pop(K, None))", "print(D.popitem())"]);
                line!(self, "{}", how.replace('D', &dict).replace('K', key));
            }
            _ => line!(self, "print({dict})"),
        }
    }

    /// Writes an operation that is often an error.
    fn provoke(&mut self) {
        let (a, b) = (any(self.rng, 1), any(self.rng, 1));
        let asked = self
            .rng
            .pick(&PROVOKED)
            .replace('B', "\0")
            .replace('A', &format!("({a})"))
            .replace('\0', &format!("({b})"));
        line!(self, "try:");
        line!(self, "    print(str({asked})[:15])");
        line!(self, "except Exception as e:");
        line!(self, "    print(type(e).__name__, e)");
    }

    fn call(&mut self) {
        let number = self.number;
        let (a, b) = (expression(self.rng, Type::Int, 1), expression(self.rng, Type::Int, 1));
        let arguments = match self.rng.below(9) {
            0 => a.to_string(),
            1 => format!("{a}, {b}"),
            2 => format!("{a}, c={b}"),
            3 => format!("b={a}, a={b}"),
            4 => format!("{a}, {b}, {}", self.rng.below(4)),
            5 => format!("{a}, a={b}"),
            6 => format!("{a}, x={b}"),
            7 => String::new(),
            _ => format!("{a}, {b}, 1, 2"),
        };
        let target = variable(self.rng, Type::Int);
        line!(self, "{target} = c(g{number}({arguments}))");
    }

    fn unpack(&mut self) {
        let of = self.rng.pick(&[Type::List, Type::Tuple]);
        let value = expression(self.rng, of, 2);
        match self.rng.below(3) {
            0 => line!(self, "i0, i1 = {value}"),
            1 => line!(self, "[i1] = {value}"),
            _ => line!(self, "(i0, i1), f0 = {value}[:2], f1"),
        }
    }

    /// Writes a way out of a loop, a function or the program.
    fn leave(&mut self) {
        match self.rng.below(4) {
            0 if self.loops > 0 => {
                let (word, test) = (self.rng.pick(&["break", "continue"]), boolean(self.rng, 1));
                line!(self, "if {test}: {word}");
            }
            1 if self.in_function => {
                let (test, value) = (boolean(self.rng, 1), any(self.rng, 1));
                line!(self, "if {test}: return {value}");
            }
            2 => {
                let (test, kind, value) = (boolean(self.rng, 1), self.rng.pick(&RAISED), any(self.rng, 1));
                line!(self, "if {test}: raise {kind}({value})");
            }
            _ => line!(self, "pass"),
        }
    }

    /// Outside of loops only: a loop over the same list might never end.
    fn change_slice(&mut self) {
        let (target, value) = (self.slice_target(), expression(self.rng, Type::List, 1));
        if self.loops == 0 {
            line!(self, "{target} = {value}");
        } else {
            line!(self, "print({target}, {value})");
        }
    }

    fn slice_target(&mut self) -> String {
        format!("{}[{}]", variable(self.rng, Type::List), slice(self.rng))
    }

    fn branch(&mut self, depth: usize) {
        let test = boolean(self.rng, 2);
        line!(self, "if {test}:");
        self.block(depth);
        if self.rng.percent(40) {
            let test = any(self.rng, 2);
            line!(self, "elif {test}:");
            self.block(depth);
        }
        if self.rng.percent(50) {
            line!(self, "else:");
            self.block(depth);
        }
    }

    fn repeat(&mut self, depth: usize) {
        self.loops += 1;
        let header = match self.rng.below(8) {
            0 | 1 => format!("for i{} in range({}, {}):", self.rng.below(EACH), self.rng.below(3), self.rng.below(6)),
            2 => format!("for i{} in {}:", self.rng.below(EACH), expression(self.rng, Type::List, 1)),
            3 => format!("for s{} in {}:", self.rng.below(EACH), expression(self.rng, Type::Str, 1)),
            4 => format!("for s0 in {}:", variable(self.rng, Type::Dict)),
            5 => format!("for s1, i1 in {}.items():", expression(self.rng, Type::Dict, 1)),
            6 => format!("for i0, i1 in {}:", self.rng.pick(&["enumerate(l0)", "zip(l0, t0)", "zip(range(4), l1)"])),
            _ => {
                let name = format!("w{}", self.loops);
                line!(self, "{name} = {}", self.rng.below(6));
                line!(self, "while {name} > 0:");
                line!(self, "    {name} -= 1");
                String::new()
            }
        };
        if !header.is_empty() {
            line!(self, "{header}");
        }
        self.block(depth);
        self.loops -= 1;
        if self.rng.percent(25) {
            line!(self, "else:");
            self.block(depth);
        }
    }

    fn attempt(&mut self, depth: usize) {
        line!(self, "try:");
        self.block(depth);
        let handlers = self.rng.below(3);
        for _ in 0..handlers {
            let kind = self.rng.pick(&CAUGHT);
            line!(self, "except {kind} as e:");
            line!(self, "    print('caught', type(e).__name__, e)");
            self.block(depth);
            if self.rng.percent(15) {
                line!(self, "    raise");
            }
        }
        if handlers > 0 && self.rng.percent(30) {
            line!(self, "else:");
            self.block(depth);
        }
        if handlers == 0 || self.rng.percent(30) {
            line!(self, "finally:");
            // `continue` here keeps a loop going, which ends all the same, as its range is bounded.
            self.block(depth);
        }
    }
}
