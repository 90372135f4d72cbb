//! Methods that take texts apart and put them together.

use super::text::text_of;
use crate::{
    arguments::Arguments,
    characters::is_space,
    exception::{Raise, Result},
    library::MethodName,
    meter, number, operators, sequence,
    value::Value,
};

pub(super) fn call(name: MethodName, text: &str, arguments: Arguments<'_>) -> Result<Value> {
    match name {
        MethodName::Split | MethodName::Rsplit => {
            let [separator, most] = arguments.bind(name.name(), ["sep", "maxsplit"], 0)?;
            let most = usize::try_from(most.map_or(Ok(-1), number::index)?).unwrap_or(usize::MAX);
            // Parts cost more than their letters.
            meter::reserve(text.len())?;
            let parts = match separator {
                None | Some(Value::None) if name == MethodName::Split => words(text, most),
                None | Some(Value::None) => words_from_end(text, most),
                Some(separator) => {
                    let separator = text_of(separator, |other| format!("must be str or None, not {other}"))?;
                    if separator.is_empty() {
                        return Err(Raise::value_error("empty separator"));
                    }
                    let pieces = most.saturating_add(1);
                    if name == MethodName::Split {
                        list(text.splitn(pieces, separator))
                    } else {
                        let mut parts = list(text.rsplitn(pieces, separator))?;
                        parts.reverse();
                        Ok(parts)
                    }
                }
            };
            Ok(Value::list(parts?))
        }
        MethodName::Splitlines => {
            let [keep] = arguments.bind("splitlines", ["keepends"], 0)?;
            Ok(Value::list(lines(text, keep.is_some_and(operators::truth))?))
        }
        _ => {
            let name_text = name.name();
            let separator = arguments.one(&format!("str.{name_text}"))?;
            let separator = text_of(separator, |other| format!("must be str, not {other}"))?;
            if separator.is_empty() {
                return Err(Raise::value_error("empty separator"));
            }
            let parts = match name {
                MethodName::Partition => text.split_once(separator).map(|(a, b)| [a, separator, b]),
                _ => text.rsplit_once(separator).map(|(a, b)| [a, separator, b]),
            };
            let parts = parts.unwrap_or(if name == MethodName::Partition { [text, "", ""] } else { ["", "", text] });
            Ok(Value::tuple(parts.map(Value::from).to_vec()))
        }
    }
}

fn list<'a>(parts: impl Iterator<Item = &'a str>) -> Result<Vec<Value>> {
    let mut all = Vec::new();
    let mut turns = meter::Turns::default();
    for part in parts {
        all.push(Value::from(part));
        turns.turn()?;
    }
    Ok(all)
}

/// Words between white space; after so many cuts, the rest as it is.
fn words(text: &str, most: usize) -> Result<Vec<Value>> {
    let mut all = Vec::new();
    let mut rest = text.trim_start_matches(is_space);
    let mut turns = meter::Turns::default();
    while !rest.is_empty() {
        turns.turn()?;
        let end = if all.len() < most { rest.find(is_space).unwrap_or(rest.len()) } else { rest.len() };
        all.push(Value::from(&rest[..end]));
        rest = rest[end..].trim_start_matches(is_space);
    }
    Ok(all)
}

fn words_from_end(text: &str, most: usize) -> Result<Vec<Value>> {
    let mut all = Vec::new();
    let mut rest = text.trim_end_matches(is_space);
    let mut turns = meter::Turns::default();
    while !rest.is_empty() {
        turns.turn()?;
        let space = if all.len() < most { rest.char_indices().rev().find(|(_, c)| is_space(*c)) } else { None };
        let start = space.map_or(0, |(byte, character)| byte + character.len_utf8());
        all.push(Value::from(&rest[start..]));
        rest = rest[..start].trim_end_matches(is_space);
    }
    all.reverse();
    Ok(all)
}

fn lines(text: &str, keep: bool) -> Result<Vec<Value>> {
    let ends = |character: char| {
        matches!(
            character,
            '\n' | '\r' | '\x0b' | '\x0c' | '\x1c' | '\x1d' | '\x1e' | '\u{85}' | '\u{2028}' | '\u{2029}'
        )
    };
    let mut all = Vec::new();
    let mut rest = text;
    let mut turns = meter::Turns::default();
    while !rest.is_empty() {
        turns.turn()?;
        let end = rest.find(ends).unwrap_or(rest.len());
        let length = match &rest[end..] {
            tail if tail.starts_with("\r\n") => 2,
            tail => tail.chars().next().map_or(0, char::len_utf8),
        };
        all.push(Value::from(if keep { &rest[..end + length] } else { &rest[..end] }));
        rest = &rest[end + length..];
    }
    Ok(all)
}

/// `separator.join(items)`
pub(super) fn join(separator: &str, items: &Value) -> Result<Value> {
    if sequence::iterator(items).is_err() {
        return Err(Raise::type_error("can only join an iterable"));
    }
    let items = sequence::collect(items)?;
    let mut length = separator.len().saturating_mul(items.len().saturating_sub(1));
    for (index, item) in items.iter().enumerate() {
        let part = text_of(item, |other| format!("sequence item {index}: expected str instance, {other} found"))?;
        length = length.saturating_add(part.len());
    }
    meter::reserve(length)?;
    let mut out = String::with_capacity(length);
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            out.push_str(separator);
        }
        if let Value::Str(part) = item {
            out.push_str(part.as_str());
        }
    }
    Ok(Value::from(out))
}
