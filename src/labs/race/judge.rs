//! From samples to rows and the claim.

use serde_json::{Map, Value, json};

use super::{Entry, Params, RaceVariant, Sample, play, small::Small};
use crate::report::{Machine, Row};
use kosut_core::{
    measure::{self, Confidence},
    topology::Topology,
    verdict::Claim,
};
use kosut_workloads::race::RaceScene;

const CLAIM: &str = "threads.race";

/// One row for each way.
pub fn rows(entries: &[Entry], params: &Params, small: Option<&Small>) -> Vec<Row> {
    entries.iter().map(|entry| row(entry, params, small)).collect()
}

fn row(entry: &Entry, params: &Params, small: Option<&Small>) -> Row {
    let expected = expected(params);
    let of = |value: &dyn Fn(&Sample) -> f64| entry.samples.iter().map(value).collect::<Vec<f64>>();
    let (samples_ms, found) = (of(&|sample| sample.elapsed_ms), of(&|sample| sample.found));
    let share = of(&|sample| (expected - sample.found) / expected);
    let per_operation = of(&|sample| sample.elapsed_ms * 1e6 / operations(params));
    let beside = measure::median(&of(&|sample| sample.beside));

    let mut fields = Map::new();
    let mut field = |name: &str, value: Value| fields.insert(name.into(), value);
    field("way", json!(entry.variant.name()));
    field("workers", json!(params.lanes));
    field("expected", json!(expected));
    field("found", json!(measure::median(&found)));
    field("found_least", json!(found.iter().copied().fold(f64::INFINITY, f64::min)));
    field("found_most", json!(found.iter().copied().fold(f64::NEG_INFINITY, f64::max)));
    field("lost", json!(expected - measure::median(&found)));
    field("lost_share", json!(measure::median(&share)));
    field("lost_share_ci95", json!(measure::median_interval(&share)));
    field("ns_per_operation", json!(measure::median(&per_operation)));
    field("ns_per_operation_ci95", json!(measure::median_interval(&per_operation)));
    field("rehearsal_rounds", json!(entry.rehearsal_rounds));
    match params.scene {
        RaceScene::Counter => {}
        RaceScene::Bank => drop(field("coins_too_many", json!(beside))),
        RaceScene::Seat => drop(field("tickets", json!(beside))),
    }
    if let Some(small) = small.filter(|_| entry.variant == RaceVariant::Unsynchronised) {
        field("small_found", json!(small.found.keys().collect::<Vec<_>>()));
        field("small_times", json!(small.found.values().collect::<Vec<_>>()));
        field("small_possible", json!(small.possible));
    }
    let topology = match entry.variant {
        RaceVariant::Processes => Topology::new(params.lanes, 1),
        _ => Topology::new(1, params.lanes),
    };
    Row {
        label: entry.variant.name().into(),
        topology: topology.map(|topology| topology.to_string()).unwrap_or_default(),
        median_ms: measure::median(&samples_ms),
        ci95_ms: measure::median_interval(&samples_ms),
        samples_ms,
        fields,
    }
}

/// What a run should find.
fn expected(params: &Params) -> f64 {
    play::expected(params.scene, params.rounds, params.lanes)
}

/// Additions, transfers, or seats.
fn operations(params: &Params) -> f64 {
    match params.scene {
        RaceScene::Counter | RaceScene::Bank => f64::from(params.rounds) * f64::from(params.lanes),
        RaceScene::Seat => f64::from(params.rounds),
    }
}

/// A line for each way that takes care and has lost something all the same: there should be none.
pub fn wrong(entries: &[Entry], params: &Params) -> Vec<String> {
    let expected = expected(params);
    let careful = entries.iter().filter(|entry| entry.variant != RaceVariant::Unsynchronised);
    let beside = |sample: &Sample| match params.scene {
        RaceScene::Counter => true,
        RaceScene::Bank => sample.beside == 0.0,
        RaceScene::Seat => sample.beside == expected,
    };
    let lost = careful.filter(|entry| entry.samples.iter().any(|one| one.found != expected || !beside(one)));
    lost.map(|entry| format!("{}: not everything was found that should be", entry.variant.name())).collect()
}

