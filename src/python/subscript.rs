//! `a[key]`, `a[key] = value`, `del a[key]`, with slices.

use std::sync::Arc;

use crate::{
    exception::{Kind, Raise, Result},
    list::List,
    meter, number, sequence,
    value::{Range, Value},
};

/// `a[key]`
///
/// # Errors
/// IndexError, KeyError, TypeError, ValueError.
#[inline]
pub fn get_item(of: &Value, key: &Value) -> Result<Value> {
    match (of, key) {
        (Value::List(list), Value::Int(index)) => list.get_signed(*index).ok_or_else(|| out_of_range("list")),
        (Value::Dict(dict), key) => match dict.get(key)? {
            Some(value) => Ok(value),
            None => Err(Raise::with(Kind::KeyError, vec![key.clone()])),
        },
        _ => get_item_slow(of, key),
    }
}

#[cold]
fn out_of_range(what: &str) -> Raise {
    Raise::new(Kind::IndexError, format!("{what} index out of range"))
}

fn get_item_slow(of: &Value, key: &Value) -> Result<Value> {
    let (what, name, length) = match of {
        Value::Str(text) => ("string", "string", text.len() as u64),
        Value::Tuple(tuple) => ("tuple", "tuple", tuple.items().len() as u64),
        Value::List(list) => ("list", "list", list.len() as u64),
        Value::Range(range) => ("range object", "range", range.len()),
        Value::Type(kind) => {
            return Err(Raise::type_error(format!("type '{}' is not subscriptable", kind.name())));
        }
        other => return Err(Raise::type_error(format!("'{}' object is not subscriptable", other.type_name()))),
    };
    if let Value::Slice(slice) = key {
        return get_slice(of, slice);
    }
    let index = index_of(key, name)?;
    let place = if index < 0 { i128::from(index) + i128::from(length) } else { i128::from(index) };
    let Some(place) = u64::try_from(place).ok().filter(|place| *place < length) else {
        return Err(out_of_range(what));
    };
    Ok(match of {
        Value::Str(text) => text.char_at(place as usize).map_or(Value::None, Value::from),
        Value::Tuple(tuple) => tuple.items()[place as usize].clone(),
        Value::List(list) => list.get(place as usize).ok_or_else(|| out_of_range("list"))?,
        Value::Range(range) => Value::Int(range.get(place)),
        _ => Value::None,
    })
}

/// A key that must be an index.
fn index_of(key: &Value, name: &str) -> Result<i64> {
    match key {
        Value::Int(index) => Ok(*index),
        Value::Bool(index) => Ok(i64::from(*index)),
        Value::Big(_) => Err(Raise::new(Kind::IndexError, "cannot fit 'int' into an index-sized integer")),
        other => {
            let or_slices = " or slices";
            let other = other.type_name();
            let message = match name {
                "string" => format!("string indices must be integers, not '{other}'"),
                _ => format!("{name} indices must be integers{or_slices}, not {other}"),
            };
            Err(Raise::type_error(message))
        }
    }
}

/// A slice of a sequence: the first place, how many, and from one to the next.
#[derive(Debug, Clone, Copy)]
struct Part {
    start: i64,
    stop: i64,
    step: i64,
    count: usize,
}

impl Part {
    /// What a slice takes of so many items.
    fn of(slice: &[Value; 3], length: i64) -> Result<Self> {
        let bound = |value: &Value| match (value, number::clamped(value)) {
            (Value::None, _) => Ok(None),
            (_, Some(bound)) => Ok(Some(bound)),
            _ => {
                let message = "slice indices must be integers or None or have an __index__ method";
                Err(Raise::type_error(message))
            }
        };
        let step = bound(&slice[2])?.unwrap_or(1).max(-i64::MAX);
        if step == 0 {
            return Err(Raise::value_error("slice step cannot be zero"));
        }
        let (lowest, highest) = if step > 0 { (0, length) } else { (-1, length - 1) };
        let place = |value: Option<i64>, default: i64| match value {
            None => default,
            Some(place) if place < 0 => place.saturating_add(length).clamp(lowest, highest),
            Some(place) => place.clamp(lowest, highest),
        };
        let (first, last) = if step > 0 { (lowest, highest) } else { (highest, lowest) };
        let start = place(bound(&slice[0])?, first);
        let stop = place(bound(&slice[1])?, last);
        let count = Range { start, stop, step }.len() as usize;
        Ok(Part { start, stop, step, count })
    }

    /// The places.
    fn places(self) -> impl Iterator<Item = usize> {
        (0..self.count).map(move |index| (self.start + self.step * index as i64) as usize)
    }

    fn take(self, items: &[Value]) -> Vec<Value> {
        if self.step == 1 && self.count > 0 {
            return items[self.start as usize..self.start as usize + self.count].to_vec();
        }
        self.places().map(|place| items[place].clone()).collect()
    }
}

