//! Random expressions. Each has a known type, so that nothing grows without bounds: a text or a list is only multiplied
//! by a small number.

use crate::support::random::Rng;

/// The type of an expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Type {
    Int,
    Float,
    Bool,
    Str,
    /// Of integers.
    List,
    /// From texts to integers.
    Dict,
    /// Of integers.
    Tuple,
    None,
}

const TYPES: [Type; 8] =
    [Type::Int, Type::Float, Type::Bool, Type::Str, Type::List, Type::Dict, Type::Tuple, Type::None];

/// The types of variables.
pub const KEPT: [Type; 6] = [Type::Int, Type::Float, Type::Str, Type::List, Type::Dict, Type::Tuple];

/// The number of variables of each type.
pub const EACH: usize = 2;

#[rustfmt::skip]
const INTS: [&str; 24] = [
    "0", "1", "-1", "2", "3", "5", "7", "10", "-3", "-7", "16", "100", "255", "-256", "1000003", "2147483647",
    "-2147483648", "4294967296", "9223372036854775807", "-9223372036854775808", "18446744073709551616", "10**20",
    "-(3**50)", "True",
];
#[rustfmt::skip]
const FLOATS: [&str; 18] = [
    "0.0", "-0.0", "1.0", "0.1", "0.5", "-1.5", "2.5", "3.14159", "1e16", "1e-5", "123456.789", "-2.675", "1e22",
    "5e-324", "1e100", "0.30000000000000004", "100.0", "9007199254740993.0",
];
#[rustfmt::skip]
const STRS: [&str; 16] = [
    "''", "'a'", "'abc'", "'hello world'", "'A b C'", "'12'", "'-7'", "'3.5'", "'  padded '", "\"it's\"", "'x,y,,z'",
    "'ğüş'", "'a\\nb'", "'banana'", "'ZZ top'", "'日本'",
];
pub const KEYS: [&str; 6] = ["'a'", "'b'", "'c'", "'key'", "''", "'12'"];
#[rustfmt::skip]
const SPECS: [&str; 20] = [
    "", ":5", ":<6", ":>8", ":^7", ":08", ":+", ":,", ":x", ":#b", ":.2f", ":10.3f", ":e", ":g", ":.3g", ":%", ":*^9",
    ":d", "!r", ":_",
];

/// Returns the names of all variables of a type.
pub fn names(of: Type) -> Vec<String> {
    let letter = match of {
        Type::Int => 'i',
        Type::Float => 'f',
        Type::Str => 's',
        Type::List => 'l',
        Type::Dict => 'd',
        Type::Tuple => 't',
        Type::Bool | Type::None => unreachable!("no variable has this type"),
    };
    (0..EACH).map(|number| format!("{letter}{number}")).collect()
}

/// Returns the name of a variable of this type.
pub fn variable(rng: &mut Rng, of: Type) -> String {
    names(of).swap_remove(rng.below(EACH))
}

/// Returns an expression of any type.
pub fn any(rng: &mut Rng, depth: usize) -> String {
    let of = rng.pick(&TYPES);
    expression(rng, of, depth)
}

/// Returns an expression of this type, nested at most `depth` levels deep.
pub fn expression(rng: &mut Rng, of: Type, depth: usize) -> String {
    if depth == 0 {
        return leaf(rng, of);
    }
    if rng.percent(6) && of != Type::None {
        let (then, otherwise) = (expression(rng, of, depth - 1), expression(rng, of, depth - 1));
        return format!("({then} if {} else {otherwise})", boolean(rng, depth - 1));
    }
    match of {
        Type::Int => int(rng, depth),
        Type::Float => float(rng, depth),
        Type::Bool => boolean(rng, depth),
        Type::Str => text(rng, depth),
        Type::List => list(rng, depth),
        Type::Dict => dict(rng, depth),
        Type::Tuple => tuple(rng, depth),
        Type::None => "None".into(),
    }
}

fn leaf(rng: &mut Rng, of: Type) -> String {
    if KEPT.contains(&of) && rng.percent(55) {
        return variable(rng, of);
    }
    literal(rng, of)
}

