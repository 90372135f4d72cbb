//! Starts the Python twins of the labs.

use std::path::Path;

use serde_json::Value;

use super::{program::Run, python::Interpreter};

/// What a program exits with when its arguments are wrong; the number of Python's `argparse`.
const USAGE: Option<i32> = Some(2);

/// Runs the twin of a lab. Without a Python to run it, prints a note and returns `None`.
#[track_caller]
pub fn twin(lab: &str, arguments: &[&str]) -> Option<Run> {
    let path = format!("{}/www/python/{lab}.py", env!("CARGO_MANIFEST_DIR"));
    Interpreter::for_twins().map(|python| python.run(Path::new(&path), arguments))
}

/// Returns what a twin printed as JSON.
#[track_caller]
pub fn report(run: Run) -> Value {
    serde_json::from_str(&run.succeeded()).expect("JSON")
}

/// Checks that a twin refuses its arguments; returns what it says about them.
#[track_caller]
pub fn refused(run: Run) -> String {
    assert_eq!(run.code, USAGE, "{}", run.stderr);
    run.stderr
}
