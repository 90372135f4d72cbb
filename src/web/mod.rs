//! The border to the page: the only exports of the wasm module.
//!
//! Two kinds of Worker load this module: the conductor (plain build only) and the processes (plain or threads build).
//! Their scripts in `www/src/runtime` do no more than load the module and call `conductor_start` or `process_start`.

#[cfg(not(feature = "threads"))]
mod conductor;
mod link;
mod process;
