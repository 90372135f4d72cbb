//! The twin of `sharing` shares data of every size in every way, and checks its answers.

use crate::support::twin::{refused, report, twin};

#[test]
fn every_way_is_taken_with_every_size_and_the_answers_agree() {
    let Some(run) = twin("sharing", &["--largest", "1MiB", "--samples", "2", "--json"]) else { return };
    let report = report(run);
    assert_eq!(report["answers_agree"], true);
    for way in ["reference", "queue", "pipe", "shared_memory"] {
        for size in ["1", "64", "4096", "65536", "1048576"] {
            assert_eq!(report["times_ms"][way][size].as_array().map(Vec::len), Some(2), "{way}, {size}");
        }
    }
}

#[test]
fn values_that_the_lab_refuses_are_refused() {
    let Some(run) = twin("sharing", &["--largest", "2MiB"]) else { return };
    refused(run);
}
