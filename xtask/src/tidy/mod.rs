//! The project's own rules, which no compiler checks. `ARCHITECTURE.md` gives their reasons.
//!
//! Every rule reads a [`Tree`] and returns [`Finding`]s, so that each is tested on a few lines of its own.

use std::{fmt, fs};

use anyhow::{Context, Result, bail};
use xshell::cmd;

use crate::{command::read, project::Project, step::Step};

mod files;
mod messages;
mod page;
mod registry;
mod source;

/// A place where a rule is broken.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Finding {
    path: String,
    /// From 1; 0 when the whole file is meant.
    line: usize,
    sentence: String,
}

impl Finding {
    fn new(path: &str, line: usize, sentence: impl Into<String>) -> Self {
        Finding { path: path.into(), line, sentence: sentence.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "{}: {}", self.path, self.sentence),
            line => write!(f, "{}:{line}: {}", self.path, self.sentence),
        }
    }
}

/// The project's files as the rules see them.
#[derive(Debug, Default)]
struct Tree {
    files: Vec<File>,
}

#[derive(Debug)]
struct File {
    /// From the project's folder, with `/`.
    path: String,
    /// Empty when the file is not UTF-8.
    text: String,
    /// `true` if git tracks it already; a new file that git does not ignore is checked, too.
    tracked: bool,
}

impl Tree {
    /// Every file that git tracks or would track.
    fn of(project: &Project) -> Result<Self> {
        let shell = project.shell()?;
        let tracked = read(cmd!(shell, "git ls-files")).context("the rules are about the files that git tracks")?;
        let new = read(cmd!(shell, "git ls-files --others --exclude-standard"))?;
        let paths = tracked.lines().map(|path| (path, true)).chain(new.lines().map(|path| (path, false)));
        let mut files = Vec::new();
        for (path, tracked) in paths {
            // A file that was deleted, but is still tracked, is not there.
            if let Ok(bytes) = fs::read(project.path(path)) {
                files.push(File { path: path.into(), text: String::from_utf8(bytes).unwrap_or_default(), tracked });
            }
        }
        Ok(Tree { files })
    }

    fn file(&self, path: &str) -> Option<&File> {
        self.files.iter().find(|file| file.path == path)
    }

    /// Files below a folder whose names end in one of `extensions`.
    fn below<'tree>(&'tree self, folder: &str, extensions: &[&str]) -> impl Iterator<Item = &'tree File> {
        self.files.iter().filter(move |file| {
            let extension = file.path.rsplit_once('.').map_or("", |(_, extension)| extension);
            file.path.starts_with(folder) && extensions.contains(&extension)
        })
    }
}

/// Checks all rules.
///
/// # Errors
/// All findings, one on each line.
pub fn check(project: &Project, step: &Step) -> Result<()> {
    let tree = Tree::of(project)?;
    let rules: [fn(&Tree) -> Vec<Finding>; 4] = [page::check, registry::check, messages::check, files::check];
    let mut findings: Vec<Finding> = rules.iter().flat_map(|rule| rule(&tree)).collect();
    findings.sort();
    step.note(format!("{} files", tree.files.len()));
    if findings.is_empty() {
        return Ok(());
    }
    let lines: Vec<String> = findings.iter().map(Finding::to_string).collect();
    bail!("{}", lines.join("\n"))
}

/// A tree of the given files, for the tests of the rules.
#[cfg(test)]
fn tree(files: &[(&str, &str)]) -> Tree {
    let file = |&(path, text): &(&str, &str)| File { path: path.into(), text: text.into(), tracked: true };
    Tree { files: files.iter().map(file).collect() }
}

/// Asserts that a rule finds exactly the given `path:line`s.
#[cfg(test)]
#[track_caller]
fn finds(rule: fn(&Tree) -> Vec<Finding>, files: &[(&str, &str)], places: &[&str]) {
    let mut findings = rule(&tree(files));
    findings.sort();
    let found: Vec<String> = findings.iter().map(|finding| format!("{}:{}", finding.path, finding.line)).collect();
    assert_eq!(found, places, "{findings:#?}");
}
