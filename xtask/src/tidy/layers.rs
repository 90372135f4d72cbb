//! Which Rust module may use which others, and which of them may call the browser.

use super::{
    Finding, Tree,
    source::{line_of, rust_code},
};

/// Every module of the crate, from the lowest layer up, with the modules that it may use.
///
/// `{web, terminal} → labs → {cluster, python, verdict} → programs → {lanes, measure} → {kernels, trace, topology,
/// error}`; modules that measure or wait use the clock, kernels never do.
const LAYERS: &[(&str, &[&str])] = &[
    ("error", &[]),
    ("clock", &["error"]),
    ("topology", &["error"]),
    ("kernels", &["error"]),
    ("trace", &["error", "topology"]),
    ("measure", &["error", "topology", "kernels", "trace", "clock"]),
    ("verdict", &["error", "topology", "kernels", "trace", "measure"]),
    ("python", &["error", "topology", "kernels", "trace", "clock"]),
    ("lanes", &["error", "topology", "kernels", "trace", "clock"]),
    ("programs", &["error", "topology", "kernels", "trace", "clock", "measure", "lanes"]),
    ("cluster", &["error", "topology", "kernels", "trace", "clock", "measure", "lanes", "programs"]),
    ("labs", BELOW_LABS),
    ("files", &[]),
    ("terminal", &[]),
    ("web", BELOW_WEB),
];

const BELOW_LABS: &[&str] =
    &["error", "topology", "kernels", "trace", "clock", "measure", "verdict", "python", "lanes", "programs", "cluster"];

const BELOW_WEB: &[&str] = &[
    "error", "topology", "kernels", "trace", "clock", "measure", "verdict", "python", "lanes", "programs", "cluster",
    "labs",
];

/// Crates that call the browser.
const BROWSER_CRATES: &[&str] = &["web_sys", "js_sys"];

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.below("src/", &["rs"]) {
        let code = rust_code(&file.text);
        let module = module_path(&file.path);
        check_uses(&file.path, &module, &code, &mut findings);
        if !may_speak_to_the_browser(&file.path) {
            for name in BROWSER_CRATES {
                for (byte, _) in words(&code).filter(|(_, word)| word == name) {
                    let sentence = format!("{name} belongs into src/web/, src/cluster/web and src/clock.rs alone");
                    findings.push(Finding::new(&file.path, line_of(&code, byte), sentence));
                }
            }
        }
    }
    findings
}

fn may_speak_to_the_browser(path: &str) -> bool {
    path.starts_with("src/web/") || path.starts_with("src/cluster/web") || path == "src/clock.rs"
}

fn check_uses(path: &str, module: &[String], code: &str, findings: &mut Vec<Finding>) {
    // The crate's root declares the modules, and the native program may use all of them.
    let Some(own) = module.first() else { return };
    let Some((_, allowed)) = LAYERS.iter().find(|(name, _)| name == own) else {
        let sentence = format!("the module {own} has no layer: give it one in xtask/src/tidy/layers.rs");
        return findings.push(Finding::new(path, 0, sentence));
    };
    for (byte, used) in uses(module, code) {
        let is_layer = LAYERS.iter().any(|(name, _)| *name == used);
        if is_layer && used != *own && !allowed.contains(&used.as_str()) {
            let sentence = format!("{own} must not use {used}, which is not below it");
            findings.push(Finding::new(path, line_of(code, byte), sentence));
        }
    }
}

/// `src/labs/speedup/params.rs` is `[labs, speedup, params]`; the crate's root is empty.
fn module_path(path: &str) -> Vec<String> {
    let inner = path.trim_start_matches("src/").trim_end_matches(".rs");
    let mut parts: Vec<String> = inner.split('/').map(String::from).collect();
    if parts.last().is_some_and(|last| last == "mod" || (parts.len() == 1 && (last == "lib" || last == "main"))) {
        parts.pop();
    }
    parts
}

