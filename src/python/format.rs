//! `format(value, spec)`: the specification's small language, for integers, floats and texts.
//!
//! `[[fill]align][sign][z][#][0][width][grouping][.precision][type]`

use num_bigint::BigInt;
use num_traits::Signed;

use crate::{
    exception::{Raise, Result},
    float, meter,
    number::Number,
    value::Value,
};

/// A specification.
#[derive(Debug, Clone, Copy)]
struct Spec {
    fill: char,
    align: Option<char>,
    sign: char,
    /// No negative zero.
    no_negative_zero: bool,
    alternate: bool,
    zero: bool,
    width: usize,
    grouping: Option<char>,
    precision: Option<usize>,
    kind: Option<char>,
}

/// `format(value, spec)`
///
/// # Errors
/// ValueError for what is no specification for this type, TypeError for a type that has none, MemoryError.
pub fn format(value: &Value, spec: &str) -> Result<String> {
    if spec.is_empty() {
        return crate::text::str(value);
    }
    match (value, Number::of(value)) {
        (Value::Str(text), _) => format_text(text.as_str(), parse(spec, value)?),
        (_, Some(Number::Float(number))) => format_float(number, parse(spec, value)?, value),
        (_, Some(number)) => format_integer(number, parse(spec, value)?, value),
        _ => {
            let name = value.type_name();
            Err(Raise::type_error(format!("unsupported format string passed to {name}.__format__")))
        }
    }
}

fn parse(spec: &str, value: &Value) -> Result<Spec> {
    let characters: Vec<char> = spec.chars().collect();
    let is_align = |character: Option<&char>| matches!(character, Some('<' | '>' | '=' | '^'));
    let mut at = 0;
    let mut parsed = Spec {
        fill: ' ',
        align: None,
        sign: '-',
        no_negative_zero: false,
        alternate: false,
        zero: false,
        width: 0,
        grouping: None,
        precision: None,
        kind: None,
    };
    let mut filled = false;
    if is_align(characters.get(1)) {
        (parsed.fill, parsed.align, at, filled) = (characters[0], Some(characters[1]), 2, true);
    } else if is_align(characters.first()) {
        (parsed.align, at) = (Some(characters[0]), 1);
    }
    let mut take = |wanted: &[char]| match characters.get(at) {
        Some(character) if wanted.contains(character) => {
            at += 1;
            Some(*character)
        }
        _ => None,
    };
    parsed.sign = take(&['+', '-', ' ']).unwrap_or('-');
    let explicit_sign = spec.contains(['+', '-', ' ']) && parsed.sign != '-' || spec.contains('-');
    parsed.no_negative_zero = take(&['z']).is_some();
    parsed.alternate = take(&['#']).is_some();
    if !filled && take(&['0']).is_some() {
        parsed.zero = true;
        parsed.fill = '0';
        // For a text, zeros are filled in behind, as for any other fill.
        if parsed.align.is_none() && !matches!(value, Value::Str(_)) {
            parsed.align = Some('=');
        }
    }
    parsed.width = digits(&characters, &mut at)?.unwrap_or(0);
    for grouping in [',', '_'] {
        if characters.get(at) == Some(&grouping) {
            if parsed.grouping.is_some() {
                return Err(Raise::value_error("Cannot specify both ',' and '_'."));
            }
            parsed.grouping = Some(grouping);
            at += 1;
        }
    }
    match (parsed.grouping, characters.get(at)) {
        (Some('_'), Some('_')) => return Err(Raise::value_error("Cannot specify '_' with '_'.")),
        (Some(','), Some(',')) => return Err(Raise::value_error("Cannot specify ',' with ','.")),
        (Some(_), Some(',' | '_')) => return Err(Raise::value_error("Cannot specify both ',' and '_'.")),
        _ => {}
    }
    if characters.get(at) == Some(&'.') {
        at += 1;
        parsed.precision = Some(
            digits(&characters, &mut at)?.ok_or_else(|| Raise::value_error("Format specifier missing precision"))?,
        );
    }
    match characters.len() - at {
        0 => {}
        1 => parsed.kind = Some(characters[at]),
        _ => {
            let name = value.type_name();
            let message = format!("Invalid format specifier '{spec}' for object of type '{name}'");
            return Err(Raise::value_error(message));
        }
    }
    check_grouping(&parsed)?;
    if let Value::Str(_) = value {
        check_text(&parsed, explicit_sign)?;
    }
    Ok(parsed)
}

fn digits(characters: &[char], at: &mut usize) -> Result<Option<usize>> {
    let start = *at;
    let mut number = 0_usize;
    while let Some(digit) = characters.get(*at).and_then(|character| character.to_digit(10)) {
        number = number.saturating_mul(10).saturating_add(digit as usize);
        if number > i64::MAX as usize {
            return Err(Raise::value_error("Too many decimal digits in format string"));
        }
        *at += 1;
    }
    Ok((*at > start).then_some(number))
}

