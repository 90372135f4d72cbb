//! `cargo xtask verdicts`: builds what runs, then runs everything again and again and counts the verdicts.

use std::{collections::BTreeMap, env};

use anyhow::{Context, Result, bail};
use xshell::cmd;

use crate::{
    bench,
    browsers::{self, Requirement},
    progress::Progress,
    project::Project,
    site,
    tools::Tool,
};

/// The options of `cargo xtask verdicts`.
#[derive(Debug, Clone)]
pub struct Options {
    /// Runs of the series; those that were taken before count.
    pub runs: u32,
    /// Other programs that keep a core busy meanwhile.
    pub busy: u32,
    /// `native`, `chromium`, `firefox`; or `false` for claims that are known to be false, judged natively.
    pub engine: String,
}

impl Default for Options {
    fn default() -> Self {
        Options { runs: 20, busy: 0, engine: "native".into() }
    }
}

/// Takes the runs that are missing, prints the counts of all series of this commit and writes `docs/VERDICTS.md`.
///
/// # Errors
/// Returns an error when something cannot be built, or a run fails.
pub fn run(project: &Project, options: &Options) -> Result<()> {
    let progress = Progress::new(project)?;
    let geckodriver = Tool::geckodriver();
    let requirement = match options.engine.as_str() {
        "native" | "false" => None,
        "chromium" => Some(Requirement::Chromium),
        "firefox" => Some(Requirement::Firefox),
        name => bail!("the engine {name} is not one of native, chromium, firefox, false"),
    };
    if let Some(requirement) = requirement {
        browsers::set_up(project, &progress, &[requirement])?;
        if requirement == Requirement::Firefox {
            geckodriver.set_up(project, &progress)?;
        }
        site::make(project, &progress)?;
    }
    bench::build_programs(project, &progress)?;
    let shell = project.shell()?;
    let commit = cmd!(shell, "git describe --always --dirty --abbrev=12").read().context("git cannot be asked")?;
    let (runs, busy, engine) = (options.runs.to_string(), options.busy.to_string(), &options.engine);
    let mut measure = cmd!(shell, "cargo run --quiet --locked --package kosut-bench -- verdicts")
        .args(["--runs", &runs, "--busy", &busy, "--engine", engine])
        .env("KOSUT_ROOT", project.root())
        .env("KOSUT_DIST", project.dist())
        .env("KOSUT_COMMIT", commit.trim())
        .env("KOSUT_PROGRAM", project.target(&format!("release/kosut{}", env::consts::EXE_SUFFIX)));
    if requirement == Some(Requirement::Firefox) {
        measure = measure.env("KOSUT_GECKODRIVER", geckodriver.program("geckodriver")?);
    }
    progress.step("running", "look at what the output names", |step| step.show(measure))
}

/// Returns a page of sections in the order of their names: those of an earlier page, of which new ones replace those of the same
/// name. A section begins with `## ` and its name.
pub fn merge_sections(introduction: &str, earlier: &str, new: impl IntoIterator<Item = (String, String)>) -> String {
    let of_earlier = earlier.split("\n## ").skip(1).map(|section| {
        let name = section.lines().next().unwrap_or_default().to_string();
        (name, format!("## {}\n", section.trim_end()))
    });
    let sections: BTreeMap<String, String> = of_earlier.chain(new).collect();
    sections
        .into_values()
        .fold(introduction.trim_end().to_string() + "\n", |page, section| format!("{page}\n{}\n", section.trim_end()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_section_replaces_that_of_its_name_and_leaves_the_others() {
        let section = |name: &str, text: &str| (name.to_string(), format!("## {name}\n\n{text}\n\n"));
        let first = merge_sections("# Page\n\n", "", [section("b", "one"), section("a", "two")]);
        assert_eq!(first, "# Page\n\n## a\n\ntwo\n\n## b\n\none\n");
        assert_eq!(merge_sections("# Page\n\n", &first, []), first);
        let second = merge_sections("# Page\n\n", &first, [section("b", "three")]);
        assert_eq!(second, "# Page\n\n## a\n\ntwo\n\n## b\n\nthree\n");
    }
}
