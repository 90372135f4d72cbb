//! A process of a program of the small Python: its interpreter lives here from one message to the next.
//!
//! With several lanes, the program's threads are in these lanes for as long as it runs, beside whoever handles messages; so
//! a request comes back while they go on.
//!
//! What is said to such a process is the same in every build. The interpreter itself is in those with the feature `python`:
//! in the page, packages of their own, which the processes of such programs alone load.

use kosut_python::outside::{Message, Wants};

#[cfg(not(feature = "python"))]
use super::Place;
#[cfg(not(feature = "python"))]
use kosut_core::{error::Result, trace::LaneMark};

#[cfg(feature = "python")]
mod interpreter;

#[cfg(feature = "python")]
pub use interpreter::perform;

/// What the process is told.
pub type Task = Message;

/// What it wants.
pub type Outcome = Wants;

/// A build without the interpreter can't do it.
///
/// # Errors
/// [`Error::Unavailable`](kosut_core::error::Error::Unavailable).
#[cfg(not(feature = "python"))]
pub fn perform(_task: &Task, _place: &Place<'_>) -> Result<(Outcome, Vec<LaneMark>)> {
    Err(kosut_core::error::Error::Unavailable { capability: "the small Python's machine in this package".into() })
}
