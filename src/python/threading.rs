//! The objects of the modules `threading`, `concurrent.futures` and `multiprocessing`, as programs see them.
//!
//! They only keep their state. Who waits for it says so with a [`crate::wait::Wait`], and whoever changes it rings the
//! machine's bell.

mod executor;
mod future;
mod lock;
mod methods;
mod process;
mod sending;
mod thread;

pub use executor::{Executor, Task, Workers};
pub use future::{Future, Results};
pub use lock::Lock;
pub(crate) use methods::{call_method, exit_code, has_method};
pub use process::Process;
pub use thread::{Target, Thread};
