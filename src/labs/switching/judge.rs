//! From samples to rows and claims.

use serde_json::{Map, Value, json};

use super::{
    load,
    ways::{Measured, Way},
};
use crate::report::{Machine, Row};
use kosut_core::{
    measure::{Histogram, Ratio, median, median_interval, percentile, ratio},
    topology::Family,
    verdict::Claim,
};

/// What the run says of the article's two claims on switching:
///
/// - `threads.switching`, switching between threads is faster: a turn handed on between processes by a channel of their
///   own ÷ one between threads by a condition variable, as the means of the samples
/// - `processes.switching`, switching between processes costs more: the same channel ÷ the bare waiting and waking of
///   threads, as the samples' 50th percentiles of single times, which a few long waits don't move
///
/// Where processes have no channels of their own, what passes through the conductor stands for them.
pub fn claims(measured: &[Measured], machine: &Machine) -> Vec<Claim> {
    let processes = find(measured, Way::Direct).or_else(|| find(measured, Way::Conductor));
    let means = |way: &Measured| way.samples_ms.clone();
    let typical = |way: &Measured| way.times_us.iter().map(|times| percentile(times, 0.5)).collect::<Vec<f64>>();
    let judge =
        |id: &str, threads: Way, samples: &dyn Fn(&Measured) -> Vec<f64>| match (processes, find(measured, threads)) {
            _ if !machine.isolated => Claim::unavailable(id, "not-isolated"),
            (Some(processes), Some(threads)) => Claim::better(id, ratio(&samples(processes), &samples(threads))),
            _ => Claim::unavailable(id, "not-in-run"),
        };
    vec![judge("threads.switching", Way::Condvar, &means), judge("processes.switching", Way::Atomics, &typical)]
}

fn find(measured: &[Measured], way: Way) -> Option<&Measured> {
    measured.iter().find(|known| known.way == way)
}

/// The barest way that does the same, and how many times a way does it.
fn barest(way: Way) -> Option<(Way, f64)> {
    match way {
        Way::Condvar => Some((Way::Atomics, 1.0)),
        Way::Direct => Some((Way::Post, 1.0)),
        // To the conductor, and from there to the other.
        Way::Conductor => Some((Way::Post, 2.0)),
        Way::Call | Way::Atomics | Way::Post => None,
    }
}

/// A row for each way.
pub fn way_rows(measured: &[Measured]) -> Vec<Row> {
    let rows = measured.iter().map(|known| {
        let Measured { way, plan, samples_ms, times_us } = known;
        let all_us = times_us.concat();
        let Histogram { edges, counts } = Histogram::of(&all_us);
        let mut fields = fields(&[
            ("kind", json!("way")),
            ("way", json!(way.id())),
            ("median_us", json!(median(samples_ms) * 1e3)),
            ("p50_us", json!(percentile(&all_us, 0.5))),
            ("p99_us", json!(percentile(&all_us, 0.99))),
            ("mean_us", json!(all_us.iter().sum::<f64>() / all_us.len() as f64)),
            ("times", json!(all_us.len())),
            ("round_trips_per_time", json!(plan.each)),
            ("edges_us", json!(edges)),
            ("counts", json!(counts)),
        ]);
        if let Some((bare, factor)) = barest(*way).and_then(|(bare, factor)| Some((find(measured, bare)?, factor))) {
            let bare_ms: Vec<f64> = bare.samples_ms.iter().map(|sample_ms| sample_ms * factor).collect();
            let Ratio { value, interval } = ratio(samples_ms, &bare_ms);
            fields.insert("over_bare".into(), json!(value));
            fields.insert("over_bare_ci95".into(), json!(interval));
        }
        row(way.id().into(), way.topology().to_string(), samples_ms, fields)
    });
    rows.collect()
}

