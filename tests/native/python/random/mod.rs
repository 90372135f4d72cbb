//! Random programs print under `kosut python` what they print under CPython 3.11.
//!
//! A program is a dozen statements, most of them meant to work and some to fail; exceptions are caught and printed. Many
//! programs stand in one file, so that a few starts of the interpreters are enough. `KOSUT_PROGRAMS` is their number,
//! `KOSUT_SEED` their seed.

use crate::support::{
    python::{Interpreter, kosut, on_all_cores},
    random::{Rng, number},
    scratch::ScratchFile,
};

mod expressions;
mod statements;

/// Programs in one run of the tests.
const PROGRAMS: usize = 2_000;

/// Bytes of the programs in one file. The small Python takes sources of up to 64 KiB.
const FILE_MAX_BYTES: usize = 50_000;

/// The most differences that are shown.
const SHOWN: usize = 4;

/// The mark before the output of each program.
const MARK: &str = "@ ";

/// A file's programs: the number of each, and its lines.
type Batch = Vec<(usize, String)>;

fn batches(programs: usize, seed: usize) -> Vec<Batch> {
    let mut batches: Vec<Batch> = vec![Vec::new()];
    let mut bytes = 0;
    for program in 0..programs {
        let mut rng = Rng::new(((seed as u64) << 32) + program as u64);
        let lines = statements::program(&mut rng, program);
        bytes += lines.len();
        if bytes > FILE_MAX_BYTES {
            batches.push(Vec::new());
            bytes = lines.len();
        }
        batches.last_mut().expect("one at least").push((program, lines));
    }
    batches
}

/// Returns the output of each program.
fn parts(output: &str) -> Vec<&str> {
    output.split(MARK).skip(1).collect()
}

/// Returns the differences in a batch.
fn compare(python: &Interpreter, batch: &Batch) -> Vec<String> {
    let source: String = batch.iter().map(|(_, lines)| lines.as_str()).collect();
    let file = ScratchFile::with("random.py", format!("{}{source}", statements::PRELUDE));
    let (expected, found) = (python.run(file.path(), &[]), kosut(file.path(), &[]));
    let (theirs, ours) = (parts(&expected.stdout), parts(&found.stdout));
    assert_eq!((theirs.len(), expected.code), (batch.len(), Some(0)), "a broken program: {}", expected.stderr);
    let mut differences = Vec::new();
    for (index, (number, lines)) in batch.iter().enumerate() {
        let ours = ours.get(index).copied().unwrap_or_default();
        if ours != theirs[index] {
            let line = ours.lines().zip(theirs[index].lines()).find(|(a, b)| a != b);
            let place = file.path().display();
            differences.push(format!("program {number} of {place}: {line:#?}\n{lines}\n{}", found.stderr));
        }
    }
    if !differences.is_empty() {
        file.keep();
    }
    differences
}

#[test]
fn random_programs_print_what_they_print_under_cpython() {
    let Some(python) = Interpreter::to_compare_with() else { return };
    let programs = number("KOSUT_PROGRAMS", PROGRAMS);
    let batches = batches(programs, number("KOSUT_SEED", 1));
    let differences = on_all_cores(&batches, |batch| compare(python, batch)).concat();
    let shown = differences[..differences.len().min(SHOWN)].join("\n");
    assert!(differences.is_empty(), "{} of {programs} programs differ\n{shown}", differences.len());
}
