//! The twin of `race`: only unsynchronised threads lose updates.

use crate::support::twin::{report, twin};

#[test]
fn only_unsynchronised_threads_lose_updates() {
    let Some(run) = twin("race", &["--lanes", "3", "--rounds", "20000", "--json"]) else { return };
    let report = report(run);
    let rows = report["rows"].as_array().expect("rows");
    let ways: Vec<&str> = rows.iter().filter_map(|row| row["way"].as_str()).collect();
    assert_eq!(ways, ["unsynchronised", "mutex", "merge", "processes"]);
    for row in rows {
        assert_eq!(row["expected"], 60_000, "{row:#}");
        let lost = row["lost"].as_i64().expect("a number");
        assert!(if row["way"] == "unsynchronised" { (0..60_000).contains(&lost) } else { lost == 0 }, "{row:#}");
    }
}
