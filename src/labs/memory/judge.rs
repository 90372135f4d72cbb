//! From bytes of memory to what a worker more takes, and to claims.

use serde_json::{Map, Value, json};

use super::reading::Reading;
use crate::report::Row;
use kosut_core::{
    measure,
    topology::{Family, Topology},
    verdict::{Claim, Condition, Demand},
};

/// The unit in which memory is given out: less than this can't be seen. Where slopes are so small, this counts instead.
const PAGE_BYTES: f64 = if cfg!(target_arch = "wasm32") { 65_536.0 } else { 4_096.0 };

/// One topology, repeat by repeat.
pub struct Measured {
    topology: Topology,
    /// Bytes of all processes together, before any data set.
    bare_bytes: Vec<f64>,
    /// Bytes of all processes together, with the data set.
    memory_bytes: Vec<f64>,
    /// Bytes of each process in the last repeat.
    each_bytes: Vec<u64>,
    read_ms: Vec<f64>,
    spawn_ms: Vec<f64>,
    shipped_bytes: u64,
}

impl Measured {
    /// Nothing yet.
    pub fn new(topology: Topology) -> Self {
        Measured {
            topology,
            bare_bytes: Vec::new(),
            memory_bytes: Vec::new(),
            each_bytes: Vec::new(),
            read_ms: Vec::new(),
            spawn_ms: Vec::new(),
            shipped_bytes: 0,
        }
    }

    /// Takes in a repeat.
    pub fn add(&mut self, reading: Reading, spawn_ms: f64) {
        self.bare_bytes.push(reading.bare_bytes as f64);
        self.memory_bytes.push(reading.memory_bytes.iter().sum::<u64>() as f64);
        self.each_bytes = reading.memory_bytes;
        self.read_ms.push(reading.elapsed_ms);
        self.spawn_ms.push(spawn_ms);
        self.shipped_bytes = reading.shipped_bytes;
    }
}

/// Bytes of all processes, repeat by repeat.
type Bytes = fn(&Measured) -> &[f64];

/// Without a data set, and with it.
const BARE: Bytes = |measured| &measured.bare_bytes;
const WITH_DATA: Bytes = |measured| &measured.memory_bytes;

/// Bytes that one more worker takes: one slope for each repeat.
///
/// Threads are compared among themselves, from two on: one lane alone runs in a build without shared memory, whose own
/// needs are others.
fn slopes(measured: &[Measured], family: Family, bytes: Bytes) -> Vec<f64> {
    let belongs = |topology: Topology| {
        topology.family() == family || (family == Family::Processes && topology == Topology::SERIAL)
    };
    let entries: Vec<&Measured> = measured.iter().filter(|entry| belongs(entry.topology)).collect();
    let repeats = entries.iter().map(|entry| bytes(entry).len()).min().unwrap_or(0);
    let of_repeat = |repeat: usize| {
        let points = entries.iter().map(|entry| (f64::from(entry.topology.lanes()), bytes(entry)[repeat]));
        measure::slope(&points.collect::<Vec<_>>())
    };
    (0..repeats).filter_map(of_repeat).collect()
}

/// The slopes, none below what can be seen.
fn visible(slopes: &[f64]) -> Vec<f64> {
    slopes.iter().map(|slope| slope.max(PAGE_BYTES)).collect()
}

/// Judges the article's claims:
///
/// - `threads.memory`, no memory of its own per thread: what one more process takes ÷ what one more thread takes, both without
///   a data set and with it
/// - `processes.memory`, each needs its own memory: what the most processes take ÷ what one takes
pub fn claims(measured: &[Measured]) -> Vec<Claim> {
    let condition = |name: &str, bytes: Bytes| {
        let of = |family| visible(&slopes(measured, family, bytes));
        let [threads, processes] = [Family::Threads, Family::Processes].map(of);
        let known = !threads.is_empty() && !processes.is_empty();
        known.then(|| Condition::new(name, Demand::Better, measure::ratio(&processes, &threads)))
    };
    let per_worker = match (condition("without-data", BARE), condition("with-data", WITH_DATA)) {
        (Some(bare), Some(with_data)) => Claim::judged("threads.memory", vec![bare, with_data]),
        _ => Claim::unavailable("threads.memory", "not-isolated"),
    };
    let most = measured.iter().filter(|entry| entry.topology.family() == Family::Processes);
    let most = most.max_by_key(|entry| entry.topology.processes());
    let one = measured.iter().find(|entry| entry.topology == Topology::SERIAL);
    let in_all = match (most, one) {
        (Some(most), Some(one)) => {
            Claim::better("processes.memory", measure::ratio(&most.memory_bytes, &one.memory_bytes))
        }
        _ => Claim::unavailable("processes.memory", "not-in-run"),
    };
    vec![per_worker, in_all]
}

