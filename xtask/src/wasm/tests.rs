//! The crate's wasm tests, compiled as a build is, and run in headless Chromium.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result};
use xshell::cmd;

use super::{Build, WasmBuilder};
use crate::{fingerprint::Stamp, progress::Progress, step::Step, test_binary::TestBinary, toolchain::TARGET};

impl WasmBuilder<'_> {
    /// Compiles the crate's wasm tests for one build, unless they are there and nothing that they depend on has changed.
    ///
    /// # Errors
    /// Returns an error when they do not compile.
    pub fn build_tests(&self, build: Build, progress: &Progress) -> Result<()> {
        let name = format!("wasm tests, {} build, compilation", build.name());
        progress.step(&name, "correct the lines that the output names", |step| {
            let module = self.tests_module(build);
            let stamp = Stamp::new(self.project, &format!("wasm-tests-{}", build.name()));
            let fingerprint = self
                .compile_fingerprint(build)?
                .file(&self.project.path("tests/wasm.rs"))?
                .folder(&self.project.path("tests/cases"), &[])?
                .file(&self.project.path("www/pkg/data/digits.bin"))?;
            if stamp.matches(&fingerprint, &[&module]) {
                step.note("unchanged");
                return Ok(());
            }
            stamp.remove()?;
            let compiled = self.compile_tests(build, step)?;
            fs::copy(&compiled, &module).with_context(|| format!("{} cannot be copied", compiled.display()))?;
            stamp.write(&fingerprint)
        })
    }

    /// Returns the command that runs a build's compiled wasm tests in headless Chromium.
    ///
    /// # Errors
    /// Returns an error when there is no home folder.
    pub fn run_tests(&self, build: Build, chromedriver: &Path, capabilities: &Path) -> Result<Command> {
        let shell = self.project.shell()?;
        let (runner, module) = (self.wasm_bindgen.program("wasm-bindgen-test-runner")?, self.tests_module(build));
        let command = cmd!(shell, "{runner} {module}")
            .env("CARGO_MANIFEST_DIR", self.project.root())
            .env("CHROMEDRIVER", chromedriver)
            .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", capabilities)
            .env("WASM_BINDGEN_TEST_TIMEOUT", "120");
        Ok(command.into())
    }

    /// Where the compiled wasm tests of a build lie. Not where cargo puts them: builds with the same kind of memory share
    /// a target folder, so cargo compiles the tests again whenever another of these builds was made.
    fn tests_module(&self, build: Build) -> PathBuf {
        self.project.target(&format!("xtask/wasm-tests-{}.wasm", build.name()))
    }

    /// Compiles the wasm tests of a build and returns the module.
    fn compile_tests(&self, build: Build, step: &Step) -> Result<PathBuf> {
        let shell = self.project.shell()?;
        let arguments = self.cargo_arguments(build);
        // With the profile of the packages, so that what the packages need is compiled once.
        let command = cmd!(shell, "cargo test --no-run --release --target {TARGET} --test wasm {arguments...}")
            .arg("--message-format=json-render-diagnostics")
            .envs(self.environment(build)?);
        let mut module = None;
        let lock = self.lock_target(build);
        step.read_lines(command, |line| {
            module = TestBinary::from_message(line).map(|binary| binary.executable).or(module.take());
        })?;
        drop(lock);
        module.context("cargo has compiled no wasm tests")
    }
}
