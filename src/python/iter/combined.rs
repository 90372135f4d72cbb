//! Iterators over iterators.

use std::sync::{Arc, Mutex};

use num_bigint::BigInt;

use super::Iter;
use crate::{
    depth::Level,
    exception::{Raise, Result},
    number::Number,
    value::{Value, lock},
};

pub(super) fn next_enumerated(of: &Iter, count: &Mutex<Value>) -> Result<Option<Value>> {
    let _level = Level::enter("")?;
    let Some(item) = of.next()? else { return Ok(None) };
    let number = {
        let mut count = lock(count);
        let next = match &*count {
            Value::Int(count) if *count < i64::MAX => Value::Int(count + 1),
            other => Number::of(other).map_or(Value::None, |number| Value::from(&*number.to_big() + BigInt::from(1))),
        };
        std::mem::replace(&mut *count, next)
    };
    Ok(Some(Value::tuple(vec![number, item])))
}

pub(super) fn next_zipped(of: &[Arc<Iter>], strict: bool) -> Result<Option<Value>> {
    let _level = Level::enter("")?;
    let mut items = Vec::with_capacity(of.len());
    for (index, iter) in of.iter().enumerate() {
        match iter.next()? {
            Some(item) => items.push(item),
            None if strict => return uneven(of, index),
            None => return Ok(None),
        }
    }
    Ok((!items.is_empty()).then(|| Value::tuple(items)))
}

/// One of a strict zip has ended: the first `index` have not.
fn uneven(of: &[Arc<Iter>], index: usize) -> Result<Option<Value>> {
    let name = |until: usize| if until == 1 { " ".to_owned() } else { format!("s 1-{until}") };
    let single = |until: usize| if until == 1 { "argument 1".to_owned() } else { format!("argument{}", name(until)) };
    if index > 0 {
        let message = format!("zip() argument {} is shorter than {}", index + 1, single(index));
        return Err(Raise::value_error(message));
    }
    for (index, iter) in of.iter().enumerate().skip(1) {
        if iter.next()?.is_some() {
            let message = format!("zip() argument {} is longer than {}", index + 1, single(index));
            return Err(Raise::value_error(message));
        }
    }
    Ok(None)
}
