//! The lab `server`: real children with real threads, which really wait.

use kosut::{
    error::Result,
    labs::{
        self, Event, Finished,
        report::Machine,
        server::{ServerDoing, ServerLive, ideal, poisson},
    },
    verdict::Verdict,
};
use serde_json::Value;

use crate::support::lab::{self, machine};

/// Quick, and more requests than one thread can serve.
const QUICK: &str = "workers=4&wait=8&window=300&rate=200&queue=8";

/// Runs the lab with these parameters; returns what it found and its events.
fn run(query: &str, machine: &Machine) -> Result<(Finished, Vec<Event>)> {
    lab::run("server", query, machine)
}

fn field(row: &Value, name: &str) -> u64 {
    row[name].as_u64().unwrap_or_else(|| panic!("{name} in {row}"))
}

fn rows(finished: &Finished) -> Vec<Value> {
    lab::report(finished)["rows"].as_array().expect("rows").clone()
}

fn states(events: &[Event]) -> Vec<&ServerLive> {
    events.iter().filter_map(|event| if let Event::Server { live } = event { Some(live) } else { None }).collect()
}

#[test]
fn every_request_is_answered_or_rejected_in_every_pool() {
    let (finished, events) = run(&format!("{QUICK}&pools=1xN,Nx1,PxT"), &machine(true)).expect("runs");
    let rows = rows(&finished);
    let names: Vec<_> = rows.iter().map(|row| row["label"].clone()).collect();
    assert_eq!(names, ["1x1", "1x4", "4x1", "2x2"]);
    let came = poisson(1, 200.0, 300).len() as u64;
    for row in &rows {
        assert_eq!(field(row, "arrived"), came, "{row}");
        assert_eq!(field(row, "served") + field(row, "rejected"), came, "{row}");
        assert!((7..=21).contains(&lab::samples(row)), "{row}");
        assert!(row["p50_ms"].as_f64() <= row["p99_ms"].as_f64() && row["p50_ms"].as_f64() > Some(8.0), "{row}");
        assert!(row["throughput_per_s"].as_f64() > Some(0.0) && field(row, "memory_bytes") > 0, "{row}");
        let tried = row["rates_tried"].as_array();
        assert_eq!(tried.map(Vec::len), (row["family"] != "mixed").then_some(4), "{row}");
    }
    let rejected = |service_us| came - ideal(&poisson(1, 200.0, 300), 1, 8, service_us).len() as u64;
    assert_eq!(field(&rows[0], "ideal_rejected"), rejected(9_000));
    // However fast the machine computes, a request takes as long as it waits.
    assert!(field(&rows[0], "rejected") >= rejected(8_000), "no server is better than an ideal one");
    assert!(finished.report.answers_agree);
    assert!(finished.report.log.iter().any(|line| line == "waiting for 8 ms: request"), "{:?}", finished.report.log);
    let claim = &finished.report.claims[0];
    assert_eq!((claim.id.as_str(), claim.verdict == Verdict::Unavailable), ("when.threads.server", false));
    lab::steps_counted(&events);

    let states = states(&events);
    for topology in ["1x1", "1x4", "4x1", "2x2"] {
        let own: Vec<_> = states.iter().filter(|live| live.topology == topology).collect();
        assert!(
            own.iter().any(|live| live.lanes.iter().any(|lane| lane.request.is_some())),
            "{topology} is shown at work"
        );
        let last = own.last().expect("a state");
        assert_eq!(u64::from(last.arrived), came);
        assert!(last.figures.is_some() && !last.open);
    }
    let waits = |live: &&ServerLive| live.lanes.iter().any(|lane| lane.doing == ServerDoing::Waiting);
    assert!(states.iter().any(waits), "threads are shown while they wait");
}

#[test]
fn a_readers_requests_are_served_until_the_server_is_closed() {
    for (pools, topology) in [("1xN", "1x3"), ("Nx1", "3x1")] {
        let (host, machine) = (lab::host(), machine(true));
        let query = format!("arrivals=clicks&workers=3&wait=5&queue=30&pools={pools}");
        let params = labs::parse("server", &query, None, &machine).expect("parameters");
        let mut sent = false;
        let reader = host.clone();
        let mut observer = |event: Event| {
            let Event::Server { live } = event else { return };
            let said = match (live.open, sent, live.done) {
                (true, false, _) => "send 20",
                (true, true, 20) => "close",
                _ => return,
            };
            sent = true;
            lab::now(labs::ask(&reader, &machine, "server", said)).expect("the server takes it");
        };
        let finished = lab::now(labs::run(&host, &machine, &params, &mut observer)).expect("runs");
        let row = &rows(&finished)[0];
        assert_eq!((row["label"].as_str(), row["kind"].as_str()), (Some(topology), Some("clicks")));
        assert_eq!(["arrived", "served", "rejected"].map(|name| field(row, name)), [20, 20, 0]);
        assert_eq!(row["samples_ms"].as_array().map(Vec::len), Some(field(row, "served") as usize));
        assert_eq!(finished.report.claims[0].reason.as_deref(), Some("not-in-run"));
    }
}

#[test]
fn a_full_queue_rejects_requests() {
    let (finished, events) =
        run("workers=2&pools=1xN&wait=10&window=300&rate=1000&queue=2", &machine(true)).expect("runs");
    for row in &rows(&finished) {
        assert!(field(row, "rejected") > field(row, "served"), "{row}");
        assert!(row["rates_tried"][0]["kept_up"] == false, "the rate is beyond the capacity: {row}");
    }
    assert!(states(&events).iter().all(|live| live.queues.iter().all(|queue| queue.waiting.len() <= 2 + 2)));
}

#[test]
fn without_isolation_processes_serve_and_the_log_names_what_is_left_out() {
    let (finished, _) = run("workers=2&wait=2&window=200&rate=100", &machine(false)).expect("runs");
    let topologies: Vec<_> = rows(&finished).iter().map(|row| row["topology"].clone()).collect();
    assert_eq!(topologies, ["1x1", "2x1"]);
    assert_eq!(finished.report.log[0], "left out for want of cross-origin isolation: 1x2");
    assert_eq!(finished.report.claims[0].reason.as_deref(), Some("not-isolated"));
}

#[test]
fn only_commands_of_a_reader_are_accepted() {
    for words in ["send", "send many", "send -1", "stop", ""] {
        assert_eq!(
            lab::now(labs::ask(&lab::host(), &machine(true), "server", words)).expect_err(words).code(),
            "protocol"
        );
    }
}
