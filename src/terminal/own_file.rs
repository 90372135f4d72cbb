//! The reader's own text or picture, from a file.

use std::{
    fs::File,
    io::{Cursor, Read},
};

use clap::ArgMatches;
use image::{DynamicImage, ImageReader, Limits, imageops::FilterType};
use kosut::{
    error::{Error, Result},
    kernels::Data,
    labs::{self, Accepts, report::Machine},
};

use super::arguments::FILE;

/// The largest file of a picture that is decoded.
const PICTURE_BYTES_MAX: u32 = 64 << 20;

/// The longest edge of a picture that is decoded, in pixels; more than any camera makes.
const PICTURE_EDGE_MAX: u32 = 1 << 15;

/// The file that the arguments name, if they name one, as the kernel takes it.
///
/// # Errors
/// [`Error::Parameter`] saying what is wrong with the file.
pub fn read(lab: &str, query: &str, machine: &Machine, arguments: &ArgMatches) -> Result<Option<Data>> {
    // A lab whose kernels take no file has no such option.
    let Some(path) = arguments.try_get_one::<String>(FILE).ok().flatten() else { return Ok(None) };
    let wrong = |allowed: String| Error::Parameter { field: FILE.into(), value: path.clone(), allowed };
    let (fields, values) = labs::check(lab, query, machine)?;
    let Some((holds, max)) = fields.iter().find_map(|field| match &field.accepts {
        Accepts::File { holds, max } => Some((holds.as_str(), *max)),
        _ => None,
    }) else {
        return Err(wrong("none for this kernel".into()));
    };
    let data = if holds == "text" {
        read_bounded(path, max).and_then(text)
    } else {
        let edge = fields.iter().zip(&values).find(|(field, _)| field.name == "size");
        let edge = edge.and_then(|(_, value)| value.parse().ok()).unwrap_or(max);
        read_bounded(path, PICTURE_BYTES_MAX).and_then(|bytes| picture(bytes, edge))
    };
    data.map(Some).map_err(wrong)
}

/// What a file must be and is not, in words.
type Wrong = String;

/// The bytes of a file that has some, but no more than `max`.
fn read_bounded(path: &str, max: u32) -> std::result::Result<Vec<u8>, Wrong> {
    let unreadable = |error: std::io::Error| format!("a file that can be read ({error})");
    // Looked at before it is opened: to open a pipe is to wait for its other end.
    let about = std::fs::metadata(path).map_err(unreadable)?;
    if !about.is_file() {
        return Err("a regular file".into());
    }
    let mut bytes = Vec::new();
    if about.len() <= u64::from(max) {
        // A file can grow while it is read.
        File::open(path).and_then(|file| file.take(u64::from(max) + 1).read_to_end(&mut bytes)).map_err(unreadable)?;
    }
    match about.len().max(bytes.len() as u64) {
        0 => Err("a file with something in it".into()),
        length if length > u64::from(max) => Err(format!("at most {max} bytes, and it has {length}")),
        _ => Ok(bytes),
    }
}

fn text(bytes: Vec<u8>) -> std::result::Result<Data, Wrong> {
    match std::str::from_utf8(&bytes) {
        Ok(_) => Ok(Data::text(bytes)),
        Err(error) => Err(format!("a text in UTF-8, and byte {} is none", error.valid_up_to() + 1)),
    }
}

/// A picture whose longer edge is at most `edge`.
fn picture(bytes: Vec<u8>, edge: u32) -> std::result::Result<Data, Wrong> {
    let unknown = |error: &dyn std::fmt::Display| format!("a picture as JPEG, PNG or WebP ({error})");
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|error| unknown(&error))?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(PICTURE_EDGE_MAX);
    limits.max_image_height = Some(PICTURE_EDGE_MAX);
    reader.limits(limits);
    let decoded: DynamicImage = reader.decode().map_err(|error| unknown(&error))?;
    let scaled = if decoded.width().max(decoded.height()) > edge {
        decoded.resize(edge, edge, FilterType::Triangle)
    } else {
        decoded
    };
    let pixels = scaled.into_rgb8();
    Ok(Data { width: pixels.width(), height: pixels.height(), bytes: pixels.into_raw() })
}

#[cfg(test)]
mod tests {
    use image::{ImageFormat, Rgb, RgbImage};

    use super::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        let image = RgbImage::from_fn(width, height, |x, _| Rgb([x as u8, 7, 9]));
        image.write_to(&mut bytes, ImageFormat::Png).expect("encodes");
        bytes.into_inner()
    }

    #[test]
    fn a_picture_is_scaled_down_and_never_up() {
        let small = picture(png(3, 2), 64).expect("a picture");
        assert_eq!((small.width, small.height, &small.bytes[..6]), (3, 2, &[0, 7, 9, 1, 7, 9][..]));
        let large = picture(png(200, 100), 64).expect("a picture");
        assert_eq!((large.width, large.height, large.bytes.len()), (64, 32, 3 * 64 * 32));
    }

    #[test]
    fn what_is_no_picture_and_no_text_is_told() {
        let cut_off = png(200, 100)[..50].to_vec();
        for bytes in [b"no picture".to_vec(), cut_off] {
            assert!(picture(bytes, 64).expect_err("refused").starts_with("a picture as JPEG, PNG or WebP ("));
        }
        assert_eq!(text(b"ab\xff".to_vec()), Err("a text in UTF-8, and byte 3 is none".into()));
    }
}
