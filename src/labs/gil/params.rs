//! The parameters of the lab, checked once.
//!
//! Each mode has fields of its own. Those of the other one are checked and kept out of sight, so that an address that was
//! made for one mode is still read when a reader changes to the other.

use serde_json::{Map, Value, json};

use crate::{
    Accepts, Field,
    params::{Query, choice_field, number_field, one_per_core, word_of},
    report::Machine,
};
use kosut_core::error::{Error, Result};

/// One worker alone has nobody to take turns with.
const WORKERS_MIN: u32 = 2;
const WORKERS_MAX: u32 = 8;
const SIZE_MIN: u32 = 1;
const SIZE_MAX: u32 = 100_000;
/// About 100 ms of one job in a browser, on the server with two cores where this was chosen: twenty switch intervals, beside
/// which the few milliseconds that waking costs do not show. The usual run took 14 s there, in Chromium and in Firefox.
const SIZE_DEFAULT: u32 = 2_400;
const WAIT_MIN_MS: u32 = 1;
const WAIT_MAX_MS: u32 = 10_000;
const WAIT_DEFAULT_MS: u32 = 50;
/// A verdict needs at least this many.
const SAMPLES_MIN: u32 = 7;
const SAMPLES_MAX: u32 = 99;
const INTERVAL_MIN_US: u32 = 10;
const INTERVAL_MAX_US: u32 = 1_000_000;
/// CPython's `sys.getswitchinterval()`.
const INTERVAL_DEFAULT_US: u32 = 5_000;
/// The longest program of a reader's own, in bytes: an address has to hold it.
pub const SOURCE_MAX_BYTES: u32 = 16 << 10;
/// The main thread and one more.
const LANES_MIN: u32 = 2;
const LANES_MAX: u32 = 16;
const LANES_DEFAULT: u32 = 8;

/// What a reader finds in the editor: the first of the ready examples.
const FIRST_EXAMPLE: &str = include_str!("../../../www/python/gil/cpu_threads.py");

/// What is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// The measured comparison.
    Compare,
    /// The reader's program, once.
    Program,
}

const MODES: [(&str, Mode); 2] = [("compare", Mode::Compare), ("program", Mode::Program)];

const GIL: [(&str, bool); 2] = [("on", true), ("off", false)];

/// When a lane that holds the lock looks whether others want it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Looks {
    /// Where loops turn back, and at calls, as CPython does since 3.10.
    LoopsAndCalls,
    /// Before each instruction.
    Instructions,
}

const CHECKS: [(&str, Looks); 2] = [("loops-and-calls", Looks::LoopsAndCalls), ("instructions", Looks::Instructions)];

/// Validated parameters: behind [`Params::new`] nothing can fail on input. That a program's text is one is known when it
/// is compiled.
#[derive(Debug, Clone)]
pub struct Params {
    /// What is done.
    pub mode: Mode,
    /// Threads, or processes, that share the work of the comparison.
    pub workers: u32,
    /// Turns of the loop of each CPU-bound job, in thousands.
    pub size: u32,
    /// How long each I/O-bound job waits, in milliseconds.
    pub wait_ms: u32,
    /// Samples of each way.
    pub samples: u32,
    /// After how long a thread that waits for the lock asks for it, in microseconds.
    pub interval_us: u32,
    /// The reader's program.
    pub source: String,
    /// Whether it runs under the lock.
    pub gil: bool,
    /// When the lock's holder looks whether others want it.
    pub checks: Looks,
    /// Real lanes of the process that runs the program, that of the main thread among them.
    pub lanes: u32,
}

