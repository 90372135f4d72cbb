//! Programs that the builds need besides Rust: wasm-pack, wasm-bindgen, Node.js, and for the tests geckodriver.
//!
//! Cargo installs them into a cache outside the project, one folder for each version, so that another clone finds them.

use std::{env, path::PathBuf, process::Command};

use anyhow::{Context, Result, bail};
use xshell::cmd;

use crate::{
    command::read,
    progress::Progress,
    project::{Project, version_pair, which},
};

/// The oldest Node.js that Vite runs on, as (major, minor).
const OLDEST_NODE: (u32, u32) = (20, 19);

/// A program that cargo installs.
#[derive(Debug, Clone)]
pub struct Tool {
    package: &'static str,
    version: String,
    /// Arguments of `cargo install` besides the package.
    options: &'static [&'static str],
    /// The programs that are there afterwards.
    programs: &'static [&'static str],
}

impl Tool {
    /// Builds the crate and has wasm-bindgen make its glue. It downloads nothing for us, so it does without TLS.
    pub fn wasm_pack() -> Self {
        Tool {
            package: "wasm-pack",
            version: "0.15.1".into(),
            options: &["--no-default-features"],
            programs: &["wasm-pack"],
        }
    }

    /// Makes the glue between JavaScript and wasm, and runs the wasm tests. Its version has to be the library's.
    ///
    /// # Errors
    /// When `Cargo.lock` does not name wasm-bindgen.
    pub fn wasm_bindgen(project: &Project) -> Result<Self> {
        Ok(Tool {
            package: "wasm-bindgen-cli",
            version: project.locked_version("wasm-bindgen")?,
            options: &["--bin=wasm-bindgen", "--bin=wasm-bindgen-test-runner"],
            programs: &["wasm-bindgen", "wasm-bindgen-test-runner"],
        })
    }

    /// Firefox's WebDriver.
    pub fn geckodriver() -> Self {
        Tool { package: "geckodriver", version: "0.37.1".into(), options: &[], programs: &["geckodriver"] }
    }

    /// Makes books of Markdown files: one of the tools whose pages frame labs.
    pub fn mdbook() -> Self {
        Tool { package: "mdbook", version: "0.5.4".into(), options: &[], programs: &["mdbook"] }
    }

    /// Returns the package and its version, as fingerprints and steps name it.
    pub fn name(&self) -> String {
        format!("{} {}", self.package, self.version)
    }

    /// The folder of its programs.
    ///
    /// # Errors
    /// Returns an error when there is no home folder.
    pub fn folder(&self) -> Result<PathBuf> {
        Ok(self.root()?.join("bin"))
    }

    /// One of its programs.
    ///
    /// # Errors
    /// Returns an error when there is no home folder.
    pub fn program(&self, program: &str) -> Result<PathBuf> {
        Ok(self.folder()?.join(format!("{program}{}", env::consts::EXE_SUFFIX)))
    }

    /// Installs it, unless it is there.
    ///
    /// # Errors
    /// Returns an error when it cannot be compiled.
    pub fn set_up(&self, project: &Project, progress: &Progress) -> Result<()> {
        let remedy = "check that cargo reaches its registry and that a C compiler is installed, then try again";
        progress.step(&self.name(), remedy, |step| {
            if self.is_installed()? {
                step.note("there");
                return Ok(());
            }
            if step.run(self.install(project, &["--locked"])?).is_err() {
                // A registry that lags behind may lack a version that the tool's lock file names.
                step.note("without its own lock file");
                step.run(self.install(project, &[])?)?;
            }
            Ok(())
        })
    }

    fn is_installed(&self) -> Result<bool> {
        let programs = self.programs.iter().map(|program| self.program(program)).collect::<Result<Vec<_>>>()?;
        Ok(programs.iter().all(|program| program.exists()))
    }

    fn install(&self, project: &Project, more: &[&str]) -> Result<Command> {
        let shell = project.shell()?;
        let (package, version, options, root) = (self.package, &self.version, self.options, self.root()?);
        let command = cmd!(shell, "cargo install {package}@{version} {options...} {more...} --root {root}")
            // The tools run for seconds, so their compile time matters more than their speed. On two cores, level 0
            // took half of the processor time of level 1, and wasm-bindgen was not noticeably slower.
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0")
            .env("CARGO_PROFILE_RELEASE_DEBUG", "0")
            .env("CARGO_PROFILE_RELEASE_LTO", "off")
            .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
            // Without a target folder cargo takes one of its own and removes it, so two installations do not wait for
            // each other.
            .env_remove("CARGO_TARGET_DIR")
            .env_remove("RUSTFLAGS")
            .env_remove("CARGO_ENCODED_RUSTFLAGS");
        Ok(command.into())
    }

    fn root(&self) -> Result<PathBuf> {
        Ok(cache()?.join(format!("{}-{}", self.package, self.version)))
    }
}

/// Checks that Node.js and npm are there and new enough, and returns Node's version.
///
/// # Errors
/// Returns an error when they are not. This command does not install them, because distributions carry versions that are too old.
pub fn check_node(project: &Project, progress: &Progress) -> Result<String> {
    let (major, minor) = OLDEST_NODE;
    let remedy = format!("install Node.js {major}.{minor} or newer with npm, from https://nodejs.org");
    progress.step("Node.js", &remedy, |step| {
        let shell = project.shell()?;
        if which("node").is_none() || which("npm").is_none() {
            bail!("node or npm is not on the path");
        }
        let version = read(cmd!(shell, "node --version"))?;
        if version_pair(&version) < Some(OLDEST_NODE) {
            bail!("Node.js {version} is too old");
        }
        step.note(version.clone());
        Ok(version)
    })
}

fn cache() -> Result<PathBuf> {
    let cache = env::var_os("XDG_CACHE_HOME").map(PathBuf::from).filter(|path| path.is_absolute());
    let cache = cache.or_else(|| env::home_dir().map(|home| home.join(".cache")));
    cache.map(|path| path.join("kosut/tools")).context("there is no home folder")
}
