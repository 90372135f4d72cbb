//! Which folder of the page's scripts may import which others, which of them may start Workers, and which may call what a
//! browser can refuse.

use super::{
    Finding, Tree,
    source::{line_of, typescript_without_comments},
};

/// Where the page's scripts live.
const SOURCE: &str = "www/src/";

/// Folders of scripts with the folders that they may import from, besides themselves.
const FOLDERS: &[(&str, &[&str])] = &[
    ("frame", &["labs", "draw", "runtime", "l10n", "style"]),
    // The frame draws the parts that most labs have, from their data; a lab draws its own parts with the same pieces.
    ("labs", &["draw", "runtime", "l10n"]),
    ("draw", &["runtime", "l10n", "style"]),
    // Scripts of other people's pages: each is one file that loads nothing.
    ("course", &[]),
    ("runtime", &[]),
    ("l10n", &[]),
    ("style", &[]),
];

/// Files of `labs/` that are no lab: the contract of all labs, and their list, which alone imports them.
const LAB_CONTRACT: &str = "lab";
const LAB_REGISTRY: &str = "registry";

/// The expressions that start a Worker.
const WORKERS: &[&str] = &["new Worker(", "new SharedWorker("];

/// What a browser can refuse, and the files that may call it.
const REFUSABLE: &[&str] = &[
    "localStorage",
    "sessionStorage",
    "navigator.serviceWorker",
    "navigator.locks",
    "navigator.storage",
    "SharedArrayBuffer",
];
const CAPABILITIES: [&str; 3] = ["runtime/capabilities/", "runtime/workers/probe.ts", "course/kosut-embed.ts"];

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.below(SOURCE, &["ts"]) {
        let code = typescript_without_comments(&file.text);
        let inner = &file.path[SOURCE.len()..];
        // A script right in `src/` ties a page together and may import everything.
        let Some((folder, name)) = inner.split_once('/') else { continue };
        let Some((_, allowed)) = FOLDERS.iter().find(|(known, _)| *known == folder) else {
            let sentence = format!("the folder {folder} has no rule: give it one in xtask/src/tidy/page.rs");
            findings.push(Finding::new(&file.path, 0, sentence));
            continue;
        };
        for (byte, target) in imports(&code) {
            let Some(target) = resolve(inner, target) else { continue };
            let sentence = match target.split_once('/') {
                Some((other, _)) if other == folder => lab_imports_lab(folder, name, &target),
                Some((other, _)) if is_folder(other) && !allowed.contains(&other) => {
                    Some(format!("{folder} must not import from {other}"))
                }
                None if is_folder(&target) && target != folder && !allowed.contains(&target.as_str()) => {
                    Some(format!("{folder} must not import from {target}"))
                }
                _ => None,
            };
            findings.extend(sentence.map(|sentence| Finding::new(&file.path, line_of(&code, byte), sentence)));
        }
        if folder != "runtime" {
            for (byte, _) in WORKERS.iter().flat_map(|start| code.match_indices(start)) {
                let sentence = "Workers are started in www/src/runtime alone";
                findings.push(Finding::new(&file.path, line_of(&code, byte), sentence));
            }
        }
        if !CAPABILITIES.iter().any(|place| inner.starts_with(place)) {
            for (byte, name) in REFUSABLE.iter().flat_map(|name| code.match_indices(name)) {
                let sentence = format!("a browser can refuse {name}: ask www/src/runtime/capabilities");
                findings.push(Finding::new(&file.path, line_of(&code, byte), sentence));
            }
        }
    }
    findings
}

fn is_folder(name: &str) -> bool {
    FOLDERS.iter().any(|(folder, _)| *folder == name)
}

/// A lab is a file `race.ts`, and a folder `race/` where one file is not enough: these may import each other.
fn lab_imports_lab(folder: &str, name: &str, target: &str) -> Option<String> {
    let of_lab = |path: &str| path.split('/').next().unwrap_or_default().trim_end_matches(".ts").to_string();
    let target = target.trim_start_matches("labs/");
    let is_lab = folder == "labs" && name.trim_end_matches(".ts") != LAB_REGISTRY;
    let may = target.trim_end_matches(".ts") == LAB_CONTRACT || of_lab(target) == of_lab(name);
    (is_lab && !may).then(|| "labs do not import each other".to_string())
}

