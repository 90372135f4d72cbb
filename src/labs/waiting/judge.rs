//! From times and bytes to rows and a claim.

use serde_json::{Map, Value, json};

use super::{Params, Way, deal::Done};
use crate::report::{Machine, Row};
use kosut_core::{
    measure::{self, Confidence, ratios},
    topology::{Family, Topology},
    verdict::{Claim, Condition, Demand},
};
use kosut_workloads::waits::What;

/// The claim that is judged: threads are for work that waits.
pub const CLAIM: &str = "when.threads.io";

/// One way, run by run.
pub struct Measured<C> {
    /// The way.
    pub way: Way,
    /// Its processes, as long as the lab runs.
    pub cluster: C,
    spawn_ms: f64,
    samples_ms: Vec<f64>,
    memory_bytes: Vec<f64>,
}

impl<C> Measured<C> {
    /// Nothing yet.
    pub fn new(way: Way, cluster: C, spawn_ms: f64) -> Self {
        Measured { way, cluster, spawn_ms, samples_ms: Vec::new(), memory_bytes: Vec::new() }
    }

    /// Takes in a run.
    pub fn add(&mut self, done: &Done) {
        self.samples_ms.push(done.elapsed_ms);
        self.memory_bytes.push(done.memory_bytes as f64);
    }
}

fn of<C>(measured: &[Measured<C>], family: Family) -> Option<&Measured<C>> {
    measured.iter().find(|entry| matches!(entry.way, Way::Lanes(topology) if topology.family() == family))
}

/// Judges the claim that threads are for work that waits, against as many processes: time not worse, memory better.
pub fn claim<C>(measured: &[Measured<C>], machine: &Machine, confidence: Confidence) -> Claim {
    match (of(measured, Family::Processes), of(measured, Family::Threads)) {
        (Some(processes), Some(threads)) => {
            let ratio = |of: fn(&Measured<C>) -> &[f64]| ratios(&[(of(processes), of(threads))], confidence);
            Claim::judged(
                CLAIM,
                vec![
                    Condition::new("time", Demand::NotWorse, ratio(|entry| &entry.samples_ms)),
                    Condition::new("memory", Demand::Better, ratio(|entry| &entry.memory_bytes)),
                ],
            )
        }
        _ if !machine.isolated => Claim::unavailable(CLAIM, "not-isolated"),
        _ => Claim::unavailable(CLAIM, "not-in-run"),
    }
}

/// A row for each way.
pub fn rows<C>(measured: &[Measured<C>], params: &Params, what: What) -> Vec<Row> {
    let serial = of(measured, Family::Serial);
    let row = |entry: &Measured<C>| {
        let median_ms = measure::median(&entry.samples_ms);
        let mut fields = Map::new();
        let mut field = |name: &str, value: Value| fields.insert(name.into(), value);
        let topology = entry.way.topology();
        field("way", json!(if entry.way == Way::EventLoop { "event-loop" } else { "lanes" }));
        field("workers", json!(topology.lanes()));
        field("family", json!(topology.family()));
        field("jobs", json!(params.jobs));
        match what {
            What::Delay(wait, delay_ms) => {
                field("waits_for", json!(wait.word()));
                // So many jobs were under way at a time, on average.
                field("waits_at_once", json!(f64::from(params.jobs) * delay_ms / median_ms));
            }
            What::File(bytes) => {
                field("waits_for", json!("file"));
                field("file_bytes", json!(bytes));
            }
        }
        field("memory_bytes", json!(measure::median(&entry.memory_bytes) as u64));
        field("spawn_ms", json!(entry.spawn_ms));
        if let Some(serial) = serial.filter(|_| topology != Topology::SERIAL || entry.way == Way::EventLoop) {
            field("speedup", json!(measure::median(&serial.samples_ms) / median_ms));
            field("speedup_ci95", json!(measure::ratio(&serial.samples_ms, &entry.samples_ms).interval));
        }
        Row {
            label: entry.way.label(),
            topology: topology.to_string(),
            samples_ms: entry.samples_ms.clone(),
            median_ms,
            ci95_ms: measure::median_interval(&entry.samples_ms),
            fields,
        }
    };
    measured.iter().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::params::Query;
    use kosut_core::verdict::Verdict;
    use kosut_workloads::lanes::blocking::Wait;

    fn entry(way: Way, median_ms: f64, mib: u32) -> Measured<()> {
        let (samples_ms, memory_bytes) = (vec![median_ms; 7], vec![f64::from(mib << 20); 7]);
        Measured { way, cluster: (), spawn_ms: 1.0, samples_ms, memory_bytes }
    }

    fn lanes(topology: &str) -> Way {
        Way::Lanes(topology.parse().expect("a topology"))
    }

    #[test]
    fn the_claim_compares_processes_with_threads_and_rows_describe_each_way() {
        let machine = Machine::for_tests(2);
        let mut measured = vec![
            entry(lanes("1x1"), 400.0, 1),
            entry(lanes("1x8"), 50.0, 4),
            entry(lanes("8x1"), 49.0, 8),
            entry(Way::EventLoop, 52.0, 1),
        ];
        let judged = claim(&measured, &machine, Confidence::Final);
        let conditions: Vec<_> = judged.conditions.iter().map(|one| (one.name.as_str(), one.ratio)).collect();
        assert_eq!(conditions, [("time", 0.98), ("memory", 2.0)]);
        assert_eq!((judged.verdict, judged.ratio), (Verdict::Holds, Some(0.98)));

        let params = Params::new(Query::parse("").expect("a query"), &machine).expect("the defaults");
        let rows = rows(&measured, &params, What::Delay(Wait::Request, 50.0));
        let labels: Vec<_> = rows.iter().map(|row| row.label.as_str()).collect();
        assert_eq!(labels, ["1x1", "1x8", "8x1", "event-loop"]);
        assert_eq!(rows[0].fields.get("speedup"), None);
        assert_eq!(rows[2].fields["speedup"], 400.0 / 49.0);
        assert_eq!((&rows[1].fields["waits_at_once"], &rows[1].fields["waits_for"]), (&json!(8.0), &json!("request")));

        measured.remove(1);
        assert_eq!(claim(&measured, &machine, Confidence::Final).reason.as_deref(), Some("not-in-run"));
        let alone = Machine { isolated: false, ..machine };
        assert_eq!(claim(&measured, &alone, Confidence::Final).reason.as_deref(), Some("not-isolated"));
    }
}
