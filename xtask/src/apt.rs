//! Packages of Debian and its relatives.

use anyhow::{Result, bail};
use xshell::{Cmd, Shell, cmd};

use crate::{
    project::which,
    step::{Step, read},
};

/// Whether packages can be installed here without asking anyone: apt is there, and this is root.
pub fn is_usable(shell: &Shell) -> bool {
    which("apt-get").is_some() && read(cmd!(shell, "id -u")).is_ok_and(|user| user == "0")
}

/// Installs packages. The lists are fetched only when the packages are not found without.
///
/// # Errors
/// When packages cannot be installed here, or apt fails twice.
pub fn install(shell: &Shell, step: &Step, packages: &[&str]) -> Result<()> {
    if !is_usable(shell) {
        bail!("missing: {}; only root can install packages, and only with apt-get", packages.join(", "));
    }
    if step.run(apt_install(shell, packages)).is_err() {
        step.run(cmd!(shell, "apt-get update"))?;
        step.run(apt_install(shell, packages))?;
    }
    Ok(())
}

/// What a person would type to install packages.
pub fn advice(packages: &[&str]) -> String {
    format!("sudo apt-get install --no-install-recommends {}", packages.join(" "))
}

fn apt_install<'shell>(shell: &'shell Shell, packages: &[&str]) -> Cmd<'shell> {
    // Another apt may be at work on a machine that was just started: wait for it.
    cmd!(shell, "apt-get install --yes --no-install-recommends -o DPkg::Lock::Timeout=120 {packages...}")
        .env("DEBIAN_FRONTEND", "noninteractive")
}
