//! Iterators over iterators.

use std::sync::{Arc, Mutex};

use num_bigint::BigInt;

use super::Iter;
use crate::{
    depth::Level,
    exception::{Raise, Result},
    number::Number,
    value::{Tuple, Value, lock},
};

/// Where an enumeration is.
#[derive(Debug)]
pub(super) struct Counted {
    /// The next item's number.
    next: Value,
    last: Option<Arc<Tuple>>,
}

impl From<Value> for Counted {
    fn from(start: Value) -> Self {
        Counted { next: start, last: None }
    }
}

/// The tuple of a turn of the loop. The one of the turn before is filled again if nobody else has it any more, as CPython
/// does: a loop that takes it apart allocates nothing.
///
/// Beside it, the tuple that nobody will fill again. It, and what is left in `items`, is to be dropped without a lock.
pub(super) fn tuple(last: &mut Option<Arc<Tuple>>, items: &mut [Value]) -> (Value, Option<Arc<Tuple>>) {
    if let Some(known) = last.as_mut().and_then(Arc::get_mut) {
        known.items_mut().swap_with_slice(items);
        return (last.clone().map_or(Value::None, Value::Tuple), None);
    }
    let tuple = Arc::new(Tuple::new(items.iter_mut().map(std::mem::take).collect()));
    (Value::Tuple(tuple.clone()), last.replace(tuple))
}

pub(super) fn next_enumerated(of: &Iter, counted: &Mutex<Counted>) -> Result<Option<Value>> {
    let _level = Level::enter("")?;
    let Some(item) = of.next()? else { return Ok(None) };
    let mut items = [Value::None, item];
    let mut counted = lock(counted);
    let next = match &counted.next {
        Value::Int(count) if *count < i64::MAX => Value::Int(count + 1),
        other => Number::of(other).map_or(Value::None, |number| Value::from(&*number.to_big() + BigInt::from(1))),
    };
    items[0] = std::mem::replace(&mut counted.next, next);
    let (tuple, _before) = tuple(&mut counted.last, &mut items);
    drop(counted);
    Ok(Some(tuple))
}

/// So many iterators at a time need no allocation for their items.
const FEW: usize = 4;

pub(super) fn next_zipped(of: &[Arc<Iter>], strict: bool, last: &Mutex<Option<Arc<Tuple>>>) -> Result<Option<Value>> {
    let _level = Level::enter("")?;
    let (mut few, mut many);
    let items = if of.len() <= FEW {
        few = [const { Value::None }; FEW];
        &mut few[..of.len()]
    } else {
        many = vec![Value::None; of.len()];
        &mut many[..]
    };
    for (index, (iter, item)) in of.iter().zip(items.iter_mut()).enumerate() {
        match iter.next()? {
            Some(next) => *item = next,
            None if strict => return uneven(of, index),
            None => return Ok(None),
        }
    }
    if items.is_empty() {
        return Ok(None);
    }
    let (tuple, _before) = tuple(&mut lock(last), items);
    Ok(Some(tuple))
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
