//! The programs of the small Python that the repository has.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// Returns the programs of the corpus, in `tests/python`.
pub fn corpus() -> Vec<PathBuf> {
    programs(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/python")))
}

/// Returns all `.py` files in a folder and in the folders below it, in the order of their names.
pub fn programs(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap_or_else(|error| panic!("{folder:?}: {error}")) {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(programs(&path));
        } else if path.extension().is_some_and(|extension| extension == "py") {
            found.push(path);
        }
    }
    found.sort();
    found
}
