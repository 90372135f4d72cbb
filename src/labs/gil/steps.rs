//! How things stand after some steps, each taken by a lane that the reader chose: replayed from the beginning each time.

use kosut_python::code::Program;

use super::question::{GilChecks, GilGoOn, GilSnapshot};
use crate::error::{Error, Result};

/// Takes these steps.
///
/// # Errors
/// [`Error::Unavailable`].
pub fn take(
    _program: Program,
    _gil: bool,
    _checks: GilChecks,
    _steps: &[u32],
    _go_on: Option<GilGoOn>,
) -> Result<GilSnapshot> {
    Err(Error::Unavailable { capability: "the small Python".into() })
}
