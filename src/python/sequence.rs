//! What can be walked through: its length, whether it holds something, its items one by one or all together.

use std::sync::Arc;

pub use crate::subscript::{delete_item, get_item, set_item};
use crate::{
    dict::ViewKind,
    exception::{Kind, Raise, Result},
    iter::Iter,
    list::List,
    meter::{self, Turns},
    number::{self, Number},
    operators,
    value::{Range, Value},
};

/// `len(value)`
///
/// # Errors
/// TypeError; OverflowError for a range of more than 2⁶³ − 1.
pub fn length(value: &Value) -> Result<usize> {
    Ok(match value {
        Value::Str(text) => text.len(),
        Value::Tuple(tuple) => tuple.items().len(),
        Value::List(list) => list.len(),
        Value::Dict(dict) => dict.len(),
        Value::View(view) => view.dict().len(),
        Value::Range(range) => {
            let length = i64::try_from(range.len()).ok().and_then(|length| usize::try_from(length).ok());
            return length
                .ok_or_else(|| Raise::new(Kind::OverflowError, "Python int too large to convert to C ssize_t"));
        }
        other => return Err(Raise::type_error(format!("object of type '{}' has no len()", other.type_name()))),
    })
}

/// `iter(value)`
///
/// # Errors
/// TypeError.
pub fn iterate(value: &Value) -> Result<Value> {
    Ok(Value::Iterator(iterator(value)?))
}

/// The same, as the iterator that it is.
pub(crate) fn iterator(value: &Value) -> Result<Arc<Iter>> {
    Ok(Arc::new(match value {
        Value::Iterator(iter) => return Ok(iter.clone()),
        Value::Range(range) => Iter::range(Range::clone(range)),
        Value::List(list) => Iter::list(list.clone()),
        Value::Tuple(tuple) => Iter::tuple(tuple.clone()),
        Value::Str(text) => Iter::str(text.clone()),
        Value::Dict(dict) => Iter::dict(dict.clone(), ViewKind::Keys),
        Value::View(view) => Iter::dict(view.dict().clone(), view.kind()),
        other => return Err(Raise::type_error(format!("'{}' object is not iterable", other.type_name()))),
    }))
}

/// `reversed(value)`
///
/// # Errors
/// TypeError.
pub(crate) fn reversed(value: &Value) -> Result<Value> {
    Ok(Value::Iterator(Arc::new(match value {
        Value::Range(range) => Iter::range_reversed(range),
        Value::List(list) => Iter::list_reversed(list.clone()),
        Value::Tuple(tuple) => Iter::tuple_reversed(tuple.clone()),
        Value::Str(_) => match Value::tuple(collect(value)?) {
            Value::Tuple(characters) => Iter::tuple_reversed(characters),
            _ => return Ok(Value::None),
        },
        Value::Dict(dict) => Iter::dict_reversed(dict.clone(), ViewKind::Keys),
        Value::View(view) => Iter::dict_reversed(view.dict().clone(), view.kind()),
        other => return Err(Raise::type_error(format!("'{}' object is not reversible", other.type_name()))),
    })))
}

/// The next item of an iterator; `None` when there is none any more.
///
/// # Errors
/// As [`Iter::next`].
#[inline]
pub fn next(iter: &Iter) -> Result<Option<Value>> {
    iter.next()
}

/// Does something with each item, until it says that it has seen enough.
pub(crate) fn each(value: &Value, mut see: impl FnMut(Value) -> Result<bool>) -> Result<()> {
    let iter = iterator(value)?;
    let mut turns = Turns::default();
    while let Some(item) = iter.next()? {
        if !see(item)? {
            break;
        }
        turns.turn()?;
    }
    Ok(())
}

/// All items.
///
/// # Errors
/// TypeError for what can't be iterated over, MemoryError, whatever the iteration raises.
pub fn collect(value: &Value) -> Result<Vec<Value>> {
    match value {
        Value::List(list) => {
            meter::reserve_items(list.len(), size_of::<Value>())?;
            return Ok(list.items());
        }
        Value::Tuple(tuple) => {
            meter::reserve_items(tuple.items().len(), size_of::<Value>())?;
            return Ok(tuple.items().to_vec());
        }
        _ => {}
    }
    let iter = iterator(value)?;
    let left = iter.left();
    meter::reserve_items(left, size_of::<Value>())?;
    let mut items = Vec::with_capacity(left);
    let mut turns = Turns::default();
    while let Some(item) = iter.next()? {
        if items.len() == items.capacity() {
            meter::reserve_items(items.len() * 2, size_of::<Value>())?;
        }
        items.push(item);
        turns.turn()?;
    }
    Ok(items)
}

