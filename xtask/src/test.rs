//! `cargo xtask test`: everything, in order, each part under a heading; a failed part does not keep the next from
//! running.

use std::str::FromStr;

use anyhow::{Result, bail};
use xshell::cmd;

use crate::{
    browsers, datasets,
    project::Project,
    site,
    step::{Progress, Step, together},
    tidy,
    toolchain::Toolchain,
    tools::Tool,
    wasm::{Build, Workshop},
};

/// A part of the tests that can be run alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The project's own rules, formatting, lints.
    Tidy,
    /// Tests on the operating system.
    Native,
    /// Tests of both wasm builds in headless Chromium.
    Wasm,
    /// The finished site in real browsers.
    Browser,
}

impl Part {
    /// All parts, in the order in which they run: the quick ones first.
    pub const ALL: [Part; 4] = [Part::Tidy, Part::Native, Part::Wasm, Part::Browser];

    fn name(self) -> &'static str {
        match self {
            Part::Tidy => "tidy",
            Part::Native => "native",
            Part::Wasm => "wasm",
            Part::Browser => "browser",
        }
    }
}

impl FromStr for Part {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> Result<Self> {
        let known = Part::ALL.map(Part::name).join(", ");
        match Part::ALL.into_iter().find(|part| part.name() == text) {
            Some(part) => Ok(part),
            None => bail!("there is no part {text} of the tests; there are {known}"),
        }
    }
}

/// Runs parts of the tests, installing what they need first.
///
/// # Errors
/// When anything has failed: the names of what did. What went wrong was shown before.
pub fn run(project: &Project, parts: &[Part]) -> Result<()> {
    let progress = Progress::new(project)?;
    let mut results = Results { progress: progress.clone(), lines: Vec::new(), failed: Vec::new() };
    let shell = project.shell()?;
    for part in parts {
        match part {
            Part::Tidy => {
                results.run("tidy", |step| tidy::check(project, step));
                results.run("rustfmt", |step| step.show(cmd!(shell, "cargo fmt --all --check")));
                let clippy = cmd!(shell, "cargo clippy --locked --workspace --all-targets -- --deny warnings");
                results.run("clippy", |step| step.show(clippy));
            }
            Part::Native => {
                // The commands' own tests are quick and belong to no other part.
                let tests = cmd!(
                    shell,
                    "cargo test --locked --package kosut --package kosut-kernels --package kosut-python --package kosut-datasets --package xtask"
                );
                results.run("native tests", |step| step.show(tests));
            }
            Part::Wasm => results.wasm(project),
            Part::Browser => results.browser(project),
        }
    }
    results.conclude()
}

struct Results {
    progress: Progress,
    lines: Vec<String>,
    failed: Vec<String>,
}

impl Results {
    fn run(&mut self, name: &str, work: impl FnOnce(&Step) -> Result<()>) {
        self.progress.say(&format!("\n━━ {name} ━━"));
        let result = self.progress.step(name, "mend what the output names", work);
        self.note(name, result);
    }

    fn note(&mut self, name: &str, result: Result<()>) {
        let mark = if result.is_ok() { "✓" } else { "✗" };
        self.lines.push(format!("{mark} {name}"));
        if result.is_err() {
            self.failed.push(name.into());
        }
    }

    fn wasm(&mut self, project: &Project) {
        self.progress.say("\n━━ set-up of the wasm tests ━━");
        let workshop = match set_up_wasm_tests(project, &self.progress) {
            Ok(workshop) => workshop,
            Err(error) => return self.note("set-up of the wasm tests", Err(error)),
        };
        for build in Build::TESTED {
            let capabilities = project.target("xtask/webdriver.json");
            self.run(&format!("wasm tests, {} build", build.name()), |step| {
                browsers::write_capabilities(&capabilities)?;
                step.show(workshop.test_command(build, &browsers::chromedriver()?, &capabilities)?)
            });
        }
    }

    fn browser(&mut self, project: &Project) {
        self.progress.say("\n━━ the finished site ━━");
        let geckodriver = Tool::geckodriver();
        let progress = self.progress.clone();
        let set_up = browsers::set_up(project, &progress)
            .and_then(|()| geckodriver.set_up(project, &progress))
            .and_then(|()| site::make(project, &progress));
        let ready = set_up.is_ok();
        self.note("the finished site", set_up);
        if ready {
            self.run("browser tests", |step| {
                let shell = project.shell()?;
                step.show(
                    cmd!(shell, "cargo test --locked --package kosut-browser-tests")
                        .env("KOSUT_DIST", project.dist())
                        .env("KOSUT_GECKODRIVER", geckodriver.program("geckodriver")?),
                )
            });
        }
    }

    fn conclude(self) -> Result<()> {
        self.progress.say(&format!("\n━━ summary ━━\n{}", self.lines.join("\n")));
        let passed = self.lines.len() - self.failed.len();
        self.progress.say(&format!("{passed} parts passed, {} failed", self.failed.len()));
        if !self.failed.is_empty() {
            bail!("failed: {}", self.failed.join("; "));
        }
        Ok(())
    }
}

fn set_up_wasm_tests<'project>(project: &'project Project, progress: &Progress) -> Result<Workshop<'project>> {
    let wasm_bindgen = Tool::wasm_bindgen(project)?;
    let mut toolchain = None;
    together(vec![
        Box::new(|| wasm_bindgen.set_up(project, progress)),
        Box::new(|| datasets::make(project, progress)),
        // One after the other, as both may call apt.
        Box::new(|| {
            toolchain = Some(Toolchain::set_up(project, progress)?);
            browsers::set_up(project, progress)
        }),
    ])?;
    match toolchain {
        Some(toolchain) => Workshop::new(project, toolchain),
        None => bail!("there is no Rust for wasm"),
    }
}
