//! From samples to throughput, to the sizes where one way overtakes another, and to claims.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::lines_of_code;
use crate::report::Row;
use kosut_core::{
    measure::{self, Confidence},
    topology::Topology,
    verdict::Claim,
};

/// How a payload gets to a worker and back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Way {
    /// It stays where it is, in shared memory; the right to touch it is handed on.
    Reference,
    /// Its bytes are copied into and out of a queue in shared memory.
    Ring,
    /// The browser copies it (structured clone); natively, a pipe does.
    Clone,
    /// The browser hands it over.
    Transfer,
    /// It is written into a message and read from it, by the protocol that all labs use.
    Serialised,
}

impl Way {
    /// All, as they are listed.
    pub const ALL: [Way; 5] = [Way::Reference, Way::Ring, Way::Clone, Way::Transfer, Way::Serialised];

    /// Its name in reports.
    pub fn word(self) -> &'static str {
        match self {
            Way::Reference => "reference",
            Way::Ring => "ring",
            Way::Clone => "clone",
            Way::Transfer => "transfer",
            Way::Serialised => "serialised",
        }
    }

    /// Whether it goes from lane to lane of one process; otherwise it is a message to another one.
    pub fn between_lanes(self) -> bool {
        matches!(self, Way::Reference | Way::Ring)
    }

    /// How often the bytes of a payload are copied on a trip, at least.
    ///
    /// A ring copies in and out, each way. A clone is one copy each way, as the HTML standard has it, whatever a browser
    /// does besides; a pipe copies into the kernel and out of it. A serialised payload is written into the message's
    /// bytes, copied out of the sender's wasm memory (natively: into the pipe), into the receiver's (out of the pipe), and
    /// from the message's bytes into a payload of its own.
    pub fn copies(self) -> u32 {
        match self {
            Way::Reference | Way::Transfer => 0,
            Way::Ring => 4,
            Way::Clone if cfg!(target_arch = "wasm32") => 2,
            Way::Clone => 4,
            Way::Serialised => 8,
        }
    }
}

/// One way with one size.
pub struct Measured {
    /// The way.
    pub way: Way,
    /// The payload of each worker, in bytes.
    pub payload_bytes: u32,
    /// Where it was measured.
    pub topology: Topology,
    /// Milliseconds for a trip.
    pub samples_ms: Vec<f64>,
}

impl Measured {
    fn median_ms(&self) -> f64 {
        measure::median(&self.samples_ms)
    }
}

/// The least payload at which `threads.sharing` is judged: below, all ways cost the same few messages.
const SHARING_BYTES_MIN: u32 = 1 << 10;

/// The payload at which `processes.ipc` is judged: a message of usual size.
const IPC_BYTES: u32 = 64 << 10;

/// How many times as cheap a way must be for the size from which it is to be told.
const CLEARLY: f64 = 2.0;

fn find(measured: &[Measured], way: Way, payload_bytes: u32) -> Option<&Measured> {
    measured.iter().find(|entry| entry.way == way && entry.payload_bytes == payload_bytes)
}

/// Judges the article's claims:
///
/// - `threads.sharing`, one memory, so sharing is easy: the ways after which both sides have the data (cloned, serialised) ÷ by
///   reference, as the geometric mean over these ways and over the sizes from 1 KiB up. A transfer moves the data and
///   shares none, so it does not count.
/// - `processes.ipc`, sharing is dearer between processes: the serialised message of 64 KiB, which is how the processes
///   of all labs share, ÷ the same by reference
pub fn claims(measured: &[Measured], confidence: Confidence) -> Vec<Claim> {
    let judge = |id: &str, ways: &[Way], is_judged: &dyn Fn(u32) -> bool| {
        let messages = measured.iter().filter(|entry| ways.contains(&entry.way) && is_judged(entry.payload_bytes));
        let reference = |bytes| find(measured, Way::Reference, bytes).map(|entry| entry.samples_ms.as_slice());
        let pairs: Option<Vec<(&[f64], &[f64])>> =
            messages.map(|message| Some((message.samples_ms.as_slice(), reference(message.payload_bytes)?))).collect();
        match pairs {
            None => Claim::unavailable(id, "not-isolated"),
            Some(pairs) if pairs.is_empty() => Claim::unavailable(id, "not-in-run"),
            Some(pairs) => Claim::better(id, measure::ratios(&pairs, confidence)),
        }
    };
    vec![
        judge("threads.sharing", &[Way::Clone, Way::Serialised], &|bytes| bytes >= SHARING_BYTES_MIN),
        judge("processes.ipc", &[Way::Serialised], &|bytes| bytes == IPC_BYTES),
    ]
}

