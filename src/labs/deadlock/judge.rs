//! From runs to rows and the claim.

use serde_json::{Map, Value, json};

use super::live::DeadlockWay;
use crate::report::{Machine, Row};
use kosut_core::{
    measure::{median, median_interval, ratio},
    topology::Topology,
    verdict::Claim,
};
use kosut_workloads::{lanes::wait_for::Deadlock, philosophers::Outcome};

/// The claim that this lab tests.
const CLAIM: &str = "threads.deadlock";

/// What was measured of one way.
#[derive(Debug)]
pub struct Tally {
    /// The way.
    pub way: DeadlockWay,
    topology: Topology,
    /// Meals of a run, or letters.
    each: u32,
    samples_ms: Vec<f64>,
    runs: u32,
    per_second: Vec<f64>,
    fairness: Vec<f64>,
    given_up: Vec<f64>,
    freeze_ms: Vec<f64>,
    frozen_meals: Vec<f64>,
    freed_ms: Vec<f64>,
    frozen: u32,
}

impl Tally {
    /// Nothing yet; a run has so many meals or letters.
    pub fn new(way: DeadlockWay, topology: Topology, each: u32) -> Self {
        Tally {
            way,
            topology,
            each,
            samples_ms: Vec::new(),
            runs: 0,
            per_second: Vec::new(),
            fairness: Vec::new(),
            given_up: Vec::new(),
            freeze_ms: Vec::new(),
            frozen_meals: Vec::new(),
            freed_ms: Vec::new(),
            frozen: 0,
        }
    }

    /// Notes a run that came to its end.
    pub fn eaten(&mut self, outcome: &Outcome) {
        self.runs += 1;
        let meals = f64::from(outcome.meals.iter().sum::<u32>());
        if outcome.elapsed_ms > 0.0 {
            self.per_second.push(meals / outcome.elapsed_ms * 1e3);
        }
        self.fairness.push(jain(&outcome.meals));
        self.given_up.push(f64::from(outcome.given_up.iter().sum::<u32>()) / meals.max(1.0));
    }

    /// Notes a run that froze.
    pub fn frozen(&mut self, deadlock: &Deadlock, meals: &[u32], freed_ms: Option<f64>) {
        self.frozen_meals.push(meals.iter().copied().map(f64::from).sum());
        self.stood(f64::from(deadlock.since_us) / 1e3, freed_ms);
    }

    /// Notes that a run stood still from so long after its start.
    pub fn stood(&mut self, since_ms: f64, freed_ms: Option<f64>) {
        self.runs += 1;
        self.frozen += 1;
        self.freeze_ms.push(since_ms);
        self.freed_ms.extend(freed_ms);
    }

    /// Notes letters that came to their end.
    pub fn exchanged(&mut self, written: &[u32], elapsed_ms: f64) {
        self.runs += 1;
        if elapsed_ms > 0.0 {
            self.per_second.push(f64::from(written.iter().sum::<u32>()) / elapsed_ms * 1e3);
        }
        self.fairness.push(jain(written));
    }

    /// Takes a sample, and gives it back.
    pub fn sample(&mut self, elapsed_ms: f64) -> f64 {
        self.samples_ms.push(elapsed_ms);
        elapsed_ms
    }
}

/// Jain's index of fairness: 1 when all got the same, 1 ÷ n when one of n got everything.
///
/// R. Jain, D.-M. Chiu, W. Hawe, *A quantitative measure of fairness and discrimination*, DEC-TR-301, 1984.
fn jain(shares: &[u32]) -> f64 {
    let sum: f64 = shares.iter().copied().map(f64::from).sum();
    let squares: f64 = shares.iter().map(|&share| f64::from(share) * f64::from(share)).sum();
    if squares > 0.0 { sum * sum / (shares.len() as f64 * squares) } else { 1.0 }
}

/// A row of the report.
pub fn row(tally: &Tally) -> Row {
    let mut fields = Map::new();
    let mut field = |name: &str, value: Value| fields.insert(name.into(), value);
    field("strategy", json!(tally.way.word()));
    field("runs", json!(tally.runs));
    field("frozen_runs", json!(tally.frozen));
    let counted = if matches!(tally.way, DeadlockWay::BothWait | DeadlockWay::OneFirst) { "letters" } else { "meals" };
    field(counted, json!(tally.each));
    // Of runs that froze there is nothing to say: they would eat for ever at no rate.
    if tally.frozen == 0 && !tally.per_second.is_empty() {
        field(&format!("{counted}_per_second"), json!(median(&tally.per_second)));
        field(&format!("{counted}_per_second_ci95"), json!(median_interval(&tally.per_second)));
        field("fairness", json!(median(&tally.fairness)));
        if !tally.given_up.is_empty() {
            field("given_up_per_meal", json!(median(&tally.given_up)));
        }
    }
    if !tally.freeze_ms.is_empty() {
        field("time_to_freeze_ms", json!(median(&tally.freeze_ms)));
        field("time_to_freeze_range_ms", json!(range(&tally.freeze_ms)));
    }
    if !tally.frozen_meals.is_empty() {
        field("meals_before_freeze", json!(median(&tally.frozen_meals)));
    }
    if !tally.freed_ms.is_empty() {
        field("time_to_free_ms", json!(median(&tally.freed_ms)));
        field("time_to_free_range_ms", json!(range(&tally.freed_ms)));
    }
    Row {
        label: tally.way.word().into(),
        topology: tally.topology.to_string(),
        samples_ms: tally.samples_ms.clone(),
        median_ms: median(&tally.samples_ms),
        ci95_ms: median_interval(&tally.samples_ms),
        fields,
    }
}

