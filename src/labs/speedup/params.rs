//! The parameters of `speedup`.

use std::str::FromStr;

use serde_json::{Map, Value, json};

use crate::{
    Accepts, Field,
    params::{Query, choice_field, number_field, one_per_core, word_of},
    report::Machine,
};
use kosut_core::{
    error::{Error, Result},
    topology::{MAX_LANES, Topology},
};
use kosut_kernels::{self as kernels, Data, Entry, REGISTRY, Source};
use kosut_workloads::lanes::Schedule;

/// Samples of each topology: a verdict needs at least this many.
const SAMPLES_MIN: u32 = 7;
const SAMPLES_MAX: u32 = 99;
const SEED_DEFAULT: u32 = 1;
/// Numbers of workers in a sweep: each step is a half or a third more than the one before, so that a machine of 64 cores
/// takes three times as many samples as one of 4, not sixteen times.
const WORKERS: [u32; 12] = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64];

const SCHEDULES: [(&str, Schedule); 2] = [("dynamic", Schedule::Dynamic), ("static", Schedule::Static)];
const FAMILIES: [(&str, Sweep); 3] = [("1xN", Sweep::Threads), ("Nx1", Sweep::Processes), ("PxT", Sweep::Mixed)];

/// Validated parameters: behind [`Params::new`] nothing can fail on input.
#[derive(Debug, Clone)]
pub struct Params {
    /// The kernel.
    pub kernel: &'static Entry,
    /// The kernel's size.
    pub size: u32,
    /// Seed of the kernel's data.
    pub seed: u32,
    /// The largest number of workers, for families.
    pub workers: u32,
    /// How units are given to lanes.
    pub schedule: Schedule,
    /// Samples of each topology.
    pub samples: u32,
    /// The reader's own data.
    pub file: Option<Data>,
    topologies: Vec<Sweep>,
}

/// Topologies to run: one, or a family with more and more workers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sweep {
    One(Topology),
    Threads,
    Processes,
    Mixed,
}

impl FromStr for Sweep {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        match FAMILIES.iter().find(|(word, _)| *word == text) {
            Some((_, family)) => Ok(*family),
            None => text.parse().map(Sweep::One),
        }
    }
}

impl Params {
    /// Takes the parameters from a query.
    ///
    /// # Errors
    /// [`Error::Parameter`] and [`Error::UnknownParameter`].
    pub fn new(mut query: Query, machine: &Machine) -> Result<Self> {
        let kernel = match query.take("kernel") {
            Some(id) => kernels::find(&id)?,
            None => &REGISTRY[0],
        };
        let file = query.file()?;
        kernel.source.check_own(file.as_ref(), kernel)?;
        let size = query.number("size", kernel.size_min, kernel.size_max, kernel.size_default)?;
        let params = Params {
            kernel,
            size: file.as_ref().and_then(|file| kernel.source.size_of(file)).unwrap_or(size),
            seed: query.number("seed", 0, u32::MAX, SEED_DEFAULT)?,
            workers: query.number("workers", 1, MAX_LANES, one_per_core(machine, 1, MAX_LANES))?,
            schedule: query.choice("schedule", &SCHEDULES, Schedule::Dynamic)?,
            samples: query.number("samples", SAMPLES_MIN, SAMPLES_MAX, SAMPLES_MIN)?,
            file,
            topologies: query.list("topologies", &allowed_topologies(), &[Sweep::Threads, Sweep::Processes])?,
        };
        query.finish()?;
        Ok(params)
    }

    /// Samples that last as long as the clock asks for, rehearsals included; see [`kosut_core::measure::sample_ms`].
    pub fn clocked_samples(&self, machine: &Machine) -> u32 {
        let runnable = self.sweep().iter().filter(|topology| machine.isolated || !topology.shares_memory()).count();
        runnable as u32 * (1 + self.samples)
    }

    /// The fields for this kernel on this machine, in the order of the controls.
    pub fn fields(&self, machine: &Machine) -> Vec<Field> {
        let Entry { size_min, size_max, size_default, size_unit, .. } = *self.kernel;
        let mut fields = vec![
            choice_field("kernel", REGISTRY.iter().map(|entry| entry.id), REGISTRY[0].id),
            number_field("size", size_min, size_max, size_unit, size_default),
            number_field("workers", 1, MAX_LANES, "workers", one_per_core(machine, 1, MAX_LANES)),
            Field {
                name: "topologies".into(),
                accepts: Accepts::Topologies { options: FAMILIES.map(|(word, _)| word.into()).to_vec() },
                default: "1xN,Nx1".into(),
            },
            choice_field("schedule", SCHEDULES.map(|(word, _)| word), "dynamic"),
            number_field("samples", SAMPLES_MIN, SAMPLES_MAX, "samples", SAMPLES_MIN),
            number_field("seed", 0, u32::MAX, "", SEED_DEFAULT),
        ];
        if let Some(holds) = self.file_holds() {
            let accepts = Accepts::File { holds: holds.into(), max: size_max };
            fields.push(Field { name: "file".into(), accepts, default: String::new() });
        }
        fields
    }

