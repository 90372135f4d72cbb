//! Floats by a specification.

use super::{finish, pad, sign_of, spec::Spec, unknown};
use crate::{
    exception::{Raise, Result},
    float, meter,
    value::Value,
};

pub(super) fn format_float(number: f64, spec: Spec, value: &Value) -> Result<String> {
    let kind = spec.kind.unwrap_or('\0');
    if !"\0eEfFgGn%".contains(kind) {
        return Err(unknown(kind, value.type_name()));
    }
    if spec.precision.is_some_and(|precision| precision > i32::MAX as usize) {
        return Err(Raise::value_error("precision too big"));
    }
    meter::reserve(spec.precision.unwrap_or(0))?;
    let number = if kind == '%' { number * 100.0 } else { number };
    let mut body = match number {
        _ if number.is_nan() => "nan".to_owned(),
        _ if number.is_infinite() => "inf".to_owned(),
        _ => float_digits(number, kind, spec),
    };
    if kind.is_ascii_uppercase() {
        body = body.to_uppercase();
    }
    let is_zero = !body.split(['e', 'E']).next().unwrap_or("").contains(|c: char| ('1'..='9').contains(&c));
    let dropped = spec.no_negative_zero && number.is_finite() && is_zero;
    let negative = number.is_sign_negative() && !number.is_nan() && !dropped;
    let end = body.find(|character: char| !character.is_ascii_digit()).unwrap_or(body.len());
    let (whole, rest) = body.split_at(end);
    let percent = if kind == '%' { "%" } else { "" };
    let rest = format!("{rest}{percent}");
    let prefix = sign_of(negative, spec);
    if whole.is_empty() {
        // inf and nan have no digits to be grouped.
        return pad(prefix, &rest, Spec { grouping: None, ..spec }, '>');
    }
    finish(prefix, whole, &rest, spec, 3)
}

/// A finite float without its sign.
fn float_digits(number: f64, kind: char, spec: Spec) -> String {
    match kind {
        'f' | 'F' | '%' => {
            let precision = spec.precision.unwrap_or(6);
            let text = float::fixed(number, precision);
            if spec.alternate && precision == 0 { text + "." } else { text }
        }
        'e' | 'E' => {
            let (digits, exponent) = float::digits(number, spec.precision.unwrap_or(6) + 1);
            let (first, rest) = digits.split_at(1);
            let dot = if rest.is_empty() && !spec.alternate { "" } else { "." };
            let sign = if exponent < 0 { '-' } else { '+' };
            format!("{first}{dot}{rest}e{sign}{:02}", exponent.abs())
        }
        '\0' if spec.precision.is_none() => {
            let (digits, exponent) = float::shortest(number);
            let text = float::general(&digits, exponent, 16, true);
            if spec.alternate { with_point(text) } else { text }
        }
        _ => {
            let precision = spec.precision.unwrap_or(6).max(1);
            let (mut digits, exponent) = float::digits(number, precision);
            if !spec.alternate {
                digits.truncate(digits.trim_end_matches('0').len().max(1));
            }
            // Without a type, there is always a digit behind the point, or an exponent.
            let plain = kind == '\0';
            let limit = i32::try_from(precision).unwrap_or(i32::MAX) - i32::from(plain);
            let text = float::general(&digits, exponent, limit.max(i32::from(!plain)), plain);
            if spec.alternate { with_point(text) } else { text }
        }
    }
}

/// The alternate form has a point even if nothing stands behind it.
fn with_point(text: String) -> String {
    match text.split_once('e') {
        _ if text.contains('.') => text,
        Some((mantissa, exponent)) => format!("{mantissa}.e{exponent}"),
        None => text + ".",
    }
}
