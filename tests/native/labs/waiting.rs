//! The lab `waiting`: threads really wait for connections, files and timers.

use kosut::{
    cluster::{Cluster, Host, Incoming, protocol::Reply, protocol::Request},
    error::Result,
    labs::{self, Event, Finished, report::Machine, waiting::WaitingStage},
    lanes::blocking::{Offers, Wait},
    topology::Topology,
    trace::Activity,
    workloads::waits::{Outcome, Task, What},
};
use serde_json::Value;

use crate::support::lab::{self, machine, now};

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
fn every_way_does_every_job_and_waits_at_least_for_the_delays() {
    let (finished, events) = run("jobs=6&workers=3&delay=5", &machine(true)).expect("runs");
    assert_eq!(labels(&finished), ["1x1", "1x3", "3x1", "event-loop"]);
    // Further rounds follow while the verdict is unclear.
    let samples = lab::samples(&rows(&finished)[0]);
    assert!((7..=23).contains(&samples), "{samples} samples");
    // Delays one after another, in rounds of three, or all at once: no answer comes early.
    for (row, least_ms) in rows(&finished).iter().zip([30.0, 10.0, 10.0, 5.0]) {
        assert_eq!(lab::samples(row), samples, "{row}");
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
    assert_eq!(shown, 4 * (1 + samples), "an event for every run");
}

#[test]
fn files_are_stored_and_read_by_every_thread_and_not_by_the_event_loop() {
    let (finished, _) = run("kind=file&jobs=4&workers=2&size=8", &machine(true)).expect("runs");
    assert_eq!(labels(&finished), ["1x1", "1x2", "2x1"]);
    for row in &rows(&finished) {
        assert_eq!((&row["waits_for"], &row["file_bytes"]), (&"file".into(), &8192.into()));
    }
    assert!(finished.report.log.iter().any(|line| line.starts_with("no event loop for files")));
}

#[test]
fn a_timer_is_reported_as_a_pause() {
    let (finished, _) = run("kind=timer&jobs=3&workers=2&delay=1", &machine(true)).expect("runs");
    assert!(rows(&finished).iter().all(|row| row["waits_for"] == "pause"));
    assert_eq!(labels(&finished).len(), 4);
}

#[test]
fn without_isolation_processes_and_the_loop_run_and_the_log_names_what_is_left_out() {
    let (finished, _) = run("jobs=2&workers=2&delay=1", &machine(false)).expect("runs");
    assert_eq!(labels(&finished), ["1x1", "2x1", "event-loop"]);
    assert_eq!(finished.report.log[0], "left out for want of cross-origin isolation: 1x2");
    assert_eq!(finished.report.claims[0].reason.as_deref(), Some("not-isolated"));
    let (alone, _) = run("jobs=1&workers=1&delay=1", &machine(true)).expect("runs");
    assert_eq!(labels(&alone), ["1x1", "event-loop"]);
    assert_eq!(alone.report.claims[0].reason.as_deref(), Some("not-in-run"));
}

#[test]
fn a_typed_line_ends_the_wait_and_other_threads_compute_meanwhile() {
    for isolated in [true, false] {
        let host = lab::host();
        let params = labs::parse("waiting", "kind=input&workers=2&limit=60", None, &machine(isolated)).expect("params");
        let mut events = Vec::new();
        let mut typed = false;
        let mut observer = |event: Event| {
            // The reader types when the others have computed something.
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
        let last = last.expect("a state");
        assert_eq!((last.stage, last.line.as_deref()), (WaitingStage::Typed, Some("iki satır")));
        // The report does not quote the reader.
        assert!(!finished.report_json().expect("JSON").contains("satır"));
    }
}

#[test]
fn without_a_typed_line_the_wait_ends_at_its_limit() {
    let (finished, events) = run("kind=input&workers=2&limit=1", &machine(true)).expect("runs");
    assert_eq!(rows(&finished)[0]["typed"], false);
    assert!(finished.report.log.contains(&"nobody typed in time".to_string()));
    assert!(events.iter().any(|event| matches!(event, Event::Waiting { live } if live.stage == WaitingStage::Silent)));
}

#[test]
fn long_lines_and_other_questions_are_refused() {
    let host = lab::host();
    let long = format!(r#"{{"line": "{}"}}"#, "x".repeat(1001));
    for (question, code) in [(long.as_str(), "parameter"), ("{}", "protocol"), ("", "protocol")] {
        assert_eq!(now(labs::ask(&host, &machine(true), "waiting", question)).expect_err(question).code(), code);
    }
}

#[test]
fn processes_block_on_io_and_refuse_values_out_of_range() {
    let jobs = |what| Request::Perform { task: Task::Jobs(0..3, what).into(), epoch_ms: 0.0 };
    let offers = Request::Perform { task: Task::Offers.into(), epoch_ms: 0.0 };
    for topology in [Topology::SERIAL, Topology::TWO_THREADS] {
        let all = Offers { request: true, pause: true, file: true };
        assert_eq!(perform(topology, offers.clone()).expect("asks").offers, all);
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
#[cfg(target_os = "linux")]
fn a_cluster_that_is_dropped_leaves_no_process_waiting() {
    use crate::support::proc::Process;

    let host = lab::host();
    let mut cluster = now(host.spawn(Topology::TWO_THREADS)).expect("a cluster");
    cluster.send(0, Request::Perform { task: Task::Line(60_000.0).into(), epoch_ms: 0.0 }).expect("sent");
    let processes: Vec<Process> = cluster.pids().into_iter().map(Process::of).collect::<Option<_>>().expect("all");
    drop(cluster);
    assert!(!processes.iter().any(|process| process.exists()), "{processes:?}");
}