fn check_grouping(spec: &Spec) -> Result<()> {
    let Some(grouping) = spec.grouping else { return Ok(()) };
    let fits = match spec.kind {
        None | Some('d' | 'e' | 'f' | 'g' | 'E' | 'G' | '%' | 'F') => true,
        Some('b' | 'o' | 'x' | 'X') => grouping == '_',
        _ => false,
    };
    match spec.kind {
        Some(kind) if !fits => Err(Raise::value_error(format!("Cannot specify '{grouping}' with '{kind}'."))),
        _ => Ok(()),
    }
}

fn check_text(spec: &Spec, explicit_sign: bool) -> Result<()> {
    if let Some(kind) = spec.kind.filter(|kind| *kind != 's') {
        return Err(unknown(kind, "str"));
    }
    if let Some(grouping) = spec.grouping {
        return Err(Raise::value_error(format!("Cannot specify '{grouping}' with 's'.")));
    }
    let refused = if explicit_sign && spec.sign == ' ' {
        "Space not allowed in string format specifier"
    } else if explicit_sign {
        "Sign not allowed in string format specifier"
    } else if spec.no_negative_zero {
        "Negative zero coercion (z) not allowed in string format specifier"
    } else if spec.alternate {
        "Alternate form (#) not allowed in string format specifier"
    } else if spec.align == Some('=') {
        "'=' alignment not allowed in string format specifier"
    } else {
        return Ok(());
    };
    Err(Raise::value_error(refused))
}

fn unknown(kind: char, name: &str) -> Raise {
    Raise::value_error(format!("Unknown format code '{kind}' for object of type '{name}'"))
}

fn format_text(text: &str, spec: Spec) -> Result<String> {
    let cut = match spec.precision {
        Some(precision) => text.char_indices().nth(precision).map_or(text, |(byte, _)| &text[..byte]),
        None => text,
    };
    pad("", cut, spec, '<')
}

/// Fills up to the width; what stands before the fill with `=` is the prefix.
fn pad(prefix: &str, body: &str, spec: Spec, default: char) -> Result<String> {
    let length = prefix.chars().count() + body.chars().count();
    let missing = spec.width.saturating_sub(length);
    meter::reserve_items(missing, spec.fill.len_utf8())?;
    let (left, inner, right) = match spec.align.unwrap_or(default) {
        '<' => (0, 0, missing),
        '^' => (missing / 2, 0, missing - missing / 2),
        '=' => (0, missing, 0),
        _ => (missing, 0, 0),
    };
    let fill = |count: usize| std::iter::repeat_n(spec.fill, count);
    let mut out = String::with_capacity(prefix.len() + body.len() + missing * spec.fill.len_utf8());
    out.extend(fill(left));
    out.push_str(prefix);
    out.extend(fill(inner));
    out.push_str(body);
    out.extend(fill(right));
    Ok(out)
}

fn format_integer(number: Number<'_>, spec: Spec, value: &Value) -> Result<String> {
    let kind = spec.kind.unwrap_or('d');
    if "eEfFgG%".contains(kind) {
        return format_float(number.to_float()?, spec, value);
    }
    if !"bcdoxXn".contains(kind) {
        return Err(unknown(kind, value.type_name()));
    }
    if spec.precision.is_some() {
        return Err(Raise::value_error("Precision not allowed in integer format specifier"));
    }
    if spec.no_negative_zero {
        return Err(Raise::value_error("Negative zero coercion (z) not allowed in integer format specifier"));
    }
    if kind == 'c' {
        return format_character(number, spec);
    }
    let big = number.to_big();
    let magnitude: BigInt = big.abs();
    let (digits, base, group) = match kind {
        'b' => (magnitude.to_str_radix(2), "0b", 4),
        'o' => (magnitude.to_str_radix(8), "0o", 4),
        'x' => (magnitude.to_str_radix(16), "0x", 4),
        'X' => (magnitude.to_str_radix(16).to_uppercase(), "0X", 4),
        _ => (crate::repr::decimal(&magnitude)?, "", 3),
    };
    let base = if spec.alternate { base } else { "" };
    let prefix = format!("{}{base}", sign_of(big.is_negative(), spec));
    finish(&prefix, &digits, "", spec, group)
}

fn format_character(number: Number<'_>, spec: Spec) -> Result<String> {
    if spec.sign != '-' {
        return Err(Raise::value_error("Sign not allowed with integer format specifier 'c'"));
    }
    if spec.alternate {
        return Err(Raise::value_error("Alternate form (#) not allowed with integer format specifier 'c'"));
    }
    let character = match number {
        Number::Big(_) => {
            let message = "Python int too large to convert to C long";
            return Err(Raise::new(crate::exception::Kind::OverflowError, message));
        }
        Number::Int(code) => u32::try_from(code).ok().and_then(char::from_u32),
        _ => None,
    };
    match character {
        Some(character) => pad("", &character.to_string(), spec, '>'),
        None => {
            let message = "%c arg not in range(0x110000)";
            Err(Raise::new(crate::exception::Kind::OverflowError, message))
        }
    }
}

