//! The job as the reader describes it, checked once.

use serde_json::{Map, Value, json};

use super::job::{Job, LANES_MAX, LONGEST_MS, PRESETS, Preset};
use crate::{
    Field,
    params::{Query, choice_field, number_field, word_of},
    report::Machine,
};
use kosut_core::error::Result;
use kosut_workloads::job::DATA_BYTES_MAX;

/// Items of a job.
const ITEMS_MAX: u32 = 10_000;
/// Microseconds that an item computes.
const CPU_US_MAX: u32 = 200_000;
/// Milliseconds that an item waits.
const WAIT_MS_MAX: u32 = 1_000;
/// KiB that an item takes in or gives out.
const KIB_MAX: u32 = 4_096;
/// Lanes of a job that waits: two at least, or there would be nothing to choose.
const LANES_MIN: u32 = 2;
/// Jobs: one is the described one.
const JOBS_MAX: u32 = 200;
/// Samples of each topology: a verdict needs at least 7.
const SAMPLES: (u32, u32, u32) = (7, 99, 7);
const SEED_DEFAULT: u32 = 1;

const NO: &str = "no";
const YES: &str = "yes";
const YES_NO: [(&str, bool); 2] = [(NO, false), (YES, true)];
const STARTS: [(&str, bool); 2] = [("ready", false), ("counted", true)];

/// Validated parameters: behind [`Params::new`] nothing can fail on input.
#[derive(Debug, Clone)]
pub struct Params {
    /// From which preset the fields that are not given have their values.
    pub preset: Preset,
    /// The job.
    pub job: Job,
    /// The most lanes of a topology when the job waits.
    pub lanes: u32,
    /// 1 for the described job; more for so many random ones.
    pub jobs: u32,
    /// Seed of the random ones.
    pub seed: u32,
    /// Samples of each topology.
    pub samples: u32,
}

fn word(yes: bool) -> &'static str {
    word_of(&YES_NO, &yes)
}

