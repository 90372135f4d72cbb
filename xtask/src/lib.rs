//! # The project's commands
//!
//! Everything that is not the product: setting a machine up, building, serving, testing, tidying. It is a library as
//! well as a program, so that the browser tests serve the site exactly as `cargo xtask start` does.
//!
//! Read the modules in this order:
//!
//! 1. [`project`]: where things lie, and how commands are started from here
//! 2. [`step`]: a step of a command, with its progress, its log and its failure
//! 3. [`fingerprint`]: what need not be done again
//! 4. [`apt`], [`toolchain`], [`tools`], [`browsers`]: setting up
//! 5. [`wasm`], [`datasets`], [`page`], [`headers`], [`site`]: building
//! 6. [`serve`], [`test`], [`bench`], [`tidy`]: using

#![deny(missing_docs)]

pub mod apt;
pub mod bench;
pub mod browsers;
pub mod datasets;
pub mod fingerprint;
pub mod headers;
pub mod page;
pub mod project;
pub mod serve;
pub mod site;
pub mod step;
pub mod test;
pub mod tidy;
pub mod toolchain;
pub mod tools;
pub mod wasm;
