//! The twin of `memory` gives each process a copy of the data set.

use crate::support::twin::{refused, report, twin};

#[test]
fn each_process_has_a_copy() {
    let Some(run) = twin("memory", &["--workers", "3", "--data", "4", "--samples", "1", "--json"]) else { return };
    let report = report(run);
    for way in ["threading", "multiprocessing"] {
        let rows = report["rows"][way].as_object().expect("rows");
        assert_eq!(rows.keys().collect::<Vec<_>>(), ["1", "2", "3"]);
        // Each process holds the data set at least once.
        let processes = |workers: &str| if way == "threading" { 1 } else { workers.parse::<u64>().expect("a number") };
        for (workers, row) in rows {
            let bytes = row["memory_bytes"].as_f64().expect("bytes");
            assert!(bytes >= (processes(workers) * (4 << 20)) as f64, "{way}: {row}");
        }
    }
}

#[test]
fn values_that_the_lab_refuses_are_refused() {
    for arguments in [["--workers", "17"], ["--data", "0"]] {
        let Some(run) = twin("memory", &arguments) else { return };
        refused(run);
    }
}
