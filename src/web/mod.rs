//! The border to the page: the only exports of the wasm modules.
//!
//! The crate is compiled to several of them, by features. Two kinds of Worker load them: the conductor (the plain one, and
//! later the compiler's) and the processes. Their scripts in `www/src/runtime` do no more than load a module and call
//! `conductor_start`, `process_start`, `compile` or `answer`.

#[cfg(feature = "compile")]
mod compiler;
#[cfg(feature = "conductor")]
mod conductor;
#[cfg(not(feature = "compile"))]
mod link;
#[cfg(not(feature = "compile"))]
mod process;
