//! Messages: both languages have the same keys, each with the same attributes and variables.

use std::collections::{BTreeMap, BTreeSet};

use super::{Finding, Tree};

/// The two languages' files. The first is the one that findings compare with.
pub(super) const FILES: [&str; 2] = ["www/src/l10n/tr.ftl", "www/src/l10n/en.ftl"];

/// A message or an attribute of one, written `message.attribute`.
#[derive(Debug, Default, PartialEq, Eq)]
struct Message {
    line: usize,
    variables: BTreeSet<String>,
}

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    let [turkish, english] = FILES.map(|path| match tree.file(path) {
        Some(file) => messages(path, &file.text, &mut findings),
        None => {
            findings.push(Finding::new(path, 0, "is missing"));
            BTreeMap::new()
        }
    });
    compare((FILES[0], &turkish), (FILES[1], &english), &mut findings);
    for key in english.keys().filter(|key| !turkish.contains_key(*key)) {
        findings.push(Finding::new(FILES[0], 0, format!("lacks {key}, which {} has", FILES[1])));
    }
    findings
}

/// The keys of a file's messages, without their attributes.
pub(super) fn keys(text: &str) -> BTreeSet<String> {
    let all = messages("", text, &mut Vec::new());
    all.into_keys().filter(|key| !key.contains('.')).collect()
}

fn compare(
    (path, messages): (&str, &BTreeMap<String, Message>),
    (other_path, others): (&str, &BTreeMap<String, Message>),
    findings: &mut Vec<Finding>,
) {
    for (key, message) in messages {
        match others.get(key) {
            None => findings.push(Finding::new(other_path, 0, format!("lacks {key}, which {path} has"))),
            Some(other) if other.variables != message.variables => {
                let sentence = format!(
                    "{key} uses {:?}, but {:?} in {path}: both get the same",
                    other.variables, message.variables
                );
                findings.push(Finding::new(other_path, other.line, sentence));
            }
            Some(_) => {}
        }
    }
}

/// Reads Fluent's syntax as far as keys go: a message starts a line with its key, an attribute starts an indented line
/// with a dot, any other indented line belongs to what came before.
fn messages(path: &str, text: &str, findings: &mut Vec<Finding>) -> BTreeMap<String, Message> {
    let mut messages: BTreeMap<String, Message> = BTreeMap::new();
    let (mut key, mut attribute_of) = (String::new(), String::new());
    for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.starts_with('#')) {
        let start = if line.starts_with(' ') {
            key_of(line.trim_start().strip_prefix('.')).map(|attribute| format!("{attribute_of}.{attribute}"))
        } else {
            key_of(Some(line)).inspect(|message| attribute_of.clone_from(message))
        };
        if let Some(start) = start {
            key = start;
            let message = Message { line: index + 1, ..Message::default() };
            if messages.insert(key.clone(), message).is_some() {
                findings.push(Finding::new(path, index + 1, format!("{key} is there twice")));
            }
        }
        if let Some(message) = messages.get_mut(&key) {
            message.variables.extend(variables(line));
        }
    }
    messages
}

fn key_of(line: Option<&str>) -> Option<String> {
    let (key, _) = line?.split_once('=')?;
    let key = key.trim_end();
    let is_key = key.starts_with(|letter: char| letter.is_ascii_alphabetic() || letter == '-')
        && key.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_');
    is_key.then(|| key.to_string())
}

fn variables(line: &str) -> impl Iterator<Item = String> {
    line.split('$').skip(1).map(|rest| {
        rest.chars().take_while(|letter| letter.is_ascii_alphanumeric() || *letter == '-' || *letter == '_').collect()
    })
}

#[cfg(test)]
mod tests {
    use super::{super::finds, *};

    #[track_caller]
    fn compares(turkish: &str, english: &str, places: &[&str]) {
        finds(check, &[(FILES[0], turkish), (FILES[1], english)], places);
    }

    #[test]
    fn equal_keys_are_fine_in_any_order() {
        compares(
            "# başlık\nrun = Çalıştır\n    .title = Başlat { $lab }\nstop = Durdur\n",
            "stop = Stop\nrun =\n    Run\n    a = b\n    .title = Start { $lab }\n",
            &[],
        );
    }

    #[test]
    fn missing_and_double_keys_are_found() {
        compares("run = Çalıştır\n", "stop = Stop\n", &["www/src/l10n/en.ftl:0", "www/src/l10n/tr.ftl:0"]);
        compares("run = a\nrun = b\n", "run = a\n", &["www/src/l10n/tr.ftl:2"]);
        compares("run = a\n    .title = b\n", "run = a\n", &["www/src/l10n/en.ftl:0"]);
    }

    #[test]
    fn other_variables_are_found() {
        compares("time = { $seconds } s\n", "\ntime = { $second } s\n", &["www/src/l10n/en.ftl:2"]);
    }
}
