//! Numbers of all types together: what is between them.

use std::{borrow::Cow, cmp::Ordering};

use num_bigint::BigInt;
use num_traits::{FromPrimitive, Signed, ToPrimitive, Zero};

use crate::{
    code::Binary,
    exception::{Kind, Raise, Result},
    float, integer,
    value::Value,
};

/// A number; a bool is an integer.
#[derive(Debug, Clone, Copy)]
pub enum Number<'a> {
    /// An integer that fits.
    Int(i64),
    /// One that does not.
    Big(&'a BigInt),
    /// A float.
    Float(f64),
}

impl<'a> Number<'a> {
    /// The value, if it is a number.
    #[inline]
    pub fn of(value: &'a Value) -> Option<Self> {
        Some(match value {
            Value::Int(value) => Number::Int(*value),
            Value::Float(value) => Number::Float(*value),
            Value::Bool(value) => Number::Int(i64::from(*value)),
            Value::Big(value) => Number::Big(value),
            _ => return None,
        })
    }

    /// As a large integer; of a float, its whole part.
    pub fn to_big(self) -> Cow<'a, BigInt> {
        match self {
            Number::Int(value) => Cow::Owned(BigInt::from(value)),
            Number::Big(value) => Cow::Borrowed(value),
            Number::Float(value) => Cow::Owned(BigInt::from_f64(value.trunc()).unwrap_or_default()),
        }
    }

    /// As a float.
    ///
    /// # Errors
    /// OverflowError for an integer that is too large.
    pub fn to_float(self) -> Result<f64> {
        match self {
            Number::Int(value) => Ok(value as f64),
            Number::Float(value) => Ok(value),
            Number::Big(value) => match value.to_f64() {
                Some(float) if float.is_finite() => Ok(float),
                _ => Err(Raise::new(Kind::OverflowError, "int too large to convert to float")),
            },
        }
    }

    /// Whether it is not 0.
    pub fn truth(self) -> bool {
        match self {
            Number::Int(value) => value != 0,
            Number::Big(value) => !value.is_zero(),
            Number::Float(value) => value != 0.0,
        }
    }

    /// Which is larger: exactly, also between an integer and a float. `None` for what is no number.
    pub fn compare(self, other: Number<'_>) -> Option<Ordering> {
        match (self, other) {
            (Number::Int(a), Number::Int(b)) => Some(a.cmp(&b)),
            (Number::Float(a), Number::Float(b)) => a.partial_cmp(&b),
            (Number::Int(a), Number::Float(b)) => compare_int_float(a, b),
            (Number::Float(a), Number::Int(b)) => compare_int_float(b, a).map(Ordering::reverse),
            (Number::Big(a), Number::Float(b)) => compare_big_float(a, b),
            (Number::Float(a), Number::Big(b)) => compare_big_float(b, a).map(Ordering::reverse),
            (Number::Big(a), Number::Big(b)) => Some(a.cmp(b)),
            (Number::Big(a), Number::Int(_)) => Some(sign(a)),
            (Number::Int(_), Number::Big(b)) => Some(sign(b).reverse()),
        }
    }
}

/// A large integer is larger or smaller than all small ones.
fn sign(value: &BigInt) -> Ordering {
    if value.is_negative() { Ordering::Less } else { Ordering::Greater }
}

fn compare_int_float(int: i64, float: f64) -> Option<Ordering> {
    // Up to here each integer is a float.
    const EXACT: u64 = 1 << 53;
    if int.unsigned_abs() <= EXACT {
        return (int as f64).partial_cmp(&float);
    }
    const LIMIT: f64 = 9_223_372_036_854_775_808.0;
    if float.is_nan() {
        None
    } else if float >= LIMIT {
        Some(Ordering::Less)
    } else if float < -LIMIT {
        Some(Ordering::Greater)
    } else {
        // An integer this large is compared with a float that is whole, or with one that is much smaller.
        Some(int.cmp(&(float as i64)).then(0.0_f64.total_cmp(&float.fract().abs())))
    }
}

fn compare_big_float(int: &BigInt, float: f64) -> Option<Ordering> {
    if float.is_nan() {
        return None;
    }
    match BigInt::from_f64(float.trunc()) {
        Some(whole) => Some(int.cmp(&whole)),
        None if float > 0.0 => Some(Ordering::Less),
        None => Some(Ordering::Greater),
    }
}

/// Whether both are numbers and equal.
pub fn equal(a: &Value, b: &Value) -> bool {
    match (Number::of(a), Number::of(b)) {
        (Some(a), Some(b)) => a.compare(b) == Some(Ordering::Equal),
        _ => false,
    }
}

/// Arithmetic with two numbers; `None` for bits of a float.
#[inline]
pub(crate) fn binary(op: Binary, a: Number<'_>, b: Number<'_>) -> Option<Result<Value>> {
    Some(match (a, b) {
        (Number::Int(a), Number::Int(b)) => integer::binary(op, a, b),
        (Number::Float(a), Number::Float(b)) => float::binary(op, a, b)?,
        (Number::Float(a), b) => match b.to_float() {
            Ok(b) => float::binary(op, a, b)?,
            Err(raise) => Err(raise),
        },
        (a, Number::Float(b)) => match a.to_float() {
            Ok(a) => float::binary(op, a, b)?,
            Err(raise) => Err(raise),
        },
        (a, b) => integer::binary_big(op, &a.to_big(), &b.to_big()),
    })
}

/// A value as an index: an integer that is cut to 64 bits.
pub(crate) fn clamped(value: &Value) -> Option<i64> {
    match value {
        Value::Int(value) => Some(*value),
        Value::Bool(value) => Some(i64::from(*value)),
        Value::Big(value) => Some(if value.is_negative() { i64::MIN } else { i64::MAX }),
        _ => None,
    }
}

/// A value as an integer, where CPython asks for one.
///
/// # Errors
/// TypeError for what is none, OverflowError for one that is too large.
pub fn index(value: &Value) -> Result<i64> {
    match value {
        Value::Int(value) => Ok(*value),
        Value::Bool(value) => Ok(i64::from(*value)),
        Value::Big(_) => Err(Raise::new(Kind::OverflowError, "Python int too large to convert to C ssize_t")),
        other => {
            let message = format!("'{}' object cannot be interpreted as an integer", other.type_name());
            Err(Raise::type_error(message))
        }
    }
}
