//! From samples to rows and claims.

use serde_json::{Map, json};

use super::{GilKind, GilWay, Params, compared};
use crate::report::{Machine, Row};
use kosut_core::{
    measure::{Confidence, Ratio, median, median_interval, ratio, ratios},
    topology::Topology,
    verdict::Claim,
};

/// What was measured of one kind of jobs done in one way.
#[derive(Debug, Clone)]
pub struct Entry {
    /// What the jobs do.
    pub kind: GilKind,
    /// Who does them.
    pub way: GilWay,
    /// How often the jobs are done in a sample, so that coarse clocks do not matter.
    pub times: u32,
    /// All jobs together.
    pub samples_ms: Vec<f64>,
    /// Until all workers were ready.
    pub starts_ms: Vec<f64>,
    /// How often the lock went from one lane to another.
    pub switches: Vec<f64>,
}

impl Entry {
    /// One without samples.
    pub fn new(kind: GilKind, way: GilWay) -> Self {
        Entry { kind, way, times: 1, samples_ms: Vec::new(), starts_ms: Vec::new(), switches: Vec::new() }
    }

    /// Its row's name.
    pub fn label(&self) -> String {
        format!("{}-{}", self.kind.name(), self.way.name())
    }

    /// Who does the jobs, as boxes and lanes; the main thread only waits for them.
    pub fn topology(&self, workers: u32) -> String {
        let topology = match self.way {
            GilWay::Serial => Ok(Topology::SERIAL),
            GilWay::Gil | GilWay::Free => Topology::new(1, workers),
            GilWay::Processes => Topology::new(workers, 1),
        };
        topology.map(|topology| topology.to_string()).unwrap_or_default()
    }
}

fn find(entries: &[Entry], kind: GilKind, way: GilWay) -> Option<&Entry> {
    entries.iter().find(|entry| entry.kind == kind && entry.way == way)
}

/// A row for each kind and way.
pub fn rows(entries: &[Entry], params: &Params) -> Vec<Row> {
    entries.iter().map(|entry| row(entry, entries, params)).collect()
}

fn row(entry: &Entry, entries: &[Entry], params: &Params) -> Row {
    let workers = if entry.way == GilWay::Serial { 1 } else { params.workers };
    let mut fields = Map::new();
    let mut field = |name: &str, value| fields.insert(name.into(), value);
    field("kind", json!(entry.kind.name()));
    field("way", json!(entry.way.name()));
    field("workers", json!(workers));
    field("jobs", json!(params.workers));
    if entry.kind == GilKind::Cpu {
        field("answer", json!(compared::answers(params, entry.kind).first()));
    }
    if let Some(serial) = find(entries, entry.kind, GilWay::Serial) {
        let Ratio { value, interval } = ratio(&serial.samples_ms, &entry.samples_ms);
        field("speedup", json!(value));
        field("speedup_ci95", json!(interval));
    }
    if entry.way != GilWay::Serial {
        field("start_ms", json!(median(&entry.starts_ms)));
    }
    if entry.way == GilWay::Gil {
        field("switches", json!(median(&entry.switches)));
    }
    Row {
        label: entry.label(),
        topology: entry.topology(params.workers),
        median_ms: median(&entry.samples_ms),
        ci95_ms: median_interval(&entry.samples_ms),
        samples_ms: entry.samples_ms.clone(),
        fields,
    }
}

/// The claims that a run of this lab judges.
pub const CLAIMS: [&str; 4] = ["threads.gil", "processes.gil", "when.processes.cpu", "when.processes.cores"];

/// The shortest job that tells anything about the lock, in milliseconds: CPython's switch interval. Shorter jobs end before
/// another thread asks for the lock, and waking a worker takes as long as they do.
const JOB_MS_MIN: f64 = 5.0;

