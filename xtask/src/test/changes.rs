//! What a change touches: the files that git sees, their packages, and the packages that depend on those.

use std::{collections::BTreeSet, fmt, fs};

use anyhow::Result;
use xshell::{Shell, cmd};

use super::{
    packages::{LABS_PACKAGE, Package, ROOT_PACKAGE, package_of, packages, starts_with_one, with_dependents},
    selection::Touched,
};
use crate::{command::read, project::Project};

/// The branch that a change is compared with, where it exists.
const UPSTREAM: &str = "origin/main";

/// Files that all packages depend on.
const SHARED: [&str; 4] = [".cargo/", "Cargo.lock", "Cargo.toml", "rust-toolchain.toml"];

/// Packages that have no native tests; clippy checks them all the same.
const WITHOUT_NATIVE_TESTS: [&str; 2] = ["kosut-bench", "kosut-browser-tests"];

/// The number of changed files that are named.
const NAMED: usize = 3;

/// A change, as git sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changes {
    /// The changed files. `None` where git has nothing to compare with, so that everything counts as changed.
    files: Option<Vec<String>>,
    /// The packages that the change touches, with those of their tests that it concerns.
    touched: Vec<Touched>,
}

impl Changes {
    /// Finds the uncommitted changes, and the commits that [`UPSTREAM`] lacks.
    ///
    /// # Errors
    /// Returns an error when cargo cannot describe the workspace.
    pub fn find(project: &Project) -> Result<Self> {
        let shell = project.shell()?;
        let packages = packages(&read(cmd!(shell, "cargo metadata --no-deps --offline --format-version 1"))?)?;
        // Each lab has a twin in Python, which tells a lab's files from those that all labs share.
        let twins = fs::read_dir(project.path("www/python"))?.filter_map(Result::ok);
        let names = twins.filter_map(|entry| entry.file_name().into_string().ok());
        let labs: Vec<String> = names.filter_map(|name| name.strip_suffix(".py").map(String::from)).collect();
        let files = changed_files(&shell).ok();
        let touched = match &files {
            Some(files) => touched(files, &packages, &labs),
            None => packages.iter().map(|package| Touched::whole(&package.name, true)).collect(),
        };
        Ok(Changes { files, touched })
    }

    /// Returns whether a package has changed, so that clippy has something to check. Cargo itself leaves out the
    /// packages that have not; a command for the changed ones alone would compile the dependencies with other features,
    /// once more.
    pub fn concern_packages(&self) -> bool {
        !self.touched.is_empty()
    }

    /// Returns the native tests that the change concerns.
    pub fn native_tests(&self) -> Vec<Touched> {
        let has_tests = |touched: &&Touched| !WITHOUT_NATIVE_TESTS.contains(&touched.package.as_str());
        self.touched.iter().filter(has_tests).cloned().collect()
    }
}

impl fmt::Display for Changes {
    /// Says in one line what changed and which native tests that selects.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.files {
            None => write!(f, "quick: git has no commit to compare with, so everything counts as changed")?,
            Some(files) if files.is_empty() => write!(f, "quick: nothing has changed")?,
            Some(files) => {
                let more = if files.len() > NAMED { ", …" } else { "" };
                let named = files.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
                let noun = if files.len() == 1 { "file has" } else { "files have" };
                write!(f, "quick: {} {noun} changed ({named}{more})", files.len())?;
            }
        }
        let native: Vec<String> = self.native_tests().iter().map(Touched::to_string).collect();
        let native = if native.is_empty() { "none".into() } else { native.join(", ") };
        write!(f, "; native tests: {native}")
    }
}

impl Touched {
    fn whole(package: &str, slow: bool) -> Self {
        Touched { package: package.into(), filters: Vec::new(), slow }
    }
}

impl fmt::Display for Touched {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.package)?;
        let names = self.filters.join(" or ");
        match (self.filters.is_empty(), self.slow || self.package != ROOT_PACKAGE) {
            (true, true) => Ok(()),
            (true, false) => write!(f, " (without the slow tests of the small Python)"),
            (false, _) => write!(f, " (names with {names})"),
        }
    }
}

