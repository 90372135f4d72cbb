//! Bytes that travel between conductor and process as the environment itself carries them, without [`super::protocol`]:
//! what the browser's own structured clone and transfer cost, and a bare pipe.

use serde::{Deserialize, Serialize};

/// How the environment carries bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Passing {
    /// They are copied: by structured clone in a browser, into and out of a pipe on an operating system.
    Clone,
    /// They change hands and the sender has them no more. No operating system does that with a pipe.
    Transfer,
}

/// Bytes outside of every wasm memory, ready to travel.
pub trait Parcel: Sized {
    /// A parcel with these bytes.
    fn of(bytes: &[u8]) -> Self;

    /// See [`kosut_workloads::payload::sum`].
    fn sum(&self) -> u32;
}
