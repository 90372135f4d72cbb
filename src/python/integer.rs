//! Integers: small ones as far as they fit, large ones beyond.

use num_bigint::{BigInt, Sign};
use num_integer::Integer;
use num_traits::{One, Signed, ToPrimitive, Zero};

use crate::{
    code::Binary,
    exception::{Kind, Raise, Result},
    float, meter,
    value::Value,
};

/// Bits that an integer may have at most: 4 MiB. Beyond it, a single division takes longer than a reader waits.
pub const BITS_MAX: u64 = 1 << 25;

/// How many products of two words cost about as much as a turn of a loop.
const PRODUCTS_PER_STEP: u64 = 32;

fn zero_division(message: &str) -> Raise {
    Raise::new(Kind::ZeroDivisionError, message)
}

/// Arithmetic with integers that fit.
#[inline]
pub fn binary(op: Binary, a: i64, b: i64) -> Result<Value> {
    let small = match op {
        Binary::Add => a.checked_add(b),
        Binary::Subtract => a.checked_sub(b),
        Binary::Multiply => a.checked_mul(b),
        Binary::And => Some(a & b),
        Binary::Or => Some(a | b),
        Binary::Xor => Some(a ^ b),
        // The smallest integer divided by -1 is the only quotient that does not fit.
        Binary::FloorDivide if b != 0 => a.checked_div_euclid(b).map(|_| floor_divide(a, b)),
        Binary::Remainder if b != 0 && b != -1 => Some(remainder(a, b)),
        Binary::TrueDivide => return true_divide(a, b),
        Binary::LeftShift if (0..64).contains(&b) => {
            a.checked_mul(1_i64.checked_shl(b as u32).unwrap_or(0)).filter(|_| b < 63)
        }
        Binary::RightShift if b >= 0 => Some(a >> b.min(63)),
        _ => None,
    };
    match small {
        Some(value) => Ok(Value::Int(value)),
        None => binary_big(op, &BigInt::from(a), &BigInt::from(b)),
    }
}

/// Towards negative infinity; the quotient must fit.
#[inline]
fn floor_divide(a: i64, b: i64) -> i64 {
    let quotient = a / b;
    if a % b != 0 && ((a < 0) != (b < 0)) { quotient - 1 } else { quotient }
}

/// With the sign of the divisor.
#[inline]
fn remainder(a: i64, b: i64) -> i64 {
    let rest = a % b;
    if rest != 0 && ((rest < 0) != (b < 0)) { rest + b } else { rest }
}

fn true_divide(a: i64, b: i64) -> Result<Value> {
    // Up to here each integer is a float, and the quotient of two floats is rounded once.
    const EXACT: u64 = 1 << 53;
    if b != 0 && a.unsigned_abs() <= EXACT && b.unsigned_abs() <= EXACT {
        return Ok(Value::Float(a as f64 / b as f64));
    }
    divide_big(&BigInt::from(a), &BigInt::from(b))
}

/// Arithmetic with integers of any size.
///
/// # Errors
/// ZeroDivisionError, ValueError, OverflowError, MemoryError for results beyond [`BITS_MAX`].
#[cold]
pub fn binary_big(op: Binary, a: &BigInt, b: &BigInt) -> Result<Value> {
    Ok(Value::from(match op {
        Binary::Add => a + b,
        Binary::Subtract => a - b,
        Binary::Multiply => {
            reserve_bits(a.bits().saturating_add(b.bits()))?;
            work(a, b)?;
            a * b
        }
        Binary::TrueDivide => return divide_big(a, b),
        Binary::FloorDivide => divide(a, b, "integer division or modulo by zero")?.0,
        Binary::Remainder => divide(a, b, "integer modulo by zero")?.1,
        Binary::Power => return power(a, b),
        Binary::LeftShift => return shift_left(a, b),
        Binary::RightShift => shift_right(a, b)?,
        Binary::And => a & b,
        Binary::Or => a | b,
        Binary::Xor => a ^ b,
    }))
}

/// Asks for the memory of an integer of so many bits.
///
/// # Errors
/// MemoryError.
fn reserve_bits(bits: u64) -> Result<()> {
    if bits > BITS_MAX {
        return Err(Raise::with(Kind::MemoryError, Vec::new()));
    }
    meter::reserve(bits as usize / 8)
}

/// Counts the work of multiplying or dividing.
fn work(a: &BigInt, b: &BigInt) -> Result<()> {
    let products = (a.bits() / 64 + 1) * (b.bits() / 64 + 1);
    if products < PRODUCTS_PER_STEP { Ok(()) } else { meter::work(products / PRODUCTS_PER_STEP) }
}

/// Quotient towards negative infinity and remainder.
pub(crate) fn divide(a: &BigInt, b: &BigInt, message: &str) -> Result<(BigInt, BigInt)> {
    if b.is_zero() {
        return Err(zero_division(message));
    }
    work(a, b)?;
    Ok(a.div_mod_floor(b))
}

