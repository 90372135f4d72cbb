//! The lab `memory`, on real processes. It reads how much memory they take from `/proc`.

use kosut::labs::{Event, report::Machine};
use serde_json::Value;

use crate::support::lab::{self, machine};

fn run(query: &str, machine: &Machine) -> (Value, Vec<Event>) {
    let (finished, events) = lab::run("memory", query, machine).expect("runs");
    (lab::report(&finished), events)
}

#[test]
fn the_report_satisfies_its_schema_and_every_process_holds_the_data_set() {
    let (report, events) = run("workers=3&data=2", &machine(true));
    let rows = report["rows"].as_array().expect("rows");
    let labels: Vec<_> = rows.iter().filter_map(|row| row["label"].as_str()).collect();
    assert_eq!(labels, ["1x1", "1x2", "2x1", "1x3", "3x1"]);
    for row in rows {
        let each = row["process_bytes"].as_array().expect("bytes of each process");
        assert_eq!(each.len() as u64, row["copies_of_data"].as_u64().expect("copies"), "{row}");
        assert!(each.iter().all(|bytes| bytes.as_u64() > Some(2 << 20)), "{row}");
        // The data set and the messages around it.
        let shipped = row["shipped_bytes"].as_u64().expect("bytes");
        let copies = each.len() as u64 * (2 << 20);
        assert!((copies..copies + copies / 100).contains(&shipped), "{row}");
    }
    let spans = events.iter().map(|event| match event {
        Event::Lanes { spans, .. } => spans.len(),
        _ => 0,
    });
    // Each thread reads once in each repeat and in the warm-up.
    assert_eq!(spans.sum::<usize>(), 8 * (1 + 2 + 2 + 3 + 3));
}

#[test]
fn each_further_process_takes_a_further_copy() {
    let (report, _) = run("workers=3&data=4", &machine(true));
    let processes = report["rows"].as_array().and_then(|rows| rows.last()).expect("a row");
    assert!(processes["bytes_per_worker"].as_f64() > Some(f64::from(4 << 20)), "{processes}");
}

#[test]
fn without_isolation_processes_are_measured_and_threads_are_not() {
    let (report, _) = run("workers=3&data=1", &machine(false));
    assert_eq!(report["log"], serde_json::json!(["left out for want of cross-origin isolation: 1x2, 1x3"]));
    let [threads, processes] = [0, 1].map(|index| &report["claims"][index]);
    assert_eq!((threads["id"].as_str(), threads["reason"].as_str()), (Some("threads.memory"), Some("not-isolated")));
    assert_eq!(processes["id"], "processes.memory");
    assert!(processes["ratio"].as_f64() > Some(1.0), "{processes}");
}
