//! `cargo xtask test`: all tests, in parts that run one after another under headings. A failed part does not keep the
//! next from running. The output ends with the times of everything and a summary.
//!
//! ```text
//! tidy       rules, rustfmt, clippy
//! native     compilation of all test binaries ──► each binary, documentation tests
//! wasm       compiled wasm tests ──► the tests of each kind of build in Chromium
//! browser    finished site, browsers, test binary `browsers` ──► cases
//! ```
//!
//! The [`prerequisites`] of the last two are made in the background while the others run: linking a wasm package takes
//! one core only, and tests often wait.

use std::{fs, thread};

use anyhow::Result;
use xshell::cmd;

use crate::{
    browsers, command::command_line, progress::Progress, project::Project, test_binary::TestBinary, tidy, wasm::Build,
};

mod browser;
mod changes;
mod compile;
mod counts;
mod environment;
mod native;
mod options;
mod packages;
mod plan;
mod prerequisites;
mod results;
mod selection;
mod table;
mod times;
mod times_file;

use browser::Cases;
use compile::{Targets, compile};
use environment::Environment;
use plan::Plan;
use prerequisites::{BACKGROUND_JOBS, Prerequisites};
use results::Results;
use selection::TestRun;

pub use options::{Engine, HELP, Options, Part};

/// The file that the browser tests write, below the target folder.
const BROWSER_TIMES: &str = "xtask/browser-times.json";

/// Runs the tests that the options choose, and installs what they need first.
///
/// # Errors
/// Returns an error when anything has failed: the names of the parts that have. Their errors were shown before.
pub fn run(project: &Project, options: &Options) -> Result<()> {
    let progress = Progress::new(project)?;
    let plan = Plan::new(project, options, &progress)?;
    let overlaps = plan.overlaps();
    let background = if overlaps { progress.in_background(BACKGROUND_JOBS) } else { progress.clone() };
    let prerequisites = Prerequisites::new(project, background);
    thread::scope(|scope| {
        if overlaps {
            scope.spawn(|| plan.make(&prerequisites));
        }
        let results = Results::new(&progress, options.repeat);
        Run { project, progress: &progress, prerequisites: &prerequisites, results }.all(plan.clone())
    })
}

/// A run of the tests.
struct Run<'run> {
    project: &'run Project,
    progress: &'run Progress,
    prerequisites: &'run Prerequisites<'run>,
    results: Results,
}

impl Run<'_> {
    fn all(mut self, mut plan: Plan) -> Result<()> {
        self.check(&plan)?;
        let binaries = plan.compiles().map(|targets| self.compile(targets)).unwrap_or_default();
        let mut environment = None;
        let mut runs = Vec::new();
        if let (Some(selection), false) = (&plan.native, binaries.is_empty()) {
            let environment = environment.insert(native::set_up(self.project, self.progress)?);
            runs = selection.runs(&binaries, environment)?;
        }
        plan.narrow(&binaries, !runs.is_empty())?;
        while self.results.next_repetition() {
            if let Some(environment) = &environment {
                self.native(&runs, environment, plan.doc_tests);
            }
            if plan.wasm {
                self.wasm();
            }
            if let Some(cases) = &plan.browser {
                self.browser(cases, binaries.iter().find(|binary| binary.drives_browsers()));
            }
        }
        self.results.conclude(self.project)
    }

    fn check(&mut self, plan: &Plan) -> Result<()> {
        let shell = self.project.shell()?;
        if plan.tidy {
            self.results.part("tidy", |step, _| tidy::check(self.project, step));
            self.results.part("rustfmt", |step, _| step.show(cmd!(shell, "cargo fmt --all --check")));
        }
        if plan.clippy {
            let clippy = cmd!(shell, "cargo clippy --locked --workspace --all-targets -- --deny warnings");
            self.results.part("clippy", |step, _| step.show(clippy));
        }
        Ok(())
    }

    /// Compiles test binaries. Returns none when they do not compile.
    fn compile(&mut self, targets: Targets) -> Vec<TestBinary> {
        let mut binaries = Vec::new();
        self.results.part("compilation of tests", |step, _| {
            binaries = compile(self.project, step, targets)?;
            Ok(())
        });
        binaries
    }

    fn native(&mut self, runs: &[TestRun], environment: &Environment, doc_tests: bool) {
        // Documentation tests are compiled whenever they run, and a repetition compiles nothing.
        let doc_tests = doc_tests && self.results.is_first();
        if runs.is_empty() && !doc_tests {
            return;
        }
        self.results.part("native tests", |step, rows| {
            let result = native::run(step, runs, environment, rows);
            if doc_tests { native::run_doc_tests(self.project, step, rows).and(result) } else { result }
        });
    }

    fn wasm(&mut self) {
        let (project, prerequisites) = (self.project, self.prerequisites);
        let compile = || prerequisites.wasm_tests().map(|_| ());
        if self.results.is_first() && !self.results.part("compilation of wasm tests", |_, _| compile()) {
            return;
        }
        for build in Build::TESTED {
            let name = format!("wasm tests, {} build", build.name());
            self.results.part(&name, |step, rows| {
                let tests = prerequisites.wasm_tests()?;
                let capabilities = project.target("xtask/webdriver.json");
                browsers::write_capabilities(&capabilities)?;
                let command = tests.run_tests(build, &browsers::chromedriver()?, &capabilities)?;
                native::counted(step, &name, &command_line(&command), command, rows)
            });
        }
    }

    fn browser(&mut self, cases: &Cases, binary: Option<&TestBinary>) {
        let (project, prerequisites) = (self.project, self.prerequisites);
        let make_site = || prerequisites.site(&cases.requirements());
        if self.results.is_first() && !self.results.part("the finished site", |_, _| make_site()) {
            return;
        }
        // Without a binary, the compilation has failed, which is a part that has failed already.
        let Some(binary) = binary else { return };
        let mut times = None;
        self.results.part("browser tests", |step, _| {
            let file = project.target(BROWSER_TIMES);
            if file.exists() {
                fs::remove_file(&file)?;
            }
            let command = cases.run(project, binary, &file)?;
            let result = step.show_lines(&command_line(&command), command, |line| step.say(line));
            match browser::read_times(&file) {
                Ok(read) => times = Some(read),
                Err(error) => step.say(&format!("the times of the cases are missing: {error:#}")),
            }
            result
        });
        if let Some((engines, cases)) = times {
            self.results.add_cases(engines, cases);
        }
    }
}
