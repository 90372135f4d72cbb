//! Data that does not come from a seed: the reader's own, and data sets.

use serde::{Deserialize, Serialize};

use super::{Entry, Role};
use kosut_core::error::{Error, Result};

/// A text, a picture, or a table of samples.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct Data {
    /// Bytes of a text, pixels in a row of a picture, or bytes of a sample.
    pub width: u32,
    /// 1 for a text, rows of a picture, or number of samples.
    pub height: u32,
    /// UTF-8, or 3 bytes for each pixel (red, green, blue), row by row, or the samples one after another. A helper, which
    /// gets its data from the owner, has none.
    #[serde(with = "serde_bytes")]
    #[cfg_attr(target_arch = "wasm32", tsify(type = "Uint8Array"))]
    pub bytes: Vec<u8>,
}

/// Where a kernel's data comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// It has none, or makes it from the seed.
    Seed,
    /// The reader's own text if there is one, or else a text from the seed. The size counts its bytes.
    Text,
    /// The reader's own picture if there is one, or else a picture from the seed. The size is its longer edge.
    Pixels,
    /// The data set of this name, which whoever runs the kernel provides.
    Dataset(&'static str),
}

impl Data {
    /// The reader's own text.
    pub fn text(bytes: Vec<u8>) -> Self {
        Data { width: bytes.len().try_into().unwrap_or(u32::MAX), height: 1, bytes }
    }
}

impl Data {
    /// A data set from its file: width and height, 32 bits each, little endian, then the samples.
    ///
    /// # Errors
    /// [`Error::Protocol`] when the file is not as long as it says.
    pub fn from_file(bytes: &[u8]) -> Result<Self> {
        let malformed = || Error::Protocol { reason: format!("a data set of {} bytes", bytes.len()) };
        let (head, bytes) = bytes.split_at_checked(8).ok_or_else(malformed)?;
        let number = |at: usize| u32::from_le_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]);
        let (width, height) = (number(0), number(4));
        if u64::from(width) * u64::from(height) != bytes.len() as u64 {
            return Err(malformed());
        }
        Ok(Data { width, height, bytes: bytes.to_vec() })
    }
}

impl Source {
    /// The size of a run on this data, if the data says it.
    pub fn size_of(self, data: &Data) -> Option<u32> {
        match self {
            Source::Text => Some(data.width),
            Source::Pixels => Some(data.width.max(data.height)),
            Source::Seed | Source::Dataset(_) => None,
        }
    }

    /// Whether this can be the reader's own data for a kernel: a text or a picture for one that takes it.
    ///
    /// # Errors
    /// As [`Source::check`].
    pub fn check_own(self, data: Option<&Data>, entry: &Entry) -> Result<()> {
        match (self, data) {
            (_, None) => Ok(()),
            (Source::Dataset(_), data) => Source::Seed.check(data, entry, Role::Owner),
            (_, data) => self.check(data, entry, Role::Owner),
        }
    }

    /// Whether a kernel can work on this data, or without.
    ///
    /// # Errors
    /// [`Error::Parameter`] for the field `file`, saying what is wrong with it.
    pub fn check(self, data: Option<&Data>, entry: &Entry, role: Role) -> Result<()> {
        let wrong = |value: String, allowed: String| Err(Error::Parameter { field: "file".into(), value, allowed });
        let Some(data) = data else {
            return match self {
                Source::Dataset(name) => wrong("nothing".into(), format!("the data set {name}")),
                _ => Ok(()),
            };
        };
        let (width, height) = (data.width as usize, data.height as usize);
        let bytes = match self {
            Source::Seed => return wrong(format!("{} bytes", data.bytes.len()), format!("none for {}", entry.id)),
            Source::Text | Source::Dataset(_) => width * height,
            Source::Pixels => 3 * width * height,
        };
        let max = entry.size_max;
        match self.size_of(data) {
            Some(size) if size == 0 || height == 0 => wrong("empty".into(), "a file with something in it".into()),
            Some(size) if size > max => wrong(size.to_string(), format!("1–{max} {}", entry.size_unit)),
            _ if role == Role::Helper => Ok(()),
            _ if data.bytes.len() != bytes => wrong(format!("{} bytes", data.bytes.len()), format!("{bytes} bytes")),
            _ if self == Source::Text && std::str::from_utf8(&data.bytes).is_err() => {
                wrong("no text".into(), "a text in UTF-8".into())
            }
            _ => Ok(()),
        }
    }
}
