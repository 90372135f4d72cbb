//! The programs that the tests drive or run: browsers, their drivers, and Python.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::{
    apt,
    progress::Progress,
    project::{Project, which},
};

/// Something that the tests need, which apt can install.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Requirement {
    /// Chromium with its driver.
    Chromium,
    /// Firefox, extended support release. Its driver is one of the [`tools`](crate::tools).
    Firefox,
    /// WebKitGTK with its driver and a display.
    WebKitGtk,
    /// Python, which runs the labs' twins.
    Python,
}

impl Requirement {
    /// Its name in progress lines.
    pub fn name(self) -> &'static str {
        match self {
            Requirement::Chromium => "Chromium",
            Requirement::Firefox => "Firefox",
            Requirement::WebKitGtk => "WebKitGTK",
            Requirement::Python => "Python",
        }
    }

    /// Its programs, each with the Debian package that contains it.
    fn programs(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Requirement::Chromium => &[("chromium", "chromium"), ("chromedriver", "chromium-driver")],
            Requirement::Firefox => &[("firefox-esr", "firefox-esr")],
            // WebKitGTK has no headless mode, so it gets a display in memory.
            Requirement::WebKitGtk => &[("WebKitWebDriver", "webkit2gtk-driver"), ("Xvfb", "xvfb")],
            Requirement::Python => &[("python3", "python3")],
        }
    }
}

/// Switches of Chromium for tests: no window, no display, as root too, and no traffic of its own.
const CHROMIUM_SWITCHES: &[&str] = &[
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    // A page that asks how much memory it takes gets the answer at once, not with the next garbage collection.
    "--enable-blink-features=ForceEagerMeasureMemory",
];

/// Installs the programs of these requirements that are missing.
///
/// # Errors
/// Returns an error when some are missing and cannot be installed.
pub fn set_up(project: &Project, progress: &Progress, requirements: &[Requirement]) -> Result<()> {
    let missing = missing_packages(requirements, |program| which(program).is_some());
    let remedy = format!("install them yourself: {}", apt::advice(&missing));
    let names: Vec<&str> = requirements.iter().map(|requirement| requirement.name()).collect();
    progress.step(&names.join(", "), &remedy, |step| {
        if missing.is_empty() {
            step.note("there");
            return Ok(());
        }
        apt::install(&project.shell()?, step, &missing)
    })
}

fn missing_packages(requirements: &[Requirement], is_there: impl Fn(&str) -> bool) -> Vec<&'static str> {
    let programs = requirements.iter().flat_map(|requirement| requirement.programs());
    programs.filter(|(program, _)| !is_there(program)).map(|(_, package)| *package).collect()
}

/// Returns the path of Chromium's driver.
///
/// # Errors
/// Returns an error when it is not installed.
pub fn chromedriver() -> Result<PathBuf> {
    which("chromedriver").context("chromedriver is not on the path")
}

/// Returns the capabilities that a WebDriver session with Chromium asks for, as JSON.
pub fn chromium_capabilities() -> String {
    let switches: Vec<String> = CHROMIUM_SWITCHES.iter().map(|switch| format!("\"{switch}\"")).collect();
    format!("{{ \"goog:chromeOptions\": {{ \"args\": [{}] }} }}\n", switches.join(", "))
}

/// Writes [`chromium_capabilities`] to the file that the runner of the wasm tests reads.
///
/// # Errors
/// Returns an error when the file cannot be written.
pub fn write_capabilities(path: &Path) -> Result<()> {
    std::fs::write(path, chromium_capabilities()).with_context(|| format!("{} cannot be written", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_packages_of_missing_programs_are_installed() {
        let missing = |requirements: &[Requirement]| missing_packages(requirements, |program| program == "chromium");
        assert_eq!(missing(&[Requirement::Chromium]), ["chromium-driver"]);
        assert_eq!(missing(&[Requirement::Firefox, Requirement::Python]), ["firefox-esr", "python3"]);
    }
}
