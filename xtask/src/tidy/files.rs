//! Files: their length, notes that may not be left in them, and build products that git may not track.

use super::{Finding, Tree};

/// The most lines of a file: a longer one has more than one idea.
const LINES_MAX: usize = 400;

/// Extensions of code that people write.
const CODE: &[&str] = &["rs", "ts", "css"];

/// Extensions of files that people write, in which a note to oneself gets lost.
const WRITTEN: &[&str] = &["rs", "ts", "css", "html", "py", "js", "toml", "yml", "ftl"];

/// Notes to oneself, spelt so that this file has none.
const LEFT_OVERS: &[&str] = &[concat!("TO", "DO"), concat!("FIX", "ME")];

/// The folder of pages that other people's tools have made.
const STORED_PAGES: &str = "tests/browser/pages/";

/// Folders that hold build products.
const MADE: &[&str] = &["node_modules", "target", "dist", "pkg"];

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.below("", CODE) {
        let lines = file.text.lines().count();
        if lines > LINES_MAX {
            let sentence = format!("{lines} lines; no file is longer than {LINES_MAX}: split it by idea");
            findings.push(Finding::new(&file.path, 0, sentence));
        }
    }
    for file in tree.below("", WRITTEN).filter(|file| !file.path.starts_with(STORED_PAGES)) {
        for (index, line) in file.text.lines().enumerate() {
            let is_word = |word: &&str| word.trim_matches(|letter: char| !letter.is_ascii_uppercase()) == *word;
            let mut words = line.split(|letter: char| !letter.is_ascii_alphanumeric());
            if let Some(word) = words.find(|word| LEFT_OVERS.contains(word)).filter(is_word) {
                findings.push(Finding::new(&file.path, index + 1, format!("{word} is left: do it, or file an issue")));
            }
        }
    }
    for file in tree.files.iter().filter(|file| file.tracked && is_made(&file.path)) {
        findings.push(Finding::new(&file.path, 0, "made by a build: git must not track it"));
    }
    findings
}

fn is_made(path: &str) -> bool {
    path.ends_with(".wasm") || path.split('/').any(|folder| MADE.contains(&folder))
}

#[cfg(test)]
mod tests {
    use super::{super::finds, *};

    #[test]
    fn long_files_are_found() {
        let long = "\n".repeat(LINES_MAX + 1);
        let short = "\n".repeat(LINES_MAX);
        finds(check, &[("src/a.rs", &long), ("src/b.rs", &short), ("www/package-lock.json", &long)], &["src/a.rs:0"]);
    }

    #[test]
    fn left_overs_are_found_as_words() {
        let note = format!("fine\n// {}: later", LEFT_OVERS[0]);
        let part_of_a_word = format!("let {}LIST = 1;", LEFT_OVERS[0]);
        finds(check, &[("src/a.rs", &note), ("www/src/b.ts", &part_of_a_word)], &["src/a.rs:2"]);
    }

    #[test]
    fn made_files_are_found() {
        let files = ["www/pkg/plain/kosut.js", "www/public/lab.wasm", "www/src/dist.ts", "target/debug/x"];
        let places = ["target/debug/x:0", "www/pkg/plain/kosut.js:0", "www/public/lab.wasm:0"];
        finds(check, &files.map(|path| (path, "")), &places);
    }
}
