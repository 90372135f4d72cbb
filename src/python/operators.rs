//! Operators on values, whatever their types.

use std::sync::Arc;

pub use crate::compare::{compare, equal};
pub(crate) use crate::compare::{greater, less, same, same_range};
use crate::{
    code::{Binary, Unary},
    exception::{Kind, Raise, Result},
    meter,
    number::{self, Number},
    sequence,
    text::concatenate,
    value::Value,
};

/// `-a`, `+a`, `~a`, `not a`
///
/// # Errors
/// TypeError.
pub fn unary(op: Unary, a: &Value) -> Result<Value> {
    if op == Unary::Not {
        return Ok(Value::Bool(!truth(a)));
    }
    let (sign, number) = match (op, Number::of(a)) {
        (Unary::Negative, Some(number)) => ("-", number),
        (Unary::Positive, Some(number)) => ("+", number),
        (_, Some(Number::Float(_)) | None) => {
            let sign = match op {
                Unary::Negative => "-",
                Unary::Positive => "+",
                _ => "~",
            };
            return Err(Raise::type_error(format!("bad operand type for unary {sign}: '{}'", a.type_name())));
        }
        (_, Some(number)) => ("~", number),
    };
    Ok(match (sign, number) {
        ("-", Number::Int(value)) => value.checked_neg().map_or_else(|| Value::from(-i128::from(value)), Value::Int),
        ("-", Number::Float(value)) => Value::Float(-value),
        ("-", Number::Big(value)) => Value::from(-value),
        ("~", Number::Int(value)) => Value::Int(!value),
        ("~", Number::Big(value)) => Value::from(!value),
        (_, Number::Int(value)) => Value::Int(value),
        (_, Number::Float(value)) => Value::Float(value),
        (_, Number::Big(_)) => a.clone(),
    })
}

/// `a + b` and the others.
///
/// # Errors
/// TypeError, and whatever the operation raises.
#[inline]
pub fn binary(op: Binary, a: &Value, b: &Value) -> Result<Value> {
    if let (Value::Int(a), Value::Int(b)) = (a, b) {
        return crate::integer::binary(op, *a, *b);
    }
    binary_slow(op, a, b, "")
}

/// `a += b` and the others: a list or dictionary changes in place.
///
/// # Errors
/// As [`binary`].
#[inline]
pub fn in_place(op: Binary, a: &Value, b: &Value) -> Result<Value> {
    match (op, a) {
        (_, Value::Int(_)) => {
            if let (Value::Int(a), Value::Int(b)) = (a, b) {
                return crate::integer::binary(op, *a, *b);
            }
        }
        (Binary::Add, Value::List(list)) => {
            sequence::extend(list, b)?;
            return Ok(a.clone());
        }
        (Binary::Multiply, Value::List(list)) => {
            if let Some(times) = number::clamped(b) {
                let items = sequence::repeated(&list.items(), times)?;
                drop(list.replace(items));
                return Ok(a.clone());
            }
        }
        (Binary::Or, Value::Dict(dict)) => {
            crate::methods::dict::update(dict, b)?;
            return Ok(a.clone());
        }
        _ => {}
    }
    binary_slow(op, a, b, "=")
}

