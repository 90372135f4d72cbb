//! The reader's own text or picture, from a file.

use std::{
    fs::File,
    io::{self, Read},
};

use clap::ArgMatches;
use kosut::{
    error::{Error, Result},
    kernels::Data,
    labs::{self, Accepts, report::Machine},
};
use kosut_files::{Decoded, Fault};

use super::arguments::FILE;

/// The largest file of a picture that is decoded.
const PICTURE_BYTES_MAX: u32 = 64 << 20;

/// The file that the arguments name, if they name one, as the kernel takes it.
///
/// # Errors
/// [`Error::File`] saying what is wrong with the file.
pub fn read(lab: &str, query: &str, machine: &Machine, arguments: &ArgMatches) -> Result<Option<Data>> {
    // A lab whose kernels take no file has no such option.
    let Some(path) = arguments.try_get_one::<String>(FILE).ok().flatten() else { return Ok(None) };
    let (fields, values) = labs::check(lab, query, machine)?;
    let Some((holds, max)) = fields.iter().find_map(|field| match &field.accepts {
        Accepts::File { holds, max } => Some((holds.as_str(), *max)),
        _ => None,
    }) else {
        return Err(unreadable(path, "this kernel works on no file"));
    };
    let decoded = if holds == "text" {
        kosut_files::text(bytes_of_file(path, max)?, max)
    } else {
        let edge = fields.iter().zip(&values).find(|(field, _)| field.name == "size");
        let edge = edge.and_then(|(_, value)| value.parse().ok()).unwrap_or(max);
        kosut_files::picture(&bytes_of_file(path, PICTURE_BYTES_MAX)?, edge)
    };
    let Decoded { width, height, bytes } = decoded.map_err(|fault| unreadable(path, fault))?;
    Ok(Some(Data { width, height, bytes }))
}

/// Reads a program of at most `bytes_max` bytes, in UTF-8 or UTF-16. The path can be that of a pipe.
///
/// # Errors
/// [`Error::File`].
pub fn program(path: &str, bytes_max: u32) -> Result<String> {
    match kosut_files::text(bytes(path, bytes_max)?, bytes_max) {
        Ok(decoded) => String::from_utf8(decoded.bytes).map_err(|error| unreadable(path, error)),
        Err(Fault::Empty) => Ok(String::new()),
        Err(fault) => Err(unreadable(path, fault)),
    }
}

/// Reads a regular file of at most `max` bytes.
fn bytes_of_file(path: &str, max: u32) -> Result<Vec<u8>> {
    // Looked at before it is opened: to open a pipe is to wait for its other end.
    let about = std::fs::metadata(path).map_err(|error| unreadable(path, plain(&error)))?;
    if !about.is_file() {
        return Err(unreadable(path, "it is not a regular file"));
    }
    if about.len() > u64::from(max) {
        return Err(unreadable(path, too_large(about.len(), max)));
    }
    bytes(path, max)
}

fn bytes(path: &str, max: u32) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    // A file can grow while it is read, and a pipe does not say how much will come.
    File::open(path)
        .and_then(|file| file.take(u64::from(max) + 1).read_to_end(&mut bytes))
        .map_err(|error| unreadable(path, plain(&error)))?;
    let length = bytes.len() as u64;
    if length > u64::from(max) { Err(unreadable(path, too_large(length, max))) } else { Ok(bytes) }
}

fn too_large(length: u64, max: u32) -> String {
    format!("it has {length} bytes, and {max} are the most")
}

fn unreadable(path: &str, reason: impl ToString) -> Error {
    Error::File { action: "read".into(), path: path.into(), reason: reason.to_string() }
}

/// Returns the operating system's description of an error, without its number.
pub fn plain(error: &io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or_default().to_string()
}
