//! Texts, and values as text.

/// A text.
#[derive(Debug, PartialEq, Eq)]
pub struct Str {
    text: String,
    /// Whether each character is one byte.
    ascii: bool,
}

impl Str {
    /// A text.
    pub fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        let ascii = text.is_ascii();
        Str { text, ascii }
    }

    /// All of it.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether each character is one byte, so that places can be counted in bytes.
    pub fn is_ascii(&self) -> bool {
        self.ascii
    }
}
