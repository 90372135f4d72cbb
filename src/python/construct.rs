//! Types that are called: `int("7")`, `list(range(3))`.

use std::sync::Arc;

use num_bigint::BigInt;
use num_traits::FromPrimitive;

use crate::{
    arguments::Arguments,
    characters,
    dict::Dict,
    exception::{Kind, Raise, Result},
    library::Type,
    methods, number,
    number::Number,
    operators,
    repr::DIGITS_MAX,
    sequence, text,
    value::{Range, Value},
};

/// Calls a type.
///
/// # Errors
/// Whatever it raises; TypeError for a type that makes nothing.
pub fn construct(of: Type, arguments: Arguments<'_>) -> Result<Value> {
    match of {
        Type::Bool => {
            arguments.no_names("bool")?;
            Ok(Value::Bool(arguments.between("bool", 0, 1)?.first().is_some_and(operators::truth)))
        }
        Type::Int => integer(arguments),
        Type::Float => {
            arguments.no_names("float")?;
            float(arguments.between("float", 0, 1)?.first())
        }
        Type::Str => {
            let [of, encoding, errors] = arguments.bind("str", ["object", "encoding", "errors"], 0)?;
            match (of, encoding.or(errors)) {
                (None, None) => Ok(Value::from("")),
                (Some(value @ Value::Str(_)), None) => Ok(value.clone()),
                (Some(value), None) => text::str(value).map(Value::from),
                (Some(_), Some(other)) if !matches!(other, Value::Str(_)) => {
                    let name = if encoding.is_some() { "encoding" } else { "errors" };
                    let other = other.type_name();
                    Err(Raise::type_error(format!("str() argument '{name}' must be str, not {other}")))
                }
                (Some(Value::Str(_)), _) => Err(Raise::type_error("decoding str is not supported")),
                (other, _) => {
                    let name = other.map_or("NoneType", Value::type_name);
                    let message = format!("decoding to str: need a bytes-like object, {name} found");
                    Err(Raise::type_error(message))
                }
            }
        }
        Type::List => {
            arguments.no_names("list")?;
            let given = arguments.between("list", 0, 1)?;
            given.first().map_or(Ok(Vec::new()), sequence::collect).map(Value::list)
        }
        Type::Tuple => {
            arguments.no_names("tuple")?;
            match arguments.between("tuple", 0, 1)?.first() {
                Some(tuple @ Value::Tuple(_)) => Ok(tuple.clone()),
                of => of.map_or(Ok(Vec::new()), sequence::collect).map(Value::tuple),
            }
        }
        Type::Dict => {
            arguments.count("dict", 0, 1)?;
            let dict = Dict::default();
            if let Some(of) = arguments.get(0) {
                methods::dict::update(&dict, of)?;
            }
            methods::dict::update_named(&dict, arguments)?;
            Ok(Value::Dict(Arc::new(dict)))
        }
        Type::Range => range(arguments),
        Type::NoneType => {
            if arguments.is_empty() && arguments.named.is_empty() {
                return Ok(Value::None);
            }
            Err(Raise::type_error("NoneType takes no arguments"))
        }
        Type::Type => match arguments.positional {
            [of] if arguments.named.is_empty() => Ok(Value::Type(of.type_of())),
            [_, _, _] => Err(Raise::type_error("classes are not supported here")),
            _ => Err(Raise::type_error("type() takes 1 or 3 arguments")),
        },
        Type::Exception(kind) => {
            arguments.no_names(kind.name())?;
            let Raise(exception) = Raise::with(kind, arguments.positional.to_vec());
            Ok(Value::Exception(exception))
        }
        Type::Object | Type::Other(_) => Err(Raise::type_error(format!("cannot create '{}' instances", of.name()))),
    }
}

fn range(arguments: Arguments<'_>) -> Result<Value> {
    arguments.no_names("range")?;
    let given = arguments.between("range", 1, 3)?;
    // CPython's ranges may be longer; nobody walks through those.
    let at = |index: usize| number::index(&given[index]);
    let range = match given.len() {
        1 => Range { start: 0, stop: at(0)?, step: 1 },
        2 => Range { start: at(0)?, stop: at(1)?, step: 1 },
        _ => Range { start: at(0)?, stop: at(1)?, step: at(2)? },
    };
    if range.step == 0 {
        return Err(Raise::value_error("range() arg 3 must not be zero"));
    }
    Ok(Value::Range(Arc::new(range)))
}

/// The whole part of a float.
///
/// # Errors
/// ValueError for nan, OverflowError for infinity.
pub(crate) fn whole(value: f64) -> Result<Value> {
    if value.is_nan() {
        return Err(Raise::value_error("cannot convert float NaN to integer"));
    }
    match BigInt::from_f64(value.trunc()) {
        Some(whole) => Ok(Value::from(whole)),
        None => Err(Raise::new(Kind::OverflowError, "cannot convert float infinity to integer")),
    }
}

