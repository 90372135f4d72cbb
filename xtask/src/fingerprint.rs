//! Stamps of finished work, which need not be done again.
//!
//! A [`Fingerprint`] is a hash over everything that a piece of work depends on: the contents of files, versions, flags.
//! When it equals the one in the work's [`Stamp`], and the outputs are still there, the work is skipped.

use std::{
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

use crate::project::{Project, files_below};

/// A hash to which everything is added that some work depends on.
///
/// The hasher is the standard library's: another Rust may hash differently, and then the work is done once more.
#[derive(Debug, Clone, Default)]
pub struct Fingerprint(DefaultHasher);

impl Fingerprint {
    /// Adds a text: a version, a flag, a path.
    #[must_use]
    pub fn text(mut self, text: &str) -> Self {
        text.hash(&mut self.0);
        self
    }

    /// Adds a file's contents, or that there is no such file.
    ///
    /// # Errors
    /// Returns an error when the file is there but cannot be read.
    pub fn file(mut self, path: &Path) -> Result<Self> {
        let bytes = if path.exists() {
            Some(fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?)
        } else {
            None
        };
        bytes.hash(&mut self.0);
        Ok(self)
    }

    /// Adds the names and contents of all files below a folder, without those in folders of the given names.
    ///
    /// # Errors
    /// Returns an error when the folder or a file in it cannot be read.
    pub fn folder(mut self, folder: &Path, without: &[&str]) -> Result<Self> {
        for path in files_below(folder, without)? {
            path.strip_prefix(folder)?.hash(&mut self.0);
            self = self.file(&path)?;
        }
        Ok(self)
    }

    /// The hash as 16 hexadecimal digits.
    pub fn finish(&self) -> String {
        format!("{:016x}", self.0.finish())
    }
}

/// The file that keeps the fingerprint of one piece of finished work.
#[derive(Debug)]
pub struct Stamp {
    path: PathBuf,
}

impl Stamp {
    /// Returns the stamp of the work of this name.
    pub fn new(project: &Project, name: &str) -> Self {
        Stamp { path: project.target("xtask/fingerprints").join(name) }
    }

    /// Returns whether the work was done with this fingerprint and all `outputs` are there.
    pub fn matches(&self, fingerprint: &Fingerprint, outputs: &[&Path]) -> bool {
        let same = fs::read_to_string(&self.path).is_ok_and(|text| text == fingerprint.finish());
        same && outputs.iter().all(|output| output.exists())
    }

    /// Removes the stamp. Called before the work begins, so that half of it never counts as done.
    ///
    /// # Errors
    /// Returns an error when the file cannot be removed.
    pub fn remove(&self) -> Result<()> {
        if self.path.exists() {
            fs::remove_file(&self.path).with_context(|| format!("{} cannot be removed", self.path.display()))?;
        }
        Ok(())
    }

    /// Writes the fingerprint of work that was done.
    ///
    /// # Errors
    /// Returns an error when it cannot be written.
    pub fn write(&self, fingerprint: &Fingerprint) -> Result<()> {
        if let Some(folder) = self.path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&self.path, fingerprint.finish())
            .with_context(|| format!("{} cannot be written", self.path.display()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fingerprints_of_other_contents_or_order_differ() {
        let of = |texts: &[&str]| texts.iter().fold(Fingerprint::default(), |all, text| all.text(text)).finish();
        assert_eq!(of(&["a", "b"]), of(&["a", "b"]));
        assert_ne!(of(&["a", "b"]), of(&["b", "a"]));
        assert_ne!(of(&["ab"]), of(&["a", "b"]));
    }

    #[test]
    fn a_missing_file_is_not_an_empty_one() {
        let folder = std::env::temp_dir().join(format!("xtask-fingerprint-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("made");
        let path = folder.join("empty");
        fs::write(&path, "").expect("written");
        let empty = Fingerprint::default().file(&path).expect("read").finish();
        let missing = Fingerprint::default().file(&folder.join("missing")).expect("read").finish();
        fs::remove_dir_all(&folder).expect("removed");
        assert_ne!(empty, missing);
    }
}
