//! Methods that look for a text in a text.

use std::sync::Arc;

use super::text::text_of;
use crate::{
    arguments::Arguments,
    exception::{Raise, Result},
    library::MethodName,
    meter, number,
    text::Str,
    value::Value,
};

/// Part of a text: what stands in it, and how many characters are before it.
struct Window<'a> {
    text: &'a str,
    start: usize,
}

/// The part that is given by a start and an end; `None` if it lies behind the text.
fn window<'a>(of: &'a Str, given: &[Value]) -> Result<Option<Window<'a>>> {
    let bound = |value: Option<&Value>, default: i64| match value {
        None | Some(Value::None) => Ok(default),
        Some(value) => number::clamped(value)
            .ok_or_else(|| Raise::type_error("slice indices must be integers or None or have an __index__ method")),
    };
    let length = of.len() as i64;
    let at = |place: i64| if place < 0 { place.saturating_add(length).max(0) } else { place };
    let start = at(bound(given.get(1), 0)?);
    let end = at(bound(given.get(2), length)?).min(length);
    if start > end {
        return Ok(None);
    }
    let start = start as usize;
    Ok(Some(Window { text: of.slice(start, end as usize), start }))
}

/// From one to three arguments; those that take a window say it in words of their own.
fn three<'a>(name: &str, arguments: Arguments<'a>) -> Result<&'a [Value]> {
    match arguments.len() {
        0 => Err(Raise::type_error(format!("{name}() takes at least 1 argument (0 given)"))),
        1..=3 => Ok(arguments.positional),
        given => Err(Raise::type_error(format!("{name}() takes at most 3 arguments ({given} given)"))),
    }
}

/// `find`, `rfind`, `index`, `rindex`, `count`
pub(super) fn call(name: MethodName, of: &Arc<Str>, arguments: Arguments<'_>) -> Result<Value> {
    let name_text = name.name();
    arguments.no_names(&format!("str.{name_text}"))?;
    let given = three(name_text, arguments)?;
    let part = text_of(&given[0], |other| format!("must be str, not {other}"))?;
    let window = window(of, given)?;
    if name == MethodName::Count {
        let count = window.map_or(0, |window| window.text.matches(part).count());
        return Ok(Value::from(count));
    }
    let place = window.and_then(|window| {
        let byte = match name {
            MethodName::Find | MethodName::Index => window.text.find(part),
            _ => window.text.rfind(part),
        }?;
        let before = if of.is_ascii() { byte } else { window.text[..byte].chars().count() };
        Some(window.start + before)
    });
    match (place, name) {
        (Some(place), _) => Ok(Value::from(place)),
        (None, MethodName::Find | MethodName::Rfind) => Ok(Value::Int(-1)),
        (None, _) => Err(Raise::value_error("substring not found")),
    }
}

/// `startswith`, `endswith`, `replace`, `removeprefix`, `removesuffix`
pub(super) fn call_affix(name: MethodName, of: &Arc<Str>, arguments: Arguments<'_>) -> Result<Value> {
    let text = of.as_str();
    let name_text = name.name();
    match name {
        MethodName::Startswith | MethodName::Endswith => {
            arguments.no_names(&format!("str.{name_text}"))?;
            let given = three(name_text, arguments)?;
            let parts = match &given[0] {
                Value::Tuple(parts) => parts.items(),
                Value::Str(_) => std::slice::from_ref(&given[0]),
                other => {
                    let other = other.type_name();
                    let message = format!("{name_text} first arg must be str or a tuple of str, not {other}");
                    return Err(Raise::type_error(message));
                }
            };
            let window = window(of, given)?;
            for part in parts {
                let part = text_of(part, |other| format!("tuple for {name_text} must only contain str, not {other}"))?;
                let found = window.as_ref().is_some_and(|window| match name {
                    MethodName::Startswith => window.text.starts_with(part),
                    _ => window.text.ends_with(part),
                });
                if found {
                    return Ok(Value::Bool(true));
                }
            }
            Ok(Value::Bool(false))
        }
        MethodName::Replace => replace(text, arguments),
        _ => {
            let part = text_of(arguments.one(&format!("str.{name_text}"))?, |other| {
                format!("{name_text}() argument must be str, not {}", given_name(other))
            })?;
            let rest = match name {
                MethodName::Removeprefix => text.strip_prefix(part),
                _ => text.strip_suffix(part),
            };
            Ok(rest.map_or_else(|| Value::Str(of.clone()), Value::from))
        }
    }
}

/// Some complaints call None by its name and not by its type's.
fn given_name(name: &str) -> &str {
    if name == "NoneType" { "None" } else { name }
}

fn replace(text: &str, arguments: Arguments<'_>) -> Result<Value> {
    arguments.no_names("str.replace")?;
    let given = arguments.between("replace", 2, 3)?;
    let argument = |index: usize| {
        text_of(&given[index], |other| {
            format!("replace() argument {} must be str, not {}", index + 1, given_name(other))
        })
    };
    let (old, new) = (argument(0)?, argument(1)?);
    let most = given.get(2).map_or(Ok(-1), number::index)?;
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    // Looked for beforehand, since the result may be far larger than the text.
    let count = text.matches(old).take(most).count();
    meter::reserve(text.len().saturating_add(count.saturating_mul(new.len())))?;
    Ok(Value::from(text.replacen(old, new, count)))
}
