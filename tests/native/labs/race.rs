//! The lab `race`, on real threads and processes.

use std::sync::OnceLock;

use kosut::labs::{self, Event, Format, report::Machine};
use serde_json::Value;

use crate::support::lab::{self, machine};

fn run(query: &str, machine: &Machine) -> (Value, labs::Finished, Vec<Event>) {
    let (finished, events) = lab::run("race", query, machine).expect("runs");
    (lab::report(&finished), finished, events)
}

/// Returns a run of two threads that count, which several tests look at.
fn counted() -> &'static (Value, labs::Finished, Vec<Event>) {
    static COUNTED: OnceLock<(Value, labs::Finished, Vec<Event>)> = OnceLock::new();
    COUNTED.get_or_init(|| run("rounds=100000&samples=8", &machine(true)))
}

#[test]
fn the_report_satisfies_its_schema_and_only_unsynchronised_threads_lose_updates() {
    for query in ["scene=counter&lanes=3", "scene=bank&window=2", "scene=seat"] {
        let (report, ..) = run(&format!("{query}&rounds=20000"), &machine(true));
        assert_eq!(report["answers_agree"], true, "{report:#}");
        let rows = report["rows"].as_array().expect("rows");
        let labels: Vec<&str> = rows.iter().filter_map(|row| row["label"].as_str()).collect();
        assert_eq!(labels, ["unsynchronised", "mutex", "atomic", "merge", "processes"]);
        for row in &rows[1..] {
            assert_eq!((row["lost"].as_f64(), row["lost_share"].as_f64()), (Some(0.0), Some(0.0)), "{row:#}");
            assert_eq!(row["found_least"], row["expected"], "{row:#}");
        }
        assert!(rows[0]["lost"].as_f64() >= Some(0.0), "{:#}", rows[0]);
        assert!(rows.iter().all(|row| row["ns_per_operation"].as_f64() > Some(0.0)), "{report:#}");
        assert_eq!(report["claims"].as_array().map(Vec::len), Some(1));
        assert_eq!(report["claims"][0]["id"], "threads.race");
        assert!(report["claims"][0]["ratio"].as_f64() >= Some(1.0), "{report:#}");
    }
}

#[test]
fn small_runs_find_only_results_that_the_explorer_lists() {
    let (report, ..) = counted();
    let row = &report["rows"][0];
    assert_eq!(row["small_possible"], serde_json::json!([2, 3, 4]));
    let times = row["small_times"].as_array().expect("times").iter().filter_map(Value::as_u64);
    assert_eq!(times.sum::<u64>(), 2_000);
    let found = row["small_found"].as_array().expect("numbers");
    assert!(!found.is_empty() && found.iter().all(|number| (2..=4).contains(&number.as_u64().unwrap_or(0))));
}

#[test]
fn two_threads_are_shown_while_they_race_and_after_each_sample() {
    let (_, finished, events) = counted();
    let live = || events.iter().filter_map(|event| if let Event::Race { live } = event { Some(live) } else { None });
    assert_eq!(live().filter(|live| live.over && live.rehearsal).count(), 5);
    let samples = finished.report.rows[0].samples_ms.len();
    assert!((8..=24).contains(&samples), "{samples} samples");
    assert_eq!(live().filter(|live| live.over && !live.rehearsal).count(), 5 * samples);
    let during: Vec<_> = live().filter(|live| !live.over).collect();
    assert!(!during.is_empty(), "no state was shown of warm-ups of half a second each");
    assert!(during.iter().all(|live| live.steps.len() == 2), "{during:?}");
    assert_eq!(finished.runs.len(), 5 * samples);
    lab::steps_counted(events);
    let (csv, name) = labs::export(finished, Format::Csv).expect("exports");
    assert_eq!((csv.lines().count(), name.as_str()), (1 + 5 * samples, "kosut-race.csv"));
}

#[test]
fn without_isolation_processes_count_and_the_log_names_what_is_left_out() {
    let (report, ..) = run("rounds=1000", &machine(false));
    assert_eq!(report["rows"].as_array().map(Vec::len), Some(1));
    assert_eq!(report["rows"][0]["label"], "processes");
    assert_eq!(report["claims"][0]["reason"], "not-isolated");
    let log = report["log"][0].as_str().unwrap_or_default();
    assert_eq!(log, "left out for want of cross-origin isolation: unsynchronised, mutex, atomic, merge");
}

#[test]
fn on_one_core_all_ways_are_measured_and_the_claim_is_unavailable() {
    let (report, ..) = run("rounds=1000", &Machine { cores: 1, ..machine(true) });
    assert_eq!(report["claims"][0]["reason"], "one-core");
    assert_eq!(report["rows"].as_array().map(Vec::len), Some(5));
}
