//! A small Python: what the article says of Python's threads and processes, to be tried.
//!
//! ```text
//! source ── compile ──► Program ── Machine ──► lanes, each with its frames and its stack
//!                                     │              │ Pause: it waits, or it was asked to let others run
//!                                     │              ▼
//!                                     │           a driver: threads under the lock, threads without, or turns
//!                                     ▼
//!                                 Call ──► the outside: processes, queues between them ──► Answer
//! ```
//!
//! In reading order:
//! - [`code`]: a compiled program, its instructions
//! - `compile`: from source text to a program, or to a [`fault`]
//! - [`disassembly`]: its instructions for people
//! - [`value`], [`exception`]: what programs compute with; [`list`], [`dict`], [`key`], [`iter`] are parts of it
//! - [`operators`], [`number`], [`sequence`], [`text`], [`format`]: what can be done with values
//! - [`builtins`], [`methods`], [`arguments`]: what programs call
//! - [`meter`], [`depth`]: what bounds all that
//! - [`machine`], [`lane`], [`library`], [`threading`]: what runs programs, and what modules offer them
//! - [`wait`], [`bell`], [`gil`]: how lanes wait; [`threads`], [`turns`]: who drives them; [`traceback`]: what is told at the end
//! - [`outside`]: what a program asks of whoever runs its process
//! - [`process`]: a process from inside; [`pickle`]: what leaves it
//! - [`system`]: the outside itself, queues and pools, as a state machine
//!
//! Nothing in here knows a browser, an operating system's thread or a clock: a lane that has to wait says so, and whoever
//! drives it waits. So the same machine runs in Web Workers, in threads of the operating system, and step by step.

#![forbid(unsafe_code)]

pub mod arguments;
mod attributes;
pub mod bell;
pub mod builtins;
mod characters;
pub mod code;
mod compare;
#[cfg(feature = "compile")]
pub mod compile;
mod construct;
mod convert;
pub mod depth;
pub mod dict;
pub mod disassembly;
pub mod exception;
pub mod fault;
pub mod float;
pub mod format;
mod functions;
pub mod gil;
mod globals;
mod imports;
pub mod integer;
pub mod iter;
pub mod key;
pub mod lane;
pub mod library;
pub mod list;
pub mod machine;
pub mod meter;
pub mod methods;
pub mod number;
pub mod operators;
pub mod outside;
pub mod pickle;
pub mod process;
mod repr;
pub mod sequence;
mod sort;
mod subscript;
mod suggestion;
pub mod system;
#[cfg(test)]
mod tests;
pub mod text;
pub mod threading;
pub mod threads;
pub mod traceback;
#[cfg(all(test, feature = "compile"))]
mod trial;
pub mod turns;
pub mod value;
pub mod wait;
