//! What is known in the end: samples of every side, and the ratios that follow.

use std::collections::BTreeMap;

use anyhow::{Context, Result, ensure};
use kosut::measure::{self, median, median_interval};
use serde_json::{Map, Value, json};

use crate::{
    interpreter::Interpreter, messages::Costs, peers::Comparison, plan::TOPOLOGIES, python::Twin, visit::Visit,
};

/// Samples of a side by topology.
#[derive(Debug, Clone, Default)]
pub struct Times {
    samples_ms: BTreeMap<String, Vec<f64>>,
    answer: Option<(Value, Value)>,
    /// Bytes of a round between two processes and their conductor.
    pub bytes_per_round: f64,
    /// Rounds of a run.
    pub rounds: u64,
}

/// A ratio of medians with its 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ratio {
    /// The ratio.
    pub value: f64,
    /// Its interval.
    pub ci95: [f64; 2],
}

impl Times {
    /// Adds the samples of a report.
    ///
    /// # Errors
    /// Returns an error when it lacks a topology, or another answer came before.
    pub fn add(&mut self, report: &Value) -> Result<()> {
        let rows = report["rows"].as_array().context("a report without rows")?;
        for topology in TOPOLOGIES {
            let row = rows.iter().find(|row| row["topology"] == topology);
            let row = row.with_context(|| format!("a report without {topology}: {}", report["log"]))?;
            let samples = row["samples_ms"].as_array().context("a row without samples")?;
            self.samples_ms.entry(topology.into()).or_default().extend(samples.iter().filter_map(Value::as_f64));
            let answer = (row["answer"].clone(), row["answer_digest"].clone());
            let before = self.answer.get_or_insert_with(|| answer.clone());
            ensure!(*before == answer, "{topology} answered {answer:?}, where {before:?} came before");
            if topology == "2x1" {
                self.bytes_per_round = row["bytes_per_round"].as_f64().unwrap_or_default();
                self.rounds = row["rounds"].as_u64().unwrap_or_default();
            }
        }
        Ok(())
    }

    fn samples(&self, topology: &str) -> &[f64] {
        self.samples_ms.get(topology).map_or(&[], Vec::as_slice)
    }

    /// The median of a topology, in milliseconds.
    pub fn median_ms(&self, topology: &str) -> f64 {
        median(self.samples(topology))
    }

    /// How much longer this side takes than another one.
    pub fn over(&self, other: &Times, topology: &str) -> Ratio {
        ratio(self.samples(topology), other.samples(topology))
    }

    /// How much faster a topology is than one lane.
    pub fn speedup(&self, topology: &str) -> Ratio {
        ratio(self.samples("1x1"), self.samples(topology))
    }

    /// The number of the answer.
    pub fn value(&self) -> Option<u64> {
        self.answer.as_ref().and_then(|(value, _)| value.as_u64())
    }

    fn json(&self) -> Value {
        TOPOLOGIES.iter().map(|&topology| (topology.to_string(), json!(self.median_ms(topology)))).collect()
    }

    fn intervals(&self) -> Value {
        let interval = |topology: &str| json!(median_interval(self.samples(topology)));
        TOPOLOGIES.iter().map(|&topology| (topology.to_string(), interval(topology))).collect()
    }
}

/// The ratio of two medians.
pub fn ratio(numerators: &[f64], denominators: &[f64]) -> Ratio {
    let measure::Ratio { value, interval } = measure::ratio(numerators, denominators);
    Ratio { value, ci95: interval }
}

/// All sides of a kernel.
#[derive(Debug, Clone)]
pub struct KernelOutcome {
    /// Its name.
    pub id: &'static str,
    /// Its size on all sides but Python's.
    pub size: u32,
    /// The program `kosut`.
    pub native: Times,
    /// The page in Chromium.
    pub chromium: Times,
    /// The page in Firefox.
    pub firefox: Times,
    /// The twin in Python.
    pub python: Option<Twin>,
    /// `true` if all sides but Python, which has another size, gave the same answer.
    pub answers_agree: bool,
}