/// The quotient as a float, rounded once.
fn divide_big(a: &BigInt, b: &BigInt) -> Result<Value> {
    if b.is_zero() {
        return Err(zero_division("division by zero"));
    }
    if a.is_zero() {
        return Ok(Value::Float(if b.is_negative() { -0.0 } else { 0.0 }));
    }
    work(a, b)?;
    // The quotient gets more bits than a float has, and one below them that says whether there is a rest.
    let shift = 66 - (a.bits() as i64 - b.bits() as i64);
    let (mut above, mut below) = (a.abs(), b.abs());
    if shift > 0 {
        above <<= shift as u64;
    } else {
        below <<= shift.unsigned_abs();
    }
    let (quotient, rest) = above.div_rem(&below);
    let mantissa = quotient.to_u128().unwrap_or(0) << 1 | u128::from(!rest.is_zero());
    let Some(magnitude) = float::scaled(mantissa, -shift - 1) else {
        return Err(Raise::new(Kind::OverflowError, "integer division result too large for a float"));
    };
    Ok(Value::Float(if a.is_negative() != b.is_negative() { -magnitude } else { magnitude }))
}

fn shift_left(a: &BigInt, b: &BigInt) -> Result<Value> {
    if b.is_negative() {
        return Err(Raise::value_error("negative shift count"));
    }
    if a.is_zero() {
        return Ok(Value::Int(0));
    }
    let Some(shift) = b.to_i64() else {
        return Err(Raise::new(Kind::OverflowError, "too many digits in integer"));
    };
    reserve_bits(a.bits().saturating_add(shift as u64))?;
    Ok(Value::from(a << shift as u64))
}

fn shift_right(a: &BigInt, b: &BigInt) -> Result<BigInt> {
    if b.is_negative() {
        return Err(Raise::value_error("negative shift count"));
    }
    let all_gone = if a.is_negative() { -BigInt::one() } else { BigInt::zero() };
    Ok(match b.to_u64() {
        Some(shift) if shift < a.bits() => a >> shift,
        _ => all_gone,
    })
}

fn power(a: &BigInt, b: &BigInt) -> Result<Value> {
    if b.is_negative() {
        let base = crate::number::Number::Big(a).to_float()?;
        let exponent = crate::number::Number::Big(b).to_float()?;
        return float::power(base, exponent);
    }
    if b.is_zero() {
        return Ok(Value::Int(1));
    }
    if a.is_zero() || a.magnitude().is_one() {
        let odd = b.is_odd();
        return Ok(if odd { Value::from(a.clone()) } else { Value::from(a.abs()) });
    }
    let exponent = b.to_u64().unwrap_or(u64::MAX);
    // What it has at least: the highest bit of the base, so often.
    reserve_bits((a.bits() - 1).saturating_mul(exponent))?;
    reserve_bits(a.bits().saturating_mul(exponent) / 2)?;
    let exponent = u32::try_from(exponent).map_err(|_| Raise::with(Kind::MemoryError, Vec::new()))?;
    let words = a.bits().saturating_mul(u64::from(exponent)) / 64 + 1;
    // Schoolbook work is an upper bound; the last squaring is most of it.
    meter::work((words as f64).powf(1.6) as u64 / PRODUCTS_PER_STEP)?;
    Ok(Value::from(a.pow(exponent)))
}

/// `pow(a, b, modulus)` with integers.
///
/// # Errors
/// ValueError for a modulus of 0, and where there is no inverse.
pub fn power_modulo(a: &BigInt, b: &BigInt, modulus: &BigInt) -> Result<Value> {
    if modulus.is_zero() {
        return Err(Raise::value_error("pow() 3rd argument cannot be 0"));
    }
    let magnitude = modulus.abs();
    let (base, exponent) = if b.is_negative() {
        let Some(inverse) = a.mod_floor(&magnitude).modinv(&magnitude) else {
            return Err(Raise::value_error("base is not invertible for the given modulus"));
        };
        (inverse, -b)
    } else {
        (a.clone(), b.clone())
    };
    let words = magnitude.bits() / 64 + 1;
    meter::work(words.saturating_mul(words).saturating_mul(exponent.bits()).saturating_mul(2) / PRODUCTS_PER_STEP)?;
    let result = base.mod_floor(&magnitude).modpow(&exponent, &magnitude);
    // The result has the sign of the modulus.
    let signed = if modulus.sign() == Sign::Minus && !result.is_zero() { result + modulus } else { result };
    Ok(Value::from(signed))
}

/// `round(a, -digits)`: to a multiple of a power of ten, half to even.
pub fn round_to(a: &BigInt, digits: u64) -> Result<Value> {
    // More digits than it has: less than half of the power, so it is 0.
    if digits > a.bits() {
        return Ok(Value::Int(0));
    }
    let power = BigInt::from(10).pow(digits as u32);
    let (quotient, rest) = a.div_mod_floor(&power);
    let up = match (&rest + &rest).cmp(&power) {
        std::cmp::Ordering::Less => false,
        std::cmp::Ordering::Equal => quotient.is_odd(),
        std::cmp::Ordering::Greater => true,
    };
    Ok(Value::from((quotient + u8::from(up)) * power))
}
