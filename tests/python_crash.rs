//! The twin of `crash` in Python survives every fault, and takes the faults that the lab takes.
//!
//! Where there is no `python3`, these tests say so and pass: the project itself does not need it.

use std::process::Output;

use kosut::programs::tiles::Fault;

mod python;

fn twin(arguments: &[&str]) -> Option<Output> {
    python::twin("crash", arguments)
}

#[test]
fn after_every_fault_all_tiles_are_there_and_other_processes_lose_nothing() {
    let Some(output) = twin(&["--workers", "3", "--json"]) else { return };
    let report = python::report(&output);
    let runs = report["runs"].as_array().expect("runs");
    assert_eq!(runs.len(), 2 * Fault::ALL.len());
    for run in runs {
        assert_eq!(run["tiles_done"], report["tiles"], "{run}");
        assert!(run["redone"].as_u64() >= Some(1), "{run}");
        if run["way"] == "multiprocessing" {
            assert_eq!(run["of_others"], 0, "{run}");
        }
    }
    for fault in Fault::ALL {
        assert!(runs.iter().any(|run| run["fault"] == fault.word()), "{}", fault.word());
    }
    let killed = runs.iter().find(|run| run["fault"] == "kill" && run["way"] == "threading").expect("a kill");
    assert!(killed["of_others"].as_u64() >= Some(1), "the other threads were killed with it: {killed}");
}

#[test]
fn what_the_lab_refuses_is_refused() {
    for arguments in [["--fault", "fire"], ["--workers", "9"], ["--workers", "1"]] {
        let Some(output) = twin(&arguments) else { return };
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    }
}
