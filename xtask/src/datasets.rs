//! Writes the data sets to `www/pkg/data/`, as the files that the page's processes load.

use std::path::PathBuf;

use anyhow::Result;
use xshell::cmd;

use crate::{
    fingerprint::{Fingerprint, Stamp},
    progress::Progress,
    project::Project,
};

/// Returns the folder that they are written to.
pub fn folder(project: &Project) -> PathBuf {
    project.path("www/pkg/data")
}

/// Writes them, unless they are there. A program of its own writes them, so that the package that ships them is
/// compiled beside other steps and not before all of them.
///
/// # Errors
/// Returns an error when the program that writes them cannot be compiled.
pub fn make(project: &Project, progress: &Progress) -> Result<()> {
    progress.step("data sets", "check that cargo reaches its registry, then try again", |step| {
        let (stamp, folder) = (Stamp::new(project, "datasets"), folder(project));
        let fingerprint = Fingerprint::default()
            .text(&project.locked_version("smartcore")?)
            .folder(&project.path("datasets"), &[])?;
        if stamp.matches(&fingerprint, &[&folder.join("digits.bin")]) {
            step.note("unchanged");
            return Ok(());
        }
        stamp.remove()?;
        let shell = project.shell()?;
        // A target folder of its own, because cargo in the usual one may be busy for minutes with the native tests.
        let target = project.target("xtask/datasets");
        step.run(cmd!(shell, "cargo run --locked --target-dir {target} --package kosut-datasets -- {folder}"))?;
        stamp.write(&fingerprint)
    })
}