    /// What a reader's own file holds for this kernel, if it takes one.
    fn file_holds(&self) -> Option<&'static str> {
        match self.kernel.source {
            Source::Text => Some("text"),
            Source::Pixels => Some("pixels"),
            Source::Seed | Source::Dataset(_) => None,
        }
    }

    /// All values as text, in the order of [`Params::fields`].
    pub fn values(&self) -> Vec<String> {
        let mut values = vec![
            self.kernel.id.into(),
            self.size.to_string(),
            self.workers.to_string(),
            self.topologies_text(),
            self.schedule_text().into(),
            self.samples.to_string(),
            self.seed.to_string(),
        ];
        // A file is not written as text.
        values.extend(self.file_holds().map(|_| String::new()));
        values
    }

    /// The parameters as the report has them.
    pub fn report(&self) -> Map<String, Value> {
        let fields = [
            ("kernel", json!(self.kernel.id)),
            ("size", json!(self.size)),
            ("seed", json!(self.seed)),
            ("workers", json!(self.workers)),
            ("schedule", json!(self.schedule_text())),
            ("samples", json!(self.samples)),
            ("topologies", json!(self.topologies_text())),
        ];
        // What a file holds is the reader's own affair: the report says only how large it was.
        let file = self.file.iter().map(|file| ("file_bytes", json!(file.bytes.len())));
        fields.into_iter().chain(file).map(|(name, value)| (name.into(), value)).collect()
    }

    /// Every topology to run, each once; `1x1` first, as everything is compared with it.
    pub fn sweep(&self) -> Vec<Topology> {
        let mut topologies = vec![Topology::SERIAL];
        let steps: Vec<u32> =
            WORKERS.iter().copied().filter(|&step| step < self.workers).chain([self.workers]).collect();
        for sweep in &self.topologies {
            let found: Vec<Option<Topology>> = match sweep {
                Sweep::One(topology) => vec![Some(*topology)],
                Sweep::Threads => steps.iter().map(|&workers| Topology::new(1, workers).ok()).collect(),
                Sweep::Processes => steps.iter().map(|&workers| Topology::new(workers, 1).ok()).collect(),
                // Two processes that share the workers: the smallest step from each of the pure families.
                Sweep::Mixed => steps
                    .iter()
                    .filter(|&&workers| workers >= 4 && workers % 2 == 0)
                    .map(|&workers| Topology::new(2, workers / 2).ok())
                    .collect(),
            };
            for topology in found.into_iter().flatten() {
                if !topologies.contains(&topology) {
                    topologies.push(topology);
                }
            }
        }
        topologies
    }

    fn schedule_text(&self) -> &'static str {
        word_of(&SCHEDULES, &self.schedule)
    }

    fn topologies_text(&self) -> String {
        let text = |sweep: &Sweep| match sweep {
            Sweep::One(topology) => topology.to_string(),
            family => word_of(&FAMILIES, family).into(),
        };
        self.topologies.iter().map(text).collect::<Vec<String>>().join(",")
    }
}

fn allowed_topologies() -> String {
    format!("1xN, Nx1, PxT, {}", kosut_core::topology::ALLOWED)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn params(query: &str, cores: u32) -> Result<Params> {
        Params::new(Query::parse(query)?, &Machine::for_tests(cores))
    }

    #[track_caller]
    fn sweep(query: &str, cores: u32) -> String {
        let topologies = params(query, cores).expect(query).sweep();
        topologies.iter().map(Topology::to_string).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn sweeps_begin_with_one_after_another_and_have_each_topology_once() {
        assert_eq!(sweep("", 2), "1x1 1x2 2x1");
        assert_eq!(sweep("", 1), "1x1");
        assert_eq!(sweep("topologies=1x2,2x1", 8), "1x1 1x2 2x1");
        assert_eq!(sweep("topologies=PxT,1xN&workers=5", 2), "1x1 2x2 1x2 1x3 1x4 1x5");
        assert_eq!(sweep("topologies=1xN,1x64", 64).split(' ').count(), 12);
    }

    #[test]
    fn what_is_written_reads_back() {
        let query = "kernel=primes&size=100000&workers=3&topologies=2x1,Nx1&schedule=static&samples=9&seed=7";
        let first = params(query, 2).expect("a query");
        let names: Vec<_> = first.fields(&Machine::for_tests(2)).into_iter().map(|field| field.name).collect();
        let pairs: Vec<_> = names.iter().zip(first.values()).map(|(name, value)| format!("{name}={value}")).collect();
        assert_eq!(params(&pairs.join("&"), 4).expect("the same").values(), first.values());
        assert_eq!(first.report().len(), names.len());
    }

    #[test]
    fn every_default_is_valid_for_every_kernel() {
        for entry in REGISTRY {
            let params = params(&format!("kernel={}", entry.id), 2).expect(entry.id);
            for field in params.fields(&Machine::for_tests(2)).iter().filter(|field| field.name != "kernel") {
                let query = format!("kernel={}&{}={}", entry.id, field.name, field.default);
                Params::new(Query::parse(&query).expect("a query"), &Machine::for_tests(2)).expect(&query);
            }
        }
    }

    #[test]
    fn bad_values_are_refused_with_their_names() {
        for (query, field) in [
            ("kernel=chess", "kernel"),
            ("kernel=primes&size=1", "size"),
            ("workers=65", "workers"),
            ("topologies=", "topologies"),
            ("topologies=1x1,1x1", "topologies"),
            ("topologies=9x9", "topologies"),
            ("schedule=magic", "schedule"),
            ("samples=6", "samples"),
            ("colour=red", "colour"),
            ("file=mine.txt", "file"),
        ] {
            let error = params(query, 2).expect_err(query);
            assert_eq!(error.details()[0], ("field", field.to_string()), "{query}: {error}");
        }
    }
}
