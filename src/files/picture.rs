//! Pictures: PNG, JPEG, GIF and WebP, upright and on white.

use std::io::Cursor;

use image::{
    DynamicImage, ImageDecoder, ImageError, ImageReader, Limits, RgbImage, Rgba,
    imageops::{FilterType, resize},
    metadata::Orientation,
};

use crate::{Decoded, Fault};

/// The longest edge of a picture, in pixels; more than any camera makes.
const EDGE_MAX: u32 = 1 << 15;

/// The most bytes that decoding may take.
const MEMORY_BYTES_MAX: u64 = 512 << 20;

/// Decodes a picture: the first frame of an animation, turned as its EXIF data says, on white where it is transparent, and scaled
/// down until its longer edge is `edge` or less.
///
/// # Errors
/// [`Fault::Empty`]; [`Fault::TooManyPixels`]; [`Fault::NotPicture`] also for a picture that is damaged.
pub fn picture(bytes: &[u8], edge: u32) -> Result<Decoded, Fault> {
    if bytes.is_empty() {
        return Err(Fault::Empty);
    }
    let upright = decode(bytes).map_err(|error| match error {
        ImageError::Limits(_) => Fault::TooManyPixels,
        other => Fault::NotPicture { reason: other.to_string() },
    })?;
    let full = if upright.color().has_alpha() { on_white(&upright) } else { upright.into_rgb8() };
    let (width, height) = fitted(full.width(), full.height(), edge);
    let scaled =
        if (width, height) == full.dimensions() { full } else { resize(&full, width, height, FilterType::Triangle) };
    Ok(Decoded { width, height, bytes: scaled.into_raw() })
}

fn decode(bytes: &[u8]) -> image::ImageResult<DynamicImage> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format()?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(EDGE_MAX);
    limits.max_image_height = Some(EDGE_MAX);
    limits.max_alloc = Some(MEMORY_BYTES_MAX);
    reader.limits(limits);
    let mut decoder = reader.into_decoder()?;
    // A damaged description of a picture that can be read is no reason to refuse it.
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut picture = DynamicImage::from_decoder(decoder)?;
    picture.apply_orientation(orientation);
    Ok(picture)
}

fn on_white(picture: &DynamicImage) -> RgbImage {
    let pixels = picture.to_rgba8();
    RgbImage::from_fn(pixels.width(), pixels.height(), |x, y| {
        let Rgba([red, green, blue, alpha]) = *pixels.get_pixel(x, y);
        image::Rgb([red, green, blue].map(|value| {
            let (value, alpha) = (u32::from(value), u32::from(alpha));
            // Rounded to the nearest.
            ((value * alpha + 255 * (255 - alpha) + 127) / 255) as u8
        }))
    })
}

/// The size of a picture whose longer edge is at most `edge`, its shape kept.
fn fitted(width: u32, height: u32, edge: u32) -> (u32, u32) {
    let longer = width.max(height);
    if longer <= edge {
        return (width, height);
    }
    let scaled = |length: u32| {
        let (length, edge, longer) = (u64::from(length), u64::from(edge), u64::from(longer));
        ((length * edge + longer / 2) / longer).max(1) as u32
    };
    (scaled(width), scaled(height))
}

#[cfg(test)]
mod tests {
    use image::{Frame, ImageFormat, Rgb, RgbaImage, codecs::gif::GifEncoder};

    use super::*;

    fn encoded(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        picture.write_to(&mut bytes, format).expect("encodes");
        bytes.into_inner()
    }

    fn gradient(width: u32, height: u32) -> DynamicImage {
        RgbImage::from_fn(width, height, |x, _| Rgb([x as u8, 7, 9])).into()
    }

    #[test]
    fn a_picture_is_scaled_down_and_never_up() {
        let small = picture(&encoded(&gradient(3, 2), ImageFormat::Png), 64).expect("a picture");
        assert_eq!((small.width, small.height, &small.bytes[..6]), (3, 2, &[0, 7, 9, 1, 7, 9][..]));
        let large = picture(&encoded(&gradient(200, 100), ImageFormat::Png), 64).expect("a picture");
        assert_eq!((large.width, large.height, large.bytes.len()), (64, 32, 3 * 64 * 32));
        let wide = picture(&encoded(&gradient(30_000, 1), ImageFormat::Png), 512).expect("a picture");
        assert_eq!((wide.width, wide.height), (512, 1));
    }

    #[test]
    fn transparent_pixels_are_mixed_with_white() {
        let pixels = RgbaImage::from_raw(3, 1, vec![9, 9, 9, 0, 0, 100, 200, 128, 1, 2, 3, 255]).expect("three pixels");
        let decoded = picture(&encoded(&pixels.into(), ImageFormat::Png), 64).expect("a picture");
        assert_eq!(decoded.bytes, [255, 255, 255, 127, 177, 227, 1, 2, 3]);
    }

    #[test]
    fn the_first_frame_of_an_animation_counts() {
        let mut bytes = Vec::new();
        let frame = |value: u8| Frame::new(RgbaImage::from_pixel(2, 2, Rgba([value, 0, 0, 255])));
        GifEncoder::new(&mut bytes).encode_frames([frame(255), frame(0)]).expect("encodes");
        assert_eq!(picture(&bytes, 64).expect("a picture").bytes, [255, 0, 0].repeat(4));
    }

    /// A JPEG with an orientation in EXIF data (EXIF 2.32, tag 0x0112; TIFF 6.0).
    fn turned(jpeg: &[u8], orientation: u8) -> Vec<u8> {
        let mut tiff = b"MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
        tiff.extend([orientation, 0, 0, 0, 0, 0, 0]);
        let segment = [b"Exif\0\0", tiff.as_slice()].concat();
        let length = (segment.len() as u16 + 2).to_be_bytes();
        let (start, rest) = jpeg.split_at(2);
        [start, &[0xff, 0xe1], &length, &segment, rest].concat()
    }

    #[test]
    fn a_picture_is_turned_upright() {
        // Dark on the left, bright on the right, in blocks of the JPEG's own size.
        let picture_of =
            |width, height| RgbImage::from_fn(width, height, |x, _| Rgb([if x < width / 2 { 0 } else { 255 }; 3]));
        let jpeg = encoded(&picture_of(32, 16).into(), ImageFormat::Jpeg);
        let upright = picture(&jpeg, 64).expect("a picture");
        assert_eq!((upright.width, upright.height), (32, 16));
        // 6: the stored picture has to be turned by 90° clockwise, so what was on the left comes to the top.
        let turned = picture(&turned(&jpeg, 6), 64).expect("a picture");
        assert_eq!((turned.width, turned.height), (16, 32));
        assert!(turned.bytes[0] < 32 && turned.bytes[turned.bytes.len() - 1] > 223);
    }

    #[test]
    fn a_picture_with_too_long_an_edge_is_refused_with_the_reason() {
        let long = encoded(&gradient(EDGE_MAX + 1, 1), ImageFormat::Png);
        assert_eq!(picture(&long, 64), Err(Fault::TooManyPixels));
    }

    #[test]
    fn a_file_that_is_not_a_picture_is_refused() {
        let cut_off = encoded(&gradient(200, 100), ImageFormat::Png)[..50].to_vec();
        for bytes in [b"no picture".to_vec(), cut_off] {
            assert_eq!(picture(&bytes, 64).expect_err("refused").code(), "no-picture");
        }
        assert_eq!(picture(b"", 64), Err(Fault::Empty));
    }
}
