//! The native tests: kernels, clusters, labs, the program `kosut`, and the small Python, on the operating system.
//!
//! One program for all of them, so that the product is linked once. [`support`] starts every other program, in an
//! environment that does not depend on how the tests were started.

mod article;
mod cluster;
mod environment;
mod kernels;
mod labs;
mod processes;
mod program;
mod python;
#[cfg(target_os = "linux")]
mod suite;
mod support;
mod twins;
