//! `cargo xtask bench`: builds every side, then measures all of them in one run.

use std::{env, path::PathBuf};

use anyhow::{Context, Result};
use xshell::cmd;

use crate::{
    browsers::{self, Requirement},
    progress::Progress,
    project::Project,
    site,
    tools::Tool,
};

/// The programs that are measured or drive what is measured.
const REQUIREMENTS: [Requirement; 3] = [Requirement::Chromium, Requirement::Firefox, Requirement::Python];

/// The options of `cargo xtask bench`.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// `true` if to take smaller sizes and fewer samples: under three minutes, once everything is built.
    pub quick: bool,
    /// A file for all numbers as JSON.
    pub json: Option<PathBuf>,
}

/// Measures every side and prints the table; a full run also writes `docs/BENCHMARKS.md`.
///
/// # Errors
/// Returns an error when a side cannot be built or run, or the sides give different answers.
pub fn run(project: &Project, options: &Options) -> Result<()> {
    let progress = Progress::new(project)?;
    let geckodriver = Tool::geckodriver();
    browsers::set_up(project, &progress, &REQUIREMENTS)?;
    geckodriver.set_up(project, &progress)?;
    site::make(project, &progress)?;
    build_programs(project, &progress)?;
    let shell = project.shell()?;
    let mut measure = cmd!(shell, "cargo run --quiet --locked --package kosut-bench --")
        .env("KOSUT_ROOT", project.root())
        .env("KOSUT_DIST", project.dist())
        .env("KOSUT_PROGRAM", project.target(&format!("release/kosut{}", env::consts::EXE_SUFFIX)))
        .env("KOSUT_GECKODRIVER", geckodriver.program("geckodriver")?);
    if options.quick {
        measure = measure.arg("--quick");
    }
    if let Some(path) = &options.json {
        // The program runs in the project's folder; the path is relative to the reader's.
        measure = measure.arg("--json").arg(env::current_dir().context("the current folder is gone")?.join(path));
    }
    progress.step("measuring", "look at what the output names", |step| step.show(measure))
}

/// Builds the native program and the one that measures.
///
/// # Errors
/// Returns an error when one of them cannot be built.
pub(crate) fn build_programs(project: &Project, progress: &Progress) -> Result<()> {
    let shell = project.shell()?;
    progress.step("native program", "correct the lines that the output names", |step| {
        step.run(cmd!(shell, "cargo build --locked --release --package kosut --bin kosut"))
    })?;
    progress.step("bench program", "correct the lines that the output names", |step| {
        step.run(cmd!(shell, "cargo build --locked --package kosut-bench"))
    })
}
