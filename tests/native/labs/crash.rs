//! The lab `crash`: real children that really die, and a supervisor that completes the work.

use kosut::{
    cluster::supervisor::UnitStage,
    error::Result,
    labs::{Event, Finished, crash::CrashLive, report::Machine},
    verdict::Verdict,
};
use serde_json::Value;

use crate::support::lab::{self, machine};

/// Runs the lab with these parameters; returns what it found and the states that it showed.
fn run(query: &str, machine: &Machine) -> Result<(Finished, Vec<CrashLive>)> {
    let (finished, events) = lab::run("crash", query, machine)?;
    let live = events.into_iter().filter_map(|event| if let Event::Crash { live } = event { Some(live) } else { None });
    Ok((finished, live.collect()))
}

fn field(row: &Value, name: &str) -> u64 {
    row[name].as_u64().unwrap_or_else(|| panic!("{name} in {row}"))
}

/// The most tiles that a process holds at a time in these runs.
const HELD_MAX: u64 = 16;

/// Returns the tiles that processes may have lost that were given up without a fault: a busy machine can keep a process
/// from its core for longer than the supervisor waits.
fn lost_without_fault(row: &Value) -> u64 {
    let faults = if row["fault"] == "none" { 0 } else { field(row, "runs") };
    HELD_MAX * field(row, "restarts").saturating_sub(faults)
}

fn rows(finished: &Finished) -> Vec<Value> {
    lab::report(finished)["rows"].as_array().expect("rows").clone()
}

#[test]
fn after_each_of_seven_faults_all_tiles_are_there_and_other_processes_lose_nothing() {
    let (finished, seen) = run("size=512&workers=2", &machine(true)).expect("runs");
    let rows = rows(&finished);
    assert_eq!(rows.len(), 2 * 8, "seven faults and none, on two topologies");
    for row in &rows {
        assert_eq!(field(row, "tiles_done"), 64 * field(row, "runs"), "{row}");
        if row["fault"] == "none" {
            assert!(field(row, "tiles_redone") <= lost_without_fault(row), "{row}");
            continue;
        }
        assert!(field(row, "tiles_redone") >= 1, "{row}");
        assert!(field(row, "restarts") >= 1, "{row}");
        assert!(row["noticed_ms"].is_number() && row["recovered_ms"].is_number(), "{row}");
        if row["topology"] == "2x1" {
            assert!(field(row, "tiles_of_others") <= lost_without_fault(row), "{row}");
        }
        if row["fault"] == "wild-write" {
            // No process crashed, but one is replaced when its tiles are found to be wrong, whatever it is doing then.
            let lost = lost_without_fault(row);
            assert!(field(row, "tiles_lost") <= lost, "{row}");
            assert!(field(row, "tiles_cut_off") <= 2 + lost, "a tile for each thread at most: {row}");
            assert!(field(row, "tiles_wrong") >= 1, "{row}");
        }
    }
    let wild = |topology: &str| {
        let row = rows.iter().find(|row| row["topology"] == topology && row["fault"] == "wild-write");
        field(row.expect(topology), "tiles_wrong")
    };
    assert_eq!(wild("2x1"), 1, "a process can spoil its own tile only");
    assert!(wild("1x2") > 1, "a thread spoils tiles that are finished");
    assert!(finished.report.answers_agree);
    let claim = &finished.report.claims[0];
    assert_eq!((claim.id.as_str(), claim.verdict == Verdict::Unavailable), ("processes.isolation", false));
    assert!(claim.ratio.is_some_and(|ratio| ratio.is_finite() && ratio >= 1.0), "{claim:?}");

    let last = seen.last().expect("seen");
    assert!(last.over && last.tiles.iter().all(|tile| tile.stage == UnitStage::Done));
    assert!(seen.iter().any(|live| live.tiles.iter().any(|tile| tile.fate.is_some())));
}

#[test]
fn random_faults_in_any_thread_at_any_moment_end_with_the_whole_picture() {
    // With this seed each of the seven faults comes once, in all three threads, from the first tiles to the last.
    let (finished, _) =
        run("size=512&workers=3&fault=random&rounds=7&batch=2&seed=2187", &machine(true)).expect("runs");
    assert_eq!(rows(&finished).len(), 2 * 8, "seven faults and none, on two topologies");
    for row in &rows(&finished) {
        assert_eq!(field(row, "tiles_done"), 64 * field(row, "runs"), "{row}");
        if row["topology"] == "3x1" {
            assert!(field(row, "tiles_of_others") <= lost_without_fault(row), "{row}");
        }
    }
    assert!(finished.report.answers_agree);
}

#[test]
fn without_isolation_processes_run_and_the_log_names_what_is_left_out() {
    let (finished, _) = run("size=512&workers=2&fault=panic", &machine(false)).expect("runs");
    let topologies: Vec<_> = rows(&finished).iter().map(|row| row["topology"].clone()).collect();
    assert_eq!(topologies, ["2x1", "2x1"]);
    assert_eq!(finished.report.log[0], "left out for want of cross-origin isolation: 1x2");
    assert_eq!(finished.report.claims[0].reason.as_deref(), Some("not-isolated"));
}