fn get_slice(of: &Value, slice: &[Value; 3]) -> Result<Value> {
    Ok(match of {
        Value::Str(text) => {
            let part = Part::of(slice, text.len() as i64)?;
            meter::reserve(part.count)?;
            if part.step == 1 {
                return Ok(Value::from(text.slice(part.start as usize, part.start as usize + part.count)));
            }
            if text.is_ascii() {
                let bytes = text.as_str().as_bytes();
                Value::from(part.places().map(|place| char::from(bytes[place])).collect::<String>())
            } else {
                let characters: Vec<char> = text.as_str().chars().collect();
                Value::from(part.places().map(|place| characters[place]).collect::<String>())
            }
        }
        Value::Tuple(tuple) => {
            let part = Part::of(slice, tuple.items().len() as i64)?;
            meter::reserve_items(part.count, size_of::<Value>())?;
            Value::tuple(part.take(tuple.items()))
        }
        Value::List(list) => {
            let items = list.with(|items| {
                let part = Part::of(slice, items.len() as i64)?;
                meter::reserve_items(part.count, size_of::<Value>())?;
                Ok(part.take(items))
            })?;
            Value::list(items)
        }
        Value::Range(range) => slice_of_range(range, slice)?,
        _ => Value::None,
    })
}

fn slice_of_range(range: &Range, slice: &[Value; 3]) -> Result<Value> {
    let too_large = || Raise::new(Kind::OverflowError, "Python int too large to convert to C ssize_t");
    let part = Part::of(slice, i64::try_from(range.len()).map_err(|_| too_large())?)?;
    let at = |place: i64| i64::try_from(i128::from(range.start) + i128::from(range.step) * i128::from(place));
    let step = range.step.checked_mul(part.step).ok_or_else(too_large)?;
    let start = at(part.start).map_err(|_| too_large())?;
    let stop = at(part.stop).map_err(|_| too_large())?;
    Ok(Value::Range(Arc::new(Range { start, stop, step })))
}

/// `a[key] = value`
///
/// # Errors
/// IndexError, TypeError, ValueError, MemoryError.
#[inline]
pub fn set_item(of: &Value, key: &Value, value: Value) -> Result<()> {
    match (of, key) {
        (Value::List(list), Value::Int(index)) => {
            if list.set_signed(*index, value) {
                Ok(())
            } else {
                Err(out_of_range("list assignment"))
            }
        }
        (Value::Dict(dict), key) => dict.insert(key.clone(), value),
        (Value::List(list), Value::Slice(slice)) => set_slice(list, slice, &value),
        (Value::List(list), key) => {
            let index = index_of(key, "list")?;
            if list.set_signed(index, value) { Ok(()) } else { Err(out_of_range("list assignment")) }
        }
        _ => {
            let message = format!("'{}' object does not support item assignment", of.type_name());
            Err(Raise::type_error(message))
        }
    }
}

fn set_slice(list: &List, slice: &[Value; 3], value: &Value) -> Result<()> {
    let simple = matches!(slice[2], Value::None | Value::Int(1));
    let mut items = match sequence::iterator(value) {
        Ok(_) => sequence::collect(value)?,
        Err(_) if simple => return Err(Raise::type_error("can only assign an iterable")),
        Err(_) => return Err(Raise::type_error("must assign iterable to extended slice")),
    };
    meter::reserve_items(items.len() + list.len(), size_of::<Value>())?;
    let replaced = list.with(|all| {
        let part = Part::of(slice, all.len() as i64)?;
        if part.step == 1 {
            let start = part.start as usize;
            return Ok(all.splice(start..start + part.count, items.drain(..)).collect::<Vec<_>>());
        }
        if part.count != items.len() {
            let (given, wanted) = (items.len(), part.count);
            let message = format!("attempt to assign sequence of size {given} to extended slice of size {wanted}");
            return Err(Raise::value_error(message));
        }
        Ok(part.places().zip(items.drain(..)).map(|(place, item)| std::mem::replace(&mut all[place], item)).collect())
    })?;
    drop(replaced);
    Ok(())
}

/// `del a[key]`
///
/// # Errors
/// IndexError, KeyError, TypeError, ValueError.
pub fn delete_item(of: &Value, key: &Value) -> Result<()> {
    match (of, key) {
        (Value::Dict(dict), key) => match dict.remove(key)? {
            Some(_) => Ok(()),
            None => Err(Raise::with(Kind::KeyError, vec![key.clone()])),
        },
        (Value::List(list), Value::Slice(slice)) => {
            let removed = list.with(|all| {
                let part = Part::of(slice, all.len() as i64)?;
                if part.step == 1 {
                    let start = part.start as usize;
                    return Ok(all.drain(start..start + part.count).collect::<Vec<_>>());
                }
                let mut gone = vec![false; all.len()];
                part.places().for_each(|place| gone[place] = true);
                let (removed, kept): (Vec<_>, Vec<_>) =
                    std::mem::take(all).into_iter().zip(gone).partition(|(_, gone)| *gone);
                *all = kept.into_iter().map(|(item, _)| item).collect();
                Ok(removed.into_iter().map(|(item, _)| item).collect())
            })?;
            drop(removed);
            Ok(())
        }
        (Value::List(list), key) => {
            let index = index_of(key, "list")?;
            let removed = list.with(|all| {
                let place = if index < 0 { index + all.len() as i64 } else { index };
                let place = usize::try_from(place).ok().filter(|place| *place < all.len())?;
                Some(all.remove(place))
            });
            removed.map(drop).ok_or_else(|| out_of_range("list assignment"))
        }
        _ => {
            let sequence = matches!(of, Value::Tuple(_) | Value::Str(_) | Value::Range(_) | Value::View(_));
            let not = if sequence && number::clamped(key).is_some() { "doesn't" } else { "does not" };
            let message = format!("'{}' object {not} support item deletion", of.type_name());
            Err(Raise::type_error(message))
        }
    }
}
