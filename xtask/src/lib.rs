//! # The project's commands
//!
//! Everything that is not the product: setting a machine up, building, serving, testing, tidying. It is a library as
//! well as a program, so that the browser tests serve the site exactly as `cargo xtask start` does.
//!
//! Read the modules in this order:
//!
//! 1. [`cli`]: the commands and their options
//! 2. [`project`]: the project's paths, and the environment of the commands that it runs
//! 3. [`command`], [`progress`], [`step`]: running a command, in steps with progress, logs and failures
//! 4. [`fingerprint`]: which work need not be done again
//! 5. [`apt`], [`toolchain`], [`tools`], [`browsers`]: setting up
//! 6. [`wasm`], [`datasets`], [`page`], [`headers`], [`site`]: building
//! 7. [`serve`], [`test`], [`bench`], [`verdicts`], [`tidy`]: the commands themselves

#![deny(missing_docs)]

pub mod apt;
pub mod bench;
pub mod browsers;
pub mod cli;
pub mod command;
pub mod datasets;
pub mod fingerprint;
pub mod headers;
pub mod hosts;
pub mod licenses;
pub mod page;
pub mod progress;
pub mod project;
pub mod scorm;
pub mod serve;
pub mod site;
pub mod step;
pub mod test;
pub mod test_binary;
pub mod tidy;
pub mod toolchain;
pub mod tools;
pub mod verdicts;
pub mod wasm;
