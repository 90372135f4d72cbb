//! Reads a specification.

use super::unknown;
use crate::{
    exception::{Raise, Result},
    value::Value,
};

/// A specification.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spec {
    pub(super) fill: char,
    pub(super) align: Option<char>,
    pub(super) sign: char,
    /// No negative zero.
    pub(super) no_negative_zero: bool,
    pub(super) alternate: bool,
    pub(super) zero: bool,
    pub(super) width: usize,
    pub(super) grouping: Option<char>,
    pub(super) precision: Option<usize>,
    pub(super) kind: Option<char>,
}

/// Reads a specification for a value.
///
/// # Errors
/// ValueError.
pub(super) fn parse(spec: &str, value: &Value) -> Result<Spec> {
    let characters: Vec<char> = spec.chars().collect();
    let is_align = |character: Option<&char>| matches!(character, Some('<' | '>' | '=' | '^'));
    let mut at = 0;
    let mut parsed = Spec {
        fill: ' ',
        align: None,
        sign: '-',
        no_negative_zero: false,
        alternate: false,
        zero: false,
        width: 0,
        grouping: None,
        precision: None,
        kind: None,
    };
    let mut filled = false;
    if is_align(characters.get(1)) {
        (parsed.fill, parsed.align, at, filled) = (characters[0], Some(characters[1]), 2, true);
    } else if is_align(characters.first()) {
        (parsed.align, at) = (Some(characters[0]), 1);
    }
    let mut take = |wanted: &[char]| match characters.get(at) {
        Some(character) if wanted.contains(character) => {
            at += 1;
            Some(*character)
        }
        _ => None,
    };
    parsed.sign = take(&['+', '-', ' ']).unwrap_or('-');
    let explicit_sign = spec.contains(['+', '-', ' ']) && parsed.sign != '-' || spec.contains('-');
    parsed.no_negative_zero = take(&['z']).is_some();
    parsed.alternate = take(&['#']).is_some();
    if !filled && take(&['0']).is_some() {
        parsed.zero = true;
        parsed.fill = '0';
        // For a text, zeros are filled in behind, as for any other fill.
        if parsed.align.is_none() && !matches!(value, Value::Str(_)) {
            parsed.align = Some('=');
        }
    }
    parsed.width = digits(&characters, &mut at)?.unwrap_or(0);
    for grouping in [',', '_'] {
        if characters.get(at) == Some(&grouping) {
            if parsed.grouping.is_some() {
                return Err(Raise::value_error("Cannot specify both ',' and '_'."));
            }
            parsed.grouping = Some(grouping);
            at += 1;
        }
    }
    match (parsed.grouping, characters.get(at)) {
        (Some('_'), Some('_')) => return Err(Raise::value_error("Cannot specify '_' with '_'.")),
        (Some(','), Some(',')) => return Err(Raise::value_error("Cannot specify ',' with ','.")),
        (Some(_), Some(',' | '_')) => return Err(Raise::value_error("Cannot specify both ',' and '_'.")),
        _ => {}
    }
    if characters.get(at) == Some(&'.') {
        at += 1;
        parsed.precision = Some(
            digits(&characters, &mut at)?.ok_or_else(|| Raise::value_error("Format specifier missing precision"))?,
        );
    }
    match characters.len() - at {
        0 => {}
        1 => parsed.kind = Some(characters[at]),
        _ => {
            let name = value.type_name();
            let message = format!("Invalid format specifier '{spec}' for object of type '{name}'");
            return Err(Raise::value_error(message));
        }
    }
    check_grouping(&parsed)?;
    if let Value::Str(_) = value {
        check_text(&parsed, explicit_sign)?;
    }
    Ok(parsed)
}

fn digits(characters: &[char], at: &mut usize) -> Result<Option<usize>> {
    let start = *at;
    let mut number = 0_usize;
    while let Some(digit) = characters.get(*at).and_then(|character| character.to_digit(10)) {
        number = number.saturating_mul(10).saturating_add(digit as usize);
        if number > i64::MAX as usize {
            return Err(Raise::value_error("Too many decimal digits in format string"));
        }
        *at += 1;
    }
    Ok((*at > start).then_some(number))
}

fn check_grouping(spec: &Spec) -> Result<()> {
    let Some(grouping) = spec.grouping else { return Ok(()) };
    let fits = match spec.kind {
        None | Some('d' | 'e' | 'f' | 'g' | 'E' | 'G' | '%' | 'F') => true,
        Some('b' | 'o' | 'x' | 'X') => grouping == '_',
        _ => false,
    };
    match spec.kind {
        Some(kind) if !fits => Err(Raise::value_error(format!("Cannot specify '{grouping}' with '{kind}'."))),
        _ => Ok(()),
    }
}

fn check_text(spec: &Spec, explicit_sign: bool) -> Result<()> {
    if let Some(kind) = spec.kind.filter(|kind| *kind != 's') {
        return Err(unknown(kind, "str"));
    }
    if let Some(grouping) = spec.grouping {
        return Err(Raise::value_error(format!("Cannot specify '{grouping}' with 's'.")));
    }
    let refused = if explicit_sign && spec.sign == ' ' {
        "Space not allowed in string format specifier"
    } else if explicit_sign {
        "Sign not allowed in string format specifier"
    } else if spec.no_negative_zero {
        "Negative zero coercion (z) not allowed in string format specifier"
    } else if spec.alternate {
        "Alternate form (#) not allowed in string format specifier"
    } else if spec.align == Some('=') {
        "'=' alignment not allowed in string format specifier"
    } else {
        return Ok(());
    };
    Err(Raise::value_error(refused))
}