/// The modules that a script names in `import … from '…'`, `export … from '…'`, `import '…'` and `import('…')`.
fn imports(code: &str) -> Vec<(usize, &str)> {
    let mut imports = Vec::new();
    for start in ["from", "import"] {
        for (byte, _) in code.match_indices(start) {
            let is_word = !code[..byte].ends_with(|letter: char| letter.is_alphanumeric() || letter == '_');
            let rest = code[byte + start.len()..].trim_start();
            let rest = rest.strip_prefix('(').unwrap_or(rest).trim_start();
            let quote = rest.chars().next().filter(|letter| matches!(letter, '\'' | '"'));
            if let (true, Some(quote)) = (is_word, quote)
                && let Some(length) = rest[1..].find(quote)
            {
                imports.push((byte, &rest[1..=length]));
            }
        }
    }
    imports
}

/// A relative import of a file below `src/` as a path from there; `None` for packages and what lies outside.
fn resolve(importer: &str, target: &str) -> Option<String> {
    let mut parts: Vec<&str> = importer.split('/').collect();
    parts.pop();
    if !target.starts_with('.') {
        return None;
    }
    for part in target.split('/') {
        match part {
            "." => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::{super::finds, *};

    #[test]
    fn imports_downwards_are_fine() {
        let files = [
            ("www/src/tr.ts", "import './frame/page';"),
            ("www/src/frame/page.ts", "import { a } from '../labs/registry';\nimport { strings } from '../l10n';"),
            ("www/src/labs/registry.ts", "import { race } from './race';"),
            (
                "www/src/labs/race.ts",
                "import type { Lab } from './lab';\nimport { numberOf } from '../runtime/report';\n\
                 import { step } from './race/step';",
            ),
            (
                "www/src/labs/race/step.ts",
                "import type { LabView } from '../lab';\nimport { rows } from './rows';\n\
                 import { LightElement } from '../../draw/light';\nimport type { race } from '../race';",
            ),
            ("www/src/draw/chart/chart.ts", "import '../../style/a.css';\nimport { strings } from '../../l10n';"),
            (
                "www/src/runtime/client.ts",
                "import { html } from 'lit';\nimport type * as Glue from '../../pkg/plain/x';",
            ),
            ("www/src/runtime/workers/spawn.ts", "const worker = new Worker(address);"),
        ];
        finds(check, &files, &[]);
    }

    #[test]
    fn imports_upwards_and_sideways_are_found() {
        let files = [
            ("www/src/labs/race.ts", "import {\n  a,\n} from './deadlock';\nimport { b } from '../frame/chart';"),
            (
                "www/src/labs/race/step.ts",
                "import { a } from '../deadlock/table';\nimport { b } from '../registry';\nimport '../../frame/lab';",
            ),
            ("www/src/draw/light.ts", "import type { Lab } from '../labs/lab';"),
            ("www/src/runtime/client.ts", "// from '../labs/race'\nconst lab = await import('../labs/race');"),
            ("www/src/l10n/index.ts", "export * from '../frame';"),
            ("www/src/extra/a.ts", ""),
        ];
        let places = [
            "www/src/draw/light.ts:1",
            "www/src/extra/a.ts:0",
            "www/src/l10n/index.ts:1",
            "www/src/labs/race.ts:3",
            "www/src/labs/race.ts:4",
            "www/src/labs/race/step.ts:1",
            "www/src/labs/race/step.ts:2",
            "www/src/labs/race/step.ts:3",
            "www/src/runtime/client.ts:2",
        ];
        finds(check, &files, &places);
    }

    #[test]
    fn what_a_browser_can_refuse_is_found_outside_of_the_capabilities() {
        let call = "localStorage.clear();";
        let files = [("www/src/runtime/capabilities/storage.ts", call), ("www/src/frame/theme.ts", call)];
        finds(check, &files, &["www/src/frame/theme.ts:1"]);
    }

    #[test]
    fn workers_outside_of_the_runtime_are_found() {
        finds(check, &[("www/src/frame/a.ts", "\nnew Worker(a);")], &["www/src/frame/a.ts:2"]);
    }
}
