//! # The reader's own files
//!
//! Decodes a text to UTF-8 and a picture to red, green and blue. The page and the native program share this code, so a file
//! gives the same bytes, the same answer and the same digest in both. Browsers decode pictures too, but they scale in different
//! ways, and some change the pixels that a page reads, as a protection against fingerprinting.

#![deny(missing_docs)]

mod picture;
mod text;
#[cfg(target_arch = "wasm32")]
mod web;

pub use picture::picture;
pub use text::text;

/// A decoded file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// Bytes of a text, or pixels in a row of a picture.
    pub width: u32,
    /// 1 for a text, or rows of a picture.
    pub height: u32,
    /// A text in UTF-8, or 3 bytes for each pixel (red, green, blue), row by row.
    pub bytes: Vec<u8>,
}

/// The reason why a file cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The file is empty.
    #[error("it is empty")]
    Empty,
    /// The text is too long.
    #[error("it has {bytes} bytes, and {max} are the most")]
    TooLarge {
        /// Bytes of the text in UTF-8.
        bytes: usize,
        /// The most bytes.
        max: u32,
    },
    /// The file is not a text, or a text in an older encoding.
    #[error("it is not a text in UTF-8 or UTF-16 (byte {byte}); save it as UTF-8")]
    NotText {
        /// The first byte that no such text has, counted from 1.
        byte: usize,
    },
    /// The picture has an edge of more than 32,768 pixels, or decoding it takes more than 512 MiB.
    #[error("it has too many pixels; save it smaller")]
    TooManyPixels,
    /// The file is not a picture in a supported format, or is damaged.
    #[error("it is not a picture as PNG, JPEG, GIF or WebP ({reason})")]
    NotPicture {
        /// The decoder's error message, in English.
        reason: String,
    },
}

impl Fault {
    /// Returns the stable code, by which the page chooses its sentence.
    pub fn code(&self) -> &'static str {
        match self {
            Fault::Empty => "empty",
            Fault::TooLarge { .. } => "too-large",
            Fault::NotText { .. } => "no-text",
            Fault::TooManyPixels => "too-many-pixels",
            Fault::NotPicture { .. } => "no-picture",
        }
    }
}
