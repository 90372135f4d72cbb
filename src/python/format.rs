//! `format(value, spec)`: the specification's small language, for integers, floats and texts.
//!
//! `[[fill]align][sign][z][#][0][width][grouping][.precision][type]`

mod real;
mod spec;

use num_bigint::BigInt;
use num_traits::Signed;

use crate::{
    exception::{Raise, Result},
    meter,
    number::Number,
    value::Value,
};
use real::format_float;
use spec::{Spec, parse};

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
