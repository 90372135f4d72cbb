//! The compiler of the small Python, for the page: a wasm package with one function.
//!
//! The parser is most of it. Who comes for another lab never loads it, and whoever only runs programs, the processes, goes
//! without it.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen::{JsError, prelude::wasm_bindgen};

/// Compiles a source text. `file` is what tracebacks call it. The bytes are a `Result<Program, SyntaxFault>`, as postcard.
///
/// # Errors
/// When the result can't be encoded.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen]
pub fn compile(file: &str, source: &str) -> Result<Vec<u8>, JsError> {
    console_error_panic_hook::set_once();
    postcard::to_stdvec(&kosut_python::compile::compile(file, source)).map_err(JsError::from)
}
