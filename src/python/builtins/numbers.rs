//! Functions of numbers.

use crate::{
    arguments::Arguments,
    code::Binary,
    exception::{Kind, Raise, Result},
    float, integer,
    library::Builtin,
    number::{self, Number},
    operators,
    value::Value,
};

pub(super) fn absolute(value: &Value) -> Result<Value> {
    Ok(match Number::of(value) {
        Some(Number::Int(value)) => Value::from(i128::from(value).abs()),
        Some(Number::Float(value)) => Value::Float(value.abs()),
        Some(Number::Big(value)) => Value::from(num_traits::Signed::abs(value)),
        None => return Err(Raise::type_error(format!("bad operand type for abs(): '{}'", value.type_name()))),
    })
}

pub(super) fn based(builtin: Builtin, value: &Value) -> Result<Value> {
    let spec = match builtin {
        Builtin::Bin => "#b",
        Builtin::Oct => "#o",
        _ => "#x",
    };
    match Number::of(value) {
        Some(Number::Int(value)) => crate::format::format(&Value::Int(value), spec).map(Value::from),
        Some(Number::Big(_)) => crate::format::format(value, spec).map(Value::from),
        _ => {
            let message = format!("'{}' object cannot be interpreted as an integer", value.type_name());
            Err(Raise::type_error(message))
        }
    }
}

pub(super) fn divide(a: &Value, b: &Value) -> Result<Value> {
    let (Some(left), Some(right)) = (Number::of(a), Number::of(b)) else {
        let (a, b) = (a.type_name(), b.type_name());
        let message = format!("unsupported operand type(s) for divmod(): '{a}' and '{b}'");
        return Err(Raise::type_error(message));
    };
    let (quotient, rest) = match (left, right) {
        (Number::Float(_), _) | (_, Number::Float(_)) => {
            let (a, b) = (left.to_float()?, right.to_float()?);
            if b == 0.0 {
                return Err(Raise::new(Kind::ZeroDivisionError, "float divmod()"));
            }
            let (quotient, rest) = float::divide(a, b);
            (Value::Float(quotient), Value::Float(rest))
        }
        _ => {
            let (quotient, rest) =
                integer::divide(&left.to_big(), &right.to_big(), "integer division or modulo by zero")?;
            (Value::from(quotient), Value::from(rest))
        }
    };
    Ok(Value::tuple(vec![quotient, rest]))
}

pub(super) fn power(arguments: Arguments<'_>) -> Result<Value> {
    let [base, exponent, modulus] = arguments.bind("pow", ["base", "exp", "mod"], 2)?;
    let (Some(base), Some(exponent)) = (base, exponent) else { return Ok(Value::None) };
    let modulus = match modulus {
        None | Some(Value::None) => return operators::binary(Binary::Power, base, exponent),
        Some(modulus) => modulus,
    };
    match (Number::of(base), Number::of(exponent), Number::of(modulus)) {
        (Some(Number::Float(_)), Some(_), Some(_)) | (Some(_), Some(Number::Float(_)), Some(_)) => {
            Err(Raise::type_error("pow() 3rd argument not allowed unless all arguments are integers"))
        }
        (Some(_), Some(_), Some(Number::Float(_))) => {
            Err(Raise::type_error("pow() 3rd argument not allowed unless all arguments are integers"))
        }
        (Some(a), Some(b), Some(modulus)) => integer::power_modulo(&a.to_big(), &b.to_big(), &modulus.to_big()),
        _ => {
            let (a, b, c) = (base.type_name(), exponent.type_name(), modulus.type_name());
            Err(Raise::type_error(format!("unsupported operand type(s) for ** or pow(): '{a}', '{b}', '{c}'")))
        }
    }
}

pub(super) fn round(arguments: Arguments<'_>) -> Result<Value> {
    let [value, digits] = arguments.bind("round", ["number", "ndigits"], 1)?;
    let value = value.unwrap_or(&Value::None);
    let digits = match digits {
        None | Some(Value::None) => None,
        Some(digits) => Some(match number::clamped(digits) {
            Some(digits) => digits,
            None => number::index(digits)?,
        }),
    };
    match (Number::of(value), digits) {
        (None, _) => {
            let message = format!("type {} doesn't define __round__ method", value.type_name());
            Err(Raise::type_error(message))
        }
        (Some(Number::Float(value)), Some(digits)) => float::round(value, digits),
        (Some(Number::Float(value)), None) => crate::construct::whole(value.round_ties_even()),
        (Some(number), Some(digits)) if digits < 0 => integer::round_to(&number.to_big(), digits.unsigned_abs()),
        (Some(number), _) => Ok(Value::from(number.to_big().into_owned())),
    }
}
