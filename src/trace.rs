//! What each lane did and when: spans, the ring in which a blocked process leaves them, and the Chrome trace export.
//!
//! While a process with several threads computes, its own Worker is blocked and can send no message. Its lanes
//! therefore write [`Mark`]s into a ring in the shared memory, one ring per lane, each with one writer (the lane) and
//! one reader (the conductor). The writer never waits: when the reader is late by a whole ring, the oldest marks are
//! lost and counted.
use serde::{Deserialize, Serialize};

/// What a lane was doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum Activity {
    /// Computing a unit.
    Run,
    /// Waiting for something that is not a lock.
    Wait,
    /// Waiting for a lock.
    Lock,
    /// Making, sending or taking in a message.
    Message,
    /// Waiting for a file or the network.
    Io,
}

/// A stretch of time in the life of a lane.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Span {
    /// Index of the process in its cluster, from 0.
    pub process: u32,
    /// Index of the thread in its process, from 0.
    pub lane: u32,
    /// What the lane did.
    pub activity: Activity,
    /// The unit of work it was for.
    pub unit: u32,
    /// Milliseconds from the start of the run.
    pub start_ms: f64,
    /// Milliseconds from the start of the run; `None` while it lasts.
    pub end_ms: Option<f64>,
}
