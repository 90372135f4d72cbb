//! The project's paths, and the environment of the commands that it runs.

use std::{
    env,
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result};
use xshell::Shell;

/// The project's folder on this machine.
#[derive(Debug, Clone)]
pub struct Project {
    root: PathBuf,
}

impl Project {
    /// Returns the project that this program was built from. `cargo run` says where its package is now.
    ///
    /// # Errors
    /// Returns an error when no folder around the package has a `rust-toolchain.toml`.
    pub fn find() -> Result<Self> {
        let package = env::var_os("CARGO_MANIFEST_DIR").map_or(env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
        // The browser tests are a package of their own, one folder deeper than this one.
        let root = package.ancestors().skip(1).find(|folder| folder.join("rust-toolchain.toml").exists());
        let root = root.with_context(|| format!("no project around {}", package.display()))?;
        Ok(Project { root: root.to_path_buf() })
    }

    /// The project's folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// A path below the project's folder.
    pub fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    /// A path below cargo's target folder, which is ignored by git and may be deleted at any time.
    pub fn target(&self, relative: &str) -> PathBuf {
        let target = env::var_os("CARGO_TARGET_DIR").map_or("target".into(), PathBuf::from);
        self.root.join(target).join(relative)
    }

    /// The finished site.
    pub fn dist(&self) -> PathBuf {
        self.path("dist")
    }

    /// Returns a shell in the project's folder. Every thread needs its own.
    ///
    /// # Errors
    /// Returns an error when the current folder is gone.
    pub fn shell(&self) -> Result<Shell> {
        let shell = Shell::new()?;
        shell.change_dir(&self.root);
        Ok(shell)
    }

    /// The version of a package in `Cargo.lock`.
    ///
    /// # Errors
    /// Returns an error when the lock file is not there or does not name the package.
    pub fn locked_version(&self, package: &str) -> Result<String> {
        let lock = fs::read_to_string(self.path("Cargo.lock")).context("Cargo.lock cannot be read")?;
        locked_version(&lock, package).with_context(|| format!("Cargo.lock does not name {package}"))
    }

    /// The oldest Rust that the project compiles with, as (major, minor).
    ///
    /// # Errors
    /// When `Cargo.toml` does not say.
    pub fn oldest_rust(&self) -> Result<(u32, u32)> {
        let manifest = fs::read_to_string(self.path("Cargo.toml")).context("Cargo.toml cannot be read")?;
        let line = manifest.lines().find_map(|line| line.strip_prefix("rust-version = "));
        line.and_then(version_pair).context("Cargo.toml has no rust-version")
    }
}

fn locked_version(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    let version = lines.nth(1)?.strip_prefix("version = ")?;
    Some(version.trim_matches('"').to_string())
}

/// The first two numbers of a text such as `rustc 1.96.0 (ac68faa20)` or `"1.88"`.
pub fn version_pair(text: &str) -> Option<(u32, u32)> {
    let start = text.find(|character: char| character.is_ascii_digit())?;
    let mut numbers = text[start..].split(|character: char| !character.is_ascii_digit());
    Some((numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?))
}

/// Removes the variables that `cargo run` has set for this program from a command's environment.
///
/// Another cargo would read from them which package it builds, and another rustc would load this one's libraries.
/// `RUSTUP_TOOLCHAIN` stays, because it names the toolchain that the project pins.
pub fn clean(command: &mut Command) {
    for (name, _) in env::vars_os() {
        let Some(name) = name.to_str() else { continue };
        let leaked = ["CARGO_MANIFEST_", "CARGO_PKG_", "CARGO_BIN_", "CARGO_CRATE_"];
        if name == "CARGO" || name == "CARGO_PRIMARY_PACKAGE" || leaked.iter().any(|start| name.starts_with(start)) {
            unset(command, name);
        }
    }
    if let Some(paths) = env::var_os("LD_LIBRARY_PATH") {
        match without_cargo(&paths) {
            Some(rest) => set_default(command, "LD_LIBRARY_PATH", rest),
            None => unset(command, "LD_LIBRARY_PATH"),
        }
    }
}

fn unset(command: &mut Command, name: &str) {
    if command.get_envs().all(|(known, value)| known != name || value.is_none()) {
        command.env_remove(name);
    }
}

fn set_default(command: &mut Command, name: &str, value: OsString) {
    if command.get_envs().all(|(known, _)| known != name) {
        command.env(name, value);
    }
}

/// Returns a library path without the folders that cargo adds: those of its target folder and of the toolchain.
fn without_cargo(paths: &OsString) -> Option<OsString> {
    let rest: Vec<PathBuf> = env::split_paths(paths)
        .filter(|path| {
            let text = path.to_string_lossy();
            !text.contains("/rustlib") && !text.contains("/toolchains/") && !text.contains("/debug")
        })
        .collect();
    if rest.is_empty() { None } else { env::join_paths(rest).ok() }
}

/// Returns a program's path, when one of the folders in `PATH` has it.
pub fn which(program: &str) -> Option<PathBuf> {
    let paths = env::var_os("PATH")?;
    env::split_paths(&paths).map(|folder| folder.join(program)).find(|path| path.is_file())
}

/// Returns the value of `PATH` with these folders in front.
///
/// # Errors
/// Returns an error when a folder's name contains the separator of paths.
pub fn path_with(folders: &[PathBuf]) -> Result<OsString> {
    let known = env::var_os("PATH").unwrap_or_default();
    Ok(env::join_paths(folders.iter().cloned().chain(env::split_paths(&known)))?)
}

/// Returns all files below a folder, sorted, without those in folders of the given names.
///
/// # Errors
/// Returns an error when a folder cannot be read.
pub fn files_below(folder: &Path, without: &[&str]) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let entries = fs::read_dir(folder).with_context(|| format!("{} cannot be read", folder.display()))?;
    for entry in entries {
        let entry = entry?;
        let path = entry.path();
        if !entry.file_type()?.is_dir() {
            files.push(path);
        } else if !without.iter().any(|name| entry.file_name() == *name) {
            files.append(&mut files_below(&path, without)?);
        }
    }
    files.sort();
    Ok(files)
}

/// Copies the files below a folder for which `wanted` is true, and makes the folders that they need.
///
/// # Errors
/// Returns an error when a file cannot be read or written.
pub fn copy_folder(from: &Path, to: &Path, wanted: impl Fn(&Path) -> bool) -> Result<()> {
    for path in files_below(from, &[])?.iter().filter(|path| wanted(path)) {
        let copy = to.join(path.strip_prefix(from)?);
        if let Some(folder) = copy.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::copy(path, &copy).with_context(|| format!("{} cannot be written", copy.display()))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_from_the_lock_file() {
        let lock = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"1.0.0\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(locked_version(lock, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(locked_version(lock, "wasm"), None);
    }

    #[test]
    fn versions_are_read_from_what_programs_print() {
        assert_eq!(version_pair("rustc 1.96.0 (ac68faa20 2026-05-25)"), Some((1, 96)));
        assert_eq!(version_pair("v20.20.2\n"), Some((20, 20)));
        assert_eq!(version_pair("\"1.88\""), Some((1, 88)));
        assert_eq!(version_pair("none"), None);
    }

    #[test]
    fn the_library_path_loses_only_cargos_folders() {
        let paths = OsString::from("/p/target/debug/deps:/h/.rustup/toolchains/1.95.0/lib:/opt/lib");
        assert_eq!(without_cargo(&paths), Some("/opt/lib".into()));
        assert_eq!(without_cargo(&"/p/target/debug".into()), None);
    }
}
