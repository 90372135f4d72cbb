//! The twin of `gil` does each kind of work in each way, with the right answers.

use serde_json::Value;

use crate::support::twin::{refused, report, twin};

#[test]
fn each_kind_of_work_is_done_in_each_way() {
    let options = ["--workers", "3", "--size", "20", "--wait", "30", "--samples", "1", "--json"];
    let Some(run) = twin("gil", &options) else { return };
    let report = report(run);
    let rows = report["rows"].as_array().expect("rows");
    let text = |row: &Value, name: &str| row[name].as_str().expect("a text").to_string();
    let ways: Vec<(String, String)> = rows.iter().map(|row| (text(row, "kind"), text(row, "way"))).collect();
    let expected = ["cpu", "io"].map(|kind| ["serial", "threads", "processes"].map(|way| (kind.into(), way.into())));
    assert_eq!(ways, expected.concat());
    // The sum of i % 7 for i below 20000, which three ways have found three times each.
    assert_eq!(report["answers"]["cpu"], (0..20_000).map(|i| i % 7).sum::<u64>());
    for row in rows {
        // Three workers that wait for 30 ms take that long at least, one after another three times as long.
        let least_ms = match (row["kind"].as_str(), row["way"].as_str()) {
            (Some("io"), Some("serial")) => 90.0,
            (Some("io"), _) => 30.0,
            _ => 0.0,
        };
        assert!(row["median_ms"].as_f64().expect("a number") >= 0.99 * least_ms, "{row:#}");
    }
}

#[test]
fn it_accepts_the_values_of_the_lab_and_no_others() {
    for (option, low, high) in
        [("--workers", 2, 8), ("--size", 1, 100_000), ("--wait", 1, 10_000), ("--interval", 10, 1_000_000)]
    {
        for value in [low - 1, high + 1] {
            let Some(run) = twin("gil", &[option, &value.to_string()]) else { return };
            let refusal = refused(run);
            assert!(refusal.contains(&format!("{value}: allowed is {low} to {high}")), "{option}: {refusal}");
        }
    }
}
