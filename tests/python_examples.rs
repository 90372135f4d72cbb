//! The programs that the lab `gil` offers run under CPython and in the small Python, and say the same but for numbers.

use std::path::{Path, PathBuf};

mod python_runs;

use python_runs::{has_python, kosut, on_all_cores, programs, python};

/// Longer ones would not fit beside what they show.
const LINES_MAX: usize = 40;

fn examples() -> Vec<PathBuf> {
    let examples = programs(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/www/python/gil")));
    assert!(examples.len() >= 12, "{} examples", examples.len());
    examples
}

/// A text with one sign for each number, since numbers are measured, and one space for several.
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

/// Two threads of this example speak for themselves: which of them first is the scheduler's choice.
const SPEAKS_FROM_THREADS: &str = "deadlock.py";

/// What is compared of a program's output.
fn heart(file: &Path, stdout: &str) -> String {
    let text = without_numbers(stdout);
    if !file.ends_with(SPEAKS_FROM_THREADS) {
        return text;
    }
    let mut lines: Vec<&str> = text.lines().collect();
    lines.sort_unstable();
    lines.join("\n")
}

#[test]
fn examples_say_the_same_under_cpython_and_in_the_small_python() {
    if !has_python() {
        return;
    }
    let differences = on_all_cores(&examples(), |file| {
        let expected = python(file);
        assert_eq!((expected.code, expected.stderr.as_str()), (Some(0), ""), "{file:?}");
        let options: [&[&str]; 3] = [&[], &["--gil", "off"], &["--checks", "instructions"]];
        let differs = options.into_iter().filter_map(|options| {
            let found = kosut(file, options);
            let same = heart(file, &found.stdout) == heart(file, &expected.stdout);
            (!same || found.code != Some(0) || !found.stderr.is_empty())
                .then(|| format!("{file:?} {options:?}\nis {found:#?}\nshould be {expected:#?}\n"))
        });
        differs.collect::<String>()
    });
    assert!(differences.concat().is_empty(), "{}", differences.concat());
}

#[test]
fn with_a_lock_no_addition_is_lost_and_answers_are_equal() {
    for file in examples() {
        let name = file.file_name().and_then(|name| name.to_str()).expect("a name").to_string();
        for options in [&[][..], &["--gil", "off"]] {
            match name.as_str() {
                "counter_lock.py" => {
                    let said = kosut(&file, options).stdout;
                    assert!(said.contains("should be 100000, is 100000, lost 0\n"), "{said}");
                }
                "cpu_processes.py" | "pool_processes.py" | "pool_threads.py" => {
                    let said = kosut(&file, options).stdout;
                    assert!(said.contains("answers are equal: True"), "{said}");
                }
                _ => {}
            }
        }
    }
}

#[test]
fn examples_are_short() {
    for file in examples() {
        let lines = std::fs::read_to_string(&file).expect("a text").lines().count();
        assert!(lines <= LINES_MAX, "{file:?} has {lines} lines");
    }
}
