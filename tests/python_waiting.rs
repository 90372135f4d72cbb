//! The twin of `waiting` in Python does every job each way, against a server that really delays.
//!
//! Where there is no `python3`, these tests say so and pass: the project itself does not need it.

mod python;
use python::{report, twin};

#[test]
fn every_way_does_every_job_and_nobody_is_answered_early() {
    let arguments = ["--jobs", "6", "--workers", "3", "--delay", "20", "--samples", "2", "--json"];
    let Some(output) = twin("waiting", &arguments) else { return };
    // The twin itself ends with an error when a job was not done exactly once.
    let report = report(&output);
    let least_ms = [("one after another", 120.0), ("threading", 40.0), ("multiprocessing", 40.0), ("asyncio", 20.0)];
    for (way, least_ms) in least_ms {
        let samples = report["times_ms"][way].as_array().expect(way);
        assert_eq!(samples.len(), 2, "{way}");
        // A millisecond for event loops, whose timers are as coarse as their clock.
        assert!(samples.iter().all(|ms| ms.as_f64().is_some_and(|ms| ms >= least_ms - 1.0)), "{way}: {samples:?}");
        assert!(report["memory_bytes"][way].as_u64() > Some(1 << 20), "{way}");
    }
}

#[test]
fn it_refuses_what_the_lab_refuses() {
    for arguments in [["--jobs", "65"], ["--workers", "0"], ["--delay", "2001"], ["--delay", "0"]] {
        let Some(output) = twin("waiting", &arguments) else { return };
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    }
}
