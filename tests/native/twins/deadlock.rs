//! The twin of `deadlock` freezes as the lab does, and its other strategies do not.

use crate::support::twin::{refused, report, twin};

#[test]
fn the_naive_strategy_freezes_in_a_circle_and_the_others_eat_all_meals() {
    // A pause of two milliseconds between the forks, in which all take their first one as soon as all threads run.
    let query = ["--philosophers", "3", "--meals", "100", "--pause", "2000", "--samples", "3", "--json"];
    let Some(run) = twin("deadlock", &query) else { return };
    let report = report(run);
    let ways = &report["ways"];
    // On a busy machine a run can be over before the last thread has begun.
    assert!((1..=3).contains(&ways["naive"]["frozen_runs"].as_u64().expect("a number")), "{report:#}");
    assert_eq!(ways["naive"]["circle"], serde_json::json!([0, 1, 2]), "{report:#}");
    for way in ["ordered", "back-off", "waiter", "timeout"] {
        assert_eq!(ways[way]["frozen_runs"], 0, "{way}");
        assert_eq!(ways[way]["meals"], serde_json::json!([100, 100, 100]), "{way}");
        assert_eq!(ways[way]["uses"], serde_json::json!([200, 200, 200]), "{way}");
    }
}

#[test]
fn it_accepts_the_values_of_the_lab_and_no_others() {
    for (name, value) in [("philosophers", "1"), ("philosophers", "17"), ("meals", "99"), ("pause", "10001")] {
        let Some(run) = twin("deadlock", &[&format!("--{name}"), value]) else { return };
        let refusal = refused(run);
        assert!(refusal.contains(&format!("{name}={value}: allowed is ")), "{refusal}");
    }
}
