//! `gil`: threads of a small Python under the global lock and without it, and processes, each with a lock of its own.
//!
//! The Python is `kosut-python`: its threads are lanes of a process, its processes are processes of a cluster. The lab
//! compares what they gain, or runs a program of the reader's own; and answers, without a run, what a program is made of
//! and what follows from each order of its steps.

use super::{Finished, Observer, report::Machine};
use crate::{
    cluster::Host,
    error::{Error, Result},
};

mod live;
mod params;
pub mod question;

pub use live::{GilKind, GilLive, GilWay, PythonLive, PythonState};
pub use params::Params;

/// Runs the lab.
///
/// # Errors
/// Those of the mode.
pub async fn run<H: Host>(
    _host: &H,
    _machine: &Machine,
    _params: &Params,
    _observer: &mut impl Observer,
) -> Result<Finished> {
    Err(Error::Unavailable { capability: "the small Python".into() })
}
