//! The Rust that builds for wasm.
//!
//! The `threads` build needs a standard library that was compiled with atomics, so cargo compiles it from source
//! (`-Zbuild-std`, unlocked by `RUSTC_BOOTSTRAP=1` for these builds alone). The source has to be that of the very
//! compiler. Two pairs are known, in this order:
//!
//! 1. the pinned toolchain with rustup's component `rust-src`;
//! 2. the distribution's `/usr/bin/rustc` with its source, on Debian the packages `rustc-web` and `rust-web-src`. There
//!    is no compiled standard library for wasm then, so the `plain` build compiles it, too. cargo stays the pinned one.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::{Context, Result, bail};
use xshell::{Shell, cmd};

use crate::{
    apt,
    command::read,
    fingerprint::Fingerprint,
    progress::Progress,
    project::{Project, version_pair, which},
    step::Step,
};

/// The target of both wasm builds.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// Debian's pair of a compiler and its source.
const DEBIAN_PACKAGES: &[&str] = &["rustc-web", "rust-web-src"];

/// The distribution's compiler.
const SYSTEM_RUSTC: &str = "/usr/bin/rustc";

/// How long rustup may try to fetch components before the distribution's pair is taken.
const RUSTUP_LIMIT: Duration = Duration::from_secs(120);

/// A compiler for wasm with its source.
#[derive(Debug, Clone)]
pub struct Toolchain {
    /// The line that the compiler prints for `--version`.
    version: String,
    /// Set when the compiler is not the pinned toolchain's.
    rustc: Option<PathBuf>,
    /// `true` if a compiled standard library without atomics is there.
    has_plain_std: bool,
    linker: PathBuf,
}

impl Toolchain {
    /// Finds a compiler with its source, or installs one.
    ///
    /// # Errors
    /// Returns an error when there is none and none can be installed.
    pub fn set_up(project: &Project, progress: &Progress) -> Result<Self> {
        let remedy = format!(
            "install the pinned toolchain's source (rustup component add rust-src; rustup target add {TARGET}), or a \
             compiler with its source ({})",
            apt::advice(DEBIAN_PACKAGES)
        );
        progress.step("Rust for wasm", &remedy, |step| {
            let shell = project.shell()?;
            let toolchain = match find(project, &shell)? {
                Some(toolchain) => toolchain,
                None => install(project, &shell, step)?,
            };
            step.note(toolchain.version.clone());
            Ok(toolchain)
        })
    }

    /// Cargo's arguments for a build, with or without atomics.
    pub fn arguments(&self, atomics: bool) -> &'static [&'static str] {
        if self.compiles_std(atomics) { &["-Zbuild-std=std,panic_abort"] } else { &[] }
    }

    /// The environment that makes cargo use this compiler for a build, with or without atomics.
    pub fn environment(&self, atomics: bool) -> Vec<(&'static str, PathBuf)> {
        let mut variables = vec![("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", self.linker.clone())];
        if self.compiles_std(atomics) {
            variables.push(("RUSTC_BOOTSTRAP", "1".into()));
        }
        if let Some(rustc) = &self.rustc {
            variables.push(("RUSTC", rustc.clone()));
        }
        variables
    }

    fn compiles_std(&self, atomics: bool) -> bool {
        atomics || !self.has_plain_std
    }

    /// Adds this toolchain to a fingerprint.
    pub fn fingerprint(&self, fingerprint: Fingerprint) -> Fingerprint {
        fingerprint.text(&self.version).text(&format!("{:?} {}", self.rustc, self.has_plain_std))
    }
}

fn find(project: &Project, shell: &Shell) -> Result<Option<Toolchain>> {
    let pinned = pinned(shell)?;
    Ok(if pinned.is_some() { pinned } else { system(project, shell)? })
}

fn install(project: &Project, shell: &Shell, step: &Step) -> Result<Toolchain> {
    if which("rustup").is_some() {
        // A component that cannot be fetched here is no failure: Debian's pair is tried next.
        let source = cmd!(shell, "rustup component add rust-src rustfmt clippy").env("RUSTUP_MAX_RETRIES", "1");
        if step.run_within(source, Some(RUSTUP_LIMIT)).is_ok() {
            let target = cmd!(shell, "rustup target add {TARGET}").env("RUSTUP_MAX_RETRIES", "1");
            let _ = step.run_within(target, Some(RUSTUP_LIMIT));
        }
        if let Some(toolchain) = pinned(shell)? {
            return Ok(toolchain);
        }
    }
    apt::install(shell, step, DEBIAN_PACKAGES)?;
    system(project, shell)?.context("the packages are installed, but too old for this project")
}

/// The pinned toolchain, when its source is there.
fn pinned(shell: &Shell) -> Result<Option<Toolchain>> {
    let sysroot = sysroot(shell, Path::new("rustc"))?;
    if !has_source(&sysroot) {
        return Ok(None);
    }
    Ok(Some(Toolchain {
        version: read(cmd!(shell, "rustc --version"))?,
        rustc: None,
        has_plain_std: sysroot.join("lib/rustlib").join(TARGET).join("lib").exists(),
        linker: linker(shell, &[sysroot])?,
    }))
}

/// The distribution's pair, when it is there and new enough.
fn system(project: &Project, shell: &Shell) -> Result<Option<Toolchain>> {
    let rustc = Path::new(SYSTEM_RUSTC);
    if !rustc.exists() {
        return Ok(None);
    }
    let version = read(cmd!(shell, "{rustc} --version"))?;
    let system_root = sysroot(shell, rustc)?;
    let is_new_enough = version_pair(&version) >= Some(project.oldest_rust()?);
    if !is_new_enough || !has_source(&system_root) {
        return Ok(None);
    }
    let pinned_root = sysroot(shell, Path::new("rustc"))?;
    Ok(Some(Toolchain {
        version,
        rustc: Some(rustc.to_path_buf()),
        has_plain_std: system_root.join("lib/rustlib").join(TARGET).join("lib").exists(),
        linker: linker(shell, &[pinned_root, system_root])?,
    }))
}

fn sysroot(shell: &Shell, rustc: &Path) -> Result<PathBuf> {
    Ok(read(cmd!(shell, "{rustc} --print sysroot"))?.into())
}

fn has_source(sysroot: &Path) -> bool {
    sysroot.join("lib/rustlib/src/rust/library/std/Cargo.toml").exists()
}

/// The linker that rustup's toolchains carry; a distribution's rustc comes without.
fn linker(shell: &Shell, sysroots: &[PathBuf]) -> Result<PathBuf> {
    let about = read(cmd!(shell, "rustc --version --verbose"))?;
    let host = about.lines().find_map(|line| line.strip_prefix("host: ")).context("rustc does not name its host")?;
    let program = format!("rust-lld{}", std::env::consts::EXE_SUFFIX);
    let carried = sysroots.iter().map(|root| root.join("lib/rustlib").join(host).join("bin").join(&program));
    let linker = carried.into_iter().find(|path| path.exists()).or_else(|| which("wasm-ld"));
    match linker {
        Some(linker) => Ok(linker),
        None => bail!("no linker for wasm: neither rustup's rust-lld nor wasm-ld (Debian's package lld) is there"),
    }
}
