//! Texts: UTF-8, with a byte order mark or without, and UTF-16 with one.

use crate::{Decoded, Fault};

/// Decodes a text and removes its byte order mark.
///
/// Encodings with one byte per letter, such as Windows-1254, cannot be told apart by their bytes, so they are refused. So is a
/// text that contains NUL, which binary files do.
///
/// # Errors
/// [`Fault::NotText`]; [`Fault::Empty`]; [`Fault::TooLarge`] for more than `bytes_max` bytes of UTF-8.
pub fn text(bytes: Vec<u8>, bytes_max: u32) -> Result<Decoded, Fault> {
    let text = match bytes.as_slice() {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes)?,
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes)?,
        [0xef, 0xbb, 0xbf, rest @ ..] => utf8(rest.to_vec(), 3)?,
        _ => utf8(bytes, 0)?,
    };
    match text.len() {
        0 => Err(Fault::Empty),
        bytes if bytes as u64 > u64::from(bytes_max) => Err(Fault::TooLarge { bytes, max: bytes_max }),
        bytes => Ok(Decoded { width: bytes as u32, height: 1, bytes: text }),
    }
}

/// Validates UTF-8 that follows `before` bytes, which count in the error's position.
fn utf8(bytes: Vec<u8>, before: usize) -> Result<Vec<u8>, Fault> {
    let fault = |at: usize| Fault::NotText { byte: before + at + 1 };
    let text = String::from_utf8(bytes).map_err(|error| fault(error.utf8_error().valid_up_to()))?;
    match text.find('\0') {
        Some(at) => Err(fault(at)),
        None => Ok(text.into_bytes()),
    }
}

/// Decodes UTF-16 that follows a byte order mark.
fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<Vec<u8>, Fault> {
    const MARK: usize = 2;
    let (pairs, rest) = bytes.as_chunks::<2>();
    let fault = |unit: usize| Fault::NotText { byte: MARK + 2 * unit + 1 };
    if !rest.is_empty() {
        return Err(fault(pairs.len()));
    }
    let (mut text, mut units) = (String::with_capacity(bytes.len()), 0);
    for letter in char::decode_utf16(pairs.iter().copied().map(unit)) {
        match letter {
            Ok(letter) if letter != '\0' => {
                text.push(letter);
                units += letter.len_utf16();
            }
            _ => return Err(fault(units)),
        }
    }
    Ok(text.into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: &str = "Işık, ığdır; naïve 線程 😀\n";

    fn decoded(bytes: &[u8]) -> Result<Vec<u8>, Fault> {
        text(bytes.to_vec(), 1_000).map(|decoded| decoded.bytes)
    }

    fn utf16(bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        std::iter::once(0xfeff).chain(WORDS.encode_utf16()).flat_map(bytes).collect()
    }

    #[test]
    fn every_encoding_gives_the_same_bytes() {
        let with_mark = [b"\xef\xbb\xbf", WORDS.as_bytes()].concat();
        for bytes in [WORDS.as_bytes().to_vec(), with_mark, utf16(u16::to_le_bytes), utf16(u16::to_be_bytes)] {
            assert_eq!(decoded(&bytes).as_deref(), Ok(WORDS.as_bytes()));
        }
        let decoded = text(WORDS.into(), 1_000).expect("a text");
        assert_eq!((decoded.width as usize, decoded.height), (WORDS.len(), 1));
    }

    #[test]
    fn a_file_that_is_not_a_text_is_refused_at_its_first_wrong_byte() {
        let byte = |bytes: &[u8]| match decoded(bytes) {
            Err(Fault::NotText { byte }) => byte,
            other => panic!("{other:?}"),
        };
        // "şık" in Windows-1254.
        assert_eq!(byte(b"ab \xfe\xfdk"), 4);
        assert_eq!(byte(b"ab\0cd"), 3);
        assert_eq!(byte(b"\xef\xbb\xbfab\xff"), 6);
        assert_eq!(byte(b"\xff\xfea\0b"), 5, "half a unit");
        assert_eq!(byte(b"\xff\xfea\0\0\xd8b\0"), 5, "half a pair of surrogates");
        assert_eq!(byte(b"\xff\xfea\0\0\0"), 5, "a NUL");
    }

    #[test]
    fn the_length_counts_without_the_mark() {
        assert_eq!(decoded(b""), Err(Fault::Empty));
        assert_eq!(decoded(b"\xef\xbb\xbf"), Err(Fault::Empty));
        assert_eq!(decoded(b"\xff\xfe"), Err(Fault::Empty));
        assert!(text(b"abc".to_vec(), 3).is_ok());
        assert_eq!(text(b"abcd".to_vec(), 3), Err(Fault::TooLarge { bytes: 4, max: 3 }));
    }
}
