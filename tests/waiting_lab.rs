//! The lab `waiting` on the operating system: connections, files and sleeps that lanes really wait for.

use std::thread;

use kosut::{
    cluster::{Cluster, Host, Incoming, protocol::Reply, protocol::Request},
    error::Result,
    labs::{self, Event, Finished, report::Machine, waiting::WaitingStage},
    lanes::blocking::{Offers, Wait},
    programs::waits::{Outcome, Task, What},
    topology::Topology,
    trace::Activity,
};
use serde_json::Value;

mod lab;
use lab::{machine, now};

fn run(query: &str, machine: &Machine) -> Result<(Finished, Vec<Event>)> {
    lab::run("waiting", query, machine)
}

fn rows(finished: &Finished) -> Vec<Value> {
    lab::report(finished)["rows"].as_array().expect("rows").clone()
}

fn labels(finished: &Finished) -> Vec<String> {
    finished.report.rows.iter().map(|row| row.label.clone()).collect()
}

/// Runs a program on a new cluster.
fn perform(topology: Topology, request: Request) -> Result<Outcome> {
    let host = lab::host();
    let mut cluster = now(host.spawn(topology))?;
    cluster.send(0, request)?;
    match now(cluster.receive(None))? {
        Incoming::Reply(0, Reply::Performed { outcome, .. }) => outcome.try_into(),
        Incoming::Reply(_, Reply::Failed { error }) => Err(error),
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_way_does_every_job_and_waits_at_least_as_long_as_it_must() {
    let (finished, events) = run("jobs=6&workers=3&delay=5", &machine(true)).expect("runs");
    assert_eq!(labels(&finished), ["1x1", "1x3", "3x1", "event-loop"]);
    // Delays one after another, in rounds of three, or all at once: nobody is answered early.
    for (row, least_ms) in rows(&finished).iter().zip([30.0, 10.0, 10.0, 5.0]) {
        assert_eq!(row["samples_ms"].as_array().map(Vec::len), Some(7), "{row}");
        for sample in row["samples_ms"].as_array().expect("samples") {
            assert!(sample.as_f64().expect("a time") >= least_ms, "{row}");
        }
        assert_eq!(row["waits_for"], "request", "{row}");
        assert!(row["memory_bytes"].as_u64().is_some_and(|bytes| bytes > 1 << 16), "{row}");
    }
    assert!(finished.report.answers_agree);
    let claim = &finished.report.claims[0];
    assert_eq!((claim.id.as_str(), claim.ratio.is_some()), ("when.threads.io", true));

    lab::steps_counted(&events);
    let waits = finished.runs.iter().filter(|run| run.name.starts_with("1x3"));
    for run in waits {
        assert_eq!(run.spans.len(), 6, "{}", run.name);
        assert!(run.spans.iter().all(|span| span.activity == Activity::Wait && span.end_ms.is_some()));
    }
    let shown = events.iter().filter(|event| matches!(event, Event::Cluster { .. })).count();
    assert_eq!(shown, 4 * 8, "every run is shown");
}

#[test]
fn files_are_stored_and_read_by_every_lane_and_no_event_loop_pretends_to() {
    let (finished, _) = run("kind=file&jobs=4&workers=2&size=8", &machine(true)).expect("runs");
    assert_eq!(labels(&finished), ["1x1", "1x2", "2x1"]);
    for row in &rows(&finished) {
        assert_eq!((&row["waits_for"], &row["file_bytes"]), (&"file".into(), &8192.into()));
    }
    assert!(finished.report.log.iter().any(|line| line.starts_with("no event loop for files")));
}

#[test]
fn a_timer_is_called_a_timer() {
    let (finished, _) = run("kind=timer&jobs=3&workers=2&delay=1", &machine(true)).expect("runs");
    assert!(rows(&finished).iter().all(|row| row["waits_for"] == "pause"));
    assert_eq!(labels(&finished).len(), 4);
}

#[test]
fn without_isolation_processes_and_the_loop_run_and_what_is_left_out_is_said() {
    let (finished, _) = run("jobs=2&workers=2&delay=1", &machine(false)).expect("runs");
    assert_eq!(labels(&finished), ["1x1", "2x1", "event-loop"]);
    assert_eq!(finished.report.log[0], "left out for want of cross-origin isolation: 1x2");
    assert_eq!(finished.report.claims[0].reason.as_deref(), Some("not-isolated"));
    let (alone, _) = run("jobs=1&workers=1&delay=1", &machine(true)).expect("runs");
    assert_eq!(labels(&alone), ["1x1", "event-loop"]);
    assert_eq!(alone.report.claims[0].reason.as_deref(), Some("not-in-run"));
}

#[test]
fn a_typed_line_ends_the_wait_and_others_have_computed_meanwhile() {
    for isolated in [true, false] {
        let host = lab::host();
        let params = labs::parse("waiting", "kind=input&workers=2&limit=60", None, &machine(isolated)).expect("params");
        let mut events = Vec::new();
        let mut typed = false;
        let mut observer = |event: Event| {
            // The reader types when the others have been seen to compute.
            if let Event::Waiting { live } = &event
                && !typed
                && live.blocks.iter().sum::<u32>() > 0
            {
                typed = true;
                let answer = now(labs::ask(&host, &machine(true), "waiting", r#"{"line": "iki\nsatır"}"#));
                assert_eq!(answer.expect("taken"), "{}");
            }
            events.push(event);
        };
        let finished = now(labs::run(&host, &machine(isolated), &params, &mut observer)).expect("runs");
        let row = &rows(&finished)[0];
        assert_eq!((&row["typed"], &row["topology"]), (&true.into(), &(if isolated { "1x2" } else { "2x1" }).into()));
        assert!(row["blocks_meanwhile"].as_u64() > Some(0), "{row}");
        assert_eq!(finished.report.claims[0].reason.as_deref(), Some("not-in-run"));
        let last = events.iter().rev().find_map(|event| match event {
            Event::Waiting { live } => Some(live.clone()),
            _ => None,
        });
        let last = last.expect("it is told");
        assert_eq!((last.stage, last.line.as_deref()), (WaitingStage::Typed, Some("iki satır")));
        // What the reader typed is nobody else's business.
        assert!(!finished.report_json().expect("JSON").contains("satır"));
    }
}

#[test]
fn nobody_types_and_the_wait_has_an_end_all_the_same() {
    let (finished, events) = run("kind=input&workers=2&limit=1", &machine(true)).expect("runs");
    assert_eq!(rows(&finished)[0]["typed"], false);
    assert!(finished.report.log.contains(&"nobody typed in time".to_string()));
    assert!(events.iter().any(|event| matches!(event, Event::Waiting { live } if live.stage == WaitingStage::Silent)));
}

#[test]
fn lines_that_are_too_long_and_other_questions_are_refused() {
    let host = lab::host();
    let long = format!(r#"{{"line": "{}"}}"#, "x".repeat(1001));
    for (question, code) in [(long.as_str(), "parameter"), ("{}", "protocol"), ("", "protocol")] {
        assert_eq!(now(labs::ask(&host, &machine(true), "waiting", question)).expect_err(question).code(), code);
    }
}

#[test]
fn processes_wait_for_the_outside_and_refuse_what_is_out_of_range() {
    let jobs = |what| Request::Perform { task: Task::Jobs(0..3, what).into(), epoch_ms: 0.0 };
    let offers = Request::Perform { task: Task::Offers.into(), epoch_ms: 0.0 };
    for topology in [Topology::SERIAL, Topology::TWO_THREADS] {
        let all = Offers { request: true, pause: true, file: true };
        assert_eq!(perform(topology, offers.clone()).expect("told").offers, all);
        assert_eq!(perform(topology, jobs(What::Delay(Wait::Request, 1.0))).expect("waits").jobs, 0b111);
        let error = perform(topology, jobs(What::Delay(Wait::Request, 1e9))).expect_err("too long");
        assert_eq!(error.code(), "parameter");
    }
    let at_once = |jobs, delay_ms| Request::AtOnce { jobs, wait: Wait::Request, delay_ms, epoch_ms: 0.0 };
    assert_eq!(perform(Topology::SERIAL, at_once(64, 1.0)).expect("waits").jobs, u64::MAX);
    assert_eq!(perform(Topology::SERIAL, at_once(65, 1.0)).expect_err("too many").code(), "protocol");
    assert_eq!(perform(Topology::SERIAL, at_once(1, -1.0)).expect_err("negative").code(), "parameter");
}

#[test]
fn a_run_that_is_dropped_leaves_nobody_waiting() {
    let host = lab::host();
    let mut cluster = now(host.spawn(Topology::TWO_THREADS)).expect("a cluster");
    cluster.send(0, Request::Perform { task: Task::Line(60_000.0).into(), epoch_ms: 0.0 }).expect("sent");
    let pids = cluster.pids();
    // Dropping waits until the children are gone, whatever they wait for.
    thread::spawn(move || drop(cluster)).join().expect("dropped");
    for pid in pids {
        assert!(!std::path::Path::new(&format!("/proc/{pid}")).exists(), "{pid} lives on");
    }
}
