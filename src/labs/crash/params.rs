//! The parameters of the lab, checked once.

use serde_json::{Map, Value, json};

use crate::{
    Field,
    params::{Query, choice_field, number_field, one_per_core, word_of},
    report::Machine,
};
use kosut_core::error::Result;
use kosut_workloads::tiles::{Fault, SIZES};

/// With one worker there is nobody else to be harmed.
const WORKERS_MIN: u32 = 2;
/// A process with eight lanes has room for their stacks and results in the memory that phones allow.
const WORKERS_MAX: u32 = 8;
/// Per cent of the tiles after which the fault may come.
pub const MOMENT_MAX: u32 = 100;
/// Somewhat before the middle of a delivery, so that there is something to lose.
const MOMENT_DEFAULT: u32 = 45;
const LANE_DEFAULT: u32 = 2;
/// Faults of each topology: a verdict needs at least this many, and each of the seven comes once.
const ROUNDS_MIN: u32 = 7;
const ROUNDS_MAX: u32 = 200;
const BATCH_MAX: u32 = 32;
const BATCH_DEFAULT: u32 = 8;
const SIZE_DEFAULT: u32 = 1024;
const SEED_DEFAULT: u32 = 1;

const SIZE_WORDS: [(&str, u32); 4] = [("512", SIZES[0]), ("1024", SIZES[1]), ("1536", SIZES[2]), ("2048", SIZES[3])];

/// Which faults are injected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// One after the other.
    All,
    /// A random fault in a random lane at a random moment.
    Random,
    /// Always the same.
    One(Fault),
}

/// Validated parameters: behind [`Params::new`] nothing can fail on input.
#[derive(Debug, Clone)]
pub struct Params {
    /// Which faults.
    pub fault: Which,
    /// Lanes, and processes.
    pub workers: u32,
    /// The lane that is struck, from 1.
    pub lane: u32,
    /// Per cent of the tiles after which it is struck.
    pub moment: u32,
    /// Tiles that each lane of a process finishes before the process delivers.
    pub batch: u32,
    /// Edge of the picture in pixels.
    pub size: u32,
    /// Faults injected into each topology.
    pub rounds: u32,
    /// Seed of what is random.
    pub seed: u32,
}

fn words() -> [(&'static str, Which); 9] {
    let mut words = [("all", Which::All); 9];
    words[1] = ("random", Which::Random);
    for (word, fault) in words[2..].iter_mut().zip(Fault::ALL) {
        *word = (fault.word(), Which::One(fault));
    }
    words
}

impl Params {
    /// Takes the parameters from a query.
    ///
    /// # Errors
    /// [`kosut_core::error::Error::Parameter`] and [`kosut_core::error::Error::UnknownParameter`].
    pub fn new(mut query: Query, machine: &Machine) -> Result<Self> {
        let workers =
            query.number("workers", WORKERS_MIN, WORKERS_MAX, one_per_core(machine, WORKERS_MIN, WORKERS_MAX))?;
        let params = Params {
            fault: query.choice("fault", &words(), Which::All)?,
            workers,
            lane: query.number("lane", 1, workers, LANE_DEFAULT)?,
            moment: query.number("moment", 0, MOMENT_MAX, MOMENT_DEFAULT)?,
            batch: query.number("batch", 1, BATCH_MAX, BATCH_DEFAULT)?,
            size: query.choice("size", &SIZE_WORDS, SIZE_DEFAULT)?,
            rounds: query.number("rounds", ROUNDS_MIN, ROUNDS_MAX, ROUNDS_MIN)?,
            seed: query.number("seed", 0, u32::MAX, SEED_DEFAULT)?,
        };
        query.finish()?;
        Ok(params)
    }

    /// No sample lasts longer because of the clock.
    pub fn clocked_samples(&self, _machine: &Machine) -> u32 {
        0
    }

    /// The fields on this machine, in the order of the controls.
    pub fn fields(&self, machine: &Machine) -> Vec<Field> {
        let size = SIZE_DEFAULT.to_string();
        vec![
            choice_field("fault", words().map(|(word, _)| word), "all"),
            number_field(
                "workers",
                WORKERS_MIN,
                WORKERS_MAX,
                "workers",
                one_per_core(machine, WORKERS_MIN, WORKERS_MAX),
            ),
            number_field("lane", 1, self.workers, "", LANE_DEFAULT),
            number_field("moment", 0, MOMENT_MAX, "", MOMENT_DEFAULT),
            number_field("batch", 1, BATCH_MAX, "", BATCH_DEFAULT),
            choice_field("size", SIZE_WORDS.map(|(word, _)| word), &size),
            number_field("rounds", ROUNDS_MIN, ROUNDS_MAX, "", ROUNDS_MIN),
            number_field("seed", 0, u32::MAX, "", SEED_DEFAULT),
        ]
    }

    /// All values as text, in the order of [`Params::fields`].
    pub fn values(&self) -> Vec<String> {
        let numbers = [self.workers, self.lane, self.moment, self.batch, self.size, self.rounds, self.seed];
        std::iter::once(self.fault_word().into()).chain(numbers.map(|number| number.to_string())).collect()
    }

    /// The parameters as the report has them.
    pub fn report(&self) -> Map<String, Value> {
        let fields = [
            ("fault", json!(self.fault_word())),
            ("workers", json!(self.workers)),
            ("lane", json!(self.lane)),
            ("moment", json!(self.moment)),
            ("batch", json!(self.batch)),
            ("size", json!(self.size)),
            ("rounds", json!(self.rounds)),
            ("seed", json!(self.seed)),
        ];
        fields.into_iter().map(|(name, value)| (name.into(), value)).collect()
    }

    fn fault_word(&self) -> &'static str {
        word_of(&words(), &self.fault)
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
        let query = "fault=wild-write&workers=3&lane=3&moment=100&batch=4&size=2048&rounds=14&seed=9";
        let first = params(query).expect("a query");
        let names = first.fields(&Machine::for_tests(2)).into_iter().map(|field| field.name);
        let pairs: Vec<_> = names.zip(first.values()).map(|(name, value)| format!("{name}={value}")).collect();
        assert_eq!(pairs.join("&"), query);
        assert_eq!(first.report().len(), pairs.len());
    }

    #[test]
    fn bad_values_are_refused_with_their_names() {
        for (query, field) in [
            ("fault=fire", "fault"),
            ("workers=1", "workers"),
            ("lane=3", "lane"),
            ("moment=101", "moment"),
            ("batch=0", "batch"),
            ("size=1000", "size"),
            ("rounds=6", "rounds"),
            ("kernel=sort", "kernel"),
        ] {
            let error = params(query).expect_err(query);
            assert_eq!(error.details()[0], ("field", field.to_string()), "{query}: {error}");
        }
    }
}