/// A row for each number of lanes that shared the cores.
pub fn load_rows(measured: &[load::Measured]) -> Vec<Row> {
    let median_ms = |known: &load::Measured| median(&known.samples_ms);
    let of_family = |family: Family| {
        let same = measured.iter().filter(move |known| [Family::Serial, family].contains(&known.topology.family()));
        same.map(median_ms).fold(f64::INFINITY, f64::min)
    };
    let rows = measured.iter().map(|known| {
        let topology = known.topology;
        let fields = fields(&[
            ("kind", json!("busy")),
            ("lanes", json!(topology.lanes())),
            ("family", json!(topology.family())),
            ("over_best", json!(median_ms(known) / of_family(topology.family()))),
        ]);
        row(format!("{topology} busy"), topology.to_string(), &known.samples_ms, fields)
    });
    rows.collect()
}

/// A row for each topology that was started.
pub fn start_rows(measured: &[load::Measured]) -> Vec<Row> {
    let rows = measured.iter().map(|known| {
        let topology = known.topology;
        let fields = fields(&[
            ("kind", json!("start")),
            ("lanes", json!(topology.lanes())),
            ("family", json!(topology.family())),
        ]);
        row(format!("{topology} start"), topology.to_string(), &known.samples_ms, fields)
    });
    rows.collect()
}

fn fields(list: &[(&str, Value)]) -> Map<String, Value> {
    list.iter().map(|(name, value)| ((*name).into(), value.clone())).collect()
}

fn row(label: String, topology: String, samples_ms: &[f64], fields: Map<String, Value>) -> Row {
    let (median_ms, ci95_ms) = (median(samples_ms), median_interval(samples_ms));
    Row { label, topology, samples_ms: samples_ms.to_vec(), median_ms, ci95_ms, fields }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kosut_core::{measure::Plan, verdict::Verdict};

    /// A way whose every time is this, with one outlier in each sample.
    fn measured(way: Way, us: f64) -> Measured {
        let times_us = vec![vec![us, us, us, us, us, us, us, us, us, 11.0 * us]; 7];
        Measured { way, plan: Plan { groups: 10, each: 1 }, samples_ms: vec![2.0 * us / 1e3; 7], times_us }
    }

    #[test]
    fn the_claims_compare_processes_with_threads_by_different_numbers() {
        let ways = [measured(Way::Atomics, 2.0), measured(Way::Condvar, 4.0), measured(Way::Direct, 20.0)];
        let claims = claims(&ways, &Machine::for_tests(2));
        let ratios: Vec<_> = claims.iter().map(|claim| (claim.id.as_str(), claim.verdict, claim.ratio)).collect();
        let holds = Verdict::Holds;
        let expected = [("threads.switching", holds, Some(5.0)), ("processes.switching", holds, Some(10.0))];
        assert_eq!(ratios, expected);
    }

    #[test]
    fn without_a_channel_the_conductor_stands_for_processes() {
        let ways = [measured(Way::Atomics, 2.0), measured(Way::Condvar, 4.0), measured(Way::Conductor, 40.0)];
        let ratios: Vec<_> = claims(&ways, &Machine::for_tests(2)).into_iter().map(|claim| claim.ratio).collect();
        assert_eq!(ratios, [Some(10.0), Some(20.0)]);
    }

    #[test]
    fn what_is_missing_makes_claims_unavailable() {
        let reasons = |claims: Vec<Claim>| claims.into_iter().map(|claim| claim.reason).collect::<Vec<_>>();
        let [not_isolated, not_in_run] = ["not-isolated", "not-in-run"].map(|reason| Some(reason.to_string()));
        let processes = [measured(Way::Direct, 20.0)];
        assert_eq!(
            reasons(claims(&processes, &Machine { isolated: false, ..Machine::for_tests(2) })),
            [not_isolated.clone(), not_isolated]
        );
        assert_eq!(reasons(claims(&processes, &Machine::for_tests(2))), [not_in_run.clone(), not_in_run]);
    }

    #[test]
    fn two_messages_are_compared_with_two() {
        let ways = [measured(Way::Post, 10.0), measured(Way::Conductor, 24.0)];
        let rows = way_rows(&ways);
        assert_eq!(rows[1].fields["over_bare"], 1.2);
        assert_eq!(rows[0].fields["p50_us"], 10.0);
        assert_eq!(rows[0].fields["p99_us"], 110.0);
        assert_eq!(rows[0].fields["times"], 70);
        assert!(!rows[0].fields.contains_key("over_bare"));
    }
}
