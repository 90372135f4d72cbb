//! Bytes in a message of the browser's own: `{ parcel: ArrayBuffer, transfer: boolean }`, by structured clone or transfer.

use js_sys::{Array, ArrayBuffer, Object, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};

use crate::parcel::{Parcel, Passing};

// Wasm sees no memory but its own: Rust would have to copy each parcel to look at it, and transfer would never be what
// it is, a message without a copy. So what `programs::payload` does to bytes is written once more here, for bytes that
// stay where the browser has them; the same sums must come out.
#[wasm_bindgen(inline_js = "
export function parcel_sum(buffer) {
    const bytes = new Uint8Array(buffer);
    let sum = 0;
    for (let at = 0; at < bytes.length; at += 64) sum = (Math.imul(sum, 31) + bytes[at]) | 0;
    return sum >>> 0;
}
export function parcel_answer(buffer) {
    const bytes = new Uint8Array(buffer);
    for (let at = 0; at < bytes.length; at += 64) bytes[at] = ~bytes[at];
}
")]
extern "C" {
    fn parcel_sum(buffer: &ArrayBuffer) -> u32;
    fn parcel_answer(buffer: &ArrayBuffer);
}

/// A buffer of the browser's.
#[derive(Debug, Clone)]
pub struct WebParcel(ArrayBuffer);

impl Parcel for WebParcel {
    fn of(bytes: &[u8]) -> Self {
        WebParcel(Uint8Array::from(bytes).buffer())
    }

    fn sum(&self) -> u32 {
        parcel_sum(&self.0)
    }
}

// way clone: begin
// way transfer: begin
impl WebParcel {
    /// What a message holds, if it is a parcel, and how it is to be carried.
    pub fn of_message(data: &JsValue) -> Option<(Self, Passing)> {
        let buffer = Reflect::get(data, &"parcel".into()).ok()?.dyn_into().ok()?;
        let transfer = Reflect::get(data, &"transfer".into()).is_ok_and(|transfer| transfer.is_truthy());
        Some((WebParcel(buffer), if transfer { Passing::Transfer } else { Passing::Clone }))
    }

    /// A message with it, and the list of what is transferred.
    pub fn message(&self, passing: Passing) -> Result<(Object, Array), JsValue> {
        let (message, transfer) = (Object::new(), passing == Passing::Transfer);
        Reflect::set(&message, &"parcel".into(), &self.0)?;
        Reflect::set(&message, &"transfer".into(), &transfer.into())?;
        Ok((message, if transfer { Array::of1(&self.0) } else { Array::new() }))
    }

    /// What a worker does with it.
    pub fn answer(&self) {
        parcel_answer(&self.0);
    }
}
// way transfer: end
// way clone: end
