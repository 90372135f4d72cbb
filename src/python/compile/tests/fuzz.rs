//! Nothing makes the compiler panic, and what it makes hangs together. `KOSUT_FUZZ=10000` tries so many of each.

use proptest::{
    collection::vec,
    prelude::{Strategy, any},
    sample::{Index, select},
    test_runner::{Config, TestCaseError, TestRunner},
};

use crate::{
    code::{Op, Program},
    compile::compile,
};

/// Programs with all that there is, to be damaged.
const PROGRAMS: [&str; 6] = [
    "import threading, concurrent.futures as cf\nfrom time import sleep as s, time\n\ncounter = 0\nlock = threading.Lock()\n\n\
     def work(n, *, x=1) -> int:\n    \"\"\"Text.\"\"\"\n    global counter\n    for _ in range(n):\n        with lock:\n            \
     counter += 1\n    return counter\n\nif __name__ == \"__main__\":\n    print(f\"{counter:>{8}} {counter!r:^10} {counter=}\")\n",
    "def f(a, b=2, c=None):\n    while a < b <= 10 and not c or a == 3:\n        try:\n            if a: continue\n            \
     elif b: break\n            else: return a, b\n        except (ValueError, TypeError) as e:\n            raise RuntimeError('x') \
     from e\n        except:\n            raise\n        else:\n            a += 1\n        finally:\n            del b, c[0]\n    \
     else:\n        pass\n    return [x * y for x, (y, z) in a if x if y for q in x]\n",
    "x = {k: v for k, v in zip([1, 2.5, -3], 'abc')}\ny = (x[1:2:3], x[::-1], x[-1], *x)\na, (b, [c, d]) = e.f[g] = y\ne.f -= 0xff \
     ** 2 // 3 % 0b11\nassert a is not b, 'text' \"more\" f'{a}{{}}'\nz = a if b else c if d not in e else lambda: 0\n",
    "for i in range(10):\n    for j in i:\n        with a as b, c:\n            try:\n                return\n            finally:\n\
                 \x20                continue\n    else:\n        break\nprint(i, end='', sep=\"\"\"\n\"\"\")\n",
    "class A(B):\n    @property\n    async def f(self): yield await self\n\nmatch x:\n    case [1, *_] | {'a': 1}: pass\n",
    "def outer():\n    n = 1_000_000_000_000_000_000_000\n    def inner(n=n):\n        return n\n    return inner\n\nx: int = \
     outer()()\nx \\\n  .y()(1)(a=2)[3] = ~+-x\nç = 'ğ\\u0131\\N{DASH}'\n",
];

/// What can stand anywhere.
const PIECES: [&str; 64] = [
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    ":",
    ";",
    "=",
    "==",
    "+",
    "-",
    "**",
    "*",
    ".",
    "\n",
    "\n    ",
    "\n        ",
    "\\\n",
    "\t",
    " ",
    "#",
    "'",
    "\"",
    "'''",
    "f'",
    "f\"{",
    "}\"",
    "\\",
    "if ",
    "else",
    "elif ",
    "for ",
    "in ",
    "while ",
    "def ",
    "return ",
    "lambda ",
    "try:",
    "except ",
    "finally:",
    "with ",
    "as ",
    "import ",
    "from ",
    "not ",
    "and ",
    "or ",
    "is ",
    "global ",
    "del ",
    "raise ",
    "assert ",
    "break",
    "continue",
    "pass",
    "x",
    "f(",
    "0",
    "1.5e3",
    "->",
    ":=",
    "\u{131}",
];

fn runs(what: &impl Strategy<Value = String>) {
    let cases = std::env::var("KOSUT_FUZZ").ok().and_then(|text| text.parse().ok()).unwrap_or(300);
    let mut runner = TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() });
    let outcome = runner.run(what, |source| {
        if let Ok(program) = compile("fuzz.py", &source) {
            check(&program).map_err(TestCaseError::fail)?;
        }
        Ok(())
    });
    if let Err(error) = outcome {
        panic!("{error}");
    }
}

