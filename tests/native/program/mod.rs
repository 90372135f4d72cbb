//! The program `kosut` as its users run it: arguments in, text, files and an exit code out.

use std::fs::{self, File};

use kosut::kernels::{self, Entry, REGISTRY, Role, Source};
use serde_json::Value;

use crate::support::{
    cases, command, lab,
    program::{Run, run},
    scratch::ScratchFile,
};

#[cfg(target_os = "linux")]
mod ends;

/// The exit code of a program whose arguments are wrong.
const USAGE: Option<i32> = Some(2);

fn kosut(arguments: &[&str]) -> Run {
    run(&mut command::kosut(arguments))
}

#[track_caller]
fn succeeds(arguments: &[&str]) -> String {
    kosut(arguments).succeeded()
}

/// Returns what the program says about wrong arguments.
#[track_caller]
fn refuses(arguments: &[&str]) -> String {
    let Run { stdout, stderr, code } = kosut(arguments);
    assert_eq!((code, stdout.as_str()), (USAGE, ""), "{arguments:?}: {stderr}");
    stderr
}

#[test]
fn the_table_has_a_line_for_each_topology_and_the_verdicts() {
    let text = succeeds(&["speedup", "--kernel", "primes", "--size", "1000", "--topologies", "1x2,2x1"]);
    for begin in ["1x1 ", "1x2 ", "2x1 ", "processes.parallel ", "answer 168 ("] {
        assert!(text.lines().any(|line| line.starts_with(begin)), "{begin:?} in\n{text}");
    }
}

#[test]
fn reports_satisfy_the_schema_and_all_answers_are_those_of_the_library() {
    for entry in REGISTRY {
        let mut kernel = kernels::build(&cases::spec(entry.id, entry.size_min, 5, 1), Role::Owner).expect("builds");
        let expected = kernels::run_serially(&mut *kernel);
        let size = entry.size_min.to_string();
        let run = ["speedup", "--kernel", entry.id, "--size", &size, "--seed", "5", "--topologies", "1x1,1x2,2x1,2x2"];
        let report: Value = serde_json::from_str(&succeeds(&[&run[..], &["--json"]].concat())).expect("JSON");
        assert_eq!(lab::complaints(&report), Vec::<String>::new(), "{report:#}");
        assert_eq!(report["machine"]["isolated"], true);
        let rows = report["rows"].as_array().expect("rows");
        assert_eq!(rows.iter().map(|row| &row["topology"]).collect::<Vec<_>>(), ["1x1", "1x2", "2x1", "2x2"]);
        for row in rows {
            assert_eq!(row["answer"], expected.value, "{}", entry.id);
            assert_eq!(row["answer_digest"], format!("{:016x}", expected.digest), "{}", entry.id);
        }
    }
}

#[test]
fn samples_and_traces_are_written() {
    let trace = ScratchFile::new("trace.json");
    let run = ["speedup", "--kernel", "primes", "--size", "1000", "--topologies", "2x1"];
    let csv = succeeds(&[&run[..], &["--csv", "--trace", trace.argument()]].concat());
    assert_eq!(csv.lines().count(), 1 + 2 * 7, "{csv}");
    let trace: Value = serde_json::from_slice(&fs::read(trace.path()).expect("a trace")).expect("JSON");
    assert!(trace["traceEvents"].as_array().is_some_and(|events| events.len() > 2 * 7));
}

#[test]
fn the_probe_prints_every_constant() {
    let constants: Value = serde_json::from_str(&succeeds(&["probe", "--json"])).expect("JSON");
    let constants = constants.as_object().expect("constants");
    assert!(constants.values().all(|constant| constant["median"].as_f64().is_some_and(|median| median > 0.0)));
    let table = succeeds(&["probe"]);
    assert_eq!(table.lines().count(), 1 + constants.len(), "{table}");
}

#[test]
fn help_names_every_kernel_with_its_range() {
    for arguments in [&["--help"][..], &["speedup", "--help"]] {
        let help = succeeds(arguments);
        for Entry { id, size_min, size_max, size_default, .. } in REGISTRY {
            let range = format!("{size_min}–{size_max} ");
            let line = help.lines().find(|line| line.trim_start().starts_with(id) && line.contains(&range));
            assert!(line.is_some_and(|line| line.contains(&format!("default {size_default}"))), "{id} in\n{help}");
        }
    }
}