fn sign_of(negative: bool, spec: Spec) -> &'static str {
    match (negative, spec.sign) {
        (true, _) => "-",
        (false, '+') => "+",
        (false, ' ') => " ",
        _ => "",
    }
}

/// Groups the digits, puts all together and fills up.
fn finish(prefix: &str, whole: &str, rest: &str, spec: Spec, group: usize) -> Result<String> {
    let Some(separator) = spec.grouping else {
        return pad(prefix, &format!("{whole}{rest}"), spec, '>');
    };
    meter::reserve(spec.width)?;
    // Zeros that fill up are grouped like the digits.
    let room = match spec.align {
        Some('=') if spec.fill == '0' => spec.width.saturating_sub(prefix.len() + rest.len()),
        _ => 0,
    };
    let mut reversed = String::new();
    let mut digits = whole.chars().rev();
    let mut count = 0;
    loop {
        let next = digits.next();
        if next.is_none() && reversed.len() >= room {
            break;
        }
        if count > 0 && count % group == 0 {
            reversed.push(separator);
        }
        reversed.push(next.unwrap_or('0'));
        count += 1;
    }
    let grouped: String = reversed.chars().rev().collect();
    pad(prefix, &format!("{grouped}{rest}"), spec, '>')
}

fn format_float(number: f64, spec: Spec, value: &Value) -> Result<String> {
    let kind = spec.kind.unwrap_or('\0');
    if !"\0eEfFgGn%".contains(kind) {
        return Err(unknown(kind, value.type_name()));
    }
    if spec.precision.is_some_and(|precision| precision > i32::MAX as usize) {
        return Err(Raise::value_error("precision too big"));
    }
    meter::reserve(spec.precision.unwrap_or(0))?;
    let number = if kind == '%' { number * 100.0 } else { number };
    let mut body = match number {
        _ if number.is_nan() => "nan".to_owned(),
        _ if number.is_infinite() => "inf".to_owned(),
        _ => float_digits(number, kind, spec),
    };
    if kind.is_ascii_uppercase() {
        body = body.to_uppercase();
    }
    let is_zero = !body.split(['e', 'E']).next().unwrap_or("").contains(|c: char| ('1'..='9').contains(&c));
    let dropped = spec.no_negative_zero && number.is_finite() && is_zero;
    let negative = number.is_sign_negative() && !number.is_nan() && !dropped;
    let end = body.find(|character: char| !character.is_ascii_digit()).unwrap_or(body.len());
    let (whole, rest) = body.split_at(end);
    let percent = if kind == '%' { "%" } else { "" };
    let rest = format!("{rest}{percent}");
    let prefix = sign_of(negative, spec);
    if whole.is_empty() {
        // inf and nan have no digits to be grouped.
        return pad(prefix, &rest, Spec { grouping: None, ..spec }, '>');
    }
    finish(prefix, whole, &rest, spec, 3)
}

/// A finite float without its sign.
fn float_digits(number: f64, kind: char, spec: Spec) -> String {
    match kind {
        'f' | 'F' | '%' => {
            let precision = spec.precision.unwrap_or(6);
            let text = float::fixed(number, precision);
            if spec.alternate && precision == 0 { text + "." } else { text }
        }
        'e' | 'E' => {
            let (digits, exponent) = float::digits(number, spec.precision.unwrap_or(6) + 1);
            let (first, rest) = digits.split_at(1);
            let dot = if rest.is_empty() && !spec.alternate { "" } else { "." };
            let sign = if exponent < 0 { '-' } else { '+' };
            format!("{first}{dot}{rest}e{sign}{:02}", exponent.abs())
        }
        '\0' if spec.precision.is_none() => {
            let (digits, exponent) = float::shortest(number);
            let text = float::general(&digits, exponent, 16, true);
            if spec.alternate { with_point(text) } else { text }
        }
        _ => {
            let precision = spec.precision.unwrap_or(6).max(1);
            let (mut digits, exponent) = float::digits(number, precision);
            if !spec.alternate {
                digits.truncate(digits.trim_end_matches('0').len().max(1));
            }
            // Without a type, there is always a digit behind the point, or an exponent.
            let plain = kind == '\0';
            let limit = i32::try_from(precision).unwrap_or(i32::MAX) - i32::from(plain);
            let text = float::general(&digits, exponent, limit.max(i32::from(!plain)), plain);
            if spec.alternate { with_point(text) } else { text }
        }
    }
}

/// The alternate form has a point even if nothing stands behind it.
fn with_point(text: String) -> String {
    match text.split_once('e') {
        _ if text.contains('.') => text,
        Some((mantissa, exponent)) => format!("{mantissa}.e{exponent}"),
        None => text + ".",
    }
}
