//! The lab `choose`: from a described job to a recommendation, and to what that is worth.

use kosut::labs::{self, Event, choose::ChooseLive, report::Machine};
use serde_json::{Value, json};

use crate::support::lab::{self, machine};

/// A job that is small, as the tests look at what is computed and not at how long it takes.
const SMALL: &str = "items=8&cpu=200&in=4&out=4";

fn run(query: &str, machine: &Machine) -> (Value, Vec<ChooseLive>) {
    let (finished, events) = lab::run("choose", query, machine).expect(query);
    lab::steps_counted(&events);
    let live =
        events.into_iter().filter_map(|event| if let Event::Choose { live } = event { Some(live) } else { None });
    (lab::report(&finished), live.collect())
}

fn topologies(report: &Value) -> Vec<&str> {
    report["rows"].as_array().expect("rows").iter().filter_map(|row| row["topology"].as_str()).collect()
}

#[test]
fn every_candidate_is_predicted_and_run_and_all_give_the_same_results() {
    for (job, expected) in [
        ("", "1x1 1x2 2x1"),
        ("&shared=yes", "1x1 1x2 2x1"),
        ("&cpu=0&in=0&out=0&items=1", "1x1 1x2 2x1"),
        ("&wait=2&lanes=4", "1x1 1x2 2x1 1x4 4x1 2x2"),
        ("&wait=2&lanes=4&shared=yes", "1x1 1x2 2x1 1x4 4x1 2x2"),
        ("&start=counted", "1x1 1x2 2x1"),
    ] {
        let query =
            SMALL.split('&').filter(|pair| !job.contains(&format!("&{}=", pair.split('=').next().unwrap_or(""))));
        let query = format!("{}{job}", query.collect::<Vec<_>>().join("&"));
        let (report, live) = run(query.trim_start_matches('&'), &machine(true));
        assert_eq!(topologies(&report).join(" "), expected, "{query}");
        assert_eq!(report["answers_agree"], true);
        let rows = report["rows"].as_array().expect("rows");
        let recommended: Vec<_> = rows.iter().filter(|row| row["recommended"] == true).collect();
        assert_eq!(recommended.len(), 1, "{query}");
        for row in rows {
            let number = |name: &str| row[name].as_f64().unwrap_or_else(|| panic!("{name} in {row}"));
            let interval: [f64; 2] = serde_json::from_value(row["predicted_interval_ms"].clone()).expect("an interval");
            assert!(interval[0] <= number("predicted_ms") && number("predicted_ms") <= interval[1], "{row}");
            assert!(number("over_best") >= 1.0 && number("predicted_memory_bytes") > 0.0, "{row}");
            assert_eq!(row["samples_ms"].as_array().map(Vec::len), Some(7));
            // Bytes really travel to processes, and to them only.
            let data = 8.0 * 4096.0;
            let several = !row["topology"].as_str().expect("a topology").starts_with("1x");
            let (sent, received) = (number("sent_bytes"), number("received_bytes"));
            if query.contains("in=4") {
                assert_eq!((sent > data, received > data), (several, several), "{row}");
            }
        }
        let last = live.last().expect("an event");
        assert!(last.measured_ms.iter().all(Option::is_some) && live[0].measured_ms.iter().all(Option::is_none));
        assert_eq!(report["claims"][0]["id"], "when.choose");
    }
}

#[test]
fn a_job_that_must_survive_a_crash_is_given_to_several_processes() {
    let (report, _) = run(&format!("{SMALL}&survive=yes"), &machine(true));
    let rows = report["rows"].as_array().expect("rows");
    let chosen = rows.iter().find(|row| row["recommended"] == true).expect("a recommendation");
    assert_eq!((&chosen["topology"], &chosen["reasons"][0]), (&json!("2x1"), &json!("survive")));
    let suits: Vec<_> = rows.iter().map(|row| row["suits"].clone()).collect();
    assert_eq!(suits, [false, false, true]);
    // With one candidate that suits there is nothing to choose.
    assert_eq!(report["claims"][0]["reason"], "nothing-to-choose");
}

#[test]
fn several_random_jobs_are_run_and_the_log_says_how_good_the_advice_was() {
    // This seed gives short jobs of three kinds: one that computes, one that waits, one that does both.
    let (report, live) = run("jobs=3&seed=3349&lanes=4", &machine(true));
    assert_eq!(report["rows"].as_array().map(Vec::len), Some(3));
    let log = report["log"].as_array().expect("a log");
    let says = |text: &str| log.iter().any(|line| line.as_str().is_some_and(|line| line.contains(text)));
    assert!(says("of 3 recommendations were within 15 %") && says("median error of predicted time"), "{log:?}");
    assert_eq!(live.iter().map(|live| live.job).max(), Some(3));
}

#[test]
fn without_isolation_processes_are_recommended_and_the_log_names_what_is_left_out() {
    let (report, _) = run(SMALL, &machine(false));
    assert_eq!(topologies(&report), ["1x1", "2x1"]);
    assert_eq!(report["log"][0], "left out for want of cross-origin isolation: everything with threads");
    let rows = report["rows"].as_array().expect("rows");
    let chosen = rows.iter().find(|row| row["recommended"] == true).expect("a recommendation");
    assert!(chosen["reasons"].as_array().expect("reasons").contains(&json!("not-isolated")), "{chosen}");
}

#[test]
fn other_values_are_predicted_without_a_run_once_the_machine_is_known() {
    run(SMALL, &machine(true));
    let ask = |query: &str| {
        let question = json!({ "query": query }).to_string();
        lab::now(labs::ask(&lab::host(), &lab::machine(true), "choose", &question))
    };
    let answer: Value = serde_json::from_str(&ask("preset=crawler").expect("an answer")).expect("JSON");
    assert_eq!(answer["measuredMs"].as_array().map(|all| all.iter().all(Value::is_null)), Some(true), "{answer}");
    assert!(answer["costs"]["stepsPerMs"].as_f64() > Some(0.0));
    assert_eq!(ask("items=0").expect_err("refused").code(), "parameter");
}