#[test]
fn bad_parameters_are_refused_with_field_value_and_range() {
    let primes = kernels::find("primes").expect("registered");
    let size = format!("size=0: allowed is {}–{}", primes.size_min, primes.size_max);
    for (option, value, sentence) in [
        ("--size", "0", size.as_str()),
        ("--size", "-1", "size=-1: allowed is"),
        ("--size", "many", "size=many: allowed is"),
        ("--samples", "6", "samples=6: allowed is 7–99"),
        ("--workers", "65", "workers=65: allowed is 1–64"),
        ("--topologies", "9x9", "topologies=9x9: allowed is"),
        ("--schedule", "magic", "schedule=magic: allowed is dynamic, static"),
    ] {
        let text = refuses(&["speedup", "--kernel", "primes", option, value]);
        assert!(text.starts_with(&format!("error: {sentence}")), "{text}");
        assert!(text.contains("kosut speedup --help"), "{text}");
    }
    let text = refuses(&["speedup", "--trace", "no/such/folder/trace.json"]);
    assert_eq!(text, "error: cannot write no/such/folder/trace.json: No such file or directory\n");
    let text = refuses(&["speedup", "--kernel", "chess"]);
    assert!(REGISTRY.iter().all(|entry| text.contains(entry.id)), "{text}");
}

#[test]
fn unknown_commands_and_options_are_refused() {
    for arguments in [&[][..], &["chess"], &["speedup", "--colour", "red"], &["speedup", "--json", "--csv"]] {
        assert!(!refuses(arguments).is_empty());
    }
    assert!(!refuses(&["process"]).is_empty());
    assert!(refuses(&["process", "--threads", "65"]).contains("65"));
}

/// The kernels whose data comes from this source.
#[test]
fn tables_have_the_columns_of_the_page_and_wide_ones_all_fields() {
    let scene = ["race", "--scene", "bank", "--rounds", "1000"];
    let table = succeeds(&scene);
    for words in ["Should", "Share lost", "With a lock", "Shared data is hard to manage"] {
        assert!(table.contains(words), "no {words:?} in {table}");
    }
    assert!(!table.contains("lost_share"), "{table}");
    let wide = succeeds(&[&scene[..], &["--wide"]].concat());
    assert!(wide.contains("lost_share") && wide.contains("ci95_ms"), "{wide}");
    let text = refuses(&[&scene[..], &["--wide", "--json"]].concat());
    assert!(text.contains("--wide") && text.contains("cannot be used with"), "{text}");
}

fn kernels_of(source: Source) -> impl Iterator<Item = &'static Entry> {
    REGISTRY.iter().filter(move |entry| entry.source == source)
}

#[test]
fn a_file_that_a_kernel_can_not_take_is_refused_and_one_that_it_takes_is_used() {
    let file = |entry: &Entry, path: &str| {
        let text = refuses(&["speedup", "--kernel", entry.id, "--file", path]);
        assert!(text.starts_with(&format!("error: cannot read {path}: ")), "{text}");
        text
    };
    const WORDS: &str = "bir iki üç bir\n";
    let words = ScratchFile::with("words.txt", WORDS);
    let nothing = ScratchFile::with("nothing", "");
    let binary = ScratchFile::with("binary", b"ab\xff");
    let picture = ScratchFile::new("picture.png");
    image::RgbImage::from_fn(300, 200, |x, y| image::Rgb([x as u8, y as u8, 9])).save(picture.path()).expect("writes");
    for entry in kernels_of(Source::Text).chain(kernels_of(Source::Pixels)) {
        assert!(file(entry, "no/such/file").contains(": No such file or directory"));
        assert!(file(entry, nothing.argument()).contains("it is empty"));
        assert!(file(entry, env!("CARGO_MANIFEST_DIR")).contains("it is not a regular file"));
        file(entry, binary.argument());
    }
    let run = |entry: &Entry, path: &str| -> Value {
        let run = ["speedup", "--kernel", entry.id, "--file", path, "--topologies", "1x2,2x1", "--json"];
        serde_json::from_str(&succeeds(&run)).expect("JSON")
    };
    for entry in kernels_of(Source::Text) {
        let large = ScratchFile::with("large", "");
        let length = u64::from(entry.size_max) + 1;
        File::options().write(true).open(large.path()).and_then(|file| file.set_len(length)).expect("grows");
        let text = file(entry, large.argument());
        assert!(text.contains(&format!("it has {length} bytes, and {} are the most", entry.size_max)), "{text}");
        assert_eq!(run(entry, words.argument())["params"]["file_bytes"], WORDS.len());
    }
    for entry in kernels_of(Source::Pixels) {
        assert!(file(entry, words.argument()).contains("it is not a picture as PNG, JPEG, GIF or WebP"));
        assert_eq!(run(entry, picture.argument())["answers_agree"], true);
    }
    for entry in kernels_of(Source::Seed) {
        refuses(&["speedup", "--kernel", entry.id, "--file", words.argument()]);
    }
}
