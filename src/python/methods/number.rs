//! Methods of numbers.

use num_bigint::BigInt;
use num_traits::One;

use crate::{
    arguments::Arguments,
    exception::{Kind, Raise, Result},
    library::MethodName,
    number::Number,
    value::Value,
};

pub(super) fn call(name: MethodName, of: &Value, arguments: Arguments<'_>) -> Result<Value> {
    arguments.none(&format!("{}.{}", base_name(of), name.name()))?;
    let Some(number) = Number::of(of) else { return Ok(Value::None) };
    Ok(match (name, number) {
        (MethodName::IsInteger, Number::Float(value)) => Value::Bool(value.is_finite() && value.fract() == 0.0),
        (MethodName::AsIntegerRatio, Number::Float(value)) => ratio(value)?,
        (MethodName::AsIntegerRatio, number) => {
            Value::tuple(vec![Value::from(number.to_big().into_owned()), Value::Int(1)])
        }
        (MethodName::BitLength, number) => Value::from(number.to_big().bits()),
        (_, number) => Value::from(number.to_big().magnitude().count_ones()),
    })
}

fn base_name(of: &Value) -> &'static str {
    if let Value::Float(_) = of { "float" } else { "int" }
}

/// The fraction in lowest terms that a float is.
fn ratio(value: f64) -> Result<Value> {
    if value.is_nan() {
        return Err(Raise::value_error("cannot convert NaN to integer ratio"));
    }
    if value.is_infinite() {
        return Err(Raise::new(Kind::OverflowError, "cannot convert Infinity to integer ratio"));
    }
    let (mut numerator, mut shift) = (value, 0_u32);
    while numerator.fract() != 0.0 {
        numerator *= 2.0;
        shift += 1;
    }
    let above = Number::Float(numerator).to_big().into_owned();
    Ok(Value::tuple(vec![Value::from(above), Value::from(BigInt::one() << shift)]))
}
