//! Methods of tuples and ranges.

use crate::{
    arguments::Arguments,
    exception::{Raise, Result},
    library::MethodName,
    sequence,
    value::{Range, Tuple, Value},
};

pub(super) fn call(name: MethodName, tuple: &Tuple, arguments: Arguments<'_>) -> Result<Value> {
    if name == MethodName::Count {
        return super::list::count(tuple.items(), arguments.one("tuple.count")?);
    }
    let found = super::list::index(tuple.items(), arguments.between("index", 1, 3)?)?;
    found.ok_or_else(|| Raise::value_error("tuple.index(x): x not in tuple"))
}

pub(super) fn call_range(name: MethodName, range: &Range, arguments: Arguments<'_>) -> Result<Value> {
    let function = if name == MethodName::Count { "range.count" } else { "range.index" };
    let item = arguments.one(function)?;
    let place = match item {
        Value::Int(_) | Value::Bool(_) | Value::Float(_) => {
            let whole = match item {
                Value::Int(item) => *item,
                Value::Bool(item) => i64::from(*item),
                Value::Float(item) => *item as i64,
                _ => 0,
            };
            let there = crate::number::equal(&Value::Int(whole), item);
            sequence::place_in(range, whole).filter(|_| there)
        }
        _ => None,
    };
    if name == MethodName::Count {
        return Ok(Value::Int(i64::from(place.is_some())));
    }
    match place {
        Some(place) => Ok(Value::from(place)),
        None if matches!(item, Value::Int(_) | Value::Bool(_) | Value::Big(_)) => {
            Err(Raise::value_error(format!("{} is not in range", crate::text::repr(item)?)))
        }
        None => Err(Raise::value_error("sequence.index(x): x not in sequence")),
    }
}
