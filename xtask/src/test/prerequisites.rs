//! What the wasm and browser parts wait for: compiled wasm tests, and the finished site with its browsers.
//!
//! Each prerequisite is made once, by the first that asks for it; others that ask meanwhile wait. So a thread that asks
//! for all of them in turn is all that it takes to make them in the background.

use std::sync::OnceLock;

use anyhow::{Result, anyhow, bail};

use crate::{
    browsers::{self, Requirement},
    datasets,
    progress::Progress,
    project::Project,
    site,
    step::join_all,
    toolchain::Toolchain,
    tools::Tool,
    wasm::{Build, WasmBuilder},
};

/// How many jobs each cargo has that runs in the background, beside clippy and the native tests. With 0, nothing runs
/// in the background, and the parts make their prerequisites when they begin.
pub const BACKGROUND_JOBS: u32 = 1;

/// A result that several ask for, with the text of its error.
type Shared<T> = OnceLock<Result<T, String>>;

/// The prerequisites of one run.
#[derive(Debug)]
pub struct Prerequisites<'project> {
    project: &'project Project,
    progress: Progress,
    wasm_tests: Shared<WasmBuilder<'project>>,
    site: Shared<()>,
}

impl<'project> Prerequisites<'project> {
    /// Returns prerequisites that are made by steps of this progress.
    pub fn new(project: &'project Project, progress: Progress) -> Self {
        Prerequisites { project, progress, wasm_tests: OnceLock::new(), site: OnceLock::new() }
    }

    /// Compiles the wasm tests, and returns the builder that knows how to run them.
    ///
    /// # Errors
    /// Returns an error when a step has failed; the step has shown its error.
    pub fn wasm_tests(&self) -> Result<&WasmBuilder<'project>> {
        let make = || make_wasm_tests(self.project, &self.progress).map_err(|error| format!("{error:#}"));
        self.wasm_tests.get_or_init(make).as_ref().map_err(|error| anyhow!("{error}"))
    }

    /// Makes the finished site and sets up the browsers of these requirements. The first call decides which.
    ///
    /// # Errors
    /// Returns an error when a step has failed; the step has shown its error.
    pub fn site(&self, requirements: &[Requirement]) -> Result<()> {
        let make = || make_site(self.project, &self.progress, requirements).map_err(|error| format!("{error:#}"));
        self.site.get_or_init(make).clone().map_err(|error| anyhow!("{error}"))
    }
}

fn make_wasm_tests<'project>(project: &'project Project, progress: &Progress) -> Result<WasmBuilder<'project>> {
    let wasm_bindgen = Tool::wasm_bindgen(project)?;
    let mut toolchain = None;
    join_all(vec![
        Box::new(|| wasm_bindgen.set_up(project, progress)),
        Box::new(|| datasets::make(project, progress)),
        Box::new(|| browsers::set_up(project, progress, &[Requirement::Chromium])),
        Box::new(|| {
            toolchain = Some(Toolchain::set_up(project, progress)?);
            Ok(())
        }),
    ])?;
    let Some(toolchain) = toolchain else { bail!("there is no Rust for wasm") };
    let builder = WasmBuilder::new(project, toolchain)?;
    let compile = |build| builder.build_tests(build, progress);
    let compile = &compile;
    join_all(Build::TESTED.map(|build| Box::new(move || compile(build)) as Box<_>).into())?;
    Ok(builder)
}

fn make_site(project: &Project, progress: &Progress, requirements: &[Requirement]) -> Result<()> {
    let geckodriver = Tool::geckodriver();
    join_all(vec![
        Box::new(|| browsers::set_up(project, progress, requirements)),
        Box::new(|| match requirements.contains(&Requirement::Firefox) {
            true => geckodriver.set_up(project, progress),
            false => Ok(()),
        }),
        Box::new(|| site::make(project, progress)),
    ])
}
