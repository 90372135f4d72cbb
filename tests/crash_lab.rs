//! The lab `crash` on the operating system: real children that really die, and a supervisor that sees the work through.

use kosut::{
    cluster::supervisor::UnitStage,
    error::Result,
    labs::{Event, Finished, crash::CrashLive, report::Machine},
    verdict::Verdict,
};
use serde_json::Value;

mod lab;
use lab::machine;

/// Runs the lab with these parameters; gives back what it found and what was seen meanwhile.
fn run(query: &str, machine: &Machine) -> Result<(Finished, Vec<CrashLive>)> {
    let (finished, events) = lab::run("crash", query, machine)?;
    let live = events.into_iter().filter_map(|event| if let Event::Crash { live } = event { Some(live) } else { None });
    Ok((finished, live.collect()))
}

fn field(row: &Value, name: &str) -> u64 {
    row[name].as_u64().unwrap_or_else(|| panic!("{name} in {row}"))
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
            assert_eq!(field(row, "tiles_redone"), 0, "{row}");
            continue;
        }
        assert!(field(row, "tiles_redone") >= 1, "{row}");
        assert!(field(row, "restarts") >= 1, "{row}");
        assert!(row["noticed_ms"].is_number() && row["recovered_ms"].is_number(), "{row}");
        if row["topology"] == "2x1" {
            assert_eq!(field(row, "tiles_of_others"), 0, "{row}");
        }
        if row["fault"] == "wild-write" {
            // Nobody crashed, but the process is replaced when its tiles are found to be wrong, whatever it is at then.
            assert_eq!(field(row, "tiles_lost"), 0, "{row}");
            assert!(field(row, "tiles_cut_off") <= 2, "a tile for each lane at most: {row}");
            assert!(field(row, "tiles_wrong") >= 1, "{row}");
        }
    }
    let wild = |topology: &str| {
        let row = rows.iter().find(|row| row["topology"] == topology && row["fault"] == "wild-write");
        field(row.expect(topology), "tiles_wrong")
    };
    assert_eq!(wild("2x1"), 1, "a process can spoil its own tile only");
    assert!(wild("1x2") > 1, "a lane spoils what others have finished");
    assert!(finished.report.answers_agree);
    let claim = &finished.report.claims[0];
    assert_eq!((claim.id.as_str(), claim.verdict == Verdict::Unavailable), ("processes.isolation", false));
    assert!(claim.ratio.is_some_and(|ratio| ratio.is_finite() && ratio >= 1.0), "{claim:?}");

    let last = seen.last().expect("seen");
    assert!(last.over && last.tiles.iter().all(|tile| tile.stage == UnitStage::Done));
    assert!(seen.iter().any(|live| live.tiles.iter().any(|tile| tile.fate.is_some())));
}

#[test]
fn random_faults_in_any_lane_at_any_moment_end_with_the_whole_picture() {
    let (finished, _) = run("size=512&workers=3&fault=random&rounds=14&batch=2", &machine(true)).expect("runs");
    for row in &rows(&finished) {
        assert_eq!(field(row, "tiles_done"), 64 * field(row, "runs"), "{row}");
        if row["topology"] == "3x1" {
            assert_eq!(field(row, "tiles_of_others"), 0, "{row}");
        }
    }
    assert!(finished.report.answers_agree);
}

#[test]
fn without_isolation_processes_run_and_what_is_left_out_is_said() {
    let (finished, _) = run("size=512&workers=2&fault=panic", &machine(false)).expect("runs");
    let topologies: Vec<_> = rows(&finished).iter().map(|row| row["topology"].clone()).collect();
    assert_eq!(topologies, ["2x1", "2x1"]);
    assert_eq!(finished.report.log[0], "left out for want of cross-origin isolation: 1x2");
    assert_eq!(finished.report.claims[0].reason.as_deref(), Some("not-isolated"));
}
