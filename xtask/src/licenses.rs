//! The licence notices of everything that the finished site contains, in one file that goes with it.
//!
//! Rust packages are those that the crates are compiled from for wasm, with all features: some are in one build only.
//! npm packages are those that the bundler has put into the page.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use xshell::cmd;

use crate::{command::read, project::Project, toolchain::TARGET};

/// The file in the finished site.
const FILE: &str = "LICENSES.txt";

/// Where the bundler lists the npm packages in the page, in the finished site. It is read once and removed.
const BUNDLED: &str = "licenses-npm.json";

/// How the names of files with a licence or a notice begin, in capital letters.
const NAMES: [&str; 6] = ["LICENSE", "LICENCE", "COPYING", "COPYRIGHT", "NOTICE", "UNLICENSE"];

/// A notice for Rust's standard library, which is part of each wasm build.
const STANDARD_LIBRARY: &str = "The programs in wasm/ contain Rust's standard library. Copyright The Rust Project contributors; \
     licensed under MIT or\nApache-2.0: https://github.com/rust-lang/rust. The notices of the packages in it are in \
     COPYRIGHT-library.html of Rust's\ndistribution.\n\n";

/// The crates of the wasm builds.
const CRATES: [&str; 2] = ["kosut", "kosut-files"];

/// Something that the site contains.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Part {
    name: String,
    version: String,
    /// An SPDX expression.
    license: String,
    authors: Vec<String>,
    /// The texts of the files that it comes with.
    texts: Vec<String>,
}

/// Writes the notices into the finished site.
///
/// # Errors
/// Returns an error when a package names no licence, or its files cannot be read.
pub fn write(project: &Project, dist: &Path) -> Result<()> {
    let bundled = dist.join(BUNDLED);
    let npm = fs::read_to_string(&bundled).with_context(|| format!("{} cannot be read", bundled.display()))?;
    fs::remove_file(bundled)?;
    let npm = npm_parts(&serde_json::from_str(&npm)?)?;
    let text = document(&own(project)?, &rust_parts(&metadata(project)?)?, &npm);
    // Most hosts do not say how text is encoded; the mark at the beginning does.
    fs::write(dist.join(FILE), format!("\u{feff}{text}")).with_context(|| format!("{FILE} cannot be written"))
}

/// Returns what the project itself says: its licences, the standard library's, and those of the data.
fn own(project: &Project) -> Result<String> {
    let mut text = String::new();
    for file in ["LICENSE-MIT", "LICENSE-APACHE", "datasets/NOTICE"] {
        let own = fs::read_to_string(project.path(file)).with_context(|| format!("{file} cannot be read"))?;
        write!(text, "{}\n\n", own.trim_end())?;
    }
    Ok(text + STANDARD_LIBRARY)
}

/// Asks cargo for the packages of the workspace and how they depend on each other.
fn metadata(project: &Project) -> Result<Value> {
    let shell = project.shell()?;
    let metadata = read(cmd!(shell, "cargo metadata --format-version 1 --locked --filter-platform {TARGET}"))?;
    Ok(serde_json::from_str(&metadata)?)
}

/// Returns the packages of registries that the crates are compiled from.
fn rust_parts(metadata: &Value) -> Result<Vec<Part>> {
    let by_id = |list: &'_ Value| -> BTreeMap<String, Value> {
        let entries = list.as_array().into_iter().flatten();
        entries.map(|entry| (text(&entry["id"]), entry.clone())).collect()
    };
    let (packages, nodes) = (by_id(&metadata["packages"]), by_id(&metadata["resolve"]["nodes"]));
    let mut waiting = Vec::new();
    for name in CRATES {
        let root = packages.iter().find(|(_, package)| package["name"] == name);
        waiting.push(root.with_context(|| format!("cargo knows no package {name}"))?.0.clone());
    }
    let mut parts = BTreeMap::new();
    while let Some(id) = waiting.pop() {
        let package = packages.get(&id).with_context(|| format!("cargo does not describe {id}"))?;
        // A macro's output is part of what uses it; the macro itself runs in the compiler.
        let is_macro = items(&package["targets"]).any(|target| items(&target["kind"]).any(|kind| kind == "proc-macro"));
        if is_macro || parts.contains_key(&id) {
            continue;
        }
        let is_normal = |dependency: &&Value| items(&dependency["dep_kinds"]).any(|kind| kind["kind"].is_null());
        let dependencies = nodes.get(&id).map_or(&Value::Null, |node| &node["deps"]);
        waiting.extend(items(dependencies).filter(is_normal).map(|dependency| text(&dependency["pkg"])));
        let part = if package["source"].is_null() { None } else { Some(rust_part(package)?) };
        parts.insert(id, part);
    }
    let mut parts: Vec<Part> = parts.into_values().flatten().collect();
    parts.sort();
    Ok(parts)
}