fn integer(arguments: Arguments<'_>) -> Result<Value> {
    let given = arguments.len() + arguments.named.len();
    if given > 2 {
        return Err(Raise::type_error(format!("int() takes at most 2 arguments ({given} given)")));
    }
    let [base] = arguments.names("int", ["base"])?;
    let base = arguments.get(1).or(base);
    let Some(value) = arguments.get(0) else {
        return match base {
            None => Ok(Value::Int(0)),
            Some(_) => Err(Raise::type_error("int() missing string argument")),
        };
    };
    match (value, base) {
        (Value::Str(text), None) => parse(text.as_str(), 10),
        (Value::Str(text), Some(base)) => match number::clamped(base) {
            Some(base @ (0 | 2..=36)) => parse(text.as_str(), base as u32),
            Some(_) => Err(Raise::value_error("int() base must be >= 2 and <= 36, or 0")),
            None => number::index(base).map(Value::Int),
        },
        (_, Some(_)) => Err(Raise::type_error("int() can't convert non-string with explicit base")),
        (_, None) => match Number::of(value) {
            Some(Number::Int(value)) => Ok(Value::Int(value)),
            Some(Number::Big(_)) => Ok(value.clone()),
            Some(Number::Float(value)) => whole(value),
            None => {
                let name = value.type_name();
                let message =
                    format!("int() argument must be a string, a bytes-like object or a real number, not '{name}'");
                Err(Raise::type_error(message))
            }
        },
    }
}

/// An integer as it is written in a base; 0 lets its prefix say which.
fn parse(text: &str, base: u32) -> Result<Value> {
    let wrong = || {
        let shown: String = text::quoted(text).chars().take(200).collect();
        Raise::value_error(format!("invalid literal for int() with base {base}: {shown}"))
    };
    let plain: String = trimmed(text).chars().map(ascii_digit).collect();
    let (negative, unsigned) = match plain.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, plain.strip_prefix('+').unwrap_or(&plain)),
    };
    let prefix = match unsigned.get(..2).map(str::to_ascii_lowercase).as_deref() {
        Some("0x") => 16,
        Some("0o") => 8,
        Some("0b") => 2,
        _ => 0,
    };
    let (radix, digits) = match (base, prefix) {
        (0, 0) => (10, unsigned),
        (0, prefix) => (prefix, after_prefix(unsigned)),
        (base, prefix) if base == prefix => (base, after_prefix(unsigned)),
        (base, _) => (base, unsigned),
    };
    if digits.is_empty() || digits.starts_with('_') || digits.ends_with('_') || digits.contains("__") {
        return Err(wrong());
    }
    let digits = digits.replace('_', "");
    if !digits.chars().all(|digit| digit.is_digit(radix)) {
        return Err(wrong());
    }
    // A leading zero would mean another base to older readers.
    if base == 0 && radix == 10 && digits.starts_with('0') && digits.contains(|digit| digit != '0') {
        return Err(wrong());
    }
    let count = digits.len();
    if !radix.is_power_of_two() && count > DIGITS_MAX {
        return Err(Raise::value_error(format!(
            "Exceeds the limit ({DIGITS_MAX} digits) for integer string conversion: value has {count} digits; use \
             sys.set_int_max_str_digits() to increase the limit"
        )));
    }
    let magnitude = match i64::from_str_radix(&digits, radix) {
        Ok(small) => BigInt::from(small),
        Err(_) => BigInt::parse_bytes(digits.as_bytes(), radix).ok_or_else(wrong)?,
    };
    Ok(Value::from(if negative { -magnitude } else { magnitude }))
}

/// The digits behind `0x` and the like; one underscore may stand between.
fn after_prefix(text: &str) -> &str {
    let rest = &text[2..];
    rest.strip_prefix('_').unwrap_or(rest)
}

/// Without the white space around it; in a text of ASCII alone, separators don't count as such.
fn trimmed(text: &str) -> &str {
    if text.is_ascii() {
        text.trim_matches([' ', '\t', '\n', '\x0b', '\x0c', '\r'])
    } else {
        text.trim_matches(characters::is_space)
    }
}

/// A decimal digit of any script as one of ours.
fn ascii_digit(character: char) -> char {
    match characters::digit(character) {
        Some(digit) => char::from_digit(digit, 10).unwrap_or(character),
        None => character,
    }
}

fn float(of: Option<&Value>) -> Result<Value> {
    let Some(value) = of else { return Ok(Value::Float(0.0)) };
    if let Some(number) = Number::of(value) {
        return number.to_float().map(Value::Float);
    }
    let Value::Str(text) = value else {
        let name = value.type_name();
        return Err(Raise::type_error(format!("float() argument must be a string or a real number, not '{name}'")));
    };
    let wrong = || {
        let shown = text::quoted(text.as_str());
        Raise::value_error(format!("could not convert string to float: {shown}"))
    };
    let plain: String = trimmed(text.as_str()).chars().map(ascii_digit).collect();
    let bytes = plain.as_bytes();
    // Underscores only between digits; and none of the words that only Rust knows.
    let is_digit = |index: Option<usize>| index.and_then(|index| bytes.get(index)).is_some_and(u8::is_ascii_digit);
    for (index, _) in plain.match_indices('_') {
        if !is_digit(index.checked_sub(1)) || !is_digit(Some(index + 1)) {
            return Err(wrong());
        }
    }
    plain.replace('_', "").parse().map(Value::Float).map_err(|_| wrong())
}