fn changed_files(shell: &Shell) -> Result<Vec<String>> {
    let base = read(cmd!(shell, "git merge-base HEAD {UPSTREAM}")).unwrap_or_else(|_| "HEAD".into());
    let tracked = read(cmd!(shell, "git diff --name-only --no-renames -z {base}"))?;
    let new = read(cmd!(shell, "git ls-files --others --exclude-standard -z"))?;
    let paths = tracked.split('\0').chain(new.split('\0')).filter(|path| !path.is_empty());
    Ok(paths.map(String::from).collect::<BTreeSet<_>>().into_iter().collect())
}

/// Returns the tests that some changed files touch, in the order of the packages.
fn touched(files: &[String], packages: &[Package], labs: &[String]) -> Vec<Touched> {
    let changed = if files.iter().any(|file| starts_with_one(file, &SHARED)) {
        packages.iter().map(|package| package.name.as_str()).collect()
    } else {
        files.iter().filter_map(|file| package_of(file, packages)).collect()
    };
    let all = with_dependents(changed, packages);
    let slow = files.iter().any(|file| file.contains("python"));
    let touched = |package: &Package| {
        // A package that has changed through its dependencies is tested as a whole, except through the files of a few labs.
        let changes_all = |name: &String| name != LABS_PACKAGE && all.contains(name.as_str());
        let whole = !names_its_labs(&package.name) || package.dependencies.iter().any(changes_all);
        let filters = if whole { None } else { filters(files, packages, labs) };
        Touched { filters: filters.unwrap_or_default(), ..Touched::whole(&package.name, slow) }
    };
    packages.iter().filter(|package| all.contains(package.name.as_str())).map(touched).collect()
}

/// Returns whether the tests of a package have the names of the labs that they are about.
fn names_its_labs(package: &str) -> bool {
    [LABS_PACKAGE, ROOT_PACKAGE].contains(&package)
}

/// Returns the texts that select tests by the names of labs, or `None` when a file may concern all of them.
fn filters(files: &[String], packages: &[Package], labs: &[String]) -> Option<Vec<String>> {
    let own = files.iter().filter(|file| package_of(file, packages).is_some_and(names_its_labs));
    let filters = own.map(|file| filter_of(file, labs)).collect::<Option<BTreeSet<_>>>()?;
    Some(filters.into_iter().collect())
}

