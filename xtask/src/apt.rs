//! Packages of Debian and its relatives.

use std::sync::{Mutex, PoisonError};

use anyhow::{Result, bail};
use xshell::{Cmd, Shell, cmd};

use crate::{command::read, project::which, step::Step};

/// Held while apt runs: steps that run at the same time install one after another.
static APT: Mutex<()> = Mutex::new(());

/// Returns whether packages can be installed here: apt is there, and this is root.
pub fn is_usable(shell: &Shell) -> bool {
    which("apt-get").is_some() && read(cmd!(shell, "id -u")).is_ok_and(|user| user == "0")
}

/// Installs packages. Fetches apt's lists only when the installation fails without.
///
/// # Errors
/// Returns an error when packages cannot be installed here, or apt fails twice.
pub fn install(shell: &Shell, step: &Step, packages: &[&str]) -> Result<()> {
    if !is_usable(shell) {
        bail!("missing: {}; only root can install packages, and only with apt-get", packages.join(", "));
    }
    let _apt = APT.lock().unwrap_or_else(PoisonError::into_inner);
    if step.run(apt_install(shell, packages)).is_err() {
        step.run(cmd!(shell, "apt-get update"))?;
        step.run(apt_install(shell, packages))?;
    }
    Ok(())
}

/// Returns the command that a person would type to install packages.
pub fn advice(packages: &[&str]) -> String {
    format!("sudo apt-get install --no-install-recommends {}", packages.join(" "))
}

fn apt_install<'shell>(shell: &'shell Shell, packages: &[&str]) -> Cmd<'shell> {
    // Another program's apt may be at work on a machine that was just started: apt waits for it.
    cmd!(shell, "apt-get install --yes --no-install-recommends -o DPkg::Lock::Timeout=120 {packages...}")
        .env("DEBIAN_FRONTEND", "noninteractive")
}
