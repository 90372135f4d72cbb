//! The twin of `deadlock` in Python freezes as the lab does, and its other ways do not.
//!
//! Where there is no `python3`, these tests say so and pass: the project itself does not need it.

use std::process::Output;

mod python;

fn twin(arguments: &[&str]) -> Option<Output> {
    python::twin("deadlock", arguments)
}

#[test]
fn the_naive_way_freezes_in_a_circle_and_the_others_eat_all_meals() {
    // A pause of two milliseconds between the forks: all have taken the first one by then.
    let query = ["--philosophers", "3", "--meals", "100", "--pause", "2000", "--samples", "2", "--json"];
    let Some(output) = twin(&query) else { return };
    let report = python::report(&output);
    let ways = &report["ways"];
    assert_eq!(ways["naive"]["frozen_runs"], 2, "{report:#}");
    assert_eq!(ways["naive"]["circle"], serde_json::json!([0, 1, 2]), "{report:#}");
    for way in ["ordered", "back-off", "waiter", "timeout"] {
        assert_eq!(ways[way]["frozen_runs"], 0, "{way}");
        assert_eq!(ways[way]["meals"], serde_json::json!([100, 100]), "{way}");
        assert_eq!(ways[way]["uses"], serde_json::json!([200, 200]), "{way}");
    }
}

#[test]
fn it_accepts_the_values_of_the_lab_and_no_others() {
    for (name, value) in [("philosophers", "1"), ("philosophers", "17"), ("meals", "99"), ("pause", "10001")] {
        let Some(output) = twin(&[&format!("--{name}"), value]) else { return };
        let refusal = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{name}={value}: {refusal}");
        assert!(refusal.contains(&format!("{name}={value}: allowed is ")), "{refusal}");
    }
}