impl Params {
    /// Takes the parameters from a query.
    ///
    /// # Errors
    /// [`Error::Parameter`] and [`Error::UnknownParameter`].
    pub fn new(mut query: Query, machine: &Machine) -> Result<Self> {
        let params = Params {
            mode: query.choice("mode", &MODES, Mode::Compare)?,
            workers: query.number("workers", WORKERS_MIN, WORKERS_MAX, default_workers(machine))?,
            size: query.number("size", SIZE_MIN, SIZE_MAX, SIZE_DEFAULT)?,
            wait_ms: query.number("wait", WAIT_MIN_MS, WAIT_MAX_MS, WAIT_DEFAULT_MS)?,
            samples: query.number("samples", SAMPLES_MIN, SAMPLES_MAX, SAMPLES_MIN)?,
            interval_us: query.number("interval", INTERVAL_MIN_US, INTERVAL_MAX_US, INTERVAL_DEFAULT_US)?,
            source: query.take("source").map_or_else(|| Ok(FIRST_EXAMPLE.into()), check_source)?,
            gil: query.choice("gil", &GIL, true)?,
            checks: query.choice("checks", &CHECKS, Looks::LoopsAndCalls)?,
            lanes: query.number("lanes", LANES_MIN, LANES_MAX, LANES_DEFAULT)?,
        };
        query.finish()?;
        Ok(params)
    }

    /// Returns `true` if there is a worker for each core, or as many workers as the lab allows.
    pub fn uses_all_cores(&self, machine: &Machine) -> bool {
        self.workers >= machine.cores.min(WORKERS_MAX)
    }

    /// Samples that last as long as the clock asks for, rehearsals included; see [`kosut_core::measure::sample_ms`].
    pub fn clocked_samples(&self, machine: &Machine) -> u32 {
        match self.mode {
            Mode::Compare => {
                let ways = if machine.isolated { 4 } else { 2 };
                // Two kinds of work; each sample is planned half as long again.
                3 * 2 * ways * (1 + self.samples) / 2
            }
            Mode::Program => 0,
        }
    }

    /// The fields of this mode on this machine, in the order of the controls.
    pub fn fields(&self, machine: &Machine) -> Vec<Field> {
        let mode = choice_field("mode", MODES.map(|(word, _)| word), MODES[0].0);
        let interval = number_field("interval", INTERVAL_MIN_US, INTERVAL_MAX_US, "us", INTERVAL_DEFAULT_US);
        match self.mode {
            Mode::Compare => vec![
                mode,
                number_field("workers", WORKERS_MIN, WORKERS_MAX, "workers", default_workers(machine)),
                number_field("size", SIZE_MIN, SIZE_MAX, "thousand-turns", SIZE_DEFAULT),
                number_field("wait", WAIT_MIN_MS, WAIT_MAX_MS, "ms", WAIT_DEFAULT_MS),
                number_field("samples", SAMPLES_MIN, SAMPLES_MAX, "samples", SAMPLES_MIN),
                interval,
            ],
            Mode::Program => vec![
                mode,
                Field {
                    name: "source".into(),
                    accepts: Accepts::Source { max: SOURCE_MAX_BYTES },
                    default: FIRST_EXAMPLE.into(),
                },
                choice_field("gil", GIL.map(|(word, _)| word), GIL[0].0),
                choice_field("checks", CHECKS.map(|(word, _)| word), CHECKS[0].0),
                number_field("lanes", LANES_MIN, LANES_MAX, "workers", LANES_DEFAULT),
                interval,
            ],
        }
    }

    /// All values as text, in the order of [`Params::fields`].
    pub fn values(&self) -> Vec<String> {
        match self.mode {
            Mode::Compare => vec![
                self.mode_text().into(),
                self.workers.to_string(),
                self.size.to_string(),
                self.wait_ms.to_string(),
                self.samples.to_string(),
                self.interval_us.to_string(),
            ],
            Mode::Program => vec![
                self.mode_text().into(),
                self.source.clone(),
                self.gil_text().into(),
                self.checks_text().into(),
                self.lanes.to_string(),
                self.interval_us.to_string(),
            ],
        }
    }

    /// The parameters as the report has them.
    pub fn report(&self) -> Map<String, Value> {
        let common = [("mode", json!(self.mode_text())), ("interval", json!(self.interval_us))];
        let own = match self.mode {
            Mode::Compare => [
                ("workers", json!(self.workers)),
                ("size", json!(self.size)),
                ("wait", json!(self.wait_ms)),
                ("samples", json!(self.samples)),
            ],
            Mode::Program => [
                ("source", json!(self.source)),
                ("gil", json!(self.gil_text())),
                ("checks", json!(self.checks_text())),
                ("lanes", json!(self.lanes)),
            ],
        };
        common.into_iter().chain(own).map(|(name, value)| (name.into(), value)).collect()
    }

