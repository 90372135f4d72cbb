//! The twin of `switching` hands every turn over as often as it should, and takes the values that the lab takes.

use serde_json::json;

use crate::support::twin::{refused, report, twin};

#[test]
fn every_turn_is_handed_over_there_and_back() {
    let Some(run) = twin("switching", &["--count", "25", "--samples", "7", "--json"]) else { return };
    let report = report(run);
    for way in ["call", "condition", "pipe"] {
        assert_eq!(report["ways"][way]["handed_on"], json!(vec![50; 7]), "{way}");
        assert!(report["ways"][way]["p50_us"].as_f64() <= report["ways"][way]["p99_us"].as_f64(), "{way}");
    }
}

#[test]
fn the_table_has_the_three_ways_and_both_starts() {
    let Some(run) = twin("switching", &["--count", "20", "--samples", "7"]) else { return };
    let table = run.succeeded();
    for words in ["call", "condition", "pipe", "of a thread", "of a process"] {
        assert!(table.contains(words), "{table}");
    }
}

#[test]
fn values_that_the_lab_refuses_are_refused() {
    for (field, value, allowed) in [("--count", "19", "20 to 10000"), ("--samples", "6", "7 to 99")] {
        let Some(run) = twin("switching", &[field, value]) else { return };
        let refusal = refused(run);
        assert!(refusal.contains(&format!("{value}: allowed is {allowed}")), "{refusal}");
    }
}
