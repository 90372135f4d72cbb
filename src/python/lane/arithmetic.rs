//! Arithmetic and comparison of small numbers, in place on the stack: what most programs do most of the time. Everything
//! else is the operators'.

use crate::{
    code::{Binary, Comparison},
    value::Value,
};

/// `a b → a op b` for small numbers of the same type whose result is one, too; otherwise `false`, and nothing is changed.
#[inline(always)]
pub(super) fn binary(stack: &mut Vec<Value>, binary: Binary) -> bool {
    let [.., a, b] = stack.as_mut_slice() else { return false };
    match (a, b) {
        (Value::Int(a), Value::Int(b)) => match int(binary, *a, *b) {
            Some(result) => *a = result,
            None => return false,
        },
        (Value::Float(a), Value::Float(b)) => match binary {
            Binary::Add => *a += *b,
            Binary::Subtract => *a -= *b,
            Binary::Multiply => *a *= *b,
            Binary::TrueDivide if *b != 0.0 => *a /= *b,
            _ => return false,
        },
        _ => return false,
    }
    // A number has nothing to drop.
    std::mem::forget(stack.pop());
    true
}

#[inline(always)]
fn int(binary: Binary, a: i64, b: i64) -> Option<i64> {
    match binary {
        Binary::Add => a.checked_add(b),
        Binary::Subtract => a.checked_sub(b),
        Binary::Multiply => a.checked_mul(b),
        Binary::And => Some(a & b),
        Binary::Or => Some(a | b),
        Binary::Xor => Some(a ^ b),
        // Python rounds down; for what is not below 0 that is what the processor does. The others are the operators'.
        Binary::FloorDivide if a >= 0 && b > 0 => Some(a / b),
        Binary::Remainder if a >= 0 && b > 0 => Some(a % b),
        _ => None,
    }
}

/// Takes two small numbers of the same type and says how they compare; `None`, and nothing is changed, for others.
#[inline(always)]
pub(super) fn compare(stack: &mut Vec<Value>, comparison: Comparison) -> Option<bool> {
    let [.., a, b] = stack.as_slice() else { return None };
    let holds = match (a, b) {
        (Value::Int(a), Value::Int(b)) => order(comparison, a, b)?,
        (Value::Float(a), Value::Float(b)) => order(comparison, a, b)?,
        _ => return None,
    };
    std::mem::forget(stack.pop());
    std::mem::forget(stack.pop());
    Some(holds)
}

#[inline(always)]
fn order<T: PartialOrd>(comparison: Comparison, a: &T, b: &T) -> Option<bool> {
    match comparison {
        Comparison::Less => Some(a < b),
        Comparison::LessEqual => Some(a <= b),
        Comparison::Equal => Some(a == b),
        Comparison::NotEqual => Some(a != b),
        Comparison::Greater => Some(a > b),
        Comparison::GreaterEqual => Some(a >= b),
        Comparison::In | Comparison::NotIn | Comparison::Is | Comparison::IsNot => None,
    }
}