/// Returns a value of this type, written out.
pub fn literal(rng: &mut Rng, of: Type) -> String {
    match of {
        Type::Int => rng.pick(&INTS).into(),
        Type::Float => rng.pick(&FLOATS).into(),
        Type::Bool => rng.pick(&["True", "False"]).into(),
        Type::Str => rng.pick(&STRS).into(),
        Type::List => rng.pick(&["[]", "[1]", "[3, 1, 2]", "[0, 0]", "[5, -1, 2**40]", "[True, 2]"]).into(),
        Type::Dict => rng.pick(&["{}", "{'a': 1}", "{'b': 2, 'a': 0}", "{'key': -1, 'c': 3, '': 4}"]).into(),
        Type::Tuple => rng.pick(&["()", "(1,)", "(1, 2)", "(3, 1, 2)", "(0, -1)"]).into(),
        Type::None => "None".into(),
    }
}

fn int(rng: &mut Rng, depth: usize) -> String {
    let d = depth - 1;
    let e = |rng: &mut Rng, of| expression(rng, of, d);
    let (a, b) = (e(rng, Type::Int), e(rng, Type::Int));
    match rng.below(34) {
        0..=8 => format!("({a} {} {b})", rng.pick(&["+", "-", "*", "//", "%"])),
        9 | 10 => format!("({a} {} {b})", rng.pick(&["&", "|", "^"])),
        11 => format!("({a} {} {})", rng.pick(&["<<", ">>"]), rng.pick(&["0", "1", "3", "31", "70"])),
        12 => format!("({a}) ** {}", rng.below(5)),
        13 => format!("{}({a})", rng.pick(&["-", "~", "abs", "+", "int", "round"])),
        14 => format!("len({})", container(rng, d)),
        15 => format!("{}({})", rng.pick(&["sum", "min", "max"]), e(rng, Type::List)),
        16 => format!("{}[{}]", e(rng, Type::List), small(rng)),
        17 => format!("{}[{}]", e(rng, Type::Tuple), small(rng)),
        18 => format!("{}[{}]", e(rng, Type::Dict), rng.pick(&KEYS)),
        19 => format!("{}.get({}, {a})", e(rng, Type::Dict), rng.pick(&KEYS)),
        20 => format!("{}.{}({b})", e(rng, Type::List), rng.pick(&["index", "count"])),
        21 => {
            format!("{}.{}({})", e(rng, Type::Str), rng.pick(&["find", "count", "index", "rfind"]), e(rng, Type::Str))
        }
        22 => format!("int({})", e(rng, Type::Float)),
        23 => format!("int({})", e(rng, Type::Str)),
        24 => format!("round({})", e(rng, Type::Float)),
        25 => format!("({} + {a})", boolean(rng, d)),
        26 => format!("divmod({a}, {b})[{}]", rng.below(3)),
        27 => format!("pow({a}, {}, {})", rng.below(20), rng.pick(&["7", "1", "-5", "10**9 + 7", "0"])),
        28 => format!("ord({}[{}])", e(rng, Type::Str), small(rng)),
        29 => format!("{}({a}, {b})", rng.pick(&["min", "max"])),
        30 => format!("sum([{}({a}) for x in range({})])", rng.pick(&["abs", "x * ", "x - "]), rng.below(6)),
        31 => format!("round({a}, -{})", rng.below(4)),
        32 => format!("({a} and {b})"),
        _ => format!("({a} or {b})"),
    }
}

fn float(rng: &mut Rng, depth: usize) -> String {
    let d = depth - 1;
    let (a, b) = (expression(rng, Type::Float, d), expression(rng, Type::Float, d));
    let i = expression(rng, Type::Int, d);
    match rng.below(14) {
        0..=4 => format!("({a} {} {b})", rng.pick(&["+", "-", "*", "/", "//", "%"])),
        5 => format!("({a} {} {i})", rng.pick(&["+", "-", "*", "/", "//", "%"])),
        6 => format!("({i} {} {b})", rng.pick(&["+", "-", "*", "/", "//", "%"])),
        7 => format!("({i} / {})", expression(rng, Type::Int, d)),
        8 => format!("float({i})"),
        9 => format!("round({a}, {})", rng.pick(&["0", "1", "2", "5", "-1", "-2"])),
        10 => format!("{}({a})", rng.pick(&["-", "abs", "float", "+"])),
        11 => format!("{}({a}, {b})", rng.pick(&["min", "max"])),
        12 => format!("({a}) ** {}", rng.pick(&["0", "1", "2", "3", "-1", "-2"])),
        _ => format!("sum([{a}, {b}, {i}])"),
    }
}