/// Returns the names that a file uses of the crate's root: the first name behind `crate::`, or behind as many `super::`
/// as lead there. Each comes with its byte offset.
fn uses(module: &[String], code: &str) -> Vec<(usize, String)> {
    let mut uses = Vec::new();
    // Modules written inside the file, each with the number of braces that were open around it.
    let mut inline: Vec<usize> = Vec::new();
    let (mut braces, mut before) = (0, 0);
    let all: Vec<(usize, &str)> = words(code).collect();
    for (index, &(byte, word)) in all.iter().enumerate() {
        for letter in code[before..byte].chars() {
            match letter {
                '{' => braces += 1,
                '}' => {
                    braces -= 1;
                    inline.retain(|open| *open < braces);
                }
                _ => {}
            }
        }
        before = byte;
        let follows_a_path = code[..byte].ends_with("::") || code[..byte].ends_with('$');
        if word == "mod" && all.get(index + 1).is_some_and(|(name, text)| is_body(code, name + text.len())) {
            inline.push(braces);
        } else if (word == "crate" || word == "super") && !follows_a_path {
            let (depth, end) = climb(code, byte);
            let inside = module.len() + inline.len();
            if word == "crate" || depth == inside {
                uses.extend(names_behind(code, end));
            }
        }
    }
    uses
}

/// Returns whether a `{` is the next thing behind a module's name.
fn is_body(code: &str, behind: usize) -> bool {
    code[behind..].trim_start().starts_with('{')
}

/// The number of `super::`s from here on, and where they or the `crate::` end.
fn climb(code: &str, start: usize) -> (usize, usize) {
    let (mut depth, mut end) = (0, start);
    while let Some(rest) = code[end..].strip_prefix("super::") {
        depth += 1;
        end = code.len() - rest.len();
    }
    if depth == 0 { (0, start + "crate::".len()) } else { (depth, end) }
}

/// The first names of a path or of a group `{a::b, c}` of paths.
fn names_behind(code: &str, start: usize) -> Vec<(usize, String)> {
    let Some(rest) = code.get(start..) else { return Vec::new() };
    if !rest.starts_with('{') {
        let name = words(rest).next().filter(|(byte, _)| *byte == 0);
        return name.map(|(_, word)| (start, word.into())).into_iter().collect();
    }
    let mut names = Vec::new();
    let (mut depth, mut expected) = (0, false);
    for (byte, letter) in rest.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            break;
        }
        let starts = expected && depth == 1 && (letter.is_alphanumeric() || letter == '_');
        if starts && let Some((_, word)) = words(&rest[byte..]).next() {
            names.push((start + byte, word.into()));
        }
        expected = (expected && letter.is_whitespace()) || (depth == 1 && matches!(letter, '{' | ','));
    }
    names
}

/// Every identifier with the byte where it starts.
fn words(code: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '_';
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + code[at..].find(is_part)?;
        let length = code[start..].find(|letter| !is_part(letter)).unwrap_or(code.len() - start);
        at = start + length;
        Some((start, &code[start..at]))
    })
}

#[cfg(test)]
mod tests {
    use super::{super::finds, *};

    #[test]
    fn uses_downwards_are_fine() {
        let files = [
            ("src/lib.rs", "pub mod labs;\nuse crate::web::x;"),
            ("src/labs/race.rs", "use crate::{cluster::Host, error::{Error, Result}};\nuse super::{Event, report};"),
            ("src/kernels/mod.rs", "//! See crate::cluster.\nuse crate::error::Error;\n"),
        ];
        finds(check, &files, &[]);
    }

    #[test]
    fn uses_upwards_are_found_however_they_are_written() {
        let files = [
            ("src/kernels/sort.rs", "use crate::{\n    error::Error,\n    clock,\n};\nfn f() { crate::trace::g() }"),
            ("src/topology.rs", "use super::labs;\nmod tests { use super::*; fn f() { super::super::web::g() } }"),
            ("src/cluster/web.rs", "use super::super::labs::Event;\nuse super::labs;"),
        ];
        let places = [
            "src/cluster/web.rs:1",
            "src/kernels/sort.rs:3",
            "src/kernels/sort.rs:5",
            "src/topology.rs:1",
            "src/topology.rs:2",
        ];
        finds(check, &files, &places);
    }

    #[test]
    fn a_module_without_a_layer_is_found() {
        finds(check, &[("src/extra/mod.rs", "")], &["src/extra/mod.rs:0"]);
    }

    #[test]
    fn the_browser_is_spoken_to_in_few_places() {
        let code = "use web_sys::Worker;\n// js_sys\nfn f() -> js_sys::Array {}";
        let files = [
            ("src/web/page.rs", code),
            ("src/cluster/web/spawn.rs", code),
            ("src/clock.rs", code),
            ("src/labs/race.rs", code),
        ];
        finds(check, &files, &["src/labs/race.rs:1", "src/labs/race.rs:3"]);
    }
}
