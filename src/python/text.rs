//! Texts.

use crate::{exception::Result, meter, value::Value};

pub use crate::repr::{ascii, quoted, repr, str};

/// A text.
#[derive(Debug, PartialEq, Eq)]
pub struct Str {
    text: Box<str>,
    /// Characters; as many as bytes if all are ASCII.
    length: usize,
}

/// What a text costs besides its bytes.
const OWN_BYTES: usize = 56;

impl Str {
    /// A text.
    pub fn new(text: impl Into<String>) -> Self {
        let text = text.into().into_boxed_str();
        let length = if text.is_ascii() { text.len() } else { text.chars().count() };
        meter::charge(text.len() + OWN_BYTES);
        Str { text, length }
    }

    /// All of it.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether each character is one byte, so that places can be counted in bytes.
    pub fn is_ascii(&self) -> bool {
        self.length == self.text.len()
    }

    /// How many characters.
    pub fn len(&self) -> usize {
        self.length
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// One character.
    pub fn char_at(&self, index: usize) -> Option<char> {
        if self.is_ascii() {
            return self.text.as_bytes().get(index).map(|byte| char::from(*byte));
        }
        self.text.chars().nth(index)
    }

    /// Where a character begins, in bytes; the end for those behind it.
    pub fn byte_of(&self, index: usize) -> usize {
        if self.is_ascii() {
            return index.min(self.text.len());
        }
        self.text.char_indices().nth(index).map_or(self.text.len(), |(byte, _)| byte)
    }

    /// Which character begins at a byte.
    pub fn char_of(&self, byte: usize) -> usize {
        if self.is_ascii() { byte } else { self.text[..byte].chars().count() }
    }

    /// The characters from one place to another.
    pub fn slice(&self, start: usize, end: usize) -> &str {
        if start >= end {
            return "";
        }
        let from = self.byte_of(start);
        if self.is_ascii() {
            return &self.text[from..end.min(self.text.len())];
        }
        let rest = &self.text[from..];
        let until = rest.char_indices().nth(end - start).map_or(rest.len(), |(byte, _)| byte);
        &rest[..until]
    }
}

impl Drop for Str {
    fn drop(&mut self) {
        meter::free(self.text.len() + OWN_BYTES);
    }
}

/// Two texts, one behind the other.
///
/// # Errors
/// MemoryError.
pub(crate) fn concatenate(a: &str, b: &str) -> Result<Value> {
    meter::reserve(a.len() + b.len())?;
    let mut text = String::with_capacity(a.len() + b.len());
    text.push_str(a);
    text.push_str(b);
    Ok(Value::from(text))
}