impl KernelOutcome {
    /// Nothing is known yet.
    pub fn new(&(id, size): &(&'static str, u32)) -> Self {
        let none = Times::default;
        KernelOutcome {
            id,
            size,
            native: none(),
            chromium: none(),
            firefox: none(),
            python: None,
            answers_agree: false,
        }
    }

    /// Compares the answers.
    pub fn conclude(&mut self) {
        let answers = [&self.chromium, &self.firefox].map(|side| &side.answer);
        self.answers_agree = answers.iter().all(|answer| **answer == self.native.answer);
    }

    fn json(&self) -> Value {
        let python = self.python.as_ref().map(|twin| {
            let ways = twin.median_ms;
            json!({ "size": twin.size, "serial": ways.serial, "threads": ways.threading, "processes": ways.multiprocessing })
        });
        let over = |side: &Times, topology| side.over(&self.native, topology);
        let speedup = |side: &Times, topology| side.speedup(topology).value;
        json!({
            "id": self.id,
            "size": self.size,
            "native": self.native.json(),
            "chromium": self.chromium.json(),
            "firefox": self.firefox.json(),
            "python": python,
            "wasm_over_native_serial": over(&self.chromium, "1x1").value,
            "wasm_over_native_threads": over(&self.chromium, "1x2").value,
            "speedup_threads": speedup(&self.chromium, "1x2"),
            "speedup_processes": speedup(&self.chromium, "2x1"),
            "ci95": {
                "native": self.native.intervals(),
                "chromium": self.chromium.intervals(),
                "firefox": self.firefox.intervals(),
                "wasm_over_native_serial": over(&self.chromium, "1x1").ci95,
                "wasm_over_native_threads": over(&self.chromium, "1x2").ci95,
                "speedup_threads": self.chromium.speedup("1x2").ci95,
                "speedup_processes": self.chromium.speedup("2x1").ci95,
            },
            "native_speedup_threads": speedup(&self.native, "1x2"),
            "native_speedup_processes": speedup(&self.native, "2x1"),
            "firefox_over_native_serial": over(&self.firefox, "1x1").value,
            "firefox_over_native_threads": over(&self.firefox, "1x2").value,
            "rounds": self.chromium.rounds,
            "bytes_per_round": self.chromium.bytes_per_round,
            "answers_agree": self.answers_agree,
        })
    }
}

/// Everything.
#[derive(Debug)]
pub struct Outcome {
    /// The machine and the programs, line by line.
    pub machine: Vec<String>,
    /// `true` if sizes and samples were cut down.
    pub quick: bool,
    /// The kernels.
    pub kernels: Vec<KernelOutcome>,
    /// The small Python, beside CPython.
    pub interpreter: Interpreter,
    /// What messages, hand-offs and starts cost.
    pub costs: Costs,
    /// Other people's programs.
    pub peers: Vec<Comparison>,
    /// Bytes over the wire.
    pub visit: Visit,
}

impl Outcome {
    /// The geometric mean of a ratio over all kernels.
    pub fn geometric_mean(&self, ratio: impl Fn(&KernelOutcome) -> f64) -> f64 {
        let logarithms: f64 = self.kernels.iter().map(|kernel| ratio(kernel).ln()).sum();
        (logarithms / self.kernels.len().max(1) as f64).exp()
    }

    /// How much longer Chromium takes than the native program on a topology, over all kernels.
    pub fn wasm_over_native(&self, topology: &str) -> f64 {
        self.geometric_mean(|kernel| kernel.chromium.over(&kernel.native, topology).value)
    }

    /// The same for Firefox.
    pub fn firefox_over_native(&self, topology: &str) -> f64 {
        self.geometric_mean(|kernel| kernel.firefox.over(&kernel.native, topology).value)
    }

    /// The whole as JSON.
    pub fn to_json(&self) -> Value {
        let kernels: Vec<Value> = self.kernels.iter().map(KernelOutcome::json).collect();
        let peers: Vec<Value> = self.peers.iter().map(Comparison::json).collect();
        let mut json = Map::new();
        json.insert("machine".into(), json!(self.machine));
        json.insert("quick".into(), json!(self.quick));
        json.insert("kernels".into(), json!(kernels));
        json.insert("python".into(), self.interpreter.json());
        json.insert("handoff".into(), self.costs.handoff_json());
        json.insert("spawn_ms".into(), self.costs.spawn_json());
        json.insert("dispatch_us".into(), self.costs.dispatch_json());
        json.insert("peers".into(), json!(peers));
        json.insert("first_visit_bytes".into(), json!(self.visit.first_visit_bytes));
        json.insert("plain_wasm_bytes".into(), json!(self.visit.plain_wasm_bytes));
        json.insert("threads_wasm_bytes".into(), json!(self.visit.threads_wasm_bytes));
        let (serial, threads) = (self.wasm_over_native("1x1"), self.wasm_over_native("1x2"));
        let firefox = [self.firefox_over_native("1x1"), self.firefox_over_native("1x2")];
        let geomean = json!({ "serial": serial, "threads": threads, "firefox_serial": firefox[0], "firefox_threads": firefox[1] });
        json.insert("geomean".into(), geomean);
        Value::Object(json)
    }
}