/// Returns an expression that is true or false.
pub fn boolean(rng: &mut Rng, depth: usize) -> String {
    let d = depth.saturating_sub(1);
    let of = rng.pick(&[Type::Int, Type::Float, Type::Str, Type::List, Type::Tuple]);
    let (a, b) = (expression(rng, of, d), expression(rng, of, d));
    match rng.below(16) {
        0..=4 => format!("({a} {} {b})", rng.pick(&["<", "<=", "==", "!=", ">", ">="])),
        5 => format!(
            "({a} {} {b} {} {})",
            rng.pick(&["<", "<=", "=="]),
            rng.pick(&["<", ">", "!="]),
            expression(rng, of, d)
        ),
        6 => format!("({} {} {})", any(rng, d), rng.pick(&["==", "!="]), any(rng, d)),
        7 => format!("(not {})", any(rng, d)),
        8 => format!("({} in {})", expression(rng, Type::Str, d), expression(rng, Type::Str, d)),
        9 => format!("({} {} {})", expression(rng, Type::Int, d), rng.pick(&["in", "not in"]), sequence(rng, d)),
        10 => format!("({} in {})", rng.pick(&KEYS), expression(rng, Type::Dict, d)),
        11 => format!(
            "isinstance({}, {})",
            any(rng, d),
            rng.pick(&["int", "str", "(int, float)", "bool", "(list, tuple)", "dict"])
        ),
        12 => format!("bool({})", any(rng, d)),
        13 => {
            let test = rng.pick(&["startswith", "endswith"]);
            format!("{}.{test}({})", expression(rng, Type::Str, d), expression(rng, Type::Str, d))
        }
        14 => format!("{}({})", rng.pick(&["any", "all"]), sequence(rng, d)),
        _ => format!("({} is {})", any(rng, d), rng.pick(&["None", "not None"])),
    }
}

fn text(rng: &mut Rng, depth: usize) -> String {
    let d = depth - 1;
    let (a, b) = (expression(rng, Type::Str, d), expression(rng, Type::Str, d));
    match rng.below(20) {
        0..=2 => format!("({a} + {b})"),
        3 => format!("({a} * {})", small(rng)),
        4 => format!("{a}[{}]", small(rng)),
        5..=7 => format!("{a}[{}]", slice(rng)),
        8 => {
            let method = rng.pick(&["upper", "lower", "strip", "title", "capitalize", "lstrip", "rstrip", "swapcase"]);
            format!("{a}.{method}()")
        }
        9 => format!("{}({})", rng.pick(&["str", "repr"]), any(rng, d)),
        10 | 11 => format!("f\"<{{{}{}}}>\"", field(rng, d), rng.pick(&SPECS)),
        12 => format!("{a}.replace({b}, {})", rng.pick(&STRS)),
        13 => format!("{}.join([{a}, {b}])", rng.pick(&["''", "', '", "'-'"])),
        14 => format!("{}.join({a}.split({}))", rng.pick(&["'|'", "' '"]), rng.pick(&["", "'a'", "','", "None, 1"])),
        15 => format!("type({}).__name__", any(rng, d)),
        16 => format!("chr(97 + {} % 26)", expression(rng, Type::Int, d)),
        17 => {
            format!("{a}.{}({}, {})", rng.pick(&["ljust", "rjust", "center"]), rng.below(12), rng.pick(&["' '", "'*'"]))
        }
        18 => format!("''.join(sorted({a}))"),
        _ => format!("''.join([x + {} for x in {b}])", rng.pick(&["'.'", "x", "x.upper()"])),
    }
}

/// Returns an expression that can stand inside the quotes of an f-string.
fn field(rng: &mut Rng, depth: usize) -> String {
    for _ in 0..9 {
        let of = rng.pick(&[Type::Int, Type::Float, Type::Int, Type::Str, Type::List]);
        let inner = expression(rng, of, depth);
        if !inner.contains(['"', '\\', '{', '}', '!', ':']) {
            return format!("({inner})");
        }
    }
    "i0".into()
}

