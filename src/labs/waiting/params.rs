//! The parameters of `waiting`.

use serde_json::{Map, Value, json};

use crate::{
    Field,
    params::{Query, choice_field, number_field, word_of},
    report::Machine,
};
use kosut_core::{error::Result, topology::MAX_LANES};
use kosut_workloads::waits::JOBS_MAX;

const JOBS_DEFAULT: u32 = 8;
/// Not the number of cores: that waiting lanes need none is what is to be seen.
const WORKERS_DEFAULT: u32 = 8;
const DELAY_MAX_MS: u32 = 2_000;
/// Long beside what a request itself takes, and short enough for one lane to do all jobs eight times in a few seconds.
const DELAY_DEFAULT_MS: u32 = 50;
const SIZE_MAX_KIB: u32 = 4_096;
const SIZE_DEFAULT_KIB: u32 = 256;
const LIMIT_MIN_S: u32 = 1;
const LIMIT_MAX_S: u32 = 60;
/// Long enough to read the question and to type a line.
const LIMIT_DEFAULT_S: u32 = 20;
/// A verdict needs at least this many.
const SAMPLES_MIN: u32 = 7;
const SAMPLES_MAX: u32 = 99;

/// What is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// An answer to a request.
    Network,
    /// A file.
    File,
    /// The reader.
    Input,
    /// That time passes.
    Timer,
}

const KINDS: [(&str, Kind); 4] =
    [("network", Kind::Network), ("file", Kind::File), ("input", Kind::Input), ("timer", Kind::Timer)];

/// Validated parameters: behind [`Params::new`] nothing can fail on input.
#[derive(Debug, Clone, Copy)]
pub struct Params {
    /// What is waited for.
    pub kind: Kind,
    /// How many jobs there are.
    pub jobs: u32,
    /// Lanes, or processes.
    pub workers: u32,
    /// How long each job waits, in milliseconds.
    pub delay_ms: u32,
    /// The size of a file, in KiB.
    pub size_kib: u32,
    /// How long the reader is waited for, in seconds.
    pub limit_s: u32,
    /// Runs of each way that are measured.
    pub samples: u32,
}

impl Params {
    /// Takes the parameters from a query.
    ///
    /// # Errors
    /// [`kosut_core::error::Error::Parameter`] and [`kosut_core::error::Error::UnknownParameter`].
    pub fn new(mut query: Query, _machine: &Machine) -> Result<Self> {
        let params = Params {
            kind: query.choice("kind", &KINDS, Kind::Network)?,
            jobs: query.number("jobs", 1, JOBS_MAX, JOBS_DEFAULT)?,
            workers: query.number("workers", 1, MAX_LANES, WORKERS_DEFAULT)?,
            delay_ms: query.number("delay", 1, DELAY_MAX_MS, DELAY_DEFAULT_MS)?,
            size_kib: query.number("size", 1, SIZE_MAX_KIB, SIZE_DEFAULT_KIB)?,
            limit_s: query.number("limit", LIMIT_MIN_S, LIMIT_MAX_S, LIMIT_DEFAULT_S)?,
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
            choice_field("kind", KINDS.map(|(word, _)| word), KINDS[0].0),
            number_field("jobs", 1, JOBS_MAX, "jobs", JOBS_DEFAULT),
            number_field("workers", 1, MAX_LANES, "workers", WORKERS_DEFAULT),
            number_field("delay", 1, DELAY_MAX_MS, "ms", DELAY_DEFAULT_MS),
            number_field("size", 1, SIZE_MAX_KIB, "kibibytes", SIZE_DEFAULT_KIB),
            number_field("limit", LIMIT_MIN_S, LIMIT_MAX_S, "seconds", LIMIT_DEFAULT_S),
            number_field("samples", SAMPLES_MIN, SAMPLES_MAX, "samples", SAMPLES_MIN),
        ]
    }

    /// All values as text, in the order of [`Params::fields`].
    pub fn values(&self) -> Vec<String> {
        let numbers = [self.jobs, self.workers, self.delay_ms, self.size_kib, self.limit_s, self.samples];
        [self.kind_text().to_string()].into_iter().chain(numbers.map(|number| number.to_string())).collect()
    }

    /// The parameters as the report has them.
    pub fn report(&self) -> Map<String, Value> {
        let fields = [
            ("kind", json!(self.kind_text())),
            ("jobs", json!(self.jobs)),
            ("workers", json!(self.workers)),
            ("delay", json!(self.delay_ms)),
            ("size", json!(self.size_kib)),
            ("limit", json!(self.limit_s)),
            ("samples", json!(self.samples)),
        ];
        fields.into_iter().map(|(name, value)| (name.into(), value)).collect()
    }

    /// The size of a file, in bytes.
    pub fn file_bytes(&self) -> u32 {
        self.size_kib << 10
    }

    /// How long the reader is waited for, in milliseconds.
    pub fn limit_ms(&self) -> f64 {
        f64::from(self.limit_s) * 1e3
    }

    fn kind_text(&self) -> &'static str {
        word_of(&KINDS, &self.kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kosut_workloads::lanes::blocking::{DELAY_MAX_MS as LANE_DELAY_MAX_MS, FILE_BYTES_MAX, LINE_MAX_MS};

    fn params(query: &str) -> Result<Params> {
        Params::new(Query::parse(query)?, &Machine::for_tests(2))
    }

    #[test]
    fn what_is_written_reads_back() {
        let query = "kind=file&jobs=64&workers=3&delay=9&size=4&limit=5&samples=8";
        let first = params(query).expect("a query");
        let names: Vec<_> = first.fields(&Machine::for_tests(2)).into_iter().map(|field| field.name).collect();
        let pairs: Vec<_> = names.iter().zip(first.values()).map(|(name, value)| format!("{name}={value}")).collect();
        assert_eq!(pairs.join("&"), query);
        assert_eq!(first.report().len(), names.len());
    }

    #[test]
    fn every_default_and_every_largest_value_can_be_waited_for() {
        for query in ["", "delay=2000&size=4096&limit=60&jobs=64&workers=64"] {
            let params = params(query).expect(query);
            assert!(f64::from(params.delay_ms) <= LANE_DELAY_MAX_MS && params.limit_ms() <= LINE_MAX_MS);
            assert!(params.file_bytes() as usize <= FILE_BYTES_MAX);
        }
    }

    #[test]
    fn bad_values_are_refused_with_their_names() {
        for (query, field) in [
            ("kind=tape", "kind"),
            ("jobs=0", "jobs"),
            ("jobs=65", "jobs"),
            ("workers=0", "workers"),
            ("workers=65", "workers"),
            ("delay=0", "delay"),
            ("delay=2001", "delay"),
            ("size=4097", "size"),
            ("limit=61", "limit"),
            ("samples=6", "samples"),
            ("file=2", "file"),
        ] {
            let error = params(query).expect_err(query);
            assert_eq!(error.details()[0], ("field", field.to_string()), "{query}: {error}");
        }
    }
}
