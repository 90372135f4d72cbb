//! Compiles all tests with one command.
//!
//! Always with the same packages: cargo unifies the features of the packages that a command names, so another selection
//! would compile the dependencies once more. `kosut-bench` has no tests.

use anyhow::{Result, ensure};
use xshell::cmd;

use crate::{
    project::Project,
    step::Step,
    test_binary::{BROWSERS, TestBinary},
};

/// The packages of every command that compiles tests.
pub const PACKAGES: [&str; 3] = ["--workspace", "--exclude", "kosut-bench"];

/// Makes cargo print a line of JSON for each artifact, and diagnostics for people on standard error.
const MESSAGES: &str = "--message-format=json-render-diagnostics";

/// The test binaries to compile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Targets {
    /// All of them.
    All,
    /// The one that drives browsers.
    Browsers,
}

/// Compiles test binaries and the programs that they run. Cargo's progress and diagnostics are shown.
///
/// # Errors
/// Returns an error when something does not compile, or there is no binary that drives browsers.
pub fn compile(project: &Project, step: &Step, targets: Targets) -> Result<Vec<TestBinary>> {
    let shell = project.shell()?;
    let chosen: &[&str] = match targets {
        Targets::All => &[],
        Targets::Browsers => &["--test", BROWSERS],
    };
    let command = cmd!(shell, "cargo test --locked {PACKAGES...} --no-run {chosen...} {MESSAGES}");
    let mut binaries = Vec::new();
    step.show_lines(&command.to_string(), command, |line| binaries.extend(TestBinary::from_message(line)))?;
    ensure!(binaries.iter().any(TestBinary::drives_browsers), "cargo has compiled no test binary named {BROWSERS}");
    // Unit tests are quicker than integration tests, so they come first.
    binaries.sort_by_key(|binary| (binary.kind == "test", binary.name()));
    let noun = if binaries.len() == 1 { "binary" } else { "binaries" };
    step.note(format!("{} test {noun}", binaries.len()));
    Ok(binaries)
}
