//! The border to the page's Worker that decodes a file.

use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

use crate::{Decoded, Fault};

/// A decoded file, as JavaScript gets it.
#[wasm_bindgen(js_name = Decoded)]
pub struct DecodedObject(Decoded);

#[wasm_bindgen(js_class = Decoded)]
impl DecodedObject {
    /// See [`Decoded::width`].
    #[wasm_bindgen(getter)]
    pub fn width(&self) -> u32 {
        self.0.width
    }

    /// See [`Decoded::height`].
    #[wasm_bindgen(getter)]
    pub fn height(&self) -> u32 {
        self.0.height
    }

    /// Returns [`Decoded::bytes`] and ends the object.
    pub fn into_bytes(self) -> Vec<u8> {
        self.0.bytes
    }
}

/// Decodes a text of at most `bytes_max` bytes.
///
/// # Errors
/// Throws a [`Fault::code`].
#[wasm_bindgen]
pub fn decode_text(bytes: Vec<u8>, bytes_max: u32) -> Result<DecodedObject, JsValue> {
    crate::text(bytes, bytes_max).map(DecodedObject).map_err(|fault| thrown(&fault))
}

/// Decodes a picture, scaled down until its longer edge is `edge` or less.
///
/// # Errors
/// Throws a [`Fault::code`].
#[wasm_bindgen]
pub fn decode_picture(bytes: &[u8], edge: u32) -> Result<DecodedObject, JsValue> {
    crate::picture(bytes, edge).map(DecodedObject).map_err(|fault| thrown(&fault))
}

fn thrown(fault: &Fault) -> JsValue {
    fault.code().into()
}
