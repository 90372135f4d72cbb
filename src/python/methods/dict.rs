//! Methods of dictionaries.

use std::sync::Arc;

use crate::{
    arguments::Arguments,
    dict::{Dict, View, ViewKind},
    exception::{Kind, Raise, Result},
    library::MethodName,
    meter::Turns,
    sequence,
    value::Value,
};

pub(super) fn call(name: MethodName, dict: &Arc<Dict>, arguments: Arguments<'_>) -> Result<Value> {
    match name {
        MethodName::Get => {
            arguments.no_names("dict.get")?;
            let given = arguments.between("get", 1, 2)?;
            let default = given.get(1).cloned().unwrap_or(Value::None);
            Ok(dict.get(&given[0])?.unwrap_or(default))
        }
        MethodName::Setdefault => {
            arguments.no_names("dict.setdefault")?;
            let given = arguments.between("setdefault", 1, 2)?;
            let default = given.get(1).cloned().unwrap_or(Value::None);
            dict.get_or_insert(given[0].clone(), default)
        }
        MethodName::Pop => {
            arguments.no_names("dict.pop")?;
            let given = arguments.between("pop", 1, 2)?;
            // CPython does not look at the key where there is nothing to find.
            if dict.is_empty() {
                let missing = || Raise::with(Kind::KeyError, vec![given[0].clone()]);
                return given.get(1).cloned().ok_or_else(missing);
            }
            match (dict.remove(&given[0])?, given.get(1)) {
                (Some(value), _) => Ok(value),
                (None, Some(default)) => Ok(default.clone()),
                (None, None) => Err(Raise::with(Kind::KeyError, vec![given[0].clone()])),
            }
        }
        MethodName::Popitem => {
            arguments.none("dict.popitem")?;
            match dict.pop() {
                Some((key, value)) => Ok(Value::tuple(vec![key, value])),
                None => Err(Raise::with(Kind::KeyError, vec![Value::from("popitem(): dictionary is empty")])),
            }
        }
        MethodName::Clear => {
            arguments.none("dict.clear")?;
            dict.clear();
            Ok(Value::None)
        }
        MethodName::Copy => {
            arguments.none("dict.copy")?;
            Ok(Value::Dict(Arc::new(dict.copied()?)))
        }
        MethodName::Update => {
            arguments.count("update", 0, 1)?;
            if let Some(other) = arguments.get(0) {
                update(dict, other)?;
            }
            update_named(dict, arguments)?;
            Ok(Value::None)
        }
        MethodName::Keys => view(dict, ViewKind::Keys, "dict.keys", arguments),
        MethodName::Values => view(dict, ViewKind::Values, "dict.values", arguments),
        MethodName::Items => view(dict, ViewKind::Items, "dict.items", arguments),
        MethodName::Fromkeys => from_keys(arguments),
        _ => Ok(Value::None),
    }
}

fn view(dict: &Arc<Dict>, kind: ViewKind, function: &str, arguments: Arguments<'_>) -> Result<Value> {
    arguments.none(function)?;
    Ok(Value::View(Arc::new(View::new(dict.clone(), kind))))
}

/// `dict.fromkeys(keys, value)`
pub(super) fn from_keys(arguments: Arguments<'_>) -> Result<Value> {
    arguments.no_names("dict.fromkeys")?;
    let given = arguments.between("fromkeys", 1, 2)?;
    let value = given.get(1).cloned().unwrap_or(Value::None);
    let dict = Dict::default();
    sequence::each(&given[0], |key| dict.insert(key, value.clone()).map(|()| true))?;
    Ok(Value::Dict(Arc::new(dict)))
}

/// Takes over the entries of a dictionary, or of pairs.
///
/// # Errors
/// TypeError, ValueError for what is neither.
pub(crate) fn update(dict: &Dict, other: &Value) -> Result<()> {
    if let Value::Dict(other) = other {
        let mut turns = Turns::default();
        for (key, value) in other.entries() {
            dict.insert(key, value)?;
            turns.turn()?;
        }
        return Ok(());
    }
    let mut index = 0;
    sequence::each(other, |pair| {
        let Ok(iter) = sequence::iterate(&pair) else {
            let message = format!("cannot convert dictionary update sequence element #{index} to a sequence");
            return Err(Raise::type_error(message));
        };
        let mut items = sequence::collect(&iter)?;
        let (Some(value), Some(key), None) = (items.pop(), items.pop(), items.pop()) else {
            let length = sequence::length(&pair).unwrap_or(items.len());
            let message = format!("dictionary update sequence element #{index} has length {length}; 2 is required");
            return Err(Raise::value_error(message));
        };
        dict.insert(key, value)?;
        index += 1;
        Ok(true)
    })
}

/// Takes over what was given by name.
pub(crate) fn update_named(dict: &Dict, arguments: Arguments<'_>) -> Result<()> {
    arguments.named.iter().try_for_each(|(name, value)| dict.insert(Value::from(*name), value.clone()))
}