/// Appends all items to a list.
///
/// # Errors
/// As [`collect`].
pub(crate) fn extend(list: &List, value: &Value) -> Result<()> {
    if let Value::Iterator(_) = value {
        // What came before an iterator raised stays in the list.
        return each(value, |item| list.push(item).map(|()| true));
    }
    let mut items = collect(value)?;
    meter::reserve_items(items.len() + list.len(), size_of::<Value>())?;
    list.with(|all| all.append(&mut items));
    Ok(())
}

/// Items so many times; not at all if that is negative.
pub(crate) fn repeated(items: &[Value], times: i64) -> Result<Vec<Value>> {
    let times = usize::try_from(times.max(0)).unwrap_or(usize::MAX);
    let count = items.len().saturating_mul(times);
    meter::reserve_items(count, size_of::<Value>())?;
    meter::work(count as u64 / 64)?;
    let mut all = Vec::with_capacity(count);
    if !items.is_empty() {
        for _ in 0..times {
            all.extend_from_slice(items);
        }
    }
    Ok(all)
}

/// Exactly so many items, the first one first.
///
/// # Errors
/// TypeError for what can't be iterated over, ValueError for another number.
pub fn unpack(value: &Value, count: usize) -> Result<Vec<Value>> {
    let few = |got: usize| Raise::value_error(format!("not enough values to unpack (expected {count}, got {got})"));
    let many = || Raise::value_error(format!("too many values to unpack (expected {count})"));
    if let Value::Tuple(tuple) = value {
        return match tuple.items().len() {
            got if got < count => Err(few(got)),
            got if got > count => Err(many()),
            _ => Ok(tuple.items().to_vec()),
        };
    }
    let Ok(iter) = iterator(value) else {
        return Err(Raise::type_error(format!("cannot unpack non-iterable {} object", value.type_name())));
    };
    let mut items = Vec::with_capacity(count);
    while items.len() < count {
        match iter.next()? {
            Some(item) => items.push(item),
            None => return Err(few(items.len())),
        }
    }
    if iter.next()?.is_some() { Err(many()) } else { Ok(items) }
}

/// `item in value`
///
/// # Errors
/// TypeError, RecursionError.
pub fn contains(value: &Value, item: &Value) -> Result<bool> {
    match value {
        Value::Str(text) => match item {
            Value::Str(part) => Ok(text.as_str().contains(part.as_str())),
            other => {
                let message = format!("'in <string>' requires string as left operand, not {}", other.type_name());
                Err(Raise::type_error(message))
            }
        },
        Value::Dict(dict) => dict.contains(item),
        Value::View(view) if view.kind() == ViewKind::Keys => view.dict().contains(item),
        Value::View(view) if view.kind() == ViewKind::Items => match item {
            Value::Tuple(pair) => match pair.items() {
                [key, value] => match view.dict().get(key)? {
                    Some(found) => operators::same(&found, value),
                    None => Ok(false),
                },
                _ => Ok(false),
            },
            _ => Ok(false),
        },
        Value::Range(range) => match Number::of(item) {
            Some(Number::Int(item)) => Ok(place_in(range, item).is_some()),
            Some(Number::Float(float)) if float.fract() == 0.0 => {
                let whole = float as i64;
                Ok(number::equal(&Value::Int(whole), item) && place_in(range, whole).is_some())
            }
            _ => Ok(false),
        },
        Value::List(list) => {
            let mut turns = Turns::default();
            let mut index = 0;
            while let Some(other) = list.get(index) {
                if operators::same(&other, item)? {
                    return Ok(true);
                }
                index += 1;
                turns.turn()?;
            }
            Ok(false)
        }
        Value::Tuple(tuple) => {
            for other in tuple.items() {
                if operators::same(other, item)? {
                    return Ok(true);
                }
            }
            Ok(false)
        }
        Value::Iterator(_) | Value::View(_) => {
            let mut found = false;
            each(value, |other| {
                found = operators::same(&other, item)?;
                Ok(!found)
            })?;
            Ok(found)
        }
        other => Err(Raise::type_error(format!("argument of type '{}' is not iterable", other.type_name()))),
    }
}

/// Where an integer stands in a range.
pub(crate) fn place_in(range: &Range, item: i64) -> Option<u64> {
    let (offset, step) = (i128::from(item) - i128::from(range.start), i128::from(range.step));
    let place = u64::try_from(offset / step).ok()?;
    (offset % step == 0 && place < range.len()).then_some(place)
}