fn list(rng: &mut Rng, depth: usize) -> String {
    let d = depth - 1;
    let (a, b) = (expression(rng, Type::List, d), expression(rng, Type::List, d));
    let i = expression(rng, Type::Int, d);
    match rng.below(18) {
        0 | 1 => format!("[{i}, {}]", expression(rng, Type::Int, d)),
        2 | 3 => format!("({a} + {b})"),
        4 => format!("({a} * {})", small(rng)),
        5..=7 => format!("{a}[{}]", slice(rng)),
        8 => format!("sorted({})", sequence(rng, d)),
        9 => format!("sorted({a}, reverse=True)"),
        10 => format!("list(range({}, {}, {}))", small(rng), rng.below(12), rng.pick(&["1", "2", "3", "-1", "0"])),
        11 | 12 => {
            format!("[x {} {} for x in {a}]", rng.pick(&["+", "-", "*", "//", "%", "&"]), expression(rng, Type::Int, d))
        }
        13 => format!("[x for x in {a} if x {} {i}]", rng.pick(&["<", ">", "!="])),
        14 => format!("list(reversed({a}))"),
        15 => format!("list({}.values())", expression(rng, Type::Dict, d)),
        16 => format!(
            "[x - y for x, y in {}]",
            rng.pick(&["enumerate(l0)", "zip(l0, l1)", "zip(l1, range(4))", "zip(t0, l0)"])
        ),
        _ => format!("{}.copy()", variable(rng, Type::List)),
    }
}

fn dict(rng: &mut Rng, depth: usize) -> String {
    let d = depth - 1;
    let i = expression(rng, Type::Int, d);
    match rng.below(7) {
        0 | 1 => format!("{{{}: {i}, {}: {}}}", rng.pick(&KEYS), rng.pick(&KEYS), expression(rng, Type::Int, d)),
        2 => format!("{}.copy()", expression(rng, Type::Dict, d)),
        3 => format!("{{k: v + {i} for k, v in {}.items()}}", expression(rng, Type::Dict, d)),
        4 => format!("{{k: v for v, k in enumerate({}[:5])}}", expression(rng, Type::Str, d)),
        5 => format!("dict(zip({}, {}))", rng.pick(&["'abc'", "['key', 'a']", "''"]), expression(rng, Type::List, d)),
        _ => format!("dict(a={i}, b={})", expression(rng, Type::Int, d)),
    }
}

fn tuple(rng: &mut Rng, depth: usize) -> String {
    let d = depth - 1;
    let (a, b) = (expression(rng, Type::Tuple, d), expression(rng, Type::Tuple, d));
    let i = expression(rng, Type::Int, d);
    match rng.below(8) {
        0 | 1 => format!("({i}, {})", expression(rng, Type::Int, d)),
        2 => format!("({a} + {b})"),
        3 => format!("({a} * {})", rng.below(4)),
        4 => format!("{a}[{}]", slice(rng)),
        5 => format!("tuple({})", sequence(rng, d)),
        6 => format!("divmod({i}, {})", expression(rng, Type::Int, d)),
        _ => format!("({i},)"),
    }
}

/// Something with whole numbers in it.
fn sequence(rng: &mut Rng, depth: usize) -> String {
    let of = rng.pick(&[Type::List, Type::List, Type::Tuple]);
    expression(rng, of, depth)
}

/// Something that has a length.
fn container(rng: &mut Rng, depth: usize) -> String {
    let of = rng.pick(&[Type::List, Type::Tuple, Type::Str, Type::Dict]);
    expression(rng, of, depth)
}

/// A small number, now and then negative.
pub fn small(rng: &mut Rng) -> String {
    (rng.below(9) as i64 - 3).to_string()
}

/// What stands between the brackets of a slice.
pub fn slice(rng: &mut Rng) -> String {
    let mut end = |percent| if rng.percent(percent) { small(rng) } else { String::new() };
    let (start, stop) = (end(60), end(60));
    match rng.below(3) {
        0 => format!("{start}:{stop}:{}", rng.pick(&["1", "2", "-1", "-2", "3", "0", ""])),
        _ => format!("{start}:{stop}"),
    }
}
