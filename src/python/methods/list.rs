//! Methods of lists.

use std::sync::Arc;

use crate::{
    arguments::Arguments,
    exception::{Kind, Raise, Result},
    library::MethodName,
    list::List,
    meter, number, operators, sequence,
    value::Value,
};

pub(super) fn call(name: MethodName, list: &Arc<List>, arguments: Arguments<'_>) -> Result<Value> {
    match name {
        MethodName::Append => list.push(arguments.one("list.append")?.clone())?,
        MethodName::Extend => sequence::extend(list, arguments.one("list.extend")?)?,
        MethodName::Clear => {
            arguments.none("list.clear")?;
            drop(list.replace(Vec::new()));
        }
        MethodName::Copy => {
            arguments.none("list.copy")?;
            return Ok(Value::list(sequence::collect(&Value::List(list.clone()))?));
        }
        MethodName::Reverse => {
            arguments.none("list.reverse")?;
            list.with(|items| items.reverse());
        }
        MethodName::Insert => {
            let given = arguments.between("insert", 2, 2)?;
            let place = number::index(&given[0])?;
            meter::reserve_items(list.len(), size_of::<Value>())?;
            list.with(|items| {
                let length = items.len() as i64;
                let place = if place < 0 { place.saturating_add(length).max(0) } else { place.min(length) };
                items.insert(place as usize, given[1].clone());
            });
        }
        MethodName::Pop => return pop(list, arguments),
        MethodName::Remove => remove(list, arguments.one("list.remove")?)?,
        MethodName::Count => {
            let items = sequence::collect(&Value::List(list.clone()))?;
            return count(&items, arguments.one("list.count")?);
        }
        MethodName::Index => {
            let items = sequence::collect(&Value::List(list.clone()))?;
            let given = arguments.between("index", 1, 3)?;
            return index(&items, given)?.ok_or_else(|| match crate::text::repr(&given[0]) {
                Ok(item) => Raise::value_error(format!("{item} is not in list")),
                Err(raise) => raise,
            });
        }
        MethodName::Sort => sort(list, arguments)?,
        _ => {}
    }
    Ok(Value::None)
}

fn pop(list: &List, arguments: Arguments<'_>) -> Result<Value> {
    arguments.no_names("list.pop")?;
    let given = arguments.between("pop", 0, 1)?;
    let place = given.first().map_or(Ok(-1), number::index)?;
    let popped = list.with(|items| {
        let length = items.len() as i64;
        let place = if place < 0 { place.saturating_add(length) } else { place };
        match usize::try_from(place) {
            Ok(place) if place < items.len() => Ok(items.remove(place)),
            _ => Err(length),
        }
    });
    popped.map_err(|length| {
        let message = if length == 0 { "pop from empty list" } else { "pop index out of range" };
        Raise::new(Kind::IndexError, message)
    })
}

fn remove(list: &List, item: &Value) -> Result<()> {
    let mut turns = meter::Turns::default();
    let mut place = 0;
    // Compared while the list is not locked; should another lane change it meanwhile, what stands there now is removed.
    while let Some(other) = list.get(place) {
        if operators::same(&other, item)? {
            let removed = list.with(|items| (place < items.len()).then(|| items.remove(place)));
            drop(removed);
            return Ok(());
        }
        place += 1;
        turns.turn()?;
    }
    Err(Raise::value_error("list.remove(x): x not in list"))
}

/// How often an item is among others.
pub(super) fn count(items: &[Value], item: &Value) -> Result<Value> {
    let mut turns = meter::Turns::default();
    let mut count = 0_i64;
    for other in items {
        count += i64::from(operators::same(other, item)?);
        turns.turn()?;
    }
    Ok(Value::Int(count))
}

/// The first place of an item, from and to places that may be given with it; `None` if it is not there.
pub(super) fn index(items: &[Value], given: &[Value]) -> Result<Option<Value>> {
    let bound = |place: Option<&Value>, default: i64| match place {
        None => Ok(default),
        Some(place) => number::clamped(place)
            .ok_or_else(|| Raise::type_error("slice indices must be integers or have an __index__ method")),
    };
    let length = items.len() as i64;
    let at = |place: i64| if place < 0 { place.saturating_add(length).max(0) } else { place.min(length) };
    let start = at(bound(given.get(1), 0)?);
    let stop = at(bound(given.get(2), length)?);
    let mut turns = meter::Turns::default();
    for place in start..stop {
        if operators::same(&items[place as usize], &given[0])? {
            return Ok(Some(Value::Int(place)));
        }
        turns.turn()?;
    }
    Ok(None)
}

/// Sorts what the list holds while the list itself is empty, as CPython does: whoever changes it meanwhile gets to know.
fn sort(list: &List, arguments: Arguments<'_>) -> Result<()> {
    if !arguments.is_empty() {
        return Err(Raise::type_error("sort() takes no positional arguments"));
    }
    let [key, reverse] = arguments.names("sort", ["key", "reverse"])?;
    no_key(key)?;
    let reverse = reverse.map_or(Ok(0), number::index)? != 0;
    let mut items = list.replace(Vec::new());
    let result = crate::sort::sort(&mut items, reverse);
    let meanwhile = list.replace(items);
    result?;
    if meanwhile.is_empty() { Ok(()) } else { Err(Raise::value_error("list modified during sort")) }
}

/// Builtins never call functions of the program.
pub(crate) fn no_key(key: Option<&Value>) -> Result<()> {
    match key {
        None | Some(Value::None) => Ok(()),
        Some(_) => {
            let message = "key= is not supported here: sort a list of tuples (key, item) instead";
            Err(Raise::type_error(message))
        }
    }
}
