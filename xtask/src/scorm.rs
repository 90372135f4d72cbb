//! SCORM 1.2 packages: one lab each, with everything that it loads, for learning platforms that take nothing else.
//!
//! A package is a zip file with a manifest, the start page and the part of the site that the lab needs. Sources: ADL, SCORM 1.2
//! Content Aggregation Model; IMS Content Packaging 1.1.2.

use std::{
    fs::{self, File},
    io::Write,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use serde_json::Value;
use zip::{CompressionMethod, ZipArchive, ZipWriter, write::SimpleFileOptions};

use crate::project::{Project, files_below};

/// The folder of the packages in the finished site.
const FOLDER: &str = "scorm";

/// The folder of the site in a package.
const SITE: &str = "site";

/// What a package contains of the site, besides the wasm builds: paths, or folders with a slash at the end.
const COMMON: [&str; 6] = ["assets/", "embed/", "icon.svg", "kosut-embed.js", "kosut-scorm.js", "LICENSES.txt"];

/// The service worker, without which a platform's server gives no threads.
const SERVICE_WORKER: &str = "sw.js";

/// A lab of the site.
struct Lab {
    id: String,
    /// In all languages of the site.
    title: String,
}

/// Writes the packages of all labs into the finished site, which names them in its catalogue.
///
/// # Errors
/// Returns an error when the catalogue or a file of the site is missing.
pub fn write(project: &Project, dist: &Path) -> Result<()> {
    let catalog = fs::read_to_string(dist.join("catalog.json")).context("catalog.json cannot be read")?;
    let labs = labs(&serde_json::from_str(&catalog)?).context("catalog.json names no labs")?;
    let folder = dist.join(FOLDER);
    fs::create_dir_all(&folder)?;
    let version = env!("CARGO_PKG_VERSION");
    let template =
        |name: &str| fs::read_to_string(project.path("www/scorm").join(name)).with_context(|| name.to_string());
    let (start, manifest) = (template("start.html")?, template("imsmanifest.xml")?);
    let files = files_below(dist, &[FOLDER])?;
    for lab in labs {
        let needed: Vec<PathBuf> = files
            .iter()
            .filter_map(|file| file.strip_prefix(dist).ok())
            .filter(|path| is_needed(&lab.id, path))
            .map(Path::to_path_buf)
            .collect();
        let path = folder.join(format!("{}.zip", lab.id));
        let mut zip =
            ZipWriter::new(File::create(&path).with_context(|| format!("{} cannot be written", path.display()))?);
        // The same site gives the same bytes: files carry no date.
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        let names: Vec<String> = needed.iter().map(|path| name_in_package(path)).collect();
        let listed = std::iter::once("index.html".to_string()).chain(names.iter().cloned());
        let listed: Vec<String> = listed.map(|name| format!("      <file href=\"{}\"/>", escape(&name))).collect();
        let fill = |text: &str| {
            text.replace("{lab}", &lab.id)
                .replace("{title}", &escape(&lab.title))
                .replace("{version}", version)
                .replace("{files}", &listed.join("\n"))
        };
        for (name, text) in [("imsmanifest.xml", &manifest), ("index.html", &start)] {
            zip.start_file(name, options)?;
            zip.write_all(fill(text).as_bytes())?;
        }
        for (path, name) in needed.iter().zip(names) {
            zip.start_file(name, options)?;
            zip.write_all(&fs::read(dist.join(path))?)?;
        }
        zip.finish()?;
    }
    Ok(())
}

/// Unpacks a package into a folder.
///
/// # Errors
/// Returns an error when the package is missing or broken, or the folder cannot be written.
pub fn unpack(package: &Path, folder: &Path) -> Result<()> {
    let file = File::open(package).with_context(|| format!("{} cannot be read", package.display()))?;
    ZipArchive::new(file)?.extract(folder).with_context(|| format!("{} cannot be unpacked", package.display()))
}

/// Returns the labs that a catalogue names.
fn labs(catalog: &Value) -> Option<Vec<Lab>> {
    let lab = |lab: &Value| {
        let titles: Option<Vec<&str>> = ["en", "tr"].iter().map(|language| lab[*language]["title"].as_str()).collect();
        Some(Lab { id: lab["id"].as_str()?.into(), title: titles?.join(" · ") })
    };
    catalog["labs"].as_array()?.iter().map(lab).collect()
}

/// Returns whether a lab loads a file of the site. The path is the one below the site's root.
fn is_needed(lab: &str, path: &Path) -> bool {
    let text = path.to_string_lossy().replace('\\', "/");
    if let Some(wasm) = text.strip_prefix("wasm/") {
        // `wasm/<hash>/<build>/…`.
        let build = wasm.split('/').nth(1).unwrap_or_default();
        return match build {
            "plain" | "threads" => true,
            "compiler" | "python" | "python-threads" => lab == "gil",
            _ => lab == "speedup",
        };
    }
    let is_common = COMMON.iter().any(|common| match common.strip_suffix('/') {
        Some(_) => text.starts_with(common),
        None => text == *common,
    });
    is_common || text == SERVICE_WORKER
}

fn name_in_package(path: &Path) -> String {
    format!("{SITE}/{}", path.to_string_lossy().replace('\\', "/"))
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_contains_what_its_lab_loads_and_no_other_labs_builds() {
        let needed = |lab: &str, path: &str| is_needed(lab, Path::new(path));
        for path in ["assets/embed-1.js", "embed/index.html", "sw.js", "wasm/1234/plain/kosut.js", "LICENSES.txt"] {
            assert!(needed("race", path), "{path}");
        }
        for path in
            ["en/index.html", "wasm/1234/python/kosut.js", "wasm/1234/data/digits.bin", "_headers", "scorm/a.zip"]
        {
            assert!(!needed("race", path), "{path}");
        }
        assert!(needed("gil", "wasm/1234/python/kosut.js"));
        assert!(needed("speedup", "wasm/1234/data/digits.bin"));
    }

    #[test]
    fn packages_are_written_for_the_labs_of_the_catalogue() {
        let dist = std::env::temp_dir().join(format!("xtask-scorm-{}", std::process::id()));
        fs::create_dir_all(dist.join("embed")).expect("made");
        let catalog = r#"{"labs":[{"id":"race","en":{"title":"Races & locks"},"tr":{"title":"Yarışlar"}}]}"#;
        fs::write(dist.join("catalog.json"), catalog).expect("written");
        fs::write(dist.join("embed/index.html"), "<!doctype html>").expect("written");
        let project = Project::find().expect("the project");
        write(&project, &dist).expect("packed");
        let first = fs::read(dist.join("scorm/race.zip")).expect("a package");
        write(&project, &dist).expect("packed again");
        assert_eq!(first, fs::read(dist.join("scorm/race.zip")).expect("a package"), "the bytes have changed");
        let mut zip = ZipArchive::new(std::io::Cursor::new(first)).expect("a zip file");
        let manifest = std::io::read_to_string(zip.by_name("imsmanifest.xml").expect("a manifest")).expect("text");
        assert!(manifest.contains("<title>Races &amp; locks · Yarışlar</title>"), "{manifest}");
        assert!(manifest.contains("<file href=\"site/embed/index.html\"/>"), "{manifest}");
        assert!(zip.by_name("site/embed/index.html").is_ok());
        fs::remove_dir_all(dist).expect("removed");
    }
}
