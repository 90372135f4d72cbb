//! The twin of the lab `race` in Python runs under plain `python3`, and only who takes no care loses anything.
//!
//! Where there is no `python3`, this test says so and passes: the project itself does not need it.

mod python;

#[test]
fn in_python_too_only_who_takes_no_care_loses() {
    let options = ["--lanes", "3", "--rounds", "20000", "--json"];
    let Some(output) = python::twin("race", &options) else { return };
    let report = python::report(&output);
    let rows = report["rows"].as_array().expect("rows");
    let ways: Vec<&str> = rows.iter().filter_map(|row| row["way"].as_str()).collect();
    assert_eq!(ways, ["unsynchronised", "mutex", "merge", "processes"]);
    for row in rows {
        assert_eq!(row["expected"], 60_000, "{row:#}");
        let lost = row["lost"].as_i64().expect("a number");
        assert!(if row["way"] == "unsynchronised" { (0..60_000).contains(&lost) } else { lost == 0 }, "{row:#}");
    }
}
