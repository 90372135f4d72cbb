//! Messages on a pipe: the length, 32 bits, little endian, then the bytes.

use std::io::{BufRead, Error, ErrorKind, Read, Result, Write};

/// The longest message. The largest inputs of the kernels are some 100 MB; what says to be longer is not a message.
pub const BYTES_MAX: u32 = 1 << 30;

/// Room that is made for a message before any of it is there; a longer one gets more as it arrives.
const ROOM_BYTES: u32 = 1 << 24;

/// Writes a message and flushes it.
///
/// # Errors
/// Those of the pipe; [`ErrorKind::InvalidData`] for a message of more than [`BYTES_MAX`].
pub fn write(to: &mut impl Write, message: &[u8]) -> Result<()> {
    let length = u32::try_from(message.len()).ok().filter(|&length| length <= BYTES_MAX);
    let length = length.ok_or_else(|| too_long(message.len() as u64))?;
    to.write_all(&length.to_le_bytes())?;
    to.write_all(message)?;
    to.flush()
}

/// Reads a message; `None` when the pipe ends before one begins.
///
/// # Errors
/// Those of the pipe; [`ErrorKind::InvalidData`] for a length above [`BYTES_MAX`]; [`ErrorKind::UnexpectedEof`] when the
/// pipe ends inside of a message.
pub fn read(from: &mut impl BufRead) -> Result<Option<Vec<u8>>> {
    let mut head = Vec::with_capacity(size_of::<u32>());
    from.by_ref().take(size_of::<u32>() as u64).read_to_end(&mut head)?;
    if head.is_empty() {
        return Ok(None);
    }
    let length = u32::from_le_bytes(head.try_into().map_err(|_| cut_off())?);
    if length > BYTES_MAX {
        return Err(too_long(length.into()));
    }
    let mut message = Vec::with_capacity(length.min(ROOM_BYTES) as usize);
    from.take(length.into()).read_to_end(&mut message)?;
    if message.len() < length as usize {
        return Err(cut_off());
    }
    Ok(Some(message))
}

fn too_long(bytes: u64) -> Error {
    Error::new(ErrorKind::InvalidData, format!("a message of {bytes} bytes, where {BYTES_MAX} are the most"))
}

fn cut_off() -> Error {
    Error::new(ErrorKind::UnexpectedEof, "the output ends inside of a message")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn messages_come_out_as_they_went_in(messages: Vec<Vec<u8>>) {
            let mut pipe = Vec::new();
            for message in &messages {
                write(&mut pipe, message).expect("writes");
            }
            let mut pipe = pipe.as_slice();
            for message in messages {
                prop_assert_eq!(read(&mut pipe).expect("reads"), Some(message));
            }
            prop_assert_eq!(read(&mut pipe).expect("ends"), None);
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes: Vec<u8>) {
            let mut pipe = bytes.as_slice();
            while let Ok(Some(_)) = read(&mut pipe) {}
        }
    }

    #[test]
    fn absurd_lengths_and_cut_off_messages_are_refused() {
        for bytes in [&[0xff, 0xff, 0xff, 0xff, 1][..], &[2, 0], &[2, 0, 0, 0, 7]] {
            assert!(read(&mut &bytes[..]).is_err(), "{bytes:?}");
        }
    }
}
