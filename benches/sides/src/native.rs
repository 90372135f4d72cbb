//! The native side: the program `kosut`, whose threads are the operating system's and whose processes are its children.

use std::{ffi::OsString, process::Command};

use anyhow::{Context, Result, ensure};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::{
    outcome::KernelOutcome,
    plan::{Plan, TOPOLOGIES},
};

/// Runs a kernel on all topologies: the report.
///
/// # Errors
/// Returns an error when the program fails: what it said.
pub fn run(kernel: &KernelOutcome, plan: &Plan) -> Result<Value> {
    let (size, samples) = (kernel.size.to_string(), plan.samples.to_string());
    let topologies = TOPOLOGIES.join(",");
    let options = ["--kernel", kernel.id, "--size", &size, "--topologies", &topologies, "--samples", &samples];
    kosut(&[&["speedup"], &options[..], &["--json"]].concat())
}

/// What the program prints as JSON.
///
/// # Errors
/// Returns an error when it fails: what it said.
pub fn kosut<T: DeserializeOwned>(arguments: &[&str]) -> Result<T> {
    let program = std::env::var_os("KOSUT_PROGRAM").context("KOSUT_PROGRAM is not set; run `cargo xtask bench`")?;
    json(program, arguments)
}

/// What a program prints as JSON.
///
/// # Errors
/// Returns an error when it fails: what it said.
pub fn json<T: DeserializeOwned>(program: OsString, arguments: &[&str]) -> Result<T> {
    let name = format!("{} {}", program.display(), arguments.join(" "));
    let output = Command::new(program).args(arguments).output().with_context(|| format!("{name} cannot be started"))?;
    ensure!(output.status.success(), "{name} failed: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).with_context(|| format!("{name} prints something else than expected"))
}
