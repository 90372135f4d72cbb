//! The report of a run: the public contract `"kosut": 1`, as JSON and as CSV.
//!
//! `tests/report.schema.json` describes the same shape for others; every report made in the tests is validated
//! against it.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use kosut_core::verdict::Claim;

/// Version of the report's shape.
pub const VERSION: u32 = 1;

/// What a lab measured, on which machine, and what follows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct Report {
    /// [`VERSION`].
    pub kosut: u32,
    /// The lab's name.
    pub lab: String,
    /// The lab's parameters by name, with their defaults filled in.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "Record<string, string | number | boolean>"))]
    pub params: Map<String, Value>,
    /// Where it ran.
    pub machine: Machine,
    /// When the run started: RFC 3339, UTC.
    pub started: String,
    /// One row for each thing measured.
    pub rows: Vec<Row>,
    /// What the measurement says of the article's claims.
    pub claims: Vec<Claim>,
    /// Whether all topologies gave the same answer.
    #[serde(rename = "answers_agree")]
    pub answers_agree: bool,
    /// What happened besides, in order, in English.
    pub log: Vec<String>,
}

/// The machine and browser of a run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct Machine {
    /// Logical processor cores that the browser admits to.
    pub cores: u32,
    /// Whether memory can be shared: cross-origin isolation in a browser.
    pub isolated: bool,
    /// Smallest step of the clock, in milliseconds.
    pub clock_resolution_ms: f64,
    /// Largest memory of a process with threads, in MiB.
    #[serde(rename = "memoryMaxMiB")]
    pub memory_max_mib: u32,
    /// The browser's user-agent string, or the operating system's name.
    pub browser: String,
    /// The project's version.
    pub build: String,
}

#[cfg(test)]
impl Machine {
    /// A machine for tests: so many cores, shared memory, and the clock of a browser.
    pub(crate) fn for_tests(cores: u32) -> Self {
        Machine {
            cores,
            isolated: true,
            clock_resolution_ms: 0.005,
            memory_max_mib: 256,
            browser: "tests".into(),
            build: "0".into(),
        }
    }
}

/// The samples of one thing measured, with their median.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct Row {
    /// What was measured, unique in the report.
    pub label: String,
    /// The topology, `PxT`.
    pub topology: String,
    /// Each sample in milliseconds, in the order in which they were taken.
    pub samples_ms: Vec<f64>,
    /// The median of the samples, in milliseconds.
    pub median_ms: f64,
    /// 95 % bootstrap interval of the median, in milliseconds: low, high.
    pub ci95_ms: [f64; 2],
    /// The lab's own fields; units in their names.
    #[serde(flatten)]
    #[cfg_attr(target_arch = "wasm32", tsify(type = "Record<string, unknown>"))]
    pub fields: Map<String, Value>,
}

impl Report {
    /// The rows as CSV (RFC 4180): one line for each sample, so that a spreadsheet can compute what it likes.
    pub fn to_csv(&self) -> String {
        let mut text = String::from("lab,label,topology,sample,elapsed_ms\r\n");
        for row in &self.rows {
            for (index, sample_ms) in row.samples_ms.iter().enumerate() {
                let Row { label, topology, .. } = row;
                text.push_str(&format!("{},{label},{topology},{},{sample_ms}\r\n", self.lab, index + 1));
            }
        }
        text
    }
}
