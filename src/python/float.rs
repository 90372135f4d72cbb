//! Floats: arithmetic with CPython's signs and errors, their shortest digits, rounding.

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{FromPrimitive, ToPrimitive};

use crate::{
    code::Binary,
    exception::{Kind, Raise, Result},
    value::Value,
};

fn zero_division(message: &str) -> Raise {
    Raise::new(Kind::ZeroDivisionError, message)
}

/// Arithmetic with floats; `None` for bits.
#[inline]
pub fn binary(op: Binary, a: f64, b: f64) -> Option<Result<Value>> {
    Some(Ok(Value::Float(match op {
        Binary::Add => a + b,
        Binary::Subtract => a - b,
        Binary::Multiply => a * b,
        Binary::TrueDivide if b == 0.0 => return Some(Err(zero_division("float division by zero"))),
        Binary::TrueDivide => a / b,
        Binary::FloorDivide if b == 0.0 => return Some(Err(zero_division("float floor division by zero"))),
        Binary::FloorDivide => divide(a, b).0,
        Binary::Remainder if b == 0.0 => return Some(Err(zero_division("float modulo"))),
        Binary::Remainder => divide(a, b).1,
        Binary::Power => return Some(power(a, b)),
        _ => return None,
    })))
}

/// Quotient towards negative infinity and the remainder, which has the sign of the divisor; as CPython computes them.
pub fn divide(a: f64, b: f64) -> (f64, f64) {
    let mut rest = a % b;
    let mut quotient = (a - rest) / b;
    if rest == 0.0 {
        rest = 0.0_f64.copysign(b);
    } else if (b < 0.0) != (rest < 0.0) {
        rest += b;
        quotient -= 1.0;
    }
    if quotient == 0.0 {
        return (0.0_f64.copysign(a / b), rest);
    }
    let floor = quotient.floor();
    (if quotient - floor > 0.5 { floor + 1.0 } else { floor }, rest)
}

/// `a ** b`
///
/// # Errors
/// ZeroDivisionError, OverflowError; ValueError where the result is complex.
pub fn power(a: f64, b: f64) -> Result<Value> {
    if a == 0.0 && b < 0.0 {
        return Err(zero_division("0.0 cannot be raised to a negative power"));
    }
    if a < 0.0 && a.is_finite() && b.is_finite() && b.fract() != 0.0 {
        let message = "a negative number cannot be raised to a fractional power here: there are no complex numbers";
        return Err(Raise::value_error(message));
    }
    let result = a.powf(b);
    if result.is_infinite() && a.is_finite() && b.is_finite() {
        let message = Value::from("Numerical result out of range");
        return Err(Raise::with(Kind::OverflowError, vec![Value::Int(34), message]));
    }
    Ok(Value::Float(result))
}

/// `mantissa · 2^exponent`, rounded once to the nearest float, half to even; `None` if it is too large. The lowest bit of
/// the mantissa may say that more follows, if there are at least 55 bits.
pub fn scaled(mantissa: u128, exponent: i64) -> Option<f64> {
    if mantissa == 0 {
        return Some(0.0);
    }
    let bits = 128 - i64::from(mantissa.leading_zeros());
    let top = exponent + bits - 1;
    if top > 1023 {
        return None;
    }
    // Below 2^-1022 floats have fewer bits.
    let keep = if top >= -1022 { 53 } else { 53 - (-1022 - top) };
    if keep < 0 {
        return Some(0.0);
    }
    let cut = bits - keep;
    let kept = if cut <= 0 {
        mantissa << -cut
    } else {
        let kept = mantissa.checked_shr(cut as u32).unwrap_or(0);
        let rest = mantissa & (u128::MAX >> (128 - cut));
        let half = 1_u128 << (cut - 1);
        kept + u128::from(rest > half || (rest == half && kept & 1 == 1))
    } as u64;
    // A carry goes into the exponent, where it belongs.
    let raw = if top >= -1022 { (((top + 1022) as u64) << 52) + kept } else { kept };
    let float = f64::from_bits(raw);
    float.is_finite().then_some(float)
}

