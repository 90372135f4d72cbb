//! The twin of `switching` in Python hands every turn on as often as it should, and takes what the lab takes.
//!
//! Where there is no `python3`, these tests say so and pass: the project itself does not need it.

use std::process::Output;

use serde_json::json;

mod python;

fn twin(arguments: &[&str]) -> Option<Output> {
    python::twin("switching", arguments)
}

#[test]
fn every_turn_is_handed_on_there_and_back() {
    let Some(output) = twin(&["--count", "25", "--samples", "7", "--json"]) else { return };
    let report = python::report(&output);
    for way in ["call", "condition", "pipe"] {
        assert_eq!(report["ways"][way]["handed_on"], json!(vec![50; 7]), "{way}");
        assert!(report["ways"][way]["p50_us"].as_f64() <= report["ways"][way]["p99_us"].as_f64(), "{way}");
    }
}

#[test]
fn the_table_has_the_three_ways_and_both_starts() {
    let Some(output) = twin(&["--count", "20", "--samples", "7"]) else { return };
    let table = String::from_utf8(output.stdout).expect("UTF-8");
    for words in ["call", "condition", "pipe", "of a thread", "of a process"] {
        assert!(table.contains(words), "{table}");
    }
}

#[test]
fn what_the_lab_refuses_is_refused() {
    for (field, value, allowed) in [("--count", "19", "20 to 10000"), ("--samples", "6", "7 to 99")] {
        let Some(output) = twin(&[field, value]) else { return };
        let refusal = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{refusal}");
        assert!(refusal.contains(&format!("{value}: allowed is {allowed}")), "{refusal}");
    }
}