    fn mode_text(&self) -> &'static str {
        word_of(&MODES, &self.mode)
    }

    fn gil_text(&self) -> &'static str {
        word_of(&GIL, &self.gil)
    }

    fn checks_text(&self) -> &'static str {
        word_of(&CHECKS, &self.checks)
    }
}

fn default_workers(machine: &Machine) -> u32 {
    one_per_core(machine, WORKERS_MIN, WORKERS_MAX)
}

/// A text that is neither empty nor longer than an address can hold.
fn check_source(source: String) -> Result<String> {
    if source.trim().is_empty() || source.len() > SOURCE_MAX_BYTES as usize {
        let value = if source.trim().is_empty() { String::new() } else { format!("{} bytes", source.len()) };
        let allowed = format!("a program of 1–{SOURCE_MAX_BYTES} bytes");
        return Err(Error::Parameter { field: "source".into(), value, allowed });
    }
    Ok(source)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn params(query: &str, cores: u32) -> Result<Params> {
        Params::new(Query::parse(query)?, &Machine::for_tests(cores))
    }

    #[test]
    fn as_many_workers_as_cores_but_two_at_least_and_eight_at_most() {
        for (cores, workers) in [(1, 2), (2, 2), (3, 3), (64, 8)] {
            assert_eq!(params("", cores).expect("defaults").workers, workers);
        }
    }

    #[test]
    fn what_is_written_reads_back() {
        for query in [
            "",
            "mode=compare&workers=3&size=7&wait=20&samples=9&interval=10",
            "mode=program",
            "mode=program&source=print(1)%0Aprint('a+b%26c')&gil=off&checks=instructions&lanes=16&interval=1000000",
        ] {
            let first = params(query, 2).expect("a query");
            let names: Vec<_> = first.fields(&Machine::for_tests(2)).into_iter().map(|field| field.name).collect();
            let mut again = form_urlencoded::Serializer::new(String::new());
            again.extend_pairs(names.iter().zip(first.values()));
            assert_eq!(params(&again.finish(), 4).expect("the same").values(), first.values());
            assert_eq!(first.report().len(), names.len());
        }
    }

    #[test]
    fn defaults_of_the_fields_are_the_defaults() {
        for mode in MODES.map(|(word, _)| word) {
            let params = params(&format!("mode={mode}"), 2).expect("defaults");
            let defaults = params.fields(&Machine::for_tests(2)).into_iter().map(|field| field.default);
            assert_eq!(defaults.collect::<Vec<_>>()[1..], params.values()[1..]);
        }
    }

    #[test]
    fn fields_of_the_other_mode_are_read_and_not_shown() {
        let params = params("mode=program&workers=3&samples=8", 2).expect("both");
        assert_eq!((params.workers, params.samples), (3, 8));
        assert!(params.fields(&Machine::for_tests(2)).iter().all(|field| field.name != "workers"));
    }

    #[test]
    fn bad_values_are_refused_with_their_names() {
        let long = format!("mode=program&source={}", "a".repeat(SOURCE_MAX_BYTES as usize + 1));
        for (query, field) in [
            ("mode=race", "mode"),
            ("workers=1", "workers"),
            ("workers=9", "workers"),
            ("size=0", "size"),
            ("wait=0", "wait"),
            ("samples=6", "samples"),
            ("interval=9", "interval"),
            ("source=", "source"),
            ("mode=program&source=%20%0A", "source"),
            (&long, "source"),
            ("gil=maybe", "gil"),
            ("checks=never", "checks"),
            ("lanes=1", "lanes"),
            ("lanes=17", "lanes"),
            ("speed=1", "speed"),
        ] {
            let error = params(query, 2).expect_err(field);
            assert_eq!(error.details()[0], ("field", field.to_string()), "{error}");
        }
    }
}