/// Shortest digits that give the float back, and the place of the decimal point behind the first of them as a power of ten.
pub fn shortest(value: f64) -> (String, i32) {
    digits_of(&format!("{:e}", value.abs()))
}

/// So many digits in all, at least one; and the place of the point.
pub fn digits(value: f64, count: usize) -> (String, i32) {
    // No float has more digits than these; what is beyond them is 0.
    let exact = count.clamp(1, 1100);
    let (mut text, exponent) = digits_of(&format!("{:.*e}", exact - 1, value.abs()));
    text.extend(std::iter::repeat_n('0', count.saturating_sub(exact)));
    (text, exponent)
}

fn digits_of(text: &str) -> (String, i32) {
    let (mantissa, exponent) = text.split_once('e').unwrap_or((text, "0"));
    (mantissa.replace('.', ""), exponent.parse().unwrap_or(0))
}

/// With so many digits behind the point, without a sign.
pub fn fixed(value: f64, precision: usize) -> String {
    let exact = precision.min(1100);
    let mut text = format!("{:.*}", exact, value.abs());
    text.extend(std::iter::repeat_n('0', precision - exact));
    text
}

/// As `repr` shows it.
pub fn repr(value: f64) -> String {
    if value.is_nan() {
        return "nan".to_owned();
    }
    let sign = if value.is_sign_negative() { "-" } else { "" };
    if value.is_infinite() {
        return format!("{sign}inf");
    }
    let (digits, exponent) = shortest(value);
    format!("{sign}{}", general(&digits, exponent, 16, true))
}

/// Digits as a number: with an exponent if it is below -4 or from `limit` on; with a point in any case if `point`.
pub fn general(digits: &str, exponent: i32, limit: i32, point: bool) -> String {
    if exponent < -4 || exponent >= limit {
        let (first, rest) = digits.split_at(1);
        let dot = if rest.is_empty() { "" } else { "." };
        let sign = if exponent < 0 { '-' } else { '+' };
        return format!("{first}{dot}{rest}e{sign}{:02}", exponent.abs());
    }
    if exponent < 0 {
        return format!("0.{}{digits}", "0".repeat(-exponent as usize - 1));
    }
    let whole = exponent as usize + 1;
    if digits.len() <= whole {
        let tail = if point { ".0" } else { "" };
        return format!("{digits}{}{tail}", "0".repeat(whole - digits.len()));
    }
    format!("{}.{}", &digits[..whole], &digits[whole..])
}

/// `round(value, digits)`, half to even by the float's exact value.
///
/// # Errors
/// OverflowError.
pub fn round(value: f64, digits: i64) -> Result<Value> {
    // Beyond these, nothing is left to round, or nothing is left.
    if !value.is_finite() || digits > 323 {
        return Ok(Value::Float(value));
    }
    if digits < -308 {
        return Ok(Value::Float(0.0_f64.copysign(value)));
    }
    let rounded = if digits >= 0 {
        fixed(value, digits as usize).parse().unwrap_or(value)
    } else {
        round_whole(value.abs(), digits.unsigned_abs() as u32)
    };
    if rounded.is_infinite() {
        return Err(Raise::new(Kind::OverflowError, "rounded value too large to represent"));
    }
    Ok(Value::Float(f64::copysign(rounded, value)))
}

/// To a multiple of a power of ten.
fn round_whole(value: f64, digits: u32) -> f64 {
    let power = BigInt::from(10).pow(digits);
    let whole = BigInt::from_f64(value.trunc()).unwrap_or_default();
    let (quotient, rest) = whole.div_rem(&power);
    let twice: BigInt = rest * 2;
    let more = value.fract() != 0.0;
    let up = twice > power || (twice == power && (more || quotient.is_odd()));
    ((quotient + u8::from(up)) * power).to_f64().unwrap_or(f64::INFINITY)
}
