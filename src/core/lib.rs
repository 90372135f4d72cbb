//! What all of Koşut stands on.
//!
//! - [`topology`]: the one idea, processes and the threads in each
//! - [`error`]: one error type, whose values travel as data
//! - [`clock`]: one clock for all processes and threads
//! - [`trace`]: what each thread did, and when
//! - [`measure`] and [`verdict`]: from samples to a judgement

#![deny(missing_docs)]

pub mod clock;
pub mod error;
pub mod measure;
pub mod topology;
pub mod trace;
pub mod verdict;
