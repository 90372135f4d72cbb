//! Helpers that several tests share: starting programs, waiting for them, running labs.

#[path = "../../cases/mod.rs"]
pub mod cases;
pub mod command;
pub mod lab;
#[cfg(target_os = "linux")]
pub mod proc;
pub mod program;
pub mod programs;
pub mod python;
pub mod random;
pub mod scratch;
#[cfg(unix)]
pub mod signals;
pub mod twin;
pub mod wait;
