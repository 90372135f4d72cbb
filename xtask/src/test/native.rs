//! The native part: runs the test binaries one after another, in an environment unlike a developer's.

use std::{process::Command, thread::available_parallelism};

use anyhow::{Context, Result, bail};
use xshell::cmd;

use super::{compile::PACKAGES, counts::Counts, environment::Environment, selection::TestRun, times::PartTime};
use crate::{
    browsers::{self, Requirement},
    progress::Progress,
    project::Project,
    step::Step,
    test_binary::TestBinary,
};

/// Tests that run at a time on each core: they often wait, for child processes and for timers. On two cores, 155 tests took
/// 93 s with one per core and 72 s with two.
const TESTS_PER_CORE: usize = 2;

/// The row of the documentation tests.
const DOC_TESTS: &str = "documentation tests";

impl TestBinary {
    /// Returns the command that runs it where cargo would, in an environment unlike a developer's.
    pub fn command(&self, environment: &Environment, arguments: &[String]) -> Command {
        let mut command = environment.command(&self.executable, arguments);
        command.current_dir(&self.folder).env("CARGO_MANIFEST_DIR", &self.folder);
        command.env("RUST_TEST_THREADS", (TESTS_PER_CORE * available_parallelism().map_or(1, usize::from)).to_string());
        command
    }

    /// Returns the command that lists its tests.
    pub fn list(&self, environment: &Environment) -> Command {
        self.command(environment, &["--list", "--format", "terse"].map(String::from))
    }
}

/// Sets up what the native tests need besides Rust: an environment, and Python for the labs' twins. Without Python, the
/// tests of the twins say so and pass.
///
/// # Errors
/// Returns an error when a log cannot be written.
pub fn set_up(project: &Project, progress: &Progress) -> Result<Environment> {
    // The step has shown its error, and only the twins do without Python.
    let _ = browsers::set_up(project, progress, &[Requirement::Python]);
    Environment::set_up(project, progress)
}

/// Runs test binaries one after another and shows their output. A failed one does not keep the next from running. Adds
/// a row with time and counts for each.
///
/// # Errors
/// Returns an error when tests fail or a binary ends without its result: the names of these binaries.
pub fn run(step: &Step, runs: &[TestRun], environment: &Environment, rows: &mut Vec<PartTime>) -> Result<()> {
    let mut failed = Vec::new();
    for run in runs {
        let name = run.binary.name();
        step.say(&format!("\n── {name} ──"));
        let words = [run.binary.executable.display().to_string()].into_iter().chain(run.arguments.iter().cloned());
        let line = words.collect::<Vec<_>>().join(" ");
        let command = run.binary.command(environment, &run.arguments);
        if let Err(error) = counted(step, &name, &line, command, rows) {
            step.say(&format!("✗ {name}: {error:#}"));
            failed.push(name);
        }
    }
    if !failed.is_empty() {
        bail!("failed: {}; the output is above", failed.join("; "));
    }
    Ok(())
}

/// Runs the documentation tests and adds a row for them.
///
/// # Errors
/// Returns an error when one fails or does not compile.
pub fn run_doc_tests(project: &Project, step: &Step, rows: &mut Vec<PartTime>) -> Result<()> {
    let shell = project.shell()?;
    step.say(&format!("\n── {DOC_TESTS} ──"));
    let command = cmd!(shell, "cargo test --locked {PACKAGES...} --doc");
    let line = command.to_string();
    counted(step, DOC_TESTS, &line, command, rows).context(DOC_TESTS)
}

/// Runs a command that prints a test result and adds a row with its time and its counts.
///
/// # Errors
/// Returns an error when the command fails, or prints no result.
pub fn counted(
    step: &Step,
    name: &str,
    line: &str,
    command: impl Into<Command>,
    rows: &mut Vec<PartTime>,
) -> Result<()> {
    let started = std::time::Instant::now();
    let mut counts = None::<Counts>;
    let result = step.show_lines(line, command, |line| {
        step.say(line);
        if let Some(more) = Counts::from_line(line) {
            *counts.get_or_insert_default() += more;
        }
    });
    let result = result.and_then(|()| match counts {
        Some(_) => Ok(()),
        None => bail!("it ended without a line \"test result\""),
    });
    let elapsed_s = started.elapsed().as_secs_f64();
    rows.push(PartTime { counts, ..PartTime::once(name, elapsed_s, result.is_ok()) });
    result
}
