//! The twin of `server` in Python is sent the lab's requests at the lab's moments, and finds the lab's answers.
//!
//! Where there is no `python3`, these tests say so and pass: the project itself does not need it.

use kosut::{
    labs::server::{ideal, poisson},
    programs::serve::{BLOCKS, answer},
};

mod python;

#[test]
fn the_same_requests_come_and_the_same_ones_must_be_turned_away() {
    let arguments = ["--workers", "3", "--rate", "200", "--wait", "10", "--window", "400", "--seed", "7", "--json"];
    let Some(output) = python::twin("server", &arguments) else { return };
    let report = python::report(&output);
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
fn what_the_lab_refuses_is_refused() {
    for arguments in [["--workers", "1"], ["--queue", "0"], ["--wait", "1001"], ["--rate", "-1"]] {
        let Some(output) = python::twin("server", &arguments) else { return };
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    }
}
