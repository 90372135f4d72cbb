//! Values from what Rust computes with.

use std::sync::Arc;

use num_bigint::BigInt;
use num_traits::ToPrimitive;

use crate::{
    code::Constant,
    text::Str,
    value::{Big, Value},
};

impl From<String> for Value {
    fn from(text: String) -> Self {
        Value::Str(Arc::new(Str::new(text)))
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Value::Str(Arc::new(Str::new(text)))
    }
}

impl From<char> for Value {
    fn from(character: char) -> Self {
        Value::from(character.to_string())
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Value::Bool(value)
    }
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Value::Int(value)
    }
}

impl From<u64> for Value {
    fn from(value: u64) -> Self {
        i64::try_from(value).map_or_else(|_| Value::from(BigInt::from(value)), Value::Int)
    }
}

impl From<usize> for Value {
    fn from(value: usize) -> Self {
        Value::from(value as u64)
    }
}

impl From<i128> for Value {
    fn from(value: i128) -> Self {
        i64::try_from(value).map_or_else(|_| Value::from(BigInt::from(value)), Value::Int)
    }
}

impl From<f64> for Value {
    fn from(value: f64) -> Self {
        Value::Float(value)
    }
}

impl From<BigInt> for Value {
    fn from(value: BigInt) -> Self {
        match value.to_i64() {
            Some(small) => Value::Int(small),
            None => Value::Big(Arc::new(Big::new(value))),
        }
    }
}

impl From<&Constant> for Value {
    fn from(constant: &Constant) -> Self {
        match constant {
            Constant::None => Value::None,
            Constant::Bool(value) => Value::Bool(*value),
            Constant::Int(value) => Value::Int(*value),
            Constant::Big(value) => Value::from(BigInt::clone(value)),
            Constant::Float(value) => Value::Float(*value),
            Constant::Str(text) => Value::from(text.as_str()),
        }
    }
}
