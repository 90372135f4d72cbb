//! The parameters of `memory`.

use serde_json::{Map, Value, json};

use crate::{
    Field,
    params::{Query, number_field},
    report::Machine,
};
use kosut_core::{error::Result, topology::Topology};
use kosut_workloads::residence::DATA_BYTES_MAX;

const SAMPLES_MIN: u32 = 7;
const SAMPLES_MAX: u32 = 99;
/// With fewer there would be only one number of threads, and no slope.
const WORKERS_MIN: u32 = 3;
const WORKERS_MAX: u32 = 16;
/// Not the number of cores: memory is taken by workers that wait as well.
const WORKERS_DEFAULT: u32 = 4;
const DATA_MIB_MAX: u32 = DATA_BYTES_MAX >> 20;
const DATA_MIB_DEFAULT: u32 = 8;

/// Numbers of workers in a sweep.
const WORKERS: [u32; 5] = [1, 2, 4, 8, 16];

/// Validated parameters: behind [`Params::new`] nothing can fail on input.
#[derive(Debug, Clone)]
pub struct Params {
    /// The largest number of workers.
    pub workers: u32,
    /// The data set, in MiB.
    pub data_mib: u32,
    /// Repeats that count.
    pub samples: u32,
}

impl Params {
    /// Takes the parameters from a query.
    ///
    /// # Errors
    /// [`kosut_core::error::Error::Parameter`] and [`kosut_core::error::Error::UnknownParameter`].
    pub fn new(mut query: Query, _machine: &Machine) -> Result<Self> {
        let params = Params {
            workers: query.number("workers", WORKERS_MIN, WORKERS_MAX, WORKERS_DEFAULT)?,
            data_mib: query.number("data", 1, DATA_MIB_MAX, DATA_MIB_DEFAULT)?,
            samples: query.number("samples", SAMPLES_MIN, SAMPLES_MAX, SAMPLES_MIN)?,
        };
        query.finish()?;
        Ok(params)
    }

    /// No sample lasts longer because of the clock.
    pub fn clocked_samples(&self, _machine: &Machine) -> u32 {
        0
    }

    /// The fields, in the order of the controls.
    pub fn fields(&self, _machine: &Machine) -> Vec<Field> {
        vec![
            number_field("workers", WORKERS_MIN, WORKERS_MAX, "workers", WORKERS_DEFAULT),
            number_field("data", 1, DATA_MIB_MAX, "mebibytes", DATA_MIB_DEFAULT),
            number_field("samples", SAMPLES_MIN, SAMPLES_MAX, "samples", SAMPLES_MIN),
        ]
    }

    /// All values as text, in the order of [`Params::fields`].
    pub fn values(&self) -> Vec<String> {
        [self.workers, self.data_mib, self.samples].map(|value| value.to_string()).into()
    }

    /// The parameters as the report has them.
    pub fn report(&self) -> Map<String, Value> {
        let fields = [("workers", self.workers), ("data", self.data_mib), ("samples", self.samples)];
        fields.into_iter().map(|(name, value)| (name.into(), json!(value))).collect()
    }

    /// The data set, in bytes.
    pub fn data_bytes(&self) -> u32 {
        self.data_mib << 20
    }

    /// Every topology to run: one worker, then threads and processes in turn.
    pub fn sweep(&self) -> Vec<Topology> {
        let steps = WORKERS.into_iter().filter(|&step| step < self.workers).chain([self.workers]);
        let both = steps.flat_map(|workers| [Topology::new(1, workers), Topology::new(workers, 1)]);
        let mut topologies: Vec<Topology> = both.flatten().collect();
        topologies.dedup();
        topologies
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn params(query: &str) -> Result<Params> {
        Params::new(Query::parse(query)?, &Machine::for_tests(2))
    }

    #[test]
    fn sweeps_have_each_topology_once_and_two_numbers_of_threads_at_least() {
        let sweep = |query| {
            let sweep = params(query).expect(query).sweep();
            sweep.iter().map(Topology::to_string).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(sweep(""), "1x1 1x2 2x1 1x4 4x1");
        assert_eq!(sweep("workers=3"), "1x1 1x2 2x1 1x3 3x1");
        assert_eq!(sweep("workers=16").split(' ').count(), 9);
    }

    #[test]
    fn bad_values_are_refused_with_their_names() {
        for (query, field) in
            [("workers=2", "workers"), ("data=65", "data"), ("data=0", "data"), ("samples=6", "samples")]
        {
            assert_eq!(params(query).expect_err(query).details()[0], ("field", field.to_string()));
        }
    }
}
