//! `gil`: threads of a small Python under the global lock and without it, and processes, each with a lock of its own.
//!
//! The Python is `kosut-python`: its threads are lanes of a process, its processes are processes of a cluster. The lab
//! compares what they gain ([`trials`]), or runs a program of the reader's own ([`program`]); and it answers, without a run,
//! what a program is made of and what follows from each order of its steps ([`ask`]; the answers themselves, `inside`, are
//! where the compiler is).

use super::{Finished, Observer, Short, report::Machine};
use kosut_cluster::Host;
use kosut_core::error::Result;

pub mod ask;
mod compared;
#[cfg(feature = "compile")]
pub mod inside;
mod judge;
mod live;
mod params;
mod play;
mod program;
pub mod question;
#[cfg(feature = "compile")]
mod steps;
mod trials;

pub use live::{GilKind, GilLive, GilWay, PythonLive, PythonState};
use params::Mode;
pub use params::Params;

/// What tracebacks call the reader's program.
const PROGRAM_FILE: &str = "program.py";

/// The short form of this lab.
pub const SHORT: Short = Short { lab: "gil", query: "size=700&wait=20", claims: &judge::CLAIMS, seconds: 9.0 };

/// Runs the lab.
///
/// # Errors
/// Those of [`Host::compile`], of [`Host::spawn`] and of the cluster; [`kosut_core::error::Error::Disagree`] when a job of the
/// comparison answers something else than it has to. That a reader's program fails is none.
pub async fn run<H: Host>(
    host: &H,
    machine: &Machine,
    params: &Params,
    observer: &mut impl Observer,
) -> Result<Finished> {
    match params.mode {
        Mode::Compare => trials::run(host, machine, params, observer).await,
        Mode::Program => program::run(host, machine, params, observer).await,
    }
}
