//! The Python twins of `sharing` and `memory` run under plain `python3`, and their workers give right answers.
//!
//! Where there is no `python3`, these tests say so and pass: the project itself does not need it.

use std::process::{Command, Output};

use serde_json::Value;

/// Runs a twin; `None` when there is no `python3`.
fn twin(file: &str, arguments: &[&str]) -> Option<Output> {
    let path = format!("{}/www/python/{file}", env!("CARGO_MANIFEST_DIR"));
    match Command::new("python3").arg(path).args(arguments).output() {
        Ok(output) => Some(output),
        Err(error) => {
            eprintln!("note: the Python twins are not tested, since python3 cannot be run: {error}");
            None
        }
    }
}

fn report(output: &Output) -> Value {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

#[test]
fn the_twin_of_sharing_goes_every_way_with_every_size_and_checks_its_answers() {
    let Some(output) = twin("sharing.py", &["--largest", "1MiB", "--samples", "2", "--json"]) else { return };
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
    let Some(output) = twin("memory.py", &["--workers", "3", "--data", "4", "--samples", "1", "--json"]) else {
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
    let refused =
        [("sharing.py", ["--largest", "2MiB"]), ("memory.py", ["--workers", "17"]), ("memory.py", ["--data", "0"])];
    for (file, arguments) in refused {
        let Some(output) = twin(file, &arguments) else { return };
        assert_eq!(output.status.code(), Some(2), "{file} {arguments:?}");
    }
}