/// What the run says of the article's claim: what should be found, divided by what lanes without care leave of it.
pub fn claims(entries: &[Entry], params: &Params, machine: &Machine, confidence: Confidence) -> Vec<Claim> {
    let unsynchronised = entries.iter().find(|entry| entry.variant == RaceVariant::Unsynchronised);
    let claim = match unsynchronised {
        None => Claim::unavailable(CLAIM, "not-isolated"),
        Some(_) if machine.cores < 2 => Claim::unavailable(CLAIM, "one-core"),
        Some(entry) => {
            // Seats may all be sold twice. Then one counts as right, and the ratio is less than it could be.
            let ratios: Vec<f64> =
                entry.samples.iter().map(|sample| expected(params) / sample.found.max(1.0)).collect();
            Claim::better(CLAIM, measure::median_ratio(&ratios, confidence))
        }
    };
    vec![claim]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::params::Query;

    fn params(query: &str) -> Params {
        Params::new(Query::parse(query).expect("a query"), &Machine::for_tests(2)).expect("parameters")
    }

    fn entry(variant: RaceVariant, found: [f64; 7]) -> Entry {
        let samples = found.map(|found| Sample { elapsed_ms: 2.0, found, beside: 0.0 }).into();
        Entry { variant, rehearsal_rounds: 1, times: 1, samples }
    }

    #[test]
    fn what_is_lost_is_what_is_missing() {
        let entries = [entry(RaceVariant::Unsynchronised, [1000.0, 1100.0, 900.0, 1000.0, 1000.0, 1000.0, 1000.0])];
        let row = &rows(&entries, &params("rounds=1000"), None)[0];
        assert_eq!((&row.fields["lost"], &row.fields["lost_share"]), (&json!(1000.0), &json!(0.5)));
        assert_eq!((&row.fields["found_least"], &row.fields["found_most"]), (&json!(900.0), &json!(1100.0)));
        // 2 ms for 2,000 additions.
        assert_eq!(row.fields["ns_per_operation"], json!(1000.0));
        let claim = &claims(&entries, &params("rounds=1000"), &Machine::for_tests(2), Confidence::Final)[0];
        assert_eq!((claim.ratio, claim.verdict), (Some(2.0), kosut_core::verdict::Verdict::Holds));
    }

    #[test]
    fn who_takes_care_and_loses_is_named() {
        let right = entry(RaceVariant::Mutex, [2000.0; 7]);
        assert_eq!(wrong(&[right], &params("rounds=1000")), Vec::<String>::new());
        let bad = entry(RaceVariant::Atomic, [2000.0, 2000.0, 1999.0, 2000.0, 2000.0, 2000.0, 2000.0]);
        assert_eq!(wrong(&[bad], &params("rounds=1000")), ["atomic: not everything was found that should be"]);
    }

    #[test]
    fn where_nothing_can_be_shown_the_reason_is_told() {
        let reason = |entries: &[Entry], cores| {
            claims(entries, &params(""), &Machine::for_tests(cores), Confidence::Final)[0].reason.clone()
        };
        assert_eq!(reason(&[entry(RaceVariant::Processes, [1.0; 7])], 2).as_deref(), Some("not-isolated"));
        assert_eq!(reason(&[entry(RaceVariant::Unsynchronised, [1.0; 7])], 1).as_deref(), Some("one-core"));
    }

    #[test]
    fn a_hall_in_which_every_seat_is_sold_twice_has_a_finite_ratio() {
        let entries = [entry(RaceVariant::Unsynchronised, [0.0; 7])];
        assert_eq!(
            claims(&entries, &params("scene=seat&rounds=1000"), &Machine::for_tests(2), Confidence::Final)[0].ratio,
            Some(1000.0)
        );
    }
}
