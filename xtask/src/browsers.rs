//! The browsers that the tests drive, and what drives them.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::{
    apt,
    project::{Project, which},
    step::Progress,
};

/// Programs with the Debian packages that carry them.
const PROGRAMS: &[(&str, &str)] = &[
    ("chromium", "chromium"),
    ("chromedriver", "chromium-driver"),
    ("firefox-esr", "firefox-esr"),
    ("WebKitWebDriver", "webkit2gtk-driver"),
    // WebKitGTK has no headless mode: it needs a display, if only one in memory.
    ("Xvfb", "xvfb"),
    // The labs' twins in Python are run as well.
    ("python3", "python3"),
];

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
    // A page that asks for the memory it takes is answered at once, not whenever the browser collects garbage next.
    "--enable-blink-features=ForceEagerMeasureMemory",
];

/// Installs the browsers and drivers that are missing.
///
/// # Errors
/// When some are missing and cannot be installed.
pub fn set_up(project: &Project, progress: &Progress) -> Result<()> {
    let is_missing = |(program, _): &&(&str, &str)| which(program).is_none();
    let missing: Vec<&str> = PROGRAMS.iter().filter(is_missing).map(|(_, package)| *package).collect();
    let remedy = format!("install them yourself: {}", apt::advice(&missing));
    progress.step("browsers", &remedy, |step| {
        if missing.is_empty() {
            step.note("there");
            return Ok(());
        }
        apt::install(&project.shell()?, step, &missing)
    })
}

/// Chromium's driver.
///
/// # Errors
/// When it is not installed.
pub fn chromedriver() -> Result<PathBuf> {
    which("chromedriver").context("chromedriver is not on the path")
}

/// What a WebDriver session with Chromium is asked for, as JSON.
pub fn chromium_capabilities() -> String {
    let switches: Vec<String> = CHROMIUM_SWITCHES.iter().map(|switch| format!("\"{switch}\"")).collect();
    format!("{{ \"goog:chromeOptions\": {{ \"args\": [{}] }} }}\n", switches.join(", "))
}

/// Writes [`chromium_capabilities`] where the runner of the wasm tests finds it.
///
/// # Errors
/// When the file cannot be written.
pub fn write_capabilities(path: &Path) -> Result<()> {
    std::fs::write(path, chromium_capabilities()).with_context(|| format!("{} cannot be written", path.display()))
}
