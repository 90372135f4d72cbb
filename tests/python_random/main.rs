//! Random programs print under `kosut python` what they print under CPython 3.11.
//!
//! A program is a dozen statements, most of them meant to work and some to fail; what is raised is caught and printed.
//! Many programs stand in one file, so that a few starts of the interpreters are enough. `KOSUT_PROGRAMS` says how many
//! there are, `KOSUT_SEED` which.

use std::{env, fs, path::PathBuf};

#[path = "../python_runs/mod.rs"]
mod python_runs;

mod expressions;
mod rng;
mod statements;

use python_runs::{has_python, kosut, on_all_cores, python};
use rng::Rng;

const PROGRAMS: usize = 2_000;

/// A source may have 64 KiB.
const FILE_MAX_BYTES: usize = 50_000;

/// So many differences are shown.
const SHOWN: usize = 4;

/// What stands before the output of each program.
const MARK: &str = "@ ";

fn number(name: &str, otherwise: usize) -> usize {
    env::var(name).map_or(otherwise, |text| text.parse().unwrap_or_else(|_| panic!("{name}={text} is no number")))
}

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

/// The output of each program.
fn parts(output: &str) -> Vec<&str> {
    output.split(MARK).skip(1).collect()
}

/// What differs in a batch.
fn compare(batch: &Batch) -> Vec<String> {
    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("random_{}.py", batch[0].0));
    let source: String = batch.iter().map(|(_, lines)| lines.as_str()).collect();
    fs::write(&file, format!("{}{source}", statements::PRELUDE)).expect("a file");
    let (expected, found) = (python(&file), kosut(&file, &[]));
    let (theirs, ours) = (parts(&expected.stdout), parts(&found.stdout));
    assert_eq!((theirs.len(), expected.code), (batch.len(), Some(0)), "{file:?} is broken: {}", expected.stderr);
    let mut differences = Vec::new();
    for (place, (number, lines)) in batch.iter().enumerate() {
        let ours = ours.get(place).copied().unwrap_or_default();
        if ours != theirs[place] {
            let line = ours.lines().zip(theirs[place].lines()).find(|(a, b)| a != b);
            differences.push(format!("program {number}: {line:#?}\n{lines}\n{}", found.stderr));
        }
    }
    if differences.is_empty() {
        // What is left shows what went wrong.
        let _ = fs::remove_file(&file);
    }
    differences
}

#[test]
fn random_programs_print_what_they_print_under_cpython() {
    if !has_python() {
        return;
    }
    let programs = number("KOSUT_PROGRAMS", PROGRAMS);
    let differences = on_all_cores(&batches(programs, number("KOSUT_SEED", 1)), compare).concat();
    let shown = differences[..differences.len().min(SHOWN)].join("\n");
    assert!(differences.is_empty(), "{} of {programs} programs differ\n{shown}", differences.len());
}
