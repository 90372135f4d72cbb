//! Registries: every kernel and every lab is registered and has all its parts.

use super::{Finding, Tree, messages, source::rust_code};

/// A registry and what each thing in it needs.
struct Registry {
    /// The kind's name in findings.
    kind: &'static str,
    /// Where the Rust files live, with the registry in `lib.rs`.
    folder: &'static str,
    /// The modules that the registry's code names.
    modules: fn(&str) -> Vec<String>,
    /// The id of a module, from its name and its text.
    id: fn(&str, &str) -> Option<String>,
    /// Code that only a kernel's or a lab's main file has.
    mark: &'static str,
    /// The start of the key of its name in the messages; its id follows.
    message: &'static str,
    /// Other files that it needs: the folder and the extension around its id.
    files: &'static [(&'static str, &'static str)],
}

const REGISTRIES: [Registry; 2] = [
    Registry {
        kind: "kernel",
        folder: "src/kernels/",
        modules: listed_entries,
        id: |_, text| id_of_entry(text),
        mark: "const ENTRY: Entry",
        message: "kernel-",
        files: &[],
    },
    Registry {
        kind: "lab",
        folder: "src/labs/",
        modules: listed_in_macro,
        id: |module, _| Some(module.replace('_', "-")),
        mark: "pub async fn run",
        message: "lab-",
        files: &[("www/src/labs/", ".ts"), ("www/python/", ".py")],
    },
];

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for registry in &REGISTRIES {
        let path = format!("{}lib.rs", registry.folder);
        let code = tree.file(&path).map(|file| rust_code(&file.text)).unwrap_or_default();
        let modules = (registry.modules)(&code);
        if modules.is_empty() {
            findings.push(Finding::new(&path, 0, format!("no registry of {}s can be read here", registry.kind)));
        }
        for module in &modules {
            check_module(tree, registry, module, &mut findings);
        }
        check_nothing_is_left_out(tree, registry, &modules, &mut findings);
    }
    findings
}

fn check_module(tree: &Tree, registry: &Registry, module: &str, findings: &mut Vec<Finding>) {
    let paths = [format!("{}{module}.rs", registry.folder), format!("{}{module}/mod.rs", registry.folder)];
    let Some(file) = paths.iter().find_map(|path| tree.file(path)) else {
        return findings.push(Finding::new(&paths[0], 0, "is registered, but missing"));
    };
    let Some(id) = (registry.id)(module, &file.text) else {
        let sentence = format!("the {}'s `id: \"…\"` cannot be read", registry.kind);
        return findings.push(Finding::new(&file.path, 0, sentence));
    };
    for (folder, extension) in registry.files {
        let path = format!("{folder}{id}{extension}");
        if tree.file(&path).is_none() {
            findings.push(Finding::new(&file.path, 0, format!("the {} {id} lacks its {path}", registry.kind)));
        }
    }
    let key = format!("{}{id}", registry.message);
    for path in messages::FILES {
        if !tree.file(path).is_some_and(|file| messages::keys(&file.text).contains(&key)) {
            findings.push(Finding::new(path, 0, format!("the {} {id} lacks its message {key}", registry.kind)));
        }
    }
}

/// A kernel or a lab that is in no registry would never run, and nobody would notice.
fn check_nothing_is_left_out(tree: &Tree, registry: &Registry, modules: &[String], findings: &mut Vec<Finding>) {
    for file in tree.below(registry.folder, &["rs"]) {
        let inner = file.path[registry.folder.len()..].trim_end_matches(".rs").trim_end_matches("/mod");
        let is_one = inner != "lib" && !inner.contains('/') && rust_code(&file.text).contains(registry.mark);
        if is_one && !modules.iter().any(|module| module == inner) {
            let sentence = format!("this {} is not registered in {}lib.rs", registry.kind, registry.folder);
            findings.push(Finding::new(&file.path, 0, sentence));
        }
    }
}

/// The modules in `const REGISTRY: &[Entry] = &[one::ENTRY, two::ENTRY];`.
fn listed_entries(code: &str) -> Vec<String> {
    let list = code.split_once("const REGISTRY").and_then(|(_, rest)| rest.split_once('=')).map(|(_, list)| list);
    let list = list.and_then(|list| list.split_once(';')).map_or("", |(list, _)| list);
    let entries = list.split(|letter: char| !(letter.is_alphanumeric() || letter == '_' || letter == ':'));
    entries.filter_map(|entry| entry.strip_suffix("::ENTRY")).map(String::from).collect()
}

/// The modules in `registry! { one => One, two => Two }`.
fn listed_in_macro(code: &str) -> Vec<String> {
    let list = code.split("registry!").skip(1).find_map(|rest| rest.trim_start().strip_prefix('{'));
    let list = list.and_then(|list| list.split_once('}')).map_or("", |(list, _)| list);
    let modules = list.split(',').filter_map(|line| line.split_once("=>"));
    modules.map(|(module, _)| module.trim().to_string()).collect()
}

/// The id in `const ENTRY: Entry = Entry { id: "…", … }`.
fn id_of_entry(text: &str) -> Option<String> {
    let (_, entry) = text.split_once("const ENTRY: Entry")?;
    let (_, id) = entry.split_once("id: \"")?;
    id.split_once('"').map(|(id, _)| id.to_string())
}

#[cfg(test)]
mod tests {
    use super::{super::finds, *};

    const ENTRY: &str = "pub(super) const ENTRY: Entry = Entry { id: \"";

    #[track_caller]
    fn project(kernel: &str, english: &str, others: &[(&str, &str)], places: &[&str]) {
        let kernel = format!("{ENTRY}{kernel}\" }};");
        let mut files = vec![
            ("src/kernels/lib.rs", "pub const REGISTRY: &[Entry] = &[\n    pi::ENTRY,\n];"),
            ("src/kernels/pi.rs", kernel.as_str()),
            ("src/labs/lib.rs", "macro_rules! registry { () => {} }\nregistry! {\n    race => Race,\n}"),
            ("src/labs/race/mod.rs", "pub async fn run() {}"),
            ("www/src/labs/race.ts", ""),
            (messages::FILES[0], "kernel-pi = π\nlab-race = Yarış\n"),
            (messages::FILES[1], english),
        ];
        files.extend(others);
        finds(check, &files, places);
    }

    #[test]
    fn whole_kernels_and_labs_are_fine() {
        project("pi", "kernel-pi = π\nlab-race = Race\n", &[("www/python/race.py", "")], &[]);
    }

    #[test]
    fn missing_parts_are_found() {
        let places = ["src/labs/race/mod.rs:0", "www/src/l10n/en.ftl:0", "www/src/l10n/tr.ftl:0"];
        project("tau", "lab-race = Race\n", &[], &places);
    }

    #[test]
    fn what_is_not_registered_is_found() {
        let other = format!("{ENTRY}e\" }};");
        let others =
            [("www/python/race.py", ""), ("src/kernels/e.rs", &other), ("src/labs/gil.rs", "pub async fn run() {}")];
        let places = ["src/kernels/e.rs:0", "src/labs/gil.rs:0"];
        project("pi", "kernel-pi = π\nlab-race = Race\n", &others, &places);
    }
}