fn range(values: &[f64]) -> [f64; 2] {
    [values.iter().copied().fold(f64::INFINITY, f64::min), values.iter().copied().fold(0.0, f64::max)]
}

/// What the run says of the claim that threads can wait for each other for ever: how many times longer the naive strategy
/// took than the ordered one for the same meals. Of what froze, it is known only that it took longer than we waited.
pub fn claim(table: &[Tally], machine: &Machine) -> Claim {
    let of = |way| table.iter().find(|tally| tally.way == way);
    match (of(DeadlockWay::Naive), of(DeadlockWay::Ordered)) {
        (Some(naive), Some(ordered)) => Claim::better(CLAIM, ratio(&naive.samples_ms, &ordered.samples_ms)),
        _ if !machine.isolated => Claim::unavailable(CLAIM, "not-isolated"),
        _ => Claim::unavailable(CLAIM, "not-in-run"),
    }
}

/// Tells in words what came out at the table.
pub fn tell(table: &[Tally], claim: &Claim, log: &mut impl FnMut(String)) {
    for tally in table {
        let Tally { way, runs, frozen, .. } = tally;
        let when = match range(&tally.freeze_ms) {
            [first, last] if *frozen > 0 => {
                format!(", {:.1} ms after the start (median; {first:.1} to {last:.1})", median(&tally.freeze_ms))
            }
            _ => String::new(),
        };
        log(format!("{}: {frozen} of {runs} runs froze{when}", way.word()));
    }
    let froze = table.iter().any(|tally| tally.way == DeadlockWay::Naive && tally.frozen > 0);
    if froze && claim.ratio.is_some() {
        log("a frozen run counts with the time after which it was ended: the ratio is a lower bound".into());
    }
}

/// Who waited for whom, in words.
pub fn frozen_line(deadlock: &Deadlock) -> String {
    let Deadlock { lanes, since_us } = deadlock;
    let waits = |(index, lane): (usize, &u32)| {
        let next = lanes.get(index + 1).or(lanes.first()).copied().unwrap_or_default();
        format!("{} waits for {}", lane + 1, next + 1)
    };
    let circle = lanes.iter().enumerate().map(waits).collect::<Vec<_>>().join(", ");
    format!("naive: frozen {:.1} ms after the start: {circle}", f64::from(*since_us) / 1e3)
}

#[cfg(test)]
mod tests {
    use super::*;
    use kosut_core::verdict::Verdict;

    fn tally(way: DeadlockWay, samples_ms: &[f64]) -> Tally {
        let mut tally = Tally::new(way, Topology::SERIAL, 100);
        for &sample_ms in samples_ms {
            tally.sample(sample_ms);
        }
        tally
    }

    #[test]
    fn fairness_goes_from_all_for_one_to_the_same_for_all() {
        assert_eq!(jain(&[7, 7, 7]), 1.0);
        assert_eq!(jain(&[9, 0, 0]), 1.0 / 3.0);
        assert_eq!(jain(&[0, 0]), 1.0);
        assert!((jain(&[1, 3]) - 0.8).abs() < 1e-12);
    }

    #[test]
    fn the_claim_compares_naive_with_ordered_where_both_could_run() {
        let table = [tally(DeadlockWay::Naive, &[400.0; 7]), tally(DeadlockWay::Ordered, &[50.0; 7])];
        let judged = claim(&table, &Machine::for_tests(2));
        assert_eq!((judged.verdict, judged.ratio), (Verdict::Holds, Some(8.0)));
        assert_eq!(
            claim(&[], &Machine { isolated: false, ..Machine::for_tests(2) }).reason.as_deref(),
            Some("not-isolated")
        );
        assert_eq!(claim(&[], &Machine::for_tests(2)).reason.as_deref(), Some("not-in-run"));
    }

    #[test]
    fn what_froze_has_no_rate_and_what_did_not_has_no_moment() {
        let mut naive = tally(DeadlockWay::Naive, &[400.0]);
        naive.frozen(&Deadlock { lanes: vec![0, 1], since_us: 2500 }, &[3, 4], Some(80.0));
        let naive = row(&naive).fields;
        assert_eq!(naive["time_to_freeze_ms"], 2.5);
        assert_eq!(naive["meals_before_freeze"], 7.0);
        assert!(!naive.contains_key("meals_per_second"));
        let mut ordered = tally(DeadlockWay::Ordered, &[50.0]);
        ordered.eaten(&Outcome { elapsed_ms: 50.0, meals: vec![50, 50], given_up: vec![0, 0], uses: 200 });
        let ordered = row(&ordered).fields;
        assert_eq!((&ordered["meals_per_second"], &ordered["fairness"]), (&json!(2000.0), &json!(1.0)));
        assert!(!ordered.contains_key("time_to_freeze_ms"));
    }

    #[test]
    fn the_circle_is_told_in_words() {
        let line = frozen_line(&Deadlock { lanes: vec![0, 1, 2], since_us: 1200 });
        assert_eq!(line, "naive: frozen 1.2 ms after the start: 1 waits for 2, 2 waits for 3, 3 waits for 1");
    }
}