/// All numbers in it lead somewhere. How deep the stack is was checked when it was made, as this is a debug build.
fn check(program: &Program) -> Result<(), String> {
    let within = |index: u32, length: usize, what: &str| {
        if (index as usize) < length { Ok(()) } else { Err(format!("{what} {index} of {length}")) }
    };
    for code in &program.functions {
        let count = code.ops.len();
        let last = code.ops.last();
        if !matches!(
            last,
            Some(
                Op::Return
                    | Op::Raise
                    | Op::RaiseFrom
                    | Op::RaiseAgain
                    | Op::Reraise
                    | Op::Jump(_)
                    | Op::JumpBackward(_)
            )
        ) {
            return Err(format!("{} ends with {last:?}", code.name));
        }
        if code.positions.len() != count
            || code.parameters as usize > code.locals.len()
            || code.defaults > code.parameters
        {
            return Err(format!("{} does not add up", code.name));
        }
        for (op, index) in code.ops.iter().zip(0..) {
            match *op {
                Op::LoadConst(constant) => within(constant, program.constants.len(), "constant")?,
                Op::LoadFast(slot) | Op::StoreFast(slot) | Op::DeleteFast(slot) => {
                    within(slot, code.locals.len(), "local")?;
                }
                Op::LoadGlobal(global) | Op::StoreGlobal(global) | Op::DeleteGlobal(global) => {
                    within(global, program.globals.len(), "global")?;
                }
                Op::LoadAttribute(name) | Op::StoreAttribute(name) | Op::LoadMethod(name) => {
                    within(name, program.names.len(), "name")?;
                }
                Op::Import(name) | Op::ImportFrom(name) => within(name, program.names.len(), "name")?,
                Op::CallNamed(arguments, names) | Op::CallMethodNamed(arguments, names) => {
                    within(names, program.keywords.len(), "keywords")?;
                    if program.keywords[names as usize].len() > arguments as usize {
                        return Err(format!("more keywords than arguments: {op:?}"));
                    }
                }
                Op::MakeFunction(function) => within(function, program.functions.len(), "function")?,
                Op::Jump(target) if target <= index => return Err(format!("{op:?} at {index} goes back")),
                Op::JumpBackward(target) if target > index => return Err(format!("{op:?} at {index} goes on")),
                _ => {}
            }
            if let Some(target) = op.target() {
                within(target, count, "target")?;
            }
        }
        for handler in &code.handlers {
            within(handler.target, count, "handler")?;
            if handler.start >= handler.end || handler.end as usize > count || handler.depth >= code.stack {
                return Err(format!("{handler:?} of {count} instructions, a stack of {}", code.stack));
            }
        }
    }
    Ok(())
}

#[test]
fn bytes_never_make_it_panic() {
    runs(&vec(any::<u8>(), 0..300).prop_map(|bytes| String::from_utf8_lossy(&bytes).into_owned()));
}

#[test]
fn pieces_of_programs_never_make_it_panic() {
    runs(&vec(select(&PIECES[..]), 0..120).prop_map(|pieces| pieces.concat()));
}

#[test]
fn damaged_programs_never_make_it_panic() {
    let damage = vec((any::<Index>(), any::<Index>(), select(&PIECES[..]), 0..4_u8), 1..6);
    runs(&(select(&PROGRAMS[..]), damage).prop_map(|(program, damage)| {
        let mut text: Vec<char> = program.chars().collect();
        for (from, length, piece, kind) in damage {
            let from = from.index(text.len() + 1);
            let length = length.index(12).min(text.len() - from);
            match kind {
                0 => drop(text.drain(from..from + length)),
                1 => drop(text.splice(from..from, piece.chars())),
                2 => drop(text.splice(from..from + length, piece.chars())),
                _ => {
                    let again: Vec<char> = text[from..from + length].to_vec();
                    drop(text.splice(from..from, again));
                }
            }
        }
        text.into_iter().collect()
    }));
}
