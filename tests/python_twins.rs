//! The lab's twins in Python run under plain `python3` and give the answers that the lab gives.
//!
//! Where there is no `python3`, these tests say so and pass: the project itself does not need it.

use std::{path::PathBuf, process::Output};

use kosut::kernels::{self, Answer, REGISTRY, Role, Source};

mod cases;
mod python;

fn speedup(arguments: &[&str]) -> Option<Output> {
    python::twin("speedup", arguments)
}

/// The data sets as files, where a twin can read them.
fn datasets() -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    for name in kosut_datasets::NAMES {
        let file = kosut_datasets::file(name).expect("a data set");
        std::fs::write(folder.join(format!("{name}.bin")), file).expect("a file");
    }
    folder
}

#[test]
fn the_twin_of_speedup_gives_the_answers_of_the_lab() {
    let datasets = datasets();
    for entry in REGISTRY {
        let kernel = entry.id;
        let (size, ..) = cases::case(kernel).pinned;
        for (schedule, workers, seed) in [("static", "2", 1), ("dynamic", "3", u32::MAX)] {
            let (size_text, seed_text) = (size.to_string(), seed.to_string());
            let options = ["--kernel", kernel, "--size", &size_text, "--seed", &seed_text, "--workers", workers];
            let rest = ["--schedule", schedule, "--samples", "1", "--json"];
            let mut all = [&options[..], &rest[..]].concat();
            let file;
            if let Source::Dataset(name) = entry.source {
                file = datasets.join(format!("{name}.bin")).to_string_lossy().into_owned();
                all.extend(["--data", &file]);
            }
            let Some(output) = speedup(&all) else { return };
            let report = python::report(&output);
            let spec = cases::spec(kernel, size, seed, 1);
            let mut lab = kernels::build(&spec, Role::Owner).expect("the size is in range");
            let Answer { value, digest, .. } = kernels::run_serially(lab.as_mut());
            assert_eq!(report["answer"]["value"], value, "{kernel}");
            assert_eq!(report["answer"]["digest"], format!("{digest:016x}"), "{kernel}");
            for way in ["serial", "threading", "multiprocessing"] {
                assert_eq!(report["times_ms"][way].as_array().map(Vec::len), Some(1), "{kernel}, {way}");
            }
        }
    }
}

#[test]
fn the_twin_of_speedup_prints_a_table_with_the_three_ways() {
    let Some(output) = speedup(&["--size", "1000", "--samples", "1"]) else { return };
    let table = String::from_utf8(output.stdout).expect("UTF-8");
    for words in ["answer 168,", "serial", "threading", "multiprocessing"] {
        assert!(table.contains(words), "{table}");
    }
}

#[test]
fn the_twin_of_speedup_accepts_the_sizes_of_the_lab_and_no_others() {
    for entry in REGISTRY {
        for size in [entry.size_min - 1, entry.size_max + 1] {
            let Some(output) = speedup(&["--kernel", entry.id, "--size", &size.to_string()]) else { return };
            let refusal = String::from_utf8_lossy(&output.stderr).into_owned();
            assert_eq!(output.status.code(), Some(2), "{}: {refusal}", entry.id);
            let allowed = format!("{size}: allowed is {} to {}", entry.size_min, entry.size_max);
            assert!(refusal.contains(&allowed), "{}: {refusal}", entry.id);
        }
    }
}
