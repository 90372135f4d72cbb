//! Comparison of values, whatever their types.

use std::{cmp::Ordering, sync::Arc};

use crate::{
    code::Comparison,
    depth::Level,
    dict::{Dict, ViewKind},
    exception::{Raise, Result},
    meter,
    number::Number,
    sequence,
    value::{Range, Value},
};

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
