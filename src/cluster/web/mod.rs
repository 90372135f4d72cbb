//! Processes as Web Workers.
//!
//! A process is one dedicated module Worker; with several threads it shares its memory with nested pool Workers, which
//! end when it ends. The compiled module is posted to it, so it neither downloads nor compiles anything again.
//!
//! How its end is noticed: an uncaught error fires the Worker's `error` event; but a Worker that is terminated says
//! nothing. Each process therefore holds a Web Lock as long as it lives, and the conductor queues for the same lock: it
//! is granted the moment the process is gone. Where locks are not to be had, the watchdog notices by silence.

//!
//! - [`host`]: starts clusters
//! - [`capabilities`]: what the browser can refuse: locks, waits, files
//! - [`worker`]: one process Worker, from outside
//! - [`boxes`]: the Workers of one topology
//! - [`rally`]: bare messages to a process, and channels between two
//! - [`parcel`]: bytes that travel by structured clone or transfer

use wasm_bindgen::{JsCast, JsValue};

#[cfg(feature = "conductor")]
mod boxes;
pub mod capabilities;
#[cfg(feature = "conductor")]
pub mod host;
pub mod parcel;
#[cfg(feature = "conductor")]
mod rally;
#[cfg(feature = "conductor")]
mod worker;

/// What is sent to and fro where only that it comes back matters: a number is no message of the protocol.
pub const TURN: f64 = 1.0;

/// A thrown value as text.
pub fn describe(value: &JsValue) -> String {
    match value.dyn_ref::<js_sys::Error>() {
        Some(error) => format!("{}: {}", String::from(error.name()), String::from(error.message())),
        None => value.as_string().unwrap_or_else(|| format!("{value:?}")),
    }
}
