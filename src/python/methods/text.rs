//! Methods of texts: which there are, and those that change letters or fill up.

use std::sync::Arc;

use super::{classify, search, split, template};
use crate::{
    arguments::Arguments,
    characters::{self, is_space},
    exception::{Raise, Result},
    library::MethodName,
    meter, number,
    text::Str,
    value::Value,
};

pub(super) fn has(name: MethodName) -> bool {
    use MethodName as M;
    matches!(
        name,
        M::Capitalize
            | M::Center
            | M::Count
            | M::Endswith
            | M::Expandtabs
            | M::Find
            | M::Format
            | M::Index
            | M::Isalnum
            | M::Isalpha
            | M::Isascii
            | M::Isdecimal
            | M::Isdigit
            | M::Isidentifier
            | M::Islower
            | M::Isnumeric
            | M::Isprintable
            | M::Isspace
            | M::Istitle
            | M::Isupper
            | M::Join
            | M::Ljust
            | M::Lower
            | M::Lstrip
            | M::Partition
            | M::Removeprefix
            | M::Removesuffix
            | M::Replace
            | M::Rfind
            | M::Rindex
            | M::Rjust
            | M::Rpartition
            | M::Rsplit
            | M::Rstrip
            | M::Split
            | M::Splitlines
            | M::Startswith
            | M::Strip
            | M::Swapcase
            | M::Title
            | M::Upper
            | M::Zfill
    )
}

pub(super) fn call(name: MethodName, of: &Arc<Str>, arguments: Arguments<'_>) -> Result<Value> {
    use MethodName as M;
    let text = of.as_str();
    let alone = || arguments.none(&format!("str.{}", name.name()));
    let result = match name {
        M::Format => return template::format(text, arguments),
        M::Find | M::Rfind | M::Index | M::Rindex | M::Count => return search::call(name, of, arguments),
        M::Startswith | M::Endswith | M::Replace | M::Removeprefix | M::Removesuffix => {
            return search::call_affix(name, of, arguments);
        }
        M::Split | M::Rsplit | M::Splitlines | M::Partition | M::Rpartition => {
            return split::call(name, text, arguments);
        }
        M::Join => return split::join(text, arguments.one("str.join")?),
        M::Strip | M::Lstrip | M::Rstrip => strip(name, text, arguments)?,
        M::Center | M::Ljust | M::Rjust => fill(name, of, arguments)?,
        M::Zfill => zero_fill(of, arguments)?,
        M::Expandtabs => expand_tabs(text, arguments)?,
        M::Upper | M::Lower | M::Capitalize | M::Title | M::Swapcase => {
            alone()?;
            // No letter becomes more than three.
            meter::reserve(text.len().saturating_mul(3))?;
            match name {
                M::Upper => text.to_uppercase(),
                M::Lower => text.to_lowercase(),
                M::Capitalize => capitalize(text),
                M::Title => title(text),
                _ => swap_case(text),
            }
        }
        _ => {
            alone()?;
            return Ok(Value::Bool(classify::is(name, text)));
        }
    };
    Ok(Value::from(result))
}

/// A text that an argument must be.
pub(super) fn text_of(value: &Value, complaint: impl FnOnce(&str) -> String) -> Result<&str> {
    match value {
        Value::Str(text) => Ok(text.as_str()),
        other => Err(Raise::type_error(complaint(other.type_name()))),
    }
}

fn strip(name: MethodName, text: &str, arguments: Arguments<'_>) -> Result<String> {
    let name_text = name.name();
    arguments.no_names(&format!("str.{name_text}"))?;
    let given = arguments.between(name_text, 0, 1)?;
    let set: Option<Vec<char>> = match given.first() {
        None | Some(Value::None) => None,
        Some(other) => Some(text_of(other, |_| format!("{name_text} arg must be None or str"))?.chars().collect()),
    };
    let goes = |character: char| match &set {
        None => is_space(character),
        Some(set) => set.contains(&character),
    };
    Ok(match name {
        MethodName::Strip => text.trim_matches(goes),
        MethodName::Lstrip => text.trim_start_matches(goes),
        _ => text.trim_end_matches(goes),
    }
    .to_owned())
}

