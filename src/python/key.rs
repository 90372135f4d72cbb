//! What a dictionary finds its entries by.

use std::{
    hash::{BuildHasher, Hash, Hasher},
    sync::Arc,
};

use indexmap::Equivalent;
use num_bigint::BigInt;
use num_traits::{FromPrimitive, ToPrimitive};

use crate::{
    depth::Level,
    exception::{Raise, Result},
    value::Value,
};

/// A value that can be a key of a dictionary. Numbers that are equal are the same key, whatever their type.
#[derive(Debug, Clone)]
pub struct Key(Inner);

#[derive(Debug, Clone)]
enum Inner {
    Value(Value),
    /// Where an entry was removed; no two have the same number.
    Gap(u64),
}

// A gap takes no more room.
const _: () = assert!(size_of::<Key>() == size_of::<Value>());

impl Key {
    /// The value as a key.
    ///
    /// # Errors
    /// TypeError for what can change: lists, dictionaries, and tuples that hold one. RecursionError.
    #[inline]
    pub fn new(value: Value) -> Result<Self> {
        check(&value)?;
        Ok(Key(Inner::Value(value)))
    }

    /// What stands for the key of an entry that was removed; it equals no value.
    pub(crate) fn gap(number: u64) -> Self {
        Key(Inner::Gap(number))
    }

    /// Whether it is such a one.
    #[inline]
    pub(crate) fn is_gap(&self) -> bool {
        matches!(self.0, Inner::Gap(_))
    }

    /// The value.
    #[inline]
    pub fn value(&self) -> &Value {
        match &self.0 {
            Inner::Value(value) => value,
            Inner::Gap(_) => &Value::Undefined,
        }
    }

    /// The value.
    pub fn into_value(self) -> Value {
        match self.0 {
            Inner::Value(value) => value,
            Inner::Gap(_) => Value::Undefined,
        }
    }
}

/// Checks that a value can be a key.
///
/// # Errors
/// As [`Key::new`].
#[inline]
pub fn check(value: &Value) -> Result<()> {
    match value {
        Value::Tuple(tuple) => {
            let _level = Level::enter("")?;
            tuple.items().iter().try_for_each(check)
        }
        Value::List(_) | Value::Dict(_) | Value::Slice(_) => Err(unhashable(value)),
        Value::View(view) if view.kind() != crate::dict::ViewKind::Values => Err(unhashable(value)),
        _ => Ok(()),
    }
}

#[cold]
fn unhashable(value: &Value) -> Raise {
    Raise::type_error(format!("unhashable type: '{}'", value.type_name()))
}

/// A value that was checked, to look for.
pub(crate) struct Sought<'a>(pub(crate) &'a Value);

impl Hash for Key {
    #[inline]
    fn hash<H: Hasher>(&self, state: &mut H) {
        match &self.0 {
            Inner::Value(value) => hash(value, state),
            Inner::Gap(number) => state.write_u64(*number),
        }
    }
}

impl Hash for Sought<'_> {
    #[inline]
    fn hash<H: Hasher>(&self, state: &mut H) {
        hash(self.0, state);
    }
}

impl PartialEq for Key {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Inner::Value(one), Inner::Value(other)) => same(one, other),
            (Inner::Gap(one), Inner::Gap(other)) => one == other,
            _ => false,
        }
    }
}

impl Eq for Key {}

impl Equivalent<Key> for Sought<'_> {
    #[inline]
    fn equivalent(&self, key: &Key) -> bool {
        matches!(&key.0, Inner::Value(key) if same(self.0, key))
    }
}

/// Equal keys give equal hashes: a float that is whole gives that of the integer.
fn hash<H: Hasher>(value: &Value, state: &mut H) {
    match value {
        Value::Int(value) => state.write_i64(*value),
        Value::Bool(value) => state.write_i64(i64::from(*value)),
        Value::Big(value) => hash_big(value, state),
        Value::Float(value) => match value.to_i64() {
            Some(whole) if whole as f64 == *value => state.write_i64(whole),
            _ => match BigInt::from_f64(*value) {
                Some(whole) if value.fract() == 0.0 => hash_big(&whole, state),
                _ => state.write_u64(value.to_bits()),
            },
        },
        Value::Str(text) => state.write(text.as_str().as_bytes()),
        Value::Tuple(tuple) => {
            state.write_usize(tuple.items().len());
            tuple.items().iter().for_each(|item| hash(item, state));
        }
        Value::Range(range) => {
            let length = range.len();
            state.write_u64(length);
            if length > 0 {
                state.write_i64(range.start);
            }
        }
        // The others are equal only to themselves; that there are several of a kind is rare.
        other => state.write(other.type_name().as_bytes()),
    }
}

fn hash_big<H: Hasher>(value: &BigInt, state: &mut H) {
    match value.to_i64() {
        Some(small) => state.write_i64(small),
        None => value.iter_u64_digits().for_each(|digit| state.write_u64(digit)),
    }
}

/// Whether two values are the same key. All in them is immutable, so no lock is taken.
#[inline]
fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Int(a), Value::Int(b)) => a == b,
        (Value::Str(a), Value::Str(b)) => Arc::ptr_eq(a, b) || a.as_str() == b.as_str(),
        (Value::Tuple(a), Value::Tuple(b)) => {
            Arc::ptr_eq(a, b)
                || (a.items().len() == b.items().len() && a.items().iter().zip(b.items()).all(|(a, b)| same(a, b)))
        }
        (Value::Range(a), Value::Range(b)) => crate::operators::same_range(a, b),
        _ => a.is(b) || crate::number::equal(a, b),
    }
}

/// Makes hashes without randomness: a program that spoils its own dictionary harms nobody else, and the same program
/// always does the same.
#[derive(Debug, Clone, Copy, Default)]
pub struct Mixing;

impl BuildHasher for Mixing {
    type Hasher = Mixer;

    fn build_hasher(&self) -> Mixer {
        Mixer(0)
    }
}

/// Multiplies by an odd constant of high entropy (the fraction of the golden ratio), word by word.
#[derive(Debug)]
pub struct Mixer(u64);

impl Hasher for Mixer {
    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        for word in words {
            self.write_u64(u64::from_le_bytes(*word));
        }
        let mut last = [0; 8];
        last[..rest.len()].copy_from_slice(rest);
        self.write_u64(u64::from_le_bytes(last) ^ ((bytes.len() as u64) << 56));
    }

    #[inline]
    fn write_u64(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }

    #[inline]
    fn write_i64(&mut self, word: i64) {
        self.write_u64(word as u64);
    }

    #[inline]
    fn write_usize(&mut self, word: usize) {
        self.write_u64(word as u64);
    }

    #[inline]
    fn finish(&self) -> u64 {
        // The product's upper half is the better mixed one, and a table looks at both ends.
        self.0 ^ (self.0 >> 32)
    }
}