/// Returns the text that is in the name of every test that a file concerns.
///
/// A lab's files concern the tests with the lab's name, those of `tests/native/labs` and `tests/native/twins` among
/// them; its twin in Python concerns the latter. A module of `tests/native` concerns its own tests; if it has none, the
/// selection becomes the whole package.
fn filter_of(file: &str, labs: &[String]) -> Option<String> {
    if let Some(inner) = file.strip_prefix("src/labs/") {
        let lab = inner.split('/').next()?.trim_end_matches(".rs");
        return labs.iter().find(|name| *name == lab).cloned();
    }
    if let Some(twin) = file.strip_prefix("www/python/").and_then(|inner| inner.strip_suffix(".py")) {
        return labs.iter().find(|name| *name == twin).map(|name| format!("twins::{name}::"));
    }
    let module = file.strip_prefix("tests/native/")?.strip_suffix(".rs")?;
    let module = module.strip_suffix("/mod").unwrap_or(module);
    (module != "main").then(|| format!("{}::", module.replace('/', "::")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn workspace() -> Vec<Package> {
        let package = |name: &str, folder: &str, dependencies: &[&str]| Package {
            name: name.into(),
            folder: folder.into(),
            dependencies: dependencies.iter().map(|name| name.to_string()).collect(),
        };
        vec![
            package("kosut", "", &["kosut-cluster", "kosut-datasets", "kosut-kernels", "kosut-labs", "kosut-python"]),
            package("kosut-bench", "benches/sides/", &["kosut", "kosut-browser-tests"]),
            package("kosut-browser-tests", "tests/browser/", &["kosut", "kosut-datasets", "xtask"]),
            package("kosut-cluster", "src/cluster/", &["kosut-kernels", "kosut-python"]),
            package("kosut-datasets", "datasets/", &[]),
            package("kosut-kernels", "src/kernels/", &["kosut-datasets"]),
            package("kosut-labs", "src/labs/", &["kosut-cluster", "kosut-kernels", "kosut-python"]),
            package("kosut-python", "src/python/", &[]),
            package("xtask", "xtask/", &[]),
        ]
    }

    fn changes(files: &[&str]) -> Changes {
        let files: Vec<String> = files.iter().map(|file| file.to_string()).collect();
        let touched = touched(&files, &workspace(), &["race".into(), "gil".into()]);
        Changes { files: Some(files), touched }
    }

    /// Asserts which native tests some changed files select.
    #[track_caller]
    fn selects(files: &[&str], native: &str) {
        let text = changes(files).to_string();
        assert_eq!(text.split_once("native tests: ").map(|(_, native)| native), Some(native), "{files:?}");
    }

    const QUICK: &str = "kosut (without the slow tests of the small Python)";

    #[test]
    fn a_file_selects_its_package_and_those_that_depend_on_it() {
        selects(&["xtask/src/main.rs"], "xtask");
        selects(&["src/kernels/pi.rs"], &format!("{QUICK}, kosut-cluster, kosut-kernels, kosut-labs"));
        let all = "kosut-cluster, kosut-datasets, kosut-kernels, kosut-labs";
        selects(&["datasets/src/lib.rs"], &format!("{QUICK}, {all}"));
        selects(&["src/python/names/lib.rs"], "kosut, kosut-cluster, kosut-labs, kosut-python");
        selects(&["src/cluster/run.rs"], &format!("{QUICK}, kosut-cluster, kosut-labs"));
        selects(&["Cargo.lock"], &format!("{QUICK}, {all}, kosut-python, xtask"));
    }

    #[test]
    fn a_labs_files_select_the_tests_with_its_name() {
        selects(&["src/labs/race.rs"], "kosut (names with race), kosut-labs (names with race)");
        let both = "kosut (names with gil or race), kosut-labs (names with gil or race)";
        selects(&["src/labs/race/explore.rs", "src/labs/gil/params.rs"], both);
        let and_xtask = "kosut (names with race), kosut-labs (names with race), xtask";
        selects(&["src/labs/race.rs", "xtask/src/main.rs"], and_xtask);
        selects(&["www/python/race.py"], "kosut (names with twins::race::)");
    }

    #[test]
    fn files_that_labs_share_select_everything() {
        let labs = format!("{QUICK}, kosut-labs");
        selects(&["src/labs/params.rs"], &labs);
        selects(&["src/labs/race.rs", "src/labs/lib.rs"], &labs);
        selects(
            &["src/labs/race.rs", "src/kernels/pi.rs"],
            &format!("{QUICK}, kosut-cluster, kosut-kernels, kosut-labs"),
        );
    }

    #[test]
    fn native_tests_select_themselves() {
        selects(&["tests/native/labs/race.rs"], "kosut (names with labs::race::)");
        selects(&["tests/native/twins/mod.rs"], "kosut (names with twins::)");
        selects(&["tests/native/main.rs"], QUICK);
        selects(&["tests/report.schema.json"], QUICK);
        selects(&["www/tr/index.html"], QUICK);
    }

    #[test]
    fn other_files_select_no_native_tests() {
        selects(&["www/src/draw/chart.ts", "README.md", "docs/REPORT.md"], "none");
        assert!(!changes(&["README.md"]).concern_packages());
        selects(&["tests/browser/lib.rs", "benches/sides/main.rs"], "none");
        assert!(changes(&["tests/browser/lib.rs"]).concern_packages());
    }

    #[test]
    fn the_line_says_what_has_changed() {
        assert!(changes(&[]).to_string().starts_with("quick: nothing has changed; native tests: none"));
        assert!(changes(&["a"]).to_string().starts_with("quick: 1 file has changed (a); "));
        assert!(changes(&["a", "b", "c", "d"]).to_string().starts_with("quick: 4 files have changed (a, b, c, …); "));
    }
}