/// A row for each topology.
pub fn rows(measured: &[Measured], data_bytes: u32, own_bytes: u64) -> Vec<Row> {
    let row = |entry: &Measured| {
        let family = entry.topology.family();
        let mut fields = Map::new();
        let mut field = |name: &str, value: Value| fields.insert(name.into(), value);
        field("workers", json!(entry.topology.lanes()));
        field("family", json!(family));
        field("bare_bytes", json!(measure::median(&entry.bare_bytes)));
        field("memory_bytes", json!(measure::median(&entry.memory_bytes)));
        field("memory_bytes_ci95", json!(measure::median_interval(&entry.memory_bytes)));
        field("process_bytes", json!(entry.each_bytes));
        field("data_bytes", json!(data_bytes));
        field("copies_of_data", json!(entry.topology.processes()));
        field("shipped_bytes", json!(entry.shipped_bytes));
        field("conductor_bytes", json!(own_bytes));
        field("spawn_ms", json!(measure::median(&entry.spawn_ms)));
        for (name, bytes) in [("bytes_per_worker", WITH_DATA), ("bare_bytes_per_worker", BARE)] {
            let slopes = slopes(measured, family, bytes);
            if family != Family::Serial && !slopes.is_empty() {
                field(name, json!(measure::median(&slopes)));
                field(&format!("{name}_ci95"), json!(measure::median_interval(&slopes)));
            }
        }
        Row {
            label: entry.topology.to_string(),
            topology: entry.topology.to_string(),
            samples_ms: entry.read_ms.clone(),
            median_ms: measure::median(&entry.read_ms),
            ci95_ms: measure::median_interval(&entry.read_ms),
            fields,
        }
    };
    measured.iter().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use kosut_core::verdict::Verdict;

    const MIB: f64 = 1_048_576.0;

    /// A topology that takes this much with a data set of 1 MiB in each process.
    fn entry(topology: &str, mib: f64) -> Measured {
        let mut entry = Measured::new(topology.parse().expect("a topology"));
        entry.memory_bytes = vec![mib * MIB; 7];
        entry.bare_bytes = vec![(mib - f64::from(entry.topology.processes())) * MIB; 7];
        (entry.read_ms, entry.spawn_ms) = (vec![1.0; 7], vec![1.0; 7]);
        entry
    }

    #[test]
    fn claims_compare_a_worker_more_and_all_with_one() {
        let mut measured =
            vec![entry("1x1", 10.0), entry("1x2", 14.0), entry("2x1", 20.0), entry("1x4", 18.0), entry("4x1", 40.0)];
        let [threads, processes] = <[Claim; 2]>::try_from(claims(&measured)).expect("two claims");
        let conditions: Vec<_> =
            threads.conditions.iter().map(|one| (one.name.as_str(), (10.0 * one.ratio).round())).collect();
        assert_eq!(conditions, [("without-data", 45.0), ("with-data", 50.0)]);
        assert_eq!(threads.ratio.map(|ratio| (10.0 * ratio).round()), Some(45.0), "the weaker one counts");
        assert_eq!(processes.ratio, Some(4.0));
        let rows = rows(&measured, 8 << 20, 1);
        assert_eq!(rows[1].fields["bytes_per_worker"], 2.0 * MIB);
        assert_eq!(rows[4].fields["bytes_per_worker"].as_f64().map(f64::round), Some(10.0 * MIB));
        assert_eq!(rows[0].fields.get("bytes_per_worker"), None);

        measured.retain(|entry| !entry.topology.shares_memory());
        let claims = claims(&measured);
        assert_eq!(claims[0].verdict, Verdict::Unavailable);
        assert_eq!(claims[1].ratio, Some(4.0));
    }

    #[test]
    fn threads_that_take_nothing_count_as_a_page() {
        let measured =
            [entry("1x1", 8.0), entry("1x2", 8.0), entry("2x1", 16.0), entry("1x4", 8.0), entry("4x1", 32.0)];
        let ratio = claims(&measured)[0].conditions[1].ratio;
        assert_eq!(ratio, 8.0 * MIB / PAGE_BYTES);
    }
}