fn fill(name: MethodName, of: &Str, arguments: Arguments<'_>) -> Result<String> {
    let name_text = name.name();
    arguments.no_names(&format!("str.{name_text}"))?;
    let given = arguments.between(name_text, 1, 2)?;
    let width = number::index(&given[0])?;
    let fill = match given.get(1) {
        None => ' ',
        Some(Value::Str(fill)) if fill.len() == 1 => fill.char_at(0).unwrap_or(' '),
        Some(Value::Str(_)) => {
            return Err(Raise::type_error("The fill character must be exactly one character long"));
        }
        Some(other) => {
            let other = other.type_name();
            let message = format!("The fill character must be a unicode character, not {other}");
            return Err(Raise::type_error(message));
        }
    };
    let missing = usize::try_from(width).unwrap_or(0).saturating_sub(of.len());
    meter::reserve_items(missing, fill.len_utf8())?;
    let left = match name {
        MethodName::Ljust => 0,
        MethodName::Rjust => missing,
        // With an odd rest, CPython puts the larger part to the left where the width is odd.
        _ => missing / 2 + (missing & width as usize & 1),
    };
    let some = |count: usize| std::iter::repeat_n(fill, count);
    Ok(some(left).chain(of.as_str().chars()).chain(some(missing - left)).collect())
}

fn zero_fill(of: &Str, arguments: Arguments<'_>) -> Result<String> {
    let width = number::index(arguments.one("str.zfill")?)?;
    let missing = usize::try_from(width).unwrap_or(0).saturating_sub(of.len());
    meter::reserve(missing)?;
    let text = of.as_str();
    let (sign, rest) = if text.starts_with(['+', '-']) { text.split_at(1) } else { ("", text) };
    Ok(format!("{sign}{}{rest}", "0".repeat(missing)))
}

fn expand_tabs(text: &str, arguments: Arguments<'_>) -> Result<String> {
    let [size] = arguments.bind("expandtabs", ["tabsize"], 0)?;
    let size = usize::try_from(size.map_or(Ok(8), number::index)?).unwrap_or(0);
    let tabs = text.matches('\t').count();
    meter::reserve(text.len().saturating_add(tabs.saturating_mul(size)))?;
    let (mut out, mut column) = (String::new(), 0);
    for character in text.chars() {
        match character {
            '\t' => {
                let missing = if size == 0 { 0 } else { size - column % size };
                out.extend(std::iter::repeat_n(' ', missing));
                column += missing;
            }
            _ => {
                out.push(character);
                column = if matches!(character, '\n' | '\r') { 0 } else { column + 1 };
            }
        }
    }
    Ok(out)
}

fn capitalize(text: &str) -> String {
    let Some(first) = text.chars().next() else { return String::new() };
    let mut out = characters::title(first);
    // Lowered as a whole: a sigma looks at the letters around it.
    out.extend(text.to_lowercase().chars().skip(first.to_lowercase().count()));
    out
}

fn title(text: &str) -> String {
    let lowered = text.to_lowercase();
    let mut lower = lowered.chars();
    let mut out = String::with_capacity(text.len());
    let mut inside = false;
    for character in text.chars() {
        let small = lower.by_ref().take(character.to_lowercase().count()).collect::<String>();
        out.push_str(&if inside { small } else { characters::title(character) });
        inside = characters::is_cased(character);
    }
    out
}

fn swap_case(text: &str) -> String {
    let lowered = text.to_lowercase();
    let mut lower = lowered.chars();
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        let small = lower.by_ref().take(character.to_lowercase().count()).collect::<String>();
        if character.is_uppercase() {
            out.push_str(&small);
        } else if character.is_lowercase() {
            out.extend(character.to_uppercase());
        } else {
            out.push(character);
        }
    }
    out
}
