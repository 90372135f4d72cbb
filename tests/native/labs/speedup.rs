//! The lab `speedup`, on real threads and processes.

use kosut::{
    error::Result,
    labs::{self, Event, Format, report::Machine},
};
use serde_json::Value;

use crate::support::lab::{self, machine};

fn run(query: &str, machine: &Machine) -> Result<(labs::Finished, Vec<Event>)> {
    lab::run("speedup", query, machine)
}

#[test]
fn the_report_satisfies_its_schema() {
    for kernel in kosut::kernels::REGISTRY {
        let query = format!("kernel={}&size={}&topologies=1x2,2x1,2x2", kernel.id, kernel.size_min);
        let (finished, _) = run(&query, &machine(true)).expect("runs");
        let report = lab::report(&finished);
        assert_eq!(report["rows"].as_array().map(Vec::len), Some(4));
        assert_eq!(report["answers_agree"], true);
    }
}

#[test]
fn the_schema_refuses_a_report_that_lacks_a_field() {
    let (finished, _) = run("kernel=primes&size=1000", &machine(true)).expect("runs");
    let report = lab::report(&finished);
    for field in ["kosut", "lab", "params", "machine", "started", "rows", "claims", "answers_agree", "log"] {
        let mut broken = report.clone();
        broken.as_object_mut().expect("an object").remove(field);
        assert!(!lab::complaints(&broken).is_empty(), "without {field}");
    }
}

#[test]
fn steps_are_counted_to_the_end_and_every_sample_is_an_event() {
    let (finished, events) = run("kernel=primes&size=1000&samples=8", &machine(true)).expect("runs");
    assert_eq!(lab::steps_counted(&events), 31);
    let samples = events.iter().filter(|event| matches!(event, Event::Sample { .. })).count();
    assert_eq!(samples, 3 * 8);
    assert_eq!(finished.runs.len(), 3 * 8);
    assert!(finished.report.rows.iter().all(|row| row.samples_ms.len() == 8));
}

#[test]
fn without_isolation_processes_run_and_the_log_names_what_is_left_out() {
    let (finished, _) = run("kernel=primes&size=1000", &machine(false)).expect("runs");
    let labels: Vec<_> = finished.report.rows.iter().map(|row| row.label.as_str()).collect();
    assert_eq!(labels, ["1x1", "2x1"]);
    assert_eq!(finished.report.log[0], "left out for want of cross-origin isolation: 1x2");
    let error = run("kernel=primes&size=1000&topologies=1xN", &machine(false)).expect_err("nothing is left");
    assert_eq!(error.code(), "unavailable");
}

#[test]
fn one_core_makes_the_claim_unavailable() {
    let machine = Machine { cores: 1, ..machine(true) };
    let (finished, _) = run("kernel=primes&size=1000&topologies=2x1", &machine).expect("runs");
    let reasons: Vec<_> = finished.report.claims.iter().map(|claim| claim.reason.as_deref()).collect();
    assert_eq!(reasons, [Some("one-core")]);
}

#[test]
fn processes_are_judged_by_the_control_and_not_by_the_kernel() {
    // A thousand points are one piece: no number of processes does it faster.
    let (finished, _) = run("kernel=pi&size=1&topologies=2x1", &machine(true)).expect("runs");
    let claim = &finished.report.claims[0];
    assert_eq!(claim.id, "processes.parallel");
    assert!(claim.cores_available > Some(0.0) && claim.ratio > Some(0.0), "{claim:?}");
    let log = &finished.report.log;
    assert!(log.iter().any(|line| line.starts_with("cores available: ")), "{log:?}");
}

#[test]
fn exports_hold_every_sample() {
    let (finished, _) = run("kernel=primes&size=1000", &machine(true)).expect("runs");
    let (csv, name) = labs::export(&finished, Format::Csv).expect("exports");
    assert_eq!((csv.lines().count(), name.as_str()), (1 + 3 * 7, "kosut-speedup.csv"));
    let (trace, _) = labs::export(&finished, Format::Trace).expect("exports");
    let trace: Value = serde_json::from_str(&trace).expect("JSON");
    assert!(trace["traceEvents"].as_array().is_some_and(|events| events.len() > 3 * 7));
}

#[test]
fn unknown_labs_and_parameters_are_refused() {
    let code = |lab: &str, query: &str| labs::check(lab, query, &machine(true)).expect_err("refused").code();
    assert_eq!(code("chess", ""), "unknown-lab");
    assert_eq!(code("speedup", "sise=3"), "unknown-parameter");
    assert_eq!(code("speedup", "size=0"), "parameter");
}
