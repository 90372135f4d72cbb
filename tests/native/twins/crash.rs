//! The twin of `crash` survives every fault, and takes the faults that the lab takes.

use kosut::workloads::tiles::Fault;

use crate::support::twin::{refused, report, twin};

#[test]
fn after_every_fault_all_tiles_are_there_and_other_processes_lose_nothing() {
    let Some(run) = twin("crash", &["--workers", "3", "--json"]) else { return };
    let report = report(run);
    let runs = report["runs"].as_array().expect("runs");
    assert_eq!(runs.len(), 2 * Fault::ALL.len());
    for run in runs {
        assert_eq!(run["tiles_done"], report["tiles"], "{run}");
        assert!(run["redone"].as_u64() >= Some(1), "{run}");
        if run["way"] == "multiprocessing" {
            // A process that a busy machine keeps from its core for long is restarted, too, and loses its tile.
            let restarts_of_others = run["restarts"].as_u64().expect("a number").saturating_sub(1);
            assert!(run["of_others"].as_u64() <= Some(restarts_of_others), "{run}");
        }
    }
    for fault in Fault::ALL {
        assert!(runs.iter().any(|run| run["fault"] == fault.word()), "{}", fault.word());
    }
    let killed = runs.iter().find(|run| run["fault"] == "kill" && run["way"] == "threading").expect("a kill");
    assert!(killed["of_others"].as_u64() >= Some(1), "the other threads were killed with it: {killed}");
}

#[test]
fn values_that_the_lab_refuses_are_refused() {
    for arguments in [["--fault", "fire"], ["--workers", "9"], ["--workers", "1"]] {
        let Some(run) = twin("crash", &arguments) else { return };
        refused(run);
    }
}