fn binary_slow(op: Binary, a: &Value, b: &Value, suffix: &str) -> Result<Value> {
    if let (Value::Bool(a), Value::Bool(b)) = (a, b) {
        match op {
            Binary::And => return Ok(Value::Bool(a & b)),
            Binary::Or => return Ok(Value::Bool(a | b)),
            Binary::Xor => return Ok(Value::Bool(a ^ b)),
            _ => {}
        }
    }
    if let (Some(left), Some(right)) = (Number::of(a), Number::of(b)) {
        if let Some(result) = number::binary(op, left, right) {
            meter::check()?;
            return result;
        }
        return Err(unsupported(op, a, b, suffix));
    }
    match (op, a, b) {
        // In place, what has items of its own is not multiplied by its other side.
        (Binary::Multiply, Value::Dict(_) | Value::View(_) | Value::Range(_), _) if suffix == "=" => {
            Err(unsupported(op, a, b, suffix))
        }
        (Binary::Add, Value::Str(a), Value::Str(b)) => concatenate(a.as_str(), b.as_str()),
        (Binary::Add, Value::List(a), Value::List(b)) => {
            meter::reserve_items(a.len() + b.len(), size_of::<Value>())?;
            let mut items = a.items();
            items.append(&mut b.items());
            Ok(Value::list(items))
        }
        (Binary::Add, Value::Tuple(a), Value::Tuple(b)) => {
            meter::reserve_items(a.items().len() + b.items().len(), size_of::<Value>())?;
            Ok(Value::tuple([a.items(), b.items()].concat()))
        }
        (Binary::Add, Value::Str(_) | Value::List(_) | Value::Tuple(_), _) => {
            let (left, right) = (a.type_name(), b.type_name());
            Err(Raise::type_error(format!("can only concatenate {left} (not \"{right}\") to {left}")))
        }
        (Binary::Multiply, _, _) => multiply(a, b).unwrap_or_else(|| Err(unsupported(op, a, b, suffix))),
        (Binary::Remainder, Value::Str(_), _) => {
            let message = "formatting with % is not supported here: write an f-string, as in f\"{a} and {b}\"";
            Err(Raise::type_error(message))
        }
        (Binary::Or, Value::Dict(left), Value::Dict(right)) => {
            let dict = Arc::new(left.copied()?);
            crate::methods::dict::update(&dict, &Value::Dict(right.clone()))?;
            Ok(Value::Dict(dict))
        }
        _ => Err(unsupported(op, a, b, suffix)),
    }
}

/// A text, list or tuple so many times; `None` if neither side is one.
fn multiply(a: &Value, b: &Value) -> Option<Result<Value>> {
    let is_sequence = |value: &Value| matches!(value, Value::Str(_) | Value::List(_) | Value::Tuple(_));
    let (of, times) = if is_sequence(a) {
        (a, b)
    } else if is_sequence(b) {
        (b, a)
    } else {
        return None;
    };
    let Some(count) = number::clamped(times) else {
        let message = format!("can't multiply sequence by non-int of type '{}'", times.type_name());
        return Some(Err(Raise::type_error(message)));
    };
    if let Value::Big(_) = times {
        let message = "cannot fit 'int' into an index-sized integer";
        return Some(Err(Raise::new(Kind::OverflowError, message)));
    }
    Some(match of {
        Value::Str(text) => {
            let count = usize::try_from(count).unwrap_or(0);
            meter::reserve_items(count, text.as_str().len()).map(|()| Value::from(text.as_str().repeat(count)))
        }
        Value::List(list) => sequence::repeated(&list.items(), count).map(Value::list),
        Value::Tuple(tuple) => sequence::repeated(tuple.items(), count).map(Value::tuple),
        _ => return None,
    })
}

fn unsupported(op: Binary, a: &Value, b: &Value, suffix: &str) -> Raise {
    let sign = match (op, suffix) {
        (Binary::Power, "") => "** or pow()".to_owned(),
        _ => format!("{}{suffix}", op.symbol()),
    };
    let (a, b) = (a.type_name(), b.type_name());
    Raise::type_error(format!("unsupported operand type(s) for {sign}: '{a}' and '{b}'"))
}

/// Whether it counts as true.
#[inline]
pub fn truth(value: &Value) -> bool {
    match value {
        Value::Bool(value) => *value,
        Value::Int(value) => *value != 0,
        Value::Undefined | Value::None => false,
        Value::Float(value) => *value != 0.0,
        Value::Str(text) => !text.is_empty(),
        Value::Tuple(tuple) => !tuple.items().is_empty(),
        Value::List(list) => !list.is_empty(),
        Value::Dict(dict) => !dict.is_empty(),
        Value::View(view) => !view.dict().is_empty(),
        Value::Range(range) => !range.is_empty(),
        _ => true,
    }
}
