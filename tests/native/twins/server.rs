//! The twin of `server` is sent the lab's requests at the lab's moments, and finds the lab's answers.

use kosut::{
    labs::server::{ideal, poisson},
    workloads::serve::{BLOCKS, answer},
};

use crate::support::twin::{refused, report, twin};

#[test]
fn the_same_requests_come_and_an_ideal_server_rejects_the_same_ones() {
    let arguments = ["--workers", "3", "--rate", "200", "--wait", "10", "--window", "400", "--seed", "7", "--json"];
    let Some(run) = twin("server", &arguments) else { return };
    let report = report(run);
    let arrivals = poisson(7, 200.0, 400);
    let moments: Vec<u32> = arrivals.iter().map(|arrival| arrival.at_us).collect();
    assert_eq!(report["arrivals_us"], serde_json::json!(moments));
    let answers: Vec<u32> = (0..BLOCKS).map(|block| answer(block, 500)).collect();
    assert_eq!(report["answers_of_500"], serde_json::json!(answers));
    for (row, lanes) in report["rows"].as_array().expect("rows").iter().zip([1, 3, 3]) {
        assert_eq!(row["arrived"], arrivals.len(), "{row}");
        assert_eq!(
            row["served"].as_u64().zip(row["rejected"].as_u64()).map(|(served, rejected)| served + rejected),
            Some(arrivals.len() as u64),
            "{row}"
        );
        assert_eq!(row["ideal_rejected"], arrivals.len() - ideal(&arrivals, lanes, 16, 11_000).len(), "{row}");
        assert_eq!(row["answers_right"], true, "{row}");
    }
}

#[test]
fn values_that_the_lab_refuses_are_refused() {
    for arguments in [["--workers", "1"], ["--queue", "0"], ["--wait", "1001"], ["--rate", "-1"]] {
        let Some(run) = twin("server", &arguments) else { return };
        refused(run);
    }
}
