//! `cargo xtask hosts`: sets up servers, tools for course material and browsers, then tries the finished site in all of them.

use anyhow::{Context, Result};
use xshell::cmd;

use crate::{
    apt,
    browsers::{self, Requirement},
    fingerprint::{Fingerprint, Stamp},
    progress::Progress,
    project::{Project, which},
    site,
    tools::Tool,
};

/// What apt installs: a program and its package.
const PROGRAMS: [(&str, &str); 3] = [("nginx", "nginx-light"), ("apache2", "apache2-bin"), ("pandoc", "pandoc")];

/// Python packages that make course pages.
const PYTHON_PACKAGES: [&str; 4] = ["sphinx==9.0.4", "myst-parser==5.2.0", "nbconvert==7.17.2", "ipykernel==7.4.0"];

/// The npm package that `npx serve` runs.
const SERVE: &str = "serve@14.2.7";

/// The folder in which the tests find pages that course tools have made.
const STORED_PAGES: &str = "tests/browser/pages";

/// Sets up what is missing, tries everything and prints the table. With `stores`, the pages of the course tools are kept for
/// the tests.
///
/// # Errors
/// Returns an error when something cannot be set up, or a lab fails in a course page.
pub fn run(project: &Project, stores: bool) -> Result<()> {
    let progress = Progress::new(project)?;
    let (geckodriver, mdbook) = (Tool::geckodriver(), Tool::mdbook());
    let requirements = [Requirement::Chromium, Requirement::Firefox, Requirement::WebKitGtk, Requirement::Python];
    browsers::set_up(project, &progress, &requirements)?;
    geckodriver.set_up(project, &progress)?;
    mdbook.set_up(project, &progress)?;
    let work = project.target("hosts");
    let (python, npm) = (work.join("python"), work.join("npm"));
    let missing: Vec<&str> =
        PROGRAMS.iter().filter(|(program, _)| which(program).is_none()).map(|(_, package)| *package).collect();
    progress.step("nginx, Apache, pandoc", &format!("install them yourself: {}", apt::advice(&missing)), |step| {
        if missing.is_empty() {
            step.note("there");
            return Ok(());
        }
        apt::install(&project.shell()?, step, &missing)
    })?;
    progress.step("course tools", "check that pip and npm reach their registries, then try again", |step| {
        let stamp = Stamp::new(project, "hosts");
        let fingerprint = Fingerprint::default().text(&format!("{PYTHON_PACKAGES:?} {SERVE}"));
        if stamp.matches(&fingerprint, &[&python, &npm]) {
            step.note("unchanged");
            return Ok(());
        }
        stamp.remove()?;
        let shell = project.shell()?;
        step.run(cmd!(shell, "python3 -m venv --clear {python}"))?;
        let pip = python.join("bin/pip");
        step.run(cmd!(shell, "{pip} install --quiet --disable-pip-version-check {PYTHON_PACKAGES...}"))?;
        step.run(cmd!(shell, "npm install --prefix {npm} --no-audit --no-fund --loglevel=error {SERVE}"))?;
        stamp.write(&fingerprint)
    })?;
    site::make(project, &progress)?;
    let shell = project.shell()?;
    let pages = work.join("pages");
    shell.create_dir(&pages).context("the folder of the course pages cannot be made")?;
    let store: &[&str] = if stores { &["--", "--store", STORED_PAGES] } else { &[] };
    let measure = cmd!(shell, "cargo run --quiet --locked --package kosut-browser-tests --bin kosut-hosts {store...}")
        .env("KOSUT_DIST", project.dist())
        .env("KOSUT_WORK", pages)
        .env("KOSUT_PYTHON", python.join("bin"))
        .env("KOSUT_SERVE", npm.join("node_modules/serve/build/main.js"))
        .env("KOSUT_MDBOOK", mdbook.program("mdbook")?)
        .env("KOSUT_GECKODRIVER", geckodriver.program("geckodriver")?);
    progress.step("hosts and courses", "look at what the output names", |step| step.show(measure))
}
