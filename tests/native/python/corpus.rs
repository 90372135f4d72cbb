//! Programs of the corpus, `tests/python/`, do under `kosut python` what they do under CPython 3.11: they print the
//! same, end with the same code, and the same exception ends them with the same traceback. They do so with the lock
//! switched off, too: none of them has a race.

use std::{
    path::{Path, PathBuf},
    sync::OnceLock,
};

use crate::support::{
    program::Run,
    programs::corpus,
    python::{Interpreter, kosut, on_all_cores},
};

/// The corpus has at least this many programs.
const PROGRAMS_MIN: usize = 80;

/// Of these exceptions the message may differ: it depends on the interpreter's inside.
const TYPE_ONLY: [&str; 3] = ["RecursionError", "SyntaxError", "IndentationError"];

/// The lines between the tracebacks of exceptions that are connected.
const LINKS: [&str; 2] = [
    "During handling of the above exception, another exception occurred:",
    "The above exception was the direct cause of the following exception:",
];

/// The part of a run that has to be the same.
#[derive(Debug, PartialEq, Eq)]
struct Outcome {
    stdout: String,
    code: Option<i32>,
    /// The last line of the error output: type and message of the uncaught exception.
    last: String,
    /// The places in the program that tracebacks name, in order, and the links between them.
    places: Vec<String>,
}

impl Outcome {
    fn of(run: &Run, file: &Path) -> Self {
        let in_program = format!("File \"{}\", ", file.display());
        let is_place = |line: &&str| line.starts_with(&in_program) || LINKS.contains(line) || line.contains("repeated");
        let last = run.stderr.lines().last().unwrap_or_default();
        let kind = last.split(':').next().unwrap_or_default();
        Outcome {
            stdout: run.stdout.clone(),
            code: run.code,
            last: if TYPE_ONLY.contains(&kind) { kind } else { last }.to_string(),
            places: run.stderr.lines().map(str::trim).filter(is_place).map(String::from).collect(),
        }
    }

    /// Returns how another outcome differs from this one, in words.
    fn difference(&self, other: &Self) -> Option<String> {
        if self.stdout != other.stdout {
            let (mut ours, mut theirs) = (self.stdout.lines(), other.stdout.lines());
            for number in 1.. {
                let (expected, found) = (ours.next(), theirs.next());
                if expected != found {
                    return Some(format!(
                        "line {number} of the output\n  is        {found:?}\n  should be {expected:?}"
                    ));
                }
                if expected.is_none() {
                    break;
                }
            }
        }
        (self != other).then(|| {
            let (found, expected) = ((other.code, &other.last, &other.places), (self.code, &self.last, &self.places));
            format!("how it ends\n  is        {found:?}\n  should be {expected:?}")
        })
    }
}

fn name(file: &Path) -> String {
    file.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap_or(file).display().to_string()
}

/// Returns each program of the corpus with its outcome under CPython; `None` where there is none to compare with.
fn expected() -> Option<&'static [(PathBuf, Outcome)]> {
    static EXPECTED: OnceLock<Option<Vec<(PathBuf, Outcome)>>> = OnceLock::new();
    let expected = EXPECTED.get_or_init(|| {
        let python = Interpreter::to_compare_with()?;
        let programs = corpus();
        let outcomes = on_all_cores(&programs, |file| Outcome::of(&python.run(file, &[]), file));
        Some(programs.into_iter().zip(outcomes).collect())
    });
    expected.as_deref()
}

/// Compares all programs of the corpus, run with these options, with their outcomes under CPython.
fn compare(options: &[&str]) {
    let Some(programs) = expected() else { return };
    let differences = on_all_cores(programs, |(file, expected)| {
        let run = kosut(file, options);
        let difference = expected.difference(&Outcome::of(&run, file))?;
        Some(format!("{}: {difference}\n{}", name(file), last_lines(&run.stderr)))
    });
    let differences: Vec<_> = differences.into_iter().flatten().collect();
    assert!(differences.is_empty(), "{} programs differ\n\n{}", differences.len(), differences.join("\n"));
}

fn last_lines(text: &str) -> String {
    let lines: Vec<_> = text.lines().collect();
    lines[lines.len().saturating_sub(6)..].iter().map(|line| format!("    {line}\n")).collect()
}

#[test]
fn there_are_enough_programs_and_a_quarter_ends_with_an_exception() {
    let programs = corpus();
    assert!(programs.len() >= PROGRAMS_MIN, "{} programs", programs.len());
    let uncaught = programs.iter().filter(|file| name(file).contains("uncaught")).count();
    assert!(4 * uncaught >= programs.len(), "{uncaught} of {}", programs.len());
}

#[test]
fn under_the_lock_programs_do_what_they_do_under_cpython() {
    compare(&[]);
}

#[test]
fn without_the_lock_programs_do_what_they_do_under_cpython() {
    compare(&["--gil", "off"]);
}

#[test]
fn a_check_before_each_instruction_changes_no_answer() {
    compare(&["--checks", "instructions"]);
}
