//! The lab `sharing`, on real threads and processes.

use kosut::{
    cluster::{
        Cluster, Host,
        native::PipeParcel,
        parcel::{Parcel, Passing},
    },
    labs::{Event, report::Machine},
    topology::Topology,
    workloads::payload,
};
use serde_json::Value;

use crate::support::lab::{self, host, machine, now};

fn run(query: &str, machine: &Machine) -> (Value, Vec<Event>) {
    let (finished, events) = lab::run("sharing", query, machine).expect("runs");
    (lab::report(&finished), events)
}

fn labels(report: &Value) -> Vec<&str> {
    report["rows"].as_array().expect("rows").iter().filter_map(|row| row["label"].as_str()).collect()
}

#[test]
fn the_report_satisfies_its_schema_and_has_every_way_and_size() {
    for workers in [1, 2] {
        let (report, events) = run(&format!("largest=64KiB&workers={workers}"), &machine(true));
        let ways = ["reference", "ring", "clone", "serialised"];
        let expected: Vec<String> =
            [1, 64, 4096, 65536].iter().flat_map(|size| ways.map(|way| format!("{way}-{size}"))).collect();
        assert_eq!(labels(&report), expected);
        assert_eq!(report["log"][0], "left out, as no pipe has it: transfer");
        for row in report["rows"].as_array().expect("rows") {
            assert_eq!(row["samples_ms"].as_array().map(Vec::len), Some(7), "{row}");
            let way = row["way"].as_str().expect("a way");
            let copies = match way {
                "reference" => 0,
                "ring" | "clone" => 4,
                _ => 8,
            };
            let bytes = row["payload_bytes"].as_u64().expect("bytes");
            assert_eq!(row["copied_bytes"], copies * bytes * workers, "{row}");
            let topology =
                if copies == 0 || way == "ring" { format!("1x{}", workers + 1) } else { format!("{workers}x1") };
            assert_eq!(row["topology"], topology, "{row}");
            assert!(row["lines_of_code"].as_u64() > Some(0), "{row}");
        }
        let samples = events.iter().filter(|event| matches!(event, Event::Sample { .. })).count();
        assert_eq!(samples, 16 * 7);
    }
}

#[test]
fn without_isolation_messages_are_measured_and_claims_are_unavailable() {
    let (report, _) = run("largest=64KiB", &machine(false));
    assert!(labels(&report).iter().all(|label| label.starts_with("clone") || label.starts_with("serialised")));
    for claim in report["claims"].as_array().expect("claims") {
        assert_eq!((claim["verdict"].as_str(), claim["reason"].as_str()), (Some("unavailable"), Some("not-isolated")));
    }
    let log = report["log"].as_array().expect("a log");
    assert_eq!(log[0], "left out for want of cross-origin isolation: by reference, through a ring");
}

#[test]
fn sizes_that_do_not_fit_the_memory_are_left_out_and_logged() {
    let (report, _) = run("largest=16MiB&workers=8", &machine(false));
    assert!(labels(&report).contains(&"clone-1048576"));
    assert!(!labels(&report).contains(&"clone-16777216"));
    let log = report["log"].as_array().expect("a log");
    assert_eq!(log[2], "left out from 16777216 bytes on, as 8 workers would need too much");
}

#[test]
fn buffers_come_back_from_their_own_process_with_the_answer() {
    let mut cluster = now(host().spawn(Topology::new(2, 1).expect("a topology"))).expect("spawns");
    let payloads = [payload::fresh(1000), payload::fresh(200_000)];
    let parcels = payloads.iter().map(|payload| PipeParcel::of(payload)).collect();
    let back = now(cluster.carry(parcels, Passing::Clone)).expect("comes back");
    let odd = payloads.each_ref().map(|payload| payload::sums(payload)[1]);
    assert_eq!(back.iter().map(PipeParcel::sum).collect::<Vec<_>>(), odd);
    let refused = now(cluster.carry(back, Passing::Transfer)).expect_err("no pipe transfers");
    assert_eq!(refused.code(), "unavailable");
}

#[test]
fn a_killed_process_ends_the_wait_for_its_buffer_with_an_error() {
    let mut cluster = now(host().spawn(Topology::SERIAL)).expect("spawns");
    cluster.kill(0);
    let error = now(cluster.carry(vec![PipeParcel::of(&[1])], Passing::Clone)).expect_err("it is gone");
    assert_eq!(error.code(), "died");
}