/// Judges the article's claims on jobs that compute:
///
/// - `threads.gil`, the lock prevents parallel work: threads under the lock ÷ the same threads without it
/// - `processes.gil`, processes get past it: threads under the lock ÷ processes
/// - `when.processes.cpu`, use processes for such jobs: the same, as a recommendation
/// - `when.processes.cores`, use them when all cores should work: the same with one process for each core, or as many as the
///   lab allows
pub fn claims(entries: &[Entry], params: &Params, machine: &Machine, confidence: Confidence) -> Vec<Claim> {
    let cpu = |way| find(entries, GilKind::Cpu, way);
    let serial_ms = cpu(GilWay::Serial).map_or(f64::INFINITY, |serial| median(&serial.samples_ms));
    let job_ms = serial_ms / f64::from(params.workers);
    let judge = |id: &str| {
        let other = if id == "threads.gil" { GilWay::Free } else { GilWay::Processes };
        match (cpu(GilWay::Gil), cpu(other)) {
            (Some(_), Some(_)) if machine.cores < 2 => Claim::unavailable(id, "one-core"),
            (Some(_), Some(_)) if job_ms < JOB_MS_MIN => Claim::unavailable(id, "too-short"),
            (Some(_), Some(_)) if id == "when.processes.cores" && !params.uses_all_cores(machine) => {
                Claim::unavailable(id, "not-in-run")
            }
            (Some(gil), Some(other)) => Claim::better(id, ratios(&[(&gil.samples_ms, &other.samples_ms)], confidence)),
            _ => Claim::unavailable(id, "not-isolated"),
        }
    };
    CLAIMS.map(judge).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::params::Query;
    use kosut_core::verdict::Verdict;

    fn entry(kind: GilKind, way: GilWay, ms: f64) -> Entry {
        let (samples_ms, starts_ms, switches) = (vec![ms; 7], vec![3.0; 7], vec![40.0; 7]);
        Entry { samples_ms, starts_ms, switches, ..Entry::new(kind, way) }
    }

    fn measured() -> Vec<Entry> {
        let times_ms = |kind| match kind {
            GilKind::Cpu => [300.0, 303.0, 155.0, 160.0],
            GilKind::Io => [200.0, 101.0, 101.0, 102.0],
        };
        let of_kind = |kind| GilWay::ALL.into_iter().zip(times_ms(kind)).map(move |(way, ms)| entry(kind, way, ms));
        GilKind::ALL.into_iter().flat_map(of_kind).collect()
    }

    #[test]
    fn rows_say_how_many_times_as_fast_as_one_after_the_other() {
        let rows = rows(&measured(), &params("workers=2"));
        let labels: Vec<&str> = rows.iter().map(|row| row.label.as_str()).collect();
        let expected =
            ["cpu-serial", "cpu-gil", "cpu-free", "cpu-processes", "io-serial", "io-gil", "io-free", "io-processes"];
        assert_eq!(labels, expected);
        let topologies: Vec<&str> = rows.iter().take(4).map(|row| row.topology.as_str()).collect();
        assert_eq!(topologies, ["1x1", "1x2", "1x2", "2x1"]);
        assert_eq!(rows[0].fields["speedup"], 1.0);
        assert_eq!(rows[2].fields["speedup"], 300.0 / 155.0);
        assert_eq!((&rows[1].fields["switches"], &rows[3].fields["start_ms"]), (&json!(40.0), &json!(3.0)));
        assert!(!rows[0].fields.contains_key("start_ms") && !rows[2].fields.contains_key("switches"));
    }

    fn params(query: &str) -> Params {
        Params::new(Query::parse(query).expect("a query"), &Machine::for_tests(2)).expect("parameters")
    }

    fn judged(entries: &[Entry], query: &str, cores: u32) -> Vec<Claim> {
        claims(entries, &params(query), &Machine::for_tests(cores), Confidence::Final)
    }

    #[test]
    fn claims_compare_what_computes_with_threads_under_the_lock() {
        let claims = judged(&measured(), "workers=2", 2);
        let found: Vec<_> = claims.iter().map(|claim| (claim.id.as_str(), claim.verdict, claim.ratio)).collect();
        let [free, processes] = [155.0, 160.0].map(|ms| (Verdict::Holds, Some(303.0 / ms)));
        let expected =
            CLAIMS.map(|id| if id == "threads.gil" { (id, free.0, free.1) } else { (id, processes.0, processes.1) });
        assert_eq!(found, expected);
    }

    #[test]
    fn what_is_missing_makes_claims_unavailable() {
        let reasons = |entries: &[Entry], query, cores| -> Vec<String> {
            judged(entries, query, cores).into_iter().map(|claim| claim.reason.unwrap_or_default()).collect()
        };
        assert_eq!(reasons(&measured(), "workers=2", 1), ["one-core"; 4]);
        assert_eq!(reasons(&measured(), "workers=2", 4), ["", "", "", "not-in-run"]);
        assert_eq!(reasons(&measured(), "workers=8", 64), [""; 4]);
        let short: Vec<_> = GilWay::ALL.into_iter().map(|way| entry(GilKind::Cpu, way, 2.0 * 4.9)).collect();
        assert_eq!(reasons(&short, "workers=2", 2), ["too-short"; 4]);
        let processes = [entry(GilKind::Cpu, GilWay::Processes, 160.0)];
        assert_eq!(reasons(&processes, "workers=2", 2), ["not-isolated"; 4]);
    }
}
