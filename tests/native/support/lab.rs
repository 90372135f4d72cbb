//! Running labs, from query to report, on real processes.

use kosut::{
    cluster::native::NativeHost,
    error::Result,
    labs::{self, Event, Finished, report::Machine},
};
use serde_json::Value;

use super::command::KOSUT;

/// Returns a machine with two cores, with or without shared memory, and the clock of an operating system.
pub fn machine(isolated: bool) -> Machine {
    Machine {
        cores: 2,
        isolated,
        clock_resolution_ms: 1e-6,
        memory_max_mib: 256,
        browser: "tests".into(),
        build: "0".into(),
    }
}

/// Returns a host whose processes are children that run the program under test.
///
/// The product starts them, with the environment of the tests. Nothing in them depends on it: they print nothing for
/// people, are given their number of threads, and end with their input. Only a test that sends TERM depends on whether
/// the tests ignore it, so that is set here, for the tests themselves. HUP, INT and QUIT stay as they are: `nohup` asks
/// for that.
pub fn host() -> NativeHost {
    #[cfg(unix)]
    super::signals::set_default(libc::SIGTERM).expect("TERM has a default");
    NativeHost::new(KOSUT)
}

/// Returns the result of a future of the native host, which blocks and is never pending.
pub fn now<T>(future: impl Future<Output = T>) -> T {
    futures_util::FutureExt::now_or_never(future).expect("a native cluster is never pending")
}

/// Runs a lab; returns what it found and the events that it sent.
///
/// # Errors
/// Those of the lab.
pub fn run(lab: &str, query: &str, machine: &Machine) -> Result<(Finished, Vec<Event>)> {
    let mut events = Vec::new();
    let params = labs::parse(lab, query, None, machine)?;
    let mut observer = |event| events.push(event);
    let finished = now(labs::run(&host(), machine, &params, &mut observer))?;
    Ok((finished, events))
}

/// Returns where a report violates the schema of reports.
pub fn complaints(report: &Value) -> Vec<String> {
    violations(include_str!("../../report.schema.json"), report)
}

/// Returns where a value violates a schema.
pub fn violations(schema: &str, value: &Value) -> Vec<String> {
    let schema: Value = serde_json::from_str(schema).expect("the schema is JSON");
    let validator = jsonschema::validator_for(&schema).expect("the schema is a schema");
    validator.iter_errors(value).map(|error| error.to_string()).collect()
}

/// Returns the report as a reader gets it, and checks that it satisfies its schema.
#[track_caller]
pub fn report(finished: &Finished) -> Value {
    let report = serde_json::from_str(&finished.report_json().expect("JSON")).expect("JSON");
    assert_eq!(complaints(&report), Vec::<String>::new(), "{report:#}");
    report
}

/// Checks that steps were counted without a gap from the first to the last; returns how many there were.
#[track_caller]
pub fn steps_counted(events: &[Event]) -> usize {
    let steps: Vec<(u32, u32)> = events
        .iter()
        .filter_map(|event| match event {
            Event::Progress { done, total, .. } => Some((*done, *total)),
            _ => None,
        })
        .collect();
    assert!(steps.iter().zip(0..).all(|((done, _), index)| *done == index), "{steps:?}");
    // Further rounds can follow; those that were announced are taken.
    assert!(steps.is_sorted_by_key(|(_, total)| *total), "{steps:?}");
    assert_eq!(steps.last().map(|(_, total)| *total as usize), Some(steps.len()), "{steps:?}");
    steps.len()
}

/// The number of samples of a report's row.
#[track_caller]
pub fn samples(row: &Value) -> usize {
    row["samples_ms"].as_array().map(Vec::len).expect("samples")
}
