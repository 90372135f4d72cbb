//! The packages of the workspace: which files belong to which, and which depend on which.

use std::collections::BTreeSet;

use anyhow::Result;
use serde_json::Value;

/// The package in the project's folder, which has no folder of its own.
pub const ROOT_PACKAGE: &str = "kosut";

/// The package of the labs.
pub const LABS_PACKAGE: &str = "kosut-labs";

/// Files of the root package, and files that its tests read.
const ROOT_FOLDERS: [&str; 7] = ["src/", "tests/", "benches/", "www/python/", "www/tr/", "www/en/", "www/src/l10n/"];

/// A package of the workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Package {
    /// Its name.
    pub name: String,
    /// Its folder with a slash at the end, from the project's; empty for the root package.
    pub folder: String,
    /// The packages of the workspace that it depends on.
    pub dependencies: Vec<String>,
}

/// Reads the packages from what `cargo metadata --no-deps` prints.
pub fn packages(metadata: &str) -> Result<Vec<Package>> {
    let metadata: Value = serde_json::from_str(metadata)?;
    let root = format!("{}/", metadata["workspace_root"].as_str().unwrap_or_default());
    let folder_of = |path: &str| path.strip_prefix(&root).unwrap_or_default().to_string();
    let empty = Vec::new();
    let list = |value: &Value| value.as_array().unwrap_or(&empty).clone();
    let package = |package: &Value| {
        let manifest = folder_of(package["manifest_path"].as_str().unwrap_or_default());
        let is_local = |dependency: &Value| dependency["path"].is_string();
        let dependencies = list(&package["dependencies"]).into_iter().filter(is_local);
        let names = dependencies.filter_map(|dependency| dependency["name"].as_str().map(String::from));
        Package {
            name: package["name"].as_str().unwrap_or_default().to_string(),
            folder: manifest.trim_end_matches("Cargo.toml").to_string(),
            dependencies: names.collect(),
        }
    };
    Ok(list(&metadata["packages"]).iter().map(package).collect())
}

/// Returns these packages and all that depend on them.
pub fn with_dependents<'packages>(
    mut names: BTreeSet<&'packages str>,
    packages: &'packages [Package],
) -> BTreeSet<&'packages str> {
    loop {
        let depends = |package: &&Package| package.dependencies.iter().any(|name| names.contains(name.as_str()));
        let next = packages.iter().filter(depends).find(|package| !names.contains(package.name.as_str()));
        let Some(package) = next else { return names };
        names.insert(&package.name);
    }
}

/// Returns the package that a file belongs to: that of the innermost folder around it.
pub fn package_of<'packages>(file: &str, packages: &'packages [Package]) -> Option<&'packages str> {
    let around = packages.iter().filter(|package| file.starts_with(&package.folder));
    let package = around.max_by_key(|package| package.folder.len())?;
    (!package.folder.is_empty() || starts_with_one(file, &ROOT_FOLDERS)).then_some(package.name.as_str())
}

/// Returns whether a file's path starts with one of these texts.
pub fn starts_with_one(file: &str, starts: &[&str]) -> bool {
    starts.iter().any(|start| file.starts_with(start))
}

#[cfg(test)]
mod tests {
    use xshell::cmd;

    use super::*;
    use crate::{command::read, project::Project};

    #[test]
    fn the_workspace_has_the_root_package_and_its_folders() {
        let project = Project::find().expect("the project");
        let shell = project.shell().expect("a shell");
        let text = read(cmd!(shell, "cargo metadata --no-deps --offline --format-version 1")).expect("metadata");
        let packages = packages(&text).expect("read");
        assert_eq!(package_of("src/main.rs", &packages), Some(ROOT_PACKAGE));
        assert_eq!(package_of("xtask/src/main.rs", &packages), Some("xtask"));
        assert_eq!(package_of("README.md", &packages), None);
        assert!(with_dependents(BTreeSet::from(["kosut-kernels"]), &packages).contains(ROOT_PACKAGE));
        for folder in ROOT_FOLDERS {
            assert!(project.path(folder).is_dir(), "{folder}");
        }
    }

    #[test]
    fn packages_are_read_from_cargos_metadata() {
        let text = r#"{"packages":[
            {"name":"kosut","manifest_path":"/p/Cargo.toml","dependencies":[
                {"name":"serde"},{"name":"kosut-kernels","path":"/p/src/kernels"}]},
            {"name":"kosut-kernels","manifest_path":"/p/src/kernels/Cargo.toml","dependencies":[]}
        ],"workspace_root":"/p"}"#;
        let package = |name: &str, folder: &str, dependencies: &[&str]| Package {
            name: name.into(),
            folder: folder.into(),
            dependencies: dependencies.iter().map(|name| name.to_string()).collect(),
        };
        let expected = [package("kosut", "", &["kosut-kernels"]), package("kosut-kernels", "src/kernels/", &[])];
        assert_eq!(packages(text).expect("read"), expected);
    }
}
