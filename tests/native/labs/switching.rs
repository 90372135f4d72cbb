//! The lab `switching`, on real processes and threads.

use kosut::{
    cluster::{
        Cluster, Host, Incoming,
        protocol::{Reply, Request},
    },
    labs::{
        self, Event,
        report::{Machine, Row},
    },
    measure::Plan,
};
use serde_json::Value;

use crate::support::lab::{self, host, machine, now};

fn run(query: &str, machine: &Machine) -> (labs::Finished, Vec<Event>) {
    lab::run("switching", query, machine).expect("runs")
}

const SHORT: &str = "count=20&samples=7&lanes=4&size=100000";

fn labels(rows: &[Row]) -> Vec<&str> {
    rows.iter().map(|row| row.label.as_str()).collect()
}

#[test]
fn every_way_has_a_row_whose_histogram_counts_every_time() {
    let (finished, _) = run(SHORT, &machine(true));
    lab::report(&finished);

    let rows = &finished.report.rows;
    let direct: &[&str] = if cfg!(unix) { &["direct"] } else { &[] };
    let ways = [&["call", "atomics", "condvar"], direct, &["conductor"]].concat();
    let busy = ["1x1 busy", "1x2 busy", "1x4 busy", "2x1 busy", "4x1 busy"];
    let starts = ["1x1 start", "2x1 start", "1x2 start", "1x4 start"];
    assert_eq!(labels(rows), [&ways[..], &busy, &starts].concat());
    for row in rows.iter().filter(|row| row.fields["kind"] == "way") {
        let list = |name: &str| row.fields[name].as_array().expect(name).clone();
        let counted: u64 = list("counts").iter().filter_map(Value::as_u64).sum();
        assert_eq!(Some(counted), row.fields["times"].as_u64(), "{}", row.label);
        assert_eq!(list("edges_us").len(), list("counts").len() + 1, "{}", row.label);
        let number = |name: &str| row.fields[name].as_f64().expect(name);
        assert!(0.0 < number("p50_us") && number("p50_us") <= number("p99_us"), "{}", row.label);
        assert_eq!(row.samples_ms.len(), 7, "{}", row.label);
    }
    let ids: Vec<_> = finished.report.claims.iter().map(|claim| (claim.id.as_str(), claim.ratio.is_some())).collect();
    assert_eq!(ids, [("threads.switching", true), ("processes.switching", true)]);
}

#[test]
fn steps_are_counted_to_the_end_and_turns_are_recorded() {
    let (finished, events) = run(SHORT, &machine(true));
    assert_eq!(lab::steps_counted(&events), 24);
    let turns = &finished.runs[0].spans;
    assert!(turns.iter().any(|span| span.lane == 0) && turns.iter().any(|span| span.lane == 1), "{turns:?}");
    assert_eq!(finished.runs.len(), 1 + 7 * 5);
}

#[test]
fn without_shared_memory_processes_are_measured_and_the_claims_unavailable() {
    let (finished, _) = run("count=20&samples=7&lanes=2&size=100000", &machine(false));
    assert!(finished.report.rows.iter().all(|row| !["1x2", "1x4"].contains(&row.topology.as_str())));
    assert!(labels(&finished.report.rows).contains(&"conductor"));
    assert!(finished.report.log[0].contains("isolation"), "{:?}", finished.report.log);
    let reasons: Vec<_> = finished.report.claims.iter().map(|claim| claim.reason.as_deref()).collect();
    assert_eq!(reasons, [Some("not-isolated"); 2]);
}

#[test]
#[cfg(unix)]
fn linked_processes_exchange_messages_and_others_refuse() {
    let mut cluster = now(host().spawn("3x1".parse().expect("a topology"))).expect("spawns");
    now(cluster.link(0, 2)).expect("links");
    let plan = Plan { groups: 5, each: 40 };
    for _ in 0..2 {
        cluster.send(0, Request::Rally { peer: 2, plan }).expect("sends");
        match now(cluster.receive(None)) {
            Ok(Incoming::Reply(0, Reply::Rallied { times })) => assert_eq!(times.groups_ms.len(), 5),
            other => panic!("{other:?}"),
        }
    }
    cluster.send(0, Request::Rally { peer: 1, plan }).expect("sends");
    match now(cluster.receive(None)) {
        Ok(Incoming::Reply(0, Reply::Failed { error })) => assert_eq!(error.code(), "protocol"),
        other => panic!("{other:?}"),
    }
}
