//! Operators on values, whatever their types.

use std::{cmp::Ordering, sync::Arc};

use crate::{
    code::{Binary, Comparison, Unary},
    depth::Level,
    dict::{Dict, ViewKind},
    exception::{Kind, Raise, Result},
    meter,
    number::{self, Number},
    sequence,
    text::concatenate,
    value::{Range, Value},
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

/// The operator as programs write it.
pub fn sign(op: Binary) -> &'static str {
    match op {
        Binary::Add => "+",
        Binary::Subtract => "-",
        Binary::Multiply => "*",
        Binary::TrueDivide => "/",
        Binary::FloorDivide => "//",
        Binary::Remainder => "%",
        Binary::Power => "**",
        Binary::LeftShift => "<<",
        Binary::RightShift => ">>",
        Binary::And => "&",
        Binary::Or => "|",
        Binary::Xor => "^",
    }
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
        _ => format!("{}{suffix}", sign(op)),
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

/// `a < b` and the others.
///
/// # Errors
/// TypeError, RecursionError.
#[inline]
pub fn compare(op: Comparison, a: &Value, b: &Value) -> Result<Value> {
    if let (Value::Int(a), Value::Int(b)) = (a, b) {
        let result = match op {
            Comparison::Less => a < b,
            Comparison::LessEqual => a <= b,
            Comparison::Equal | Comparison::Is => a == b,
            Comparison::NotEqual | Comparison::IsNot => a != b,
            Comparison::Greater => a > b,
            Comparison::GreaterEqual => a >= b,
            Comparison::In | Comparison::NotIn => return compare_slow(op, &Value::Int(*a), &Value::Int(*b)),
        };
        return Ok(Value::Bool(result));
    }
    compare_slow(op, a, b)
}

fn compare_slow(op: Comparison, a: &Value, b: &Value) -> Result<Value> {
    Ok(Value::Bool(match op {
        Comparison::Is => a.is(b),
        Comparison::IsNot => !a.is(b),
        Comparison::In => sequence::contains(b, a)?,
        Comparison::NotIn => !sequence::contains(b, a)?,
        Comparison::Equal => equal(a, b)?,
        Comparison::NotEqual => !equal(a, b)?,
        Comparison::Less => ordered(a, b, "<", Ordering::is_lt)?,
        Comparison::LessEqual => ordered(a, b, "<=", Ordering::is_le)?,
        Comparison::Greater => ordered(a, b, ">", Ordering::is_gt)?,
        Comparison::GreaterEqual => ordered(a, b, ">=", Ordering::is_ge)?,
    }))
}

/// `a < b`, as sorting asks.
pub(crate) fn less(a: &Value, b: &Value) -> Result<bool> {
    match (a, b) {
        (Value::Int(a), Value::Int(b)) => Ok(a < b),
        _ => ordered(a, b, "<", Ordering::is_lt),
    }
}

/// `a > b`
pub(crate) fn greater(a: &Value, b: &Value) -> Result<bool> {
    ordered(a, b, ">", Ordering::is_gt)
}

/// `a is b or a == b`, as containers ask for their items.
pub(crate) fn same(a: &Value, b: &Value) -> Result<bool> {
    Ok(a.is(b) || equal(a, b)?)
}

/// `a == b`
///
/// # Errors
/// RecursionError.
pub fn equal(a: &Value, b: &Value) -> Result<bool> {
    if let (Some(a), Some(b)) = (Number::of(a), Number::of(b)) {
        return Ok(a.compare(b) == Some(Ordering::Equal));
    }
    match (a, b) {
        (Value::Str(a), Value::Str(b)) => Ok(a.as_str() == b.as_str()),
        (Value::Tuple(left), Value::Tuple(right)) => {
            let _level = Level::enter(" in comparison")?;
            Ok(left.items().len() == right.items().len() && first_difference(a, b)?.is_none())
        }
        (Value::List(left), Value::List(right)) => {
            let _level = Level::enter(" in comparison")?;
            Ok(left.len() == right.len() && first_difference(a, b)?.is_none())
        }
        (Value::Dict(left), Value::Dict(right)) => equal_dicts(left, right),
        (Value::Range(a), Value::Range(b)) => Ok(same_range(a, b)),
        (Value::View(left), Value::View(right))
            if left.kind() != ViewKind::Values && right.kind() != ViewKind::Values =>
        {
            let items = left.items();
            if items.len() != right.dict().len() {
                return Ok(false);
            }
            for item in &items {
                if !sequence::contains(b, item)? {
                    return Ok(false);
                }
            }
            Ok(true)
        }
        _ => Ok(a.is(b)),
    }
}

fn equal_dicts(a: &Arc<Dict>, b: &Arc<Dict>) -> Result<bool> {
    if Arc::ptr_eq(a, b) && a.is_empty() {
        return Ok(true);
    }
    let _level = Level::enter(" in comparison")?;
    if a.len() != b.len() {
        return Ok(false);
    }
    for (key, value) in a.entries() {
        match b.get(&key)? {
            Some(other) if same(&value, &other)? => {}
            _ => return Ok(false),
        }
    }
    Ok(true)
}

/// Whether two ranges have the same items.
pub(crate) fn same_range(a: &Range, b: &Range) -> bool {
    let length = a.len();
    length == b.len() && (length == 0 || (a.start == b.start && (length == 1 || a.step == b.step)))
}

/// The items of two lists or tuples at the first place where they differ, as far as both go. Each list is locked for one
/// item at a time only.
fn first_difference(a: &Value, b: &Value) -> Result<Option<(Value, Value)>> {
    let at = |value: &Value, index: usize| match value {
        Value::List(list) => list.get(index),
        Value::Tuple(tuple) => tuple.items().get(index).cloned(),
        _ => None,
    };
    let mut turns = meter::Turns::default();
    let mut index = 0;
    while let (Some(left), Some(right)) = (at(a, index), at(b, index)) {
        if !same(&left, &right)? {
            return Ok(Some((left, right)));
        }
        index += 1;
        turns.turn()?;
    }
    Ok(None)
}

fn ordered(a: &Value, b: &Value, sign: &'static str, holds: fn(Ordering) -> bool) -> Result<bool> {
    if let (Some(a), Some(b)) = (Number::of(a), Number::of(b)) {
        return Ok(a.compare(b).is_some_and(holds));
    }
    let lengths = match (a, b) {
        // The order of bytes in UTF-8 is that of characters.
        (Value::Str(a), Value::Str(b)) => return Ok(holds(a.as_str().cmp(b.as_str()))),
        (Value::Tuple(left), Value::Tuple(right)) => (left.items().len(), right.items().len()),
        (Value::List(left), Value::List(right)) => (left.len(), right.len()),
        _ => {
            let (a, b) = (a.type_name(), b.type_name());
            return Err(Raise::type_error(format!("'{sign}' not supported between instances of '{a}' and '{b}'")));
        }
    };
    let _level = Level::enter(" in comparison")?;
    match first_difference(a, b)? {
        Some((left, right)) => ordered(&left, &right, sign, holds),
        None => Ok(holds(lengths.0.cmp(&lengths.1))),
    }
}
