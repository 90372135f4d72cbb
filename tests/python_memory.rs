//! The Python twins of `sharing` and `memory` run under plain `python3`, and their workers give right answers.
//!
//! Where there is no `python3`, these tests say so and pass: the project itself does not need it.

mod python;
use python::{report, twin};

#[test]
fn the_twin_of_sharing_goes_every_way_with_every_size_and_checks_its_answers() {
    let Some(output) = twin("sharing", &["--largest", "1MiB", "--samples", "2", "--json"]) else { return };
    let report = report(&output);
    assert_eq!(report["answers_agree"], true);
    for way in ["reference", "queue", "pipe", "shared_memory"] {
        for size in ["1", "64", "4096", "65536", "1048576"] {
            assert_eq!(report["times_ms"][way][size].as_array().map(Vec::len), Some(2), "{way}, {size}");
        }
    }
}

#[test]
fn the_twin_of_memory_gives_each_process_a_copy() {
    let Some(output) = twin("memory", &["--workers", "3", "--data", "4", "--samples", "1", "--json"]) else {
        return;
    };
    let report = report(&output);
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
fn the_twins_refuse_what_the_labs_refuse() {
    let refused = [("sharing", ["--largest", "2MiB"]), ("memory", ["--workers", "17"]), ("memory", ["--data", "0"])];
    for (file, arguments) in refused {
        let Some(output) = twin(file, &arguments) else { return };
        assert_eq!(output.status.code(), Some(2), "{file} {arguments:?}");
    }
}
