//! The twin of `speedup` gives the answers of the lab, for every kernel.

use kosut::kernels::{self, Answer, REGISTRY, Role, Source};

use crate::support::{
    cases,
    program::Run,
    scratch::ScratchFile,
    twin::{self, refused, report},
};

fn speedup(arguments: &[&str]) -> Option<Run> {
    twin::twin("speedup", arguments)
}

/// Returns the kernel's data set as a file, if it has one.
fn dataset(source: Source) -> Option<ScratchFile> {
    let Source::Dataset(name) = source else { return None };
    Some(ScratchFile::with(name, kosut_datasets::file(name).expect("a data set")))
}

#[test]
fn the_answers_are_those_of_the_lab() {
    for entry in REGISTRY {
        let kernel = entry.id;
        let (size, ..) = cases::case(kernel).pinned;
        let smaller = (size / 2).max(entry.size_min);
        let dataset = dataset(entry.source);
        for (size, schedule, workers, seed) in [(size, "static", "2", 1), (smaller, "dynamic", "3", u32::MAX)] {
            let (size_text, seed_text) = (size.to_string(), seed.to_string());
            let options = ["--kernel", kernel, "--size", &size_text, "--seed", &seed_text, "--workers", workers];
            let rest = ["--schedule", schedule, "--samples", "1", "--json"];
            let data = dataset.as_ref().map(|file| ["--data", file.argument()]);
            let Some(run) = speedup(&[&options[..], &rest, data.as_ref().map_or(&[], |data| data)].concat()) else {
                return;
            };
            let report = report(run);
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
fn the_table_has_the_three_ways() {
    let Some(run) = speedup(&["--size", "1000", "--samples", "1"]) else { return };
    let table = run.succeeded();
    for words in ["answer 168,", "serial", "threading", "multiprocessing"] {
        assert!(table.contains(words), "{table}");
    }
}

#[test]
fn it_accepts_the_sizes_of_the_lab_and_no_others() {
    for entry in REGISTRY {
        for size in [entry.size_min - 1, entry.size_max + 1] {
            let Some(run) = speedup(&["--kernel", entry.id, "--size", &size.to_string()]) else { return };
            let refusal = refused(run);
            let allowed = format!("{size}: allowed is {} to {}", entry.size_min, entry.size_max);
            assert!(refusal.contains(&allowed), "{}: {refusal}", entry.id);
        }
    }
}
