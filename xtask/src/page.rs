//! The page: its npm packages, its types, its bundle, and the finished site in `dist/`.

use std::{fs, path::Path};

use anyhow::Result;
use xshell::cmd;

use crate::{
    datasets,
    fingerprint::{Fingerprint, Stamp},
    headers, licenses,
    progress::Progress,
    project::{Project, copy_folder},
    scorm,
    step::join_all,
    wasm::Build,
};

/// Folders of `www/` that hold build products.
const MADE: &[&str] = &["node_modules", "dist", ".cache"];

/// Installs the npm packages of the lock file, unless they are there.
///
/// # Errors
/// Returns an error when npm fails.
pub fn install_packages(project: &Project, progress: &Progress, node: &str) -> Result<()> {
    progress.step("npm packages", "check that npm reaches its registry, then try again", |step| {
        let stamp = Stamp::new(project, "npm");
        let mut fingerprint = Fingerprint::default().text(node);
        for file in ["www/package.json", "www/package-lock.json"] {
            fingerprint = fingerprint.file(&project.path(file))?;
        }
        if stamp.matches(&fingerprint, &[&project.path("www/node_modules/.package-lock.json")]) {
            step.note("unchanged");
            return Ok(());
        }
        stamp.remove()?;
        let shell = project.shell()?;
        step.run(cmd!(shell, "npm ci --prefix www --no-audit --no-fund --loglevel=http"))?;
        stamp.write(&fingerprint)
    })
}

/// Makes `dist/` from the page and the wasm builds, unless it is there and nothing has changed.
///
/// # Errors
/// Returns an error when the types do not fit, or the bundler fails.
pub fn make(project: &Project, progress: &Progress, node: &str) -> Result<()> {
    let stamp = Stamp::new(project, "page");
    let mut fingerprint = Fingerprint::default()
        .text(node)
        .file(&project.path("xtask/src/headers.rs"))?
        .file(&project.path("xtask/src/licenses.rs"))?
        .file(&project.path("xtask/src/scorm.rs"))?
        .file(&project.path("Cargo.lock"))?
        .file(&project.path("datasets/NOTICE"))?
        .folder(&project.path("www"), MADE)?
        .file(&project.path("www/node_modules/.package-lock.json"))?;
    // The page shows code of the crate, taken from its source.
    fingerprint = fingerprint.folder(&project.path("src"), &[])?;
    let dist = project.dist();
    if stamp.matches(&fingerprint, &[&dist.join("index.html"), &dist.join("sw.js"), &dist.join("wasm")]) {
        return progress.step("page", "", |step| {
            step.note("unchanged");
            Ok(())
        });
    }
    stamp.remove()?;
    let wasm = wasm_folder(project)?;
    join_all(vec![Box::new(|| check_types(project, progress)), Box::new(|| bundle(project, progress, &wasm))])?;
    stamp.write(&fingerprint)
}

/// Returns the folder of the wasm builds and of the files that they load, below the site's root. Its name changes with
/// their content, so browsers can keep them for ever.
fn wasm_folder(project: &Project) -> Result<String> {
    let mut fingerprint = Fingerprint::default();
    for build in Build::ALL {
        fingerprint = fingerprint.folder(&build.package(project), &[])?;
    }
    fingerprint = fingerprint.folder(&datasets::folder(project), &[])?;
    Ok(format!("wasm/{}/", &fingerprint.finish()[..8]))
}

fn check_types(project: &Project, progress: &Progress) -> Result<()> {
    progress.step("page, types", "correct the lines that the output names", |step| {
        let shell = project.shell()?;
        step.run(cmd!(shell, "npm run check --prefix www"))
    })
}

fn bundle(project: &Project, progress: &Progress, wasm: &str) -> Result<()> {
    progress.step("page, bundle", "correct the files that the output names", |step| {
        let (shell, dist) = (project.shell()?, project.dist());
        if dist.exists() {
            fs::remove_dir_all(&dist)?;
        }
        step.run(cmd!(shell, "npm run build --prefix www").env("KOSUT_WASM", wasm))?;
        for build in Build::ALL {
            copy_folder(&build.package(project), &dist.join(wasm).join(build.name()), is_loaded)?;
        }
        copy_folder(&datasets::folder(project), &dist.join(wasm).join("data"), |_| true)?;
        headers::write_host_files(&dist)?;
        licenses::write(project, &dist)?;
        scorm::write(project, &dist)?;
        // Only the packages load it.
        fs::remove_file(dist.join("kosut-scorm.js"))?;
        Ok(())
    })
}

/// Returns whether browsers load a file of a wasm build; tools read the others.
fn is_loaded(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "js" || extension == "wasm")
}
