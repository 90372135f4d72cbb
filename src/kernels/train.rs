//! To come.

use crate::error::{Error, Result};

/// Edge of the drawing that a network is asked about, in pixels.
pub const DRAWING_EDGE: usize = 32;

/// What a trained network takes a drawing of [`DRAWING_EDGE`]² pixels for.
///
/// # Errors
/// To come.
pub fn recognise(_network: &[u8], _drawing: &[u8]) -> Result<([f64; 10], Option<u32>)> {
    Err(Error::Protocol { reason: "to come".into() })
}
