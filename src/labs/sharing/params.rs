//! The parameters of `sharing`.

use serde_json::{Map, Value, json};

use crate::{
    Field,
    params::{Query, choice_field, number_field, word_of},
    report::Machine,
};
use kosut_core::error::Result;
use kosut_workloads::payload::BYTES_MAX;

const SAMPLES_MIN: u32 = 7;
const SAMPLES_MAX: u32 = 99;
const WORKERS_MAX: u32 = 8;

/// The payloads, in bytes. The steps get smaller where memory and caches begin to matter.
const SIZES: [u32; 7] = [1, 64, 4 << 10, 64 << 10, 1 << 20, 16 << 20, 64 << 20];

/// The largest payload, as it is written.
const LARGEST: [(&str, u32); 4] = [("64KiB", 64 << 10), ("1MiB", 1 << 20), ("16MiB", 16 << 20), ("64MiB", 64 << 20)];

/// Validated parameters: behind [`Params::new`] nothing can fail on input.
#[derive(Debug, Clone)]
pub struct Params {
    /// The largest payload, in bytes.
    pub largest_bytes: u32,
    /// Workers that get a payload each, at the same time.
    pub workers: u32,
    /// Samples of each way and size.
    pub samples: u32,
}

impl Params {
    /// Takes the parameters from a query.
    ///
    /// # Errors
    /// [`kosut_core::error::Error::Parameter`] and [`kosut_core::error::Error::UnknownParameter`].
    pub fn new(mut query: Query, _machine: &Machine) -> Result<Self> {
        let params = Params {
            largest_bytes: query.choice("largest", &LARGEST, BYTES_MAX)?,
            workers: query.number("workers", 1, WORKERS_MAX, 1)?,
            samples: query.number("samples", SAMPLES_MIN, SAMPLES_MAX, SAMPLES_MIN)?,
        };
        query.finish()?;
        Ok(params)
    }

    /// Samples that last as long as the clock asks for, rehearsals included; see [`kosut_core::measure::sample_ms`].
    pub fn clocked_samples(&self, machine: &Machine) -> u32 {
        let ways = if machine.isolated { 5 } else { 3 };
        self.sizes().len() as u32 * ways * (1 + self.samples)
    }

    /// The fields, in the order of the controls.
    pub fn fields(&self, _machine: &Machine) -> Vec<Field> {
        vec![
            choice_field("largest", LARGEST.map(|(word, _)| word), "64MiB"),
            number_field("workers", 1, WORKERS_MAX, "workers", 1),
            number_field("samples", SAMPLES_MIN, SAMPLES_MAX, "samples", SAMPLES_MIN),
        ]
    }

    /// All values as text, in the order of [`Params::fields`].
    pub fn values(&self) -> Vec<String> {
        vec![self.largest().into(), self.workers.to_string(), self.samples.to_string()]
    }

    /// The parameters as the report has them.
    pub fn report(&self) -> Map<String, Value> {
        let fields =
            [("largest", json!(self.largest())), ("workers", json!(self.workers)), ("samples", json!(self.samples))];
        fields.into_iter().map(|(name, value)| (name.into(), value)).collect()
    }

    /// The payloads that were asked for, in bytes, from the smallest up.
    pub fn all_sizes(&self) -> Vec<u32> {
        SIZES.into_iter().filter(|&size| size <= self.largest_bytes).collect()
    }

    /// Those of them that fit the memory of a process, for all workers together.
    pub fn sizes(&self) -> Vec<u32> {
        self.all_sizes().into_iter().filter(|&size| size.saturating_mul(self.workers) <= BYTES_MAX).collect()
    }

    fn largest(&self) -> &'static str {
        word_of(&LARGEST, &self.largest_bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn params(query: &str) -> Result<Params> {
        Params::new(Query::parse(query)?, &Machine::for_tests(2))
    }

    #[test]
    fn sizes_end_with_the_largest_and_fit_the_memory() {
        assert_eq!(params("").expect("defaults").sizes(), SIZES);
        assert_eq!(params("largest=64KiB").expect("a size").sizes(), SIZES[..4]);
        assert_eq!(params("workers=8").expect("workers").sizes(), SIZES[..5]);
        assert_eq!(params("workers=4").expect("workers").sizes(), SIZES[..6]);
    }

    #[test]
    fn bad_values_are_refused_with_their_names() {
        for (query, field) in
            [("largest=2MiB", "largest"), ("workers=9", "workers"), ("samples=6", "samples"), ("size=1", "size")]
        {
            assert_eq!(params(query).expect_err(query).details()[0], ("field", field.to_string()));
        }
    }
}
