//! The twin of `waiting` does every job in each way, against a server that really delays.

use crate::support::twin::{refused, report, twin};

#[test]
fn every_way_does_every_job_and_no_answer_comes_early() {
    let arguments = ["--jobs", "6", "--workers", "3", "--delay", "20", "--samples", "2", "--json"];
    let Some(run) = twin("waiting", &arguments) else { return };
    // The twin itself ends with an error when a job was not done exactly once.
    let report = report(run);
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
fn values_that_the_lab_refuses_are_refused() {
    for arguments in [["--jobs", "65"], ["--workers", "0"], ["--delay", "2001"], ["--delay", "0"]] {
        let Some(run) = twin("waiting", &arguments) else { return };
        refused(run);
    }
}
