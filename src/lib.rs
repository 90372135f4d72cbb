//! # Koşut
//!
//! *Koşut* is Turkish for *parallel*. This crate runs experiments on threads and processes: in a browser, on Web
//! Workers that share one memory and on Workers that each own a memory; natively, on the operating system.
//!
//! Read the modules in this order:
//!
//! 1. [`topology`]: the one idea, boxes and lanes
//! 2. [`kernels`]: the work
//! 3. [`trace`]: what each lane did and when
//! 4. [`lanes`]: the flows of control of one process, and the board on which they show what they do
//! 5. [`workloads`]: what lanes do together when the way in which they work is the subject
//! 6. [`cluster`]: running a kernel or a program on a topology
//! 7. [`measure`] and [`verdict`]: from samples to a judgement
//! 8. [`labs`]: the experiments
//! 9. `web`: the border to the page (wasm only)

#![deny(missing_docs)]

#[cfg(all(target_arch = "wasm32", feature = "threads", not(target_feature = "atomics")))]
compile_error!("the feature `threads` needs a wasm build with atomics: build with `cargo xtask dist`, not by hand");

#[cfg(all(target_arch = "wasm32", not(feature = "threads"), target_feature = "atomics"))]
compile_error!("a wasm build with atomics needs the feature `threads`: build with `cargo xtask dist`, not by hand");

#[cfg(all(target_arch = "wasm32", not(target_feature = "simd128")))]
compile_error!("the kernels need simd128: build with `cargo xtask dist`, not by hand");

pub use kosut_cluster as cluster;
pub use kosut_core::{clock, error, measure, topology, trace, verdict};
pub use kosut_kernels as kernels;
pub use kosut_labs as labs;
pub use kosut_workloads::{self as workloads, lanes};

#[cfg(target_arch = "wasm32")]
mod web;
