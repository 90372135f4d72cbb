//! Functions that walk through items.

use std::sync::Arc;

use crate::{
    arguments::Arguments,
    code::Binary,
    exception::{Kind, Raise, Result},
    iter::Iter,
    library::Builtin,
    methods::no_key,
    number::{self, Number},
    operators, sequence,
    value::Value,
};

pub(super) fn enumerate(arguments: Arguments<'_>) -> Result<Value> {
    if arguments.is_empty() && !arguments.named.iter().any(|(name, _)| *name == "iterable") {
        return Err(Raise::type_error("enumerate() missing required argument 'iterable'"));
    }
    let [of, start] = arguments.bind("enumerate", ["iterable", "start"], 1)?;
    let start = match start {
        None => Value::Int(0),
        Some(Value::Bool(start)) => Value::Int(i64::from(*start)),
        Some(start @ (Value::Int(_) | Value::Big(_))) => start.clone(),
        Some(other) => {
            let message = format!("'{}' object cannot be interpreted as an integer", other.type_name());
            return Err(Raise::type_error(message));
        }
    };
    let of = sequence::iterator(of.unwrap_or(&Value::None))?;
    Ok(Value::Iterator(Arc::new(Iter::enumerate(of, start))))
}

pub(super) fn zip(arguments: Arguments<'_>) -> Result<Value> {
    let [strict] = arguments.names("zip", ["strict"])?;
    let mut of = Vec::with_capacity(arguments.len());
    for value in arguments.positional {
        of.push(sequence::iterator(value)?);
    }
    Ok(Value::Iterator(Arc::new(Iter::zip(of, strict.is_some_and(operators::truth)))))
}

pub(super) fn next(given: &[Value]) -> Result<Value> {
    let Value::Iterator(iter) = &given[0] else {
        return Err(Raise::type_error(format!("'{}' object is not an iterator", given[0].type_name())));
    };
    match (iter.next()?, given.get(1)) {
        (Some(item), _) => Ok(item),
        (None, Some(default)) => Ok(default.clone()),
        (None, None) => Err(Raise::with(Kind::StopIteration, Vec::new())),
    }
}

pub(super) fn extreme(builtin: Builtin, arguments: Arguments<'_>) -> Result<Value> {
    let name = builtin.name();
    arguments.count(name, 1, usize::MAX)?;
    let [key, default] = arguments.names(name, ["key", "default"])?;
    no_key(key)?;
    let several = arguments.len() > 1;
    if several && default.is_some() {
        let message = format!("Cannot specify a default for {name}() with multiple positional arguments");
        return Err(Raise::type_error(message));
    }
    let mut best: Option<Value> = None;
    let mut see = |item: Value| {
        let better = match &best {
            None => true,
            Some(best) if builtin == Builtin::Max => operators::greater(&item, best)?,
            Some(best) => operators::less(&item, best)?,
        };
        if better {
            best = Some(item);
        }
        Ok(true)
    };
    if several {
        for item in arguments.positional {
            see(item.clone())?;
        }
    } else {
        sequence::each(&arguments.positional[0], see)?;
    }
    match (best, default) {
        (Some(best), _) => Ok(best),
        (None, Some(default)) => Ok(default.clone()),
        (None, None) => Err(Raise::value_error(format!("{name}() arg is an empty sequence"))),
    }
}

pub(super) fn sorted(arguments: Arguments<'_>) -> Result<Value> {
    let [key, reverse] = arguments.names("sort", ["key", "reverse"])?;
    arguments.count("sorted", 1, 1)?;
    no_key(key)?;
    let mut items = sequence::collect(&arguments.positional[0])?;
    crate::sort::sort(&mut items, reverse.map_or(Ok(0), number::index)? != 0)?;
    Ok(Value::list(items))
}

pub(super) fn sum(arguments: Arguments<'_>) -> Result<Value> {
    if arguments.is_empty() {
        return Err(Raise::type_error("sum() takes at least 1 positional argument (0 given)"));
    }
    let [items, start] = arguments.bind("sum", ["iterable", "start"], 1)?;
    if let Some(Value::Str(_)) = start {
        return Err(Raise::type_error("sum() can't sum strings [use ''.join(seq) instead]"));
    }
    let items = items.unwrap_or(&Value::None);
    let mut total = start.cloned().unwrap_or(Value::Int(0));
    if let (Value::Range(range), Some(Number::Int(start))) = (items, Number::of(&total)) {
        // Gauss did not add them up either.
        let (first, step) = (i128::from(range.start), i128::from(range.step));
        let length = i128::from(range.len());
        let steps = length.checked_mul(length - 1).map(|twice| twice / 2).and_then(|steps| steps.checked_mul(step));
        let all = steps.zip(length.checked_mul(first)).and_then(|(a, b)| a.checked_add(b));
        if let Some(all) = all.and_then(|all| all.checked_add(i128::from(start))) {
            return Ok(Value::from(all));
        }
    }
    sequence::each(items, |item| {
        total = operators::binary(Binary::Add, &total, &item)?;
        Ok(true)
    })?;
    Ok(total)
}