/// A row for each way and size.
pub fn rows(measured: &[Measured], workers: u32, additions_per_us: f64) -> Vec<Row> {
    let row = |entry: &Measured| {
        let (median_ms, payload_bytes) = (entry.median_ms(), entry.payload_bytes);
        let mut fields = Map::new();
        let mut field = |name: &str, value: Value| fields.insert(name.into(), value);
        field("way", json!(entry.way));
        field("family", json!(if entry.way.between_lanes() { "threads" } else { "processes" }));
        field("payload_bytes", json!(payload_bytes));
        field("workers", json!(workers));
        let both_ways = 2.0 * f64::from(payload_bytes) * f64::from(workers);
        field("bytes_per_second", json!(both_ways / (median_ms / 1e3)));
        field("copied_bytes", json!(u64::from(entry.way.copies()) * u64::from(payload_bytes) * u64::from(workers)));
        field("additions", json!(median_ms * 1e3 * additions_per_us));
        field("lines_of_code", json!(lines_of_code(entry.way)));
        if let Some(reference) = find(measured, Way::Reference, payload_bytes) {
            field("times_reference", json!(median_ms / reference.median_ms()));
            let ratio = measure::ratio(&entry.samples_ms, &reference.samples_ms);
            field("times_reference_ci95", json!(ratio.interval));
        }
        let mut from = |name: &str, cheap: Way, dear: Way, factor| {
            if let Some(bytes) = overtakes(measured, cheap, dear, factor) {
                field(name, json!(bytes));
            }
        };
        if entry.way != Way::Reference {
            from("reference_clearly_cheaper_from_bytes", Way::Reference, entry.way, CLEARLY);
        }
        if entry.way == Way::Transfer {
            from("cheaper_than_clone_from_bytes", Way::Transfer, Way::Clone, 1.0);
        }
        Row {
            label: format!("{}-{payload_bytes}", entry.way.word()),
            topology: entry.topology.to_string(),
            samples_ms: entry.samples_ms.clone(),
            median_ms,
            ci95_ms: measure::median_interval(&entry.samples_ms),
            fields,
        }
    };
    measured.iter().map(row).collect()
}

/// The payload in bytes from which on `cheap` costs less than a `factor`-th of `dear`, for all larger ones too; between
/// two sizes that were measured, where the straight lines between them cross, both axes logarithmic. `None` when it does
/// not at the largest.
fn overtakes(measured: &[Measured], cheap: Way, dear: Way, factor: f64) -> Option<f64> {
    let cheaper = measured.iter().filter(|entry| entry.way == cheap);
    let points: Vec<(f64, f64)> = cheaper
        .filter_map(|entry| {
            let other = find(measured, dear, entry.payload_bytes)?;
            let lead = other.median_ms() / entry.median_ms() / factor;
            Some((f64::from(entry.payload_bytes).ln(), lead.ln()))
        })
        .collect();
    let behind = points.iter().rposition(|(_, lead)| *lead <= 0.0);
    let Some(behind) = behind else { return points.first().map(|(size, _)| size.exp().round()) };
    let ((size, lead), (next_size, next_lead)) = (points[behind], *points.get(behind + 1)?);
    Some((size + (next_size - size) * lead / (lead - next_lead)).exp().round())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(way: Way, payload_bytes: u32, ms: f64) -> Measured {
        let topology = Topology::new(1, if way.between_lanes() { 2 } else { 1 }).expect("a topology");
        Measured { way, payload_bytes, topology, samples_ms: vec![ms; 7] }
    }

    #[test]
    fn claims_compare_messages_with_references() {
        let mut measured = vec![
            entry(Way::Reference, 1, 1.0),
            entry(Way::Clone, 1, 900.0),
            entry(Way::Reference, IPC_BYTES, 1.0),
            entry(Way::Clone, IPC_BYTES, 4.0),
            entry(Way::Serialised, IPC_BYTES, 9.0),
            entry(Way::Transfer, IPC_BYTES, 0.5),
        ];
        let judged = |measured: &[Measured]| claims(measured, Confidence::Final);
        let ratios: Vec<_> = judged(&measured).into_iter().map(|claim| claim.ratio.map(f64::round)).collect();
        assert_eq!(ratios, [Some(6.0), Some(9.0)], "neither what is transferred nor a single byte counts");
        measured.retain(|entry| entry.payload_bytes == 1);
        assert!(judged(&measured).iter().all(|claim| claim.reason.as_deref() == Some("not-in-run")));
        let apart = [entry(Way::Serialised, IPC_BYTES, 9.0)];
        assert!(judged(&apart).iter().all(|claim| claim.reason.as_deref() == Some("not-isolated")));
    }

    #[test]
    fn a_size_from_which_on_is_found_between_two_sizes() {
        let measured = |transfer: [f64; 3]| -> Vec<Measured> {
            let sizes = [100, 10_000, 1_000_000];
            let clones = sizes.map(|size| entry(Way::Clone, size, 1.0));
            let others = sizes.into_iter().zip(transfer).map(|(size, ms)| entry(Way::Transfer, size, ms));
            clones.into_iter().chain(others).collect()
        };
        let from = |transfer| overtakes(&measured(transfer), Way::Transfer, Way::Clone, 1.0);
        assert_eq!(from([10.0, 0.1, 0.1]), Some(1000.0));
        assert_eq!(from([0.5, 0.5, 0.5]), Some(100.0));
        assert_eq!(from([0.5, 0.5, 2.0]), None);
        assert_eq!(from([0.5, 2.0, 0.5]), Some(100_000.0));
    }

    #[test]
    fn rows_have_labels_of_their_own_and_finite_numbers() {
        let measured = [entry(Way::Reference, 64, 0.25), entry(Way::Clone, 64, 1.25), entry(Way::Clone, 4096, 1.25)];
        let rows = rows(&measured, 2, 1000.0);
        assert_eq!(
            rows.iter().map(|row| row.label.as_str()).collect::<Vec<_>>(),
            ["reference-64", "clone-64", "clone-4096"]
        );
        assert_eq!(rows[1].fields["times_reference"], 5.0);
        assert_eq!(rows[1].fields["additions"], 1_250_000.0);
        assert_eq!(rows[0].fields["bytes_per_second"], 1_024_000.0);
    }
}
