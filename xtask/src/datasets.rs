//! The data sets, as the files that the page's processes load: `www/pkg/data/`.

use std::path::PathBuf;

use anyhow::Result;
use xshell::cmd;

use crate::{
    fingerprint::{Fingerprint, Kept},
    project::Project,
    step::Progress,
};

/// Where they are written.
pub fn folder(project: &Project) -> PathBuf {
    project.path("www/pkg/data")
}

/// Writes them, unless they are there. The package that ships them is a dependency of the program that writes them, not
/// of this one, so that it is compiled beside other steps.
///
/// # Errors
/// When the program that writes them cannot be compiled.
pub fn make(project: &Project, progress: &Progress) -> Result<()> {
    progress.step("data sets", "check that cargo reaches its registry, then try again", |step| {
        let (kept, folder) = (Kept::new(project, "datasets"), folder(project));
        let fingerprint = Fingerprint::default()
            .text(&project.locked_version("smartcore")?)
            .folder(&project.path("datasets"), &[])?;
        if kept.is(&fingerprint, &[&folder.join("digits.bin")]) {
            step.note("unchanged");
            return Ok(());
        }
        kept.forget()?;
        let shell = project.shell()?;
        step.run(cmd!(shell, "cargo run --locked --package kosut-datasets -- {folder}"))?;
        kept.keep(&fingerprint)
    })
}
