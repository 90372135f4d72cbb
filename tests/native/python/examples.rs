//! The programs that the lab `gil` offers print the same under CPython and in the small Python, except for numbers.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::OnceLock,
};

use crate::support::{
    program::Run,
    programs::programs,
    python::{Interpreter, kosut, on_all_cores},
};

/// Longer ones would not fit beside their output.
const LINES_MAX: usize = 40;

/// The options under which each example is run: with the lock, without it, and with a check before each instruction.
const OPTIONS: [&[&str]; 3] = [&[], &["--gil", "off"], &["--checks", "instructions"]];

fn examples() -> Vec<PathBuf> {
    let examples = programs(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/www/python/gil")));
    assert!(examples.len() >= 12, "{} examples", examples.len());
    examples
}

/// Returns each example with its runs in the small Python, one for each of [`OPTIONS`].
fn runs() -> &'static [(PathBuf, [Run; 3])] {
    static RUNS: OnceLock<Vec<(PathBuf, [Run; 3])>> = OnceLock::new();
    RUNS.get_or_init(|| {
        let examples = examples();
        let jobs: Vec<_> = examples.iter().flat_map(|file| OPTIONS.map(|options| (file, options))).collect();
        let mut runs = on_all_cores(&jobs, |(file, options)| kosut(file, options)).into_iter();
        let mut of_one = || OPTIONS.map(|_| runs.next().expect("a run for each job"));
        examples.iter().map(|file| (file.clone(), of_one())).collect()
    })
}

/// Returns the text with one `#` for each number, since numbers are measured, and one space for several.
fn without_numbers(text: &str) -> String {
    let mut without = String::new();
    for c in text.chars() {
        let c = if c.is_ascii_digit() { '#' } else { c };
        let (number, space) = (c == '#' || c == '.', c == ' ');
        if !(number && without.ends_with('#') || space && without.ends_with(' ')) {
            without.push(c);
        }
    }
    without
}

/// In this example two threads print, in an order that the scheduler decides.
const PRINTS_FROM_THREADS: &str = "deadlock.py";

/// Returns the part of a program's output that is compared.
fn compared(file: &Path, stdout: &str) -> String {
    let text = without_numbers(stdout);
    if !file.ends_with(PRINTS_FROM_THREADS) {
        return text;
    }
    let mut lines: Vec<&str> = text.lines().collect();
    lines.sort_unstable();
    lines.join("\n")
}

#[test]
fn examples_print_the_same_under_cpython_and_in_the_small_python() {
    let Some(python) = Interpreter::to_compare_with() else { return };
    let differences = on_all_cores(runs(), |(file, runs)| {
        let expected = python.run(file, &[]);
        assert_eq!((expected.code, expected.stderr.as_str()), (Some(0), ""), "{file:?}");
        let differs = OPTIONS.iter().zip(runs).filter_map(|(options, found)| {
            let same = compared(file, &found.stdout) == compared(file, &expected.stdout);
            (!same || found.code != Some(0) || !found.stderr.is_empty())
                .then(|| format!("{file:?} {options:?}\nis {found:#?}\nshould be {expected:#?}\n"))
        });
        differs.collect::<String>()
    });
    assert!(differences.concat().is_empty(), "{}", differences.concat());
}

#[test]
fn with_a_lock_no_addition_is_lost_and_answers_are_equal() {
    let mut found = 0;
    for (file, runs) in runs() {
        let line = match file.file_name().and_then(|name| name.to_str()) {
            Some("counter_lock.py") => "should be 100000, is 100000, lost 0\n",
            Some("cpu_processes.py" | "pool_processes.py" | "pool_threads.py") => "answers are equal: True",
            _ => continue,
        };
        assert!(runs.iter().all(|run| run.stdout.contains(line)), "{file:?}: {runs:#?}");
        found += 1;
    }
    assert_eq!(found, 4, "examples");
}

#[test]
fn examples_are_short() {
    for file in examples() {
        let lines = fs::read_to_string(&file).expect("a text").lines().count();
        assert!(lines <= LINES_MAX, "{file:?} has {lines} lines");
    }
}
