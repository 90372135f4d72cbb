//! What the tests of the labs share: a run from query to report, on real processes, and the report's schema.
#![allow(dead_code, reason = "each test file uses its part of this")]

use kosut::{
    cluster::native::NativeHost,
    error::Result,
    labs::{self, Event, Finished, report::Machine},
};
use serde_json::Value;

/// Two cores, with or without shared memory, and the clock of an operating system.
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

/// A host whose processes are children that run the built program.
pub fn host() -> NativeHost {
    NativeHost::new(env!("CARGO_BIN_EXE_kosut"))
}

/// What comes of a future that never waits: the native host blocks instead.
pub fn now<T>(future: impl Future<Output = T>) -> T {
    futures_util::FutureExt::now_or_never(future).expect("a native cluster is never pending")
}

/// Runs a lab; gives back what it found and what was told meanwhile.
pub fn run(lab: &str, query: &str, machine: &Machine) -> Result<(Finished, Vec<Event>)> {
    let mut events = Vec::new();
    let params = labs::parse(lab, query, None, machine)?;
    let mut observer = |event| events.push(event);
    let finished = now(labs::run(&host(), machine, &params, &mut observer))?;
    Ok((finished, events))
}

/// What the schema of reports has to complain of.
pub fn complaints(report: &Value) -> Vec<String> {
    let schema: Value = serde_json::from_str(include_str!("../report.schema.json")).expect("the schema is JSON");
    let validator = jsonschema::validator_for(&schema).expect("the schema is a schema");
    validator.iter_errors(report).map(|error| error.to_string()).collect()
}

/// The report as a reader gets it, which satisfies its schema.
pub fn report(finished: &Finished) -> Value {
    let report = serde_json::from_str(&finished.report_json().expect("JSON")).expect("JSON");
    assert_eq!(complaints(&report), Vec::<String>::new(), "{report:#}");
    report
}

/// Checks that steps were counted without a gap from the first to the last; gives back how many they were.
#[track_caller]
pub fn steps_counted(events: &[Event]) -> usize {
    let steps: Vec<(u32, u32)> = events
        .iter()
        .filter_map(|event| match event {
            Event::Progress { done, total, .. } => Some((*done, *total)),
            _ => None,
        })
        .collect();
    let total = steps.len() as u32;
    assert!(steps.iter().zip(0..).all(|(step, index)| *step == (index, total)), "{steps:?}");
    steps.len()
}