fn rust_part(package: &Value) -> Result<Part> {
    let manifest = PathBuf::from(text(&package["manifest_path"]));
    let folder = manifest.parent().context("a manifest without a folder")?;
    let mut files: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("{} cannot be read", folder.display()))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().to_uppercase();
        if entry.path().is_file() && NAMES.iter().any(|start| name.starts_with(start)) {
            files.push(entry.path());
        }
    }
    files.sort();
    let texts = files.iter().map(fs::read_to_string).collect::<std::io::Result<_>>()?;
    let authors = items(&package["authors"]).map(text).collect();
    part(text(&package["name"]), text(&package["version"]), text(&package["license"]), authors, texts)
}

/// Returns the npm packages from the bundler's list.
fn npm_parts(bundled: &Value) -> Result<Vec<Part>> {
    let mut parts = Vec::new();
    for package in items(bundled) {
        let texts = package["text"].as_str().map(String::from).into_iter().collect();
        let [name, version, license] = ["name", "version", "identifier"].map(|field| text(&package[field]));
        parts.push(part(name, version, license, Vec::new(), texts)?);
    }
    ensure!(!parts.is_empty(), "the bundler lists no npm package");
    parts.sort();
    Ok(parts)
}

fn part(name: String, version: String, license: String, authors: Vec<String>, texts: Vec<String>) -> Result<Part> {
    ensure!(!license.is_empty() || !texts.is_empty(), "{name} {version} says nothing of its licence");
    Ok(Part { name, version, license, authors, texts })
}

/// Returns the whole file. A text that several packages have stands there once, behind their names.
fn document(own: &str, rust: &[Part], npm: &[Part]) -> String {
    let line = "=".repeat(80);
    let mut document = format!("Licences of Koşut and of what this site contains\n\n{line}\nKoşut\n{line}\n\n{own}");
    for (kind, parts) in [("Rust packages", rust), ("npm packages", npm)] {
        document += &format!("{line}\n{kind}\n{line}\n\n");
        for Part { name, version, license, authors, texts } in parts {
            document += &format!("{name} {version}: {license}\n");
            if texts.is_empty() && !authors.is_empty() {
                document += &format!("    by {}; the package has no file with its licence\n", authors.join(", "));
            }
        }
        let mut holders: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for Part { name, version, texts, .. } in parts {
            for text in texts {
                holders.entry(text.trim()).or_default().push(format!("{name} {version}"));
            }
        }
        for (text, holders) in holders {
            document += &format!("\n{}\n{}:\n\n{text}\n", "-".repeat(80), holders.join(", "));
        }
        document += "\n";
    }
    document
}

fn items(list: &Value) -> impl Iterator<Item = &Value> {
    list.as_array().into_iter().flatten()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_string()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_crates_packages_are_named_and_what_only_tests_or_builds_need_is_not() {
        let project = Project::find().expect("the project");
        let parts = rust_parts(&metadata(&project).expect("cargo's metadata")).expect("packages with licences");
        let names: Vec<&str> = parts.iter().map(|part| part.name.as_str()).collect();
        for contained in ["wasm-bindgen", "wasm-bindgen-futures", "rayon", "serde", "ruff_python_parser"] {
            assert!(names.contains(&contained), "{contained} is not in {names:?}");
        }
        for left_out in ["kosut", "serde_derive", "proptest", "axum", "wasm-bindgen-test"] {
            assert!(!names.contains(&left_out), "{left_out} is in {names:?}");
        }
    }

    #[test]
    fn a_text_of_several_packages_stands_there_once() {
        let bundled = json!([
            { "name": "b", "version": "1.0.0", "identifier": "MIT", "text": "Permission\n" },
            { "name": "a", "version": "2.0.0", "identifier": "MIT", "text": "Permission" },
            { "name": "c", "version": "3.0.0", "identifier": "ISC", "text": "Leave" },
        ]);
        let npm = npm_parts(&bundled).expect("packages");
        let document = document("own", &[], &npm);
        assert_eq!(document.matches("Permission").count(), 1, "{document}");
        assert!(document.contains("a 2.0.0, b 1.0.0:\n\nPermission"), "{document}");
        assert!(document.contains("c 3.0.0: ISC\n"), "{document}");
    }

    #[test]
    fn a_package_without_a_licence_is_an_error() {
        let bundled = json!([{ "name": "a", "version": "1.0.0" }]);
        assert_eq!(npm_parts(&bundled).expect_err("no licence").to_string(), "a 1.0.0 says nothing of its licence");
    }
}
