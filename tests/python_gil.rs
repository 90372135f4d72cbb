//! The twin of the lab `gil` in Python runs under plain `python3` and finds the answer that it must.
//!
//! Where there is no `python3`, this test says so and passes: the project itself does not need it.

use serde_json::Value;

mod python;

#[test]
fn in_python_too_each_kind_of_work_is_done_in_each_way() {
    let options = ["--workers", "3", "--size", "20", "--wait", "30", "--samples", "1", "--json"];
    let Some(output) = python::twin("gil", &options) else { return };
    let report = python::report(&output);
    let rows = report["rows"].as_array().expect("rows");
    let text = |row: &Value, name: &str| row[name].as_str().expect("a text").to_string();
    let ways: Vec<(String, String)> = rows.iter().map(|row| (text(row, "kind"), text(row, "way"))).collect();
    let expected = ["cpu", "io"].map(|kind| ["serial", "threads", "processes"].map(|way| (kind.into(), way.into())));
    assert_eq!(ways, expected.concat());
    // The sum of i % 7 for i below 20000, which three ways have found three times each.
    assert_eq!(report["answers"]["cpu"], (0..20_000).map(|i| i % 7).sum::<u64>());
    for row in rows {
        // Three that wait for 30 ms take that long at least, in a row three times as long.
        let least_ms = match (row["kind"].as_str(), row["way"].as_str()) {
            (Some("io"), Some("serial")) => 90.0,
            (Some("io"), _) => 30.0,
            _ => 0.0,
        };
        assert!(row["median_ms"].as_f64().expect("a number") >= 0.99 * least_ms, "{row:#}");
    }
}

#[test]
fn the_twin_accepts_what_the_lab_accepts_and_nothing_else() {
    for (option, low, high) in
        [("--workers", 2, 8), ("--size", 1, 100_000), ("--wait", 1, 10_000), ("--interval", 10, 1_000_000)]
    {
        for value in [low - 1, high + 1] {
            let Some(output) = python::twin("gil", &[option, &value.to_string()]) else { return };
            let refusal = String::from_utf8_lossy(&output.stderr).into_owned();
            assert_eq!(output.status.code(), Some(2), "{option} {value}: {refusal}");
            assert!(refusal.contains(&format!("{value}: allowed is {low} to {high}")), "{refusal}");
        }
    }
}
