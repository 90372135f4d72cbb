//! The twin of `choose` predicts, does the job in all three ways, and gets the same results in each.

use crate::support::{
    program::Run,
    twin::{self, refused, report},
};

const WAYS: [&str; 3] = ["serial", "threading", "multiprocessing"];
const SMALL: [&str; 6] = ["--items", "6", "--cpu", "100", "--samples", "2"];

fn twin(arguments: &[&str]) -> Option<Run> {
    twin::twin("choose", arguments)
}

#[test]
fn a_job_is_predicted_and_done_in_every_way() {
    for job in [["--in", "64", "--out", "8", "--shared", "yes"], ["--in", "0", "--wait", "3", "--lanes", "4"]] {
        let Some(run) = twin(&[&SMALL[..], &job[..], &["--json"]].concat()) else { return };
        let report = report(run);
        assert_eq!(report["answers_agree"], true);
        for way in WAYS {
            assert!(report["predicted_ms"][way].as_f64() > Some(0.0), "{way}: {report}");
            assert_eq!(report["samples_ms"][way].as_array().map(Vec::len), Some(2), "{way}");
            let least_ms = if job.contains(&"--wait") { if way == "serial" { 18.0 } else { 6.0 } } else { 0.0 };
            assert!(report["measured_ms"][way].as_f64() > Some(least_ms), "{way}: {report}");
        }
        let recommended = report["recommended"].as_str().expect("a way");
        assert!(WAYS.contains(&recommended) && report["over_best"].as_f64() >= Some(1.0), "{report}");
    }
}

#[test]
fn values_out_of_range_are_refused() {
    for arguments in [["--items", "0"], ["--wait", "1001"], ["--shared", "perhaps"], ["--lanes", "17"]] {
        let Some(run) = twin(&arguments) else { return };
        refused(run);
    }
    // 4 GB would not fit.
    let Some(run) = twin(&["--items", "1000", "--in", "4096"]) else { return };
    refused(run);
}