fn preset_words() -> [(&'static str, Preset); PRESETS.len()] {
    PRESETS.map(|preset| (preset.word(), preset))
}

/// The most items that such a job may have, so that it ends on one lane, and its data fits.
fn items_max(cpu_us: u32, wait_ms: u32, kib: u32) -> u32 {
    let each_ms = f64::from(cpu_us) / 1e3 + f64::from(wait_ms);
    let by_time = (LONGEST_MS / each_ms.max(1e-3)) as u32;
    let by_data = DATA_BYTES_MAX / (kib << 10).max(1);
    by_time.min(by_data).clamp(1, ITEMS_MAX)
}

/// Samples of the constants that last as long as the clock asks for, about; see `calibrate`.
const CALIBRATION_SAMPLES: u32 = 80;

impl Params {
    /// Takes the parameters from a query.
    ///
    /// # Errors
    /// [`kosut_core::error::Error::Parameter`] and [`kosut_core::error::Error::UnknownParameter`].
    pub fn new(query: Query, _machine: &Machine) -> Result<Self> {
        Params::of(query)
    }

    /// The same, as nothing of the machine matters.
    ///
    /// # Errors
    /// Those of [`Params::new`].
    pub fn of(mut query: Query) -> Result<Self> {
        let preset = query.choice("preset", &preset_words(), PRESETS[0])?;
        let usual = preset.job();
        let cpu_us = query.number("cpu", 0, CPU_US_MAX, usual.cpu_us)?;
        let wait_ms = query.number("wait", 0, WAIT_MS_MAX, usual.wait_ms)?;
        let in_kib = query.number("in", 0, KIB_MAX, usual.in_kib)?;
        let out_kib = query.number("out", 0, KIB_MAX, usual.out_kib)?;
        let most = items_max(cpu_us, wait_ms, in_kib.max(out_kib));
        let params = Params {
            preset,
            job: Job {
                items: query.number("items", 1, most, usual.items.min(most))?,
                cpu_us,
                wait_ms,
                in_kib,
                out_kib,
                shared: query.choice("shared", &YES_NO, usual.shared)?,
                survive: query.choice("survive", &YES_NO, usual.survive)?,
                start: query.choice("start", &STARTS, usual.start)?,
            },
            lanes: query.number("lanes", LANES_MIN, LANES_MAX, LANES_MAX)?,
            jobs: query.number("jobs", 1, JOBS_MAX, 1)?,
            seed: query.number("seed", 0, u32::MAX, SEED_DEFAULT)?,
            samples: {
                let (min, max, default) = SAMPLES;
                query.number("samples", min, max, default)?
            },
        };
        query.finish()?;
        Ok(params)
    }

    /// The jobs that are put to the test: the one that is described, or several at random.
    pub fn all_jobs(&self) -> Vec<Job> {
        match self.jobs {
            1 => vec![self.job],
            jobs => (0..jobs).map(|number| Job::random(self.seed, number)).collect(),
        }
    }

    /// Samples that last as long as the clock asks for, rehearsals included; see [`kosut_core::measure::sample_ms`].
    pub fn clocked_samples(&self, machine: &Machine) -> u32 {
        let cores = machine.cores.clamp(1, LANES_MAX);
        let candidates = |job: &Job| job.candidates(cores, self.lanes, machine.isolated).len() as u32;
        CALIBRATION_SAMPLES + self.all_jobs().iter().map(candidates).sum::<u32>() * (1 + self.samples)
    }

    /// The fields, in the order of the controls.
    pub fn fields(&self, _machine: &Machine) -> Vec<Field> {
        let (usual, job) = (self.preset.job(), &self.job);
        let most = items_max(job.cpu_us, job.wait_ms, job.in_kib.max(job.out_kib));
        let yes_no = |name, default| choice_field(name, YES_NO.map(|(word, _)| word), word(default));
        vec![
            choice_field("preset", PRESETS.map(Preset::word), PRESETS[0].word()),
            number_field("items", 1, most, "", usual.items.min(most)),
            number_field("cpu", 0, CPU_US_MAX, "", usual.cpu_us),
            number_field("wait", 0, WAIT_MS_MAX, "", usual.wait_ms),
            number_field("in", 0, KIB_MAX, "", usual.in_kib),
            number_field("out", 0, KIB_MAX, "", usual.out_kib),
            yes_no("shared", usual.shared),
            yes_no("survive", usual.survive),
            choice_field("start", STARTS.map(|(word, _)| word), word_of(&STARTS, &usual.start)),
            number_field("lanes", LANES_MIN, LANES_MAX, "lanes", LANES_MAX),
            number_field("jobs", 1, JOBS_MAX, "", 1),
            number_field("seed", 0, u32::MAX, "", SEED_DEFAULT),
            number_field("samples", SAMPLES.0, SAMPLES.1, "samples", SAMPLES.2),
        ]
    }

    /// All values as text, in the order of [`Params::fields`].
    pub fn values(&self) -> Vec<String> {
        let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), String::from);
        self.named().iter().map(|(_, value)| text(value)).collect()
    }

    /// The parameters as the report has them.
    pub fn report(&self) -> Map<String, Value> {
        self.named().into_iter().map(|(name, value)| (name.into(), value)).collect()
    }

    fn named(&self) -> [(&'static str, Value); 13] {
        let Job { items, cpu_us, wait_ms, in_kib, out_kib, shared, survive, start } = self.job;
        [
            ("preset", json!(self.preset.word())),
            ("items", json!(items)),
            ("cpu", json!(cpu_us)),
            ("wait", json!(wait_ms)),
            ("in", json!(in_kib)),
            ("out", json!(out_kib)),
            ("shared", json!(word(shared))),
            ("survive", json!(word(survive))),
            ("start", json!(word_of(&STARTS, &start))),
            ("lanes", json!(self.lanes)),
            ("jobs", json!(self.jobs)),
            ("seed", json!(self.seed)),
            ("samples", json!(self.samples)),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn params(query: &str) -> Result<Params> {
        Params::new(Query::parse(query)?, &Machine::for_tests(2))
    }

    #[test]
    fn what_is_written_reads_back() {
        let query = "preset=chat&items=9&cpu=100&wait=3&in=4&out=5&shared=yes&survive=yes&start=counted&lanes=8\
                     &jobs=40&seed=7&samples=9";
        let first = params(query).expect("a query");
        let names = first.fields(&Machine::for_tests(2)).into_iter().map(|field| field.name);
        let pairs: Vec<_> = names.zip(first.values()).map(|(name, value)| format!("{name}={value}")).collect();
        assert_eq!(pairs.join("&"), query);
        assert_eq!(first.report().len(), pairs.len());
    }

    #[test]
    fn a_preset_fills_the_fields_and_can_be_varied() {
        for preset in PRESETS {
            let word = preset.word();
            let whole = params(&format!("preset={word}")).expect(word);
            assert_eq!(whole.job, preset.job(), "no preset is cut to what is allowed");
            assert_eq!(params(&format!("preset={word}&cpu=1&items=2")).expect(word).job.items, 2);
            for field in whole.fields(&Machine::for_tests(2)).into_iter().skip(1) {
                params(&format!("preset={word}&{}={}", field.name, field.default)).expect(word);
            }
        }
    }

    #[test]
    fn bad_values_are_refused_with_their_names() {
        for (query, field) in [
            ("preset=wedding", "preset"),
            ("items=0", "items"),
            ("cpu=200000&items=21", "items"),
            ("in=4096&items=13&cpu=0", "items"),
            ("wait=1001", "wait"),
            ("in=4097", "in"),
            ("shared=perhaps", "shared"),
            ("start=later", "start"),
            ("lanes=17", "lanes"),
            ("jobs=0", "jobs"),
            ("samples=6", "samples"),
            ("kernel=sort", "kernel"),
        ] {
            let error = params(query).expect_err(query);
            assert_eq!(error.details()[0], ("field", field.to_string()), "{query}: {error}");
        }
    }
}
