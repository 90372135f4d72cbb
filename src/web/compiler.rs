//! The small Python for who looks into programs: its compiler, and the machine that takes their steps one by one.
//!
//! The parser is most of it. Who comes for another lab never loads it, and whoever only runs programs, the processes, goes
//! without it.

use serde::Serialize;
use wasm_bindgen::{JsError, prelude::wasm_bindgen};

use kosut_labs::gil::inside;

/// Compiles a source text. `file` is what tracebacks call it. The bytes are a `Result<Packed, SyntaxFault>`, as postcard.
///
/// # Errors
/// When the result can't be encoded.
#[wasm_bindgen]
pub fn compile(file: &str, source: &str) -> std::result::Result<Vec<u8>, JsError> {
    console_error_panic_hook::set_once();
    let packed = match kosut_python::compile::compile(file, source) {
        Ok(program) => Ok(program.pack()?),
        Err(fault) => Err(fault),
    };
    encoded(&packed)
}

/// Answers a question of the lab `gil`. The bytes are a `Result<String, Error>`, as postcard; the text is JSON.
///
/// # Errors
/// When the result can't be encoded.
#[wasm_bindgen]
pub fn answer(question: &str) -> std::result::Result<Vec<u8>, JsError> {
    console_error_panic_hook::set_once();
    encoded(&inside::answer(question))
}

fn encoded(result: &impl Serialize) -> std::result::Result<Vec<u8>, JsError> {
    postcard::to_stdvec(result).map_err(JsError::from)
}
