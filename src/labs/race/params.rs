//! The parameters of the lab, checked once.

use serde_json::{Map, Value, json};

use super::RaceVariant;
use crate::{
    Field,
    params::{Query, choice_field, number_field, one_per_core, word_of},
    report::Machine,
};
use kosut_core::error::Result;
use kosut_workloads::race::{LANES_MAX, ROUNDS_MAX, RaceScene};

const SCENES: [(&str, RaceScene); 3] =
    [("counter", RaceScene::Counter), ("bank", RaceScene::Bank), ("seat", RaceScene::Seat)];
/// One lane alone has nobody to race with.
const LANES_MIN: u32 = 2;
const ROUNDS_MIN: u32 = 1_000;
/// With it a sample under a lock that two lanes fight for takes some tenths of a second in a browser, all others less.
const ROUNDS_DEFAULT: u32 = 500_000;
const WINDOW_MAX: u32 = 1_000;
const WINDOW_DEFAULT: u32 = 0;
const SAMPLES_MIN: u32 = 7;
const SAMPLES_MAX: u32 = 99;

/// Validated parameters: behind [`Params::new`] nothing can fail on input.
#[derive(Debug, Clone)]
pub struct Params {
    /// What is shared.
    pub scene: RaceScene,
    /// How many lanes share it.
    pub lanes: u32,
    /// Steps of each lane; in the scene of seats the number of seats.
    pub rounds: u32,
    /// Turns of an empty loop between reading and writing.
    pub window: u32,
    /// Samples of each way.
    pub samples: u32,
}

impl Params {
    /// Takes the parameters from a query.
    ///
    /// # Errors
    /// [`kosut_core::error::Error::Parameter`] and [`kosut_core::error::Error::UnknownParameter`].
    pub fn new(mut query: Query, machine: &Machine) -> Result<Self> {
        let params = Params {
            scene: query.choice("scene", &SCENES, RaceScene::Counter)?,
            lanes: query.number("lanes", LANES_MIN, LANES_MAX, one_per_core(machine, LANES_MIN, LANES_MAX))?,
            rounds: query.number("rounds", ROUNDS_MIN, ROUNDS_MAX, ROUNDS_DEFAULT)?,
            window: query.number("window", 0, WINDOW_MAX, WINDOW_DEFAULT)?,
            samples: query.number("samples", SAMPLES_MIN, SAMPLES_MAX, SAMPLES_MIN)?,
        };
        query.finish()?;
        Ok(params)
    }

    /// Samples that last as long as the clock asks for, rehearsals included; see [`kosut_core::measure::sample_ms`].
    pub fn clocked_samples(&self, machine: &Machine) -> u32 {
        let ways = if machine.isolated { RaceVariant::ALL.len() as u32 } else { 1 };
        // Each sample is planned half as long again, see `race`.
        3 * ways * (1 + self.samples) / 2
    }

    /// The fields on this machine, in the order of the controls.
    pub fn fields(&self, machine: &Machine) -> Vec<Field> {
        let unit = match self.scene {
            RaceScene::Counter => "additions",
            RaceScene::Bank => "transfers",
            RaceScene::Seat => "seats",
        };
        vec![
            choice_field("scene", SCENES.map(|(word, _)| word), "counter"),
            number_field("lanes", LANES_MIN, LANES_MAX, "workers", one_per_core(machine, LANES_MIN, LANES_MAX)),
            number_field("rounds", ROUNDS_MIN, ROUNDS_MAX, unit, ROUNDS_DEFAULT),
            number_field("window", 0, WINDOW_MAX, "turns", WINDOW_DEFAULT),
            number_field("samples", SAMPLES_MIN, SAMPLES_MAX, "samples", SAMPLES_MIN),
        ]
    }

    /// All values as text, in the order of [`Params::fields`].
    pub fn values(&self) -> Vec<String> {
        let numbers = [self.lanes, self.rounds, self.window, self.samples];
        std::iter::once(self.scene_text().into()).chain(numbers.map(|number| number.to_string())).collect()
    }

    /// The parameters as the report has them.
    pub fn report(&self) -> Map<String, Value> {
        let fields = [
            ("scene", json!(self.scene_text())),
            ("lanes", json!(self.lanes)),
            ("rounds", json!(self.rounds)),
            ("window", json!(self.window)),
            ("samples", json!(self.samples)),
        ];
        fields.into_iter().map(|(name, value)| (name.into(), value)).collect()
    }

    fn scene_text(&self) -> &'static str {
        word_of(&SCENES, &self.scene)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn params(query: &str, cores: u32) -> Result<Params> {
        Params::new(Query::parse(query)?, &Machine::for_tests(cores))
    }

    #[test]
    fn as_many_lanes_as_cores_but_two_at_least() {
        for (cores, lanes) in [(1, 2), (2, 2), (8, 8), (64, 16)] {
            assert_eq!(params("", cores).expect("defaults").lanes, lanes);
        }
    }

    #[test]
    fn what_is_written_reads_back() {
        for query in ["", "scene=bank&lanes=3&rounds=1000&window=7&samples=9", "scene=seat"] {
            let first = params(query, 2).expect("a query");
            let names = first.fields(&Machine::for_tests(2)).into_iter().map(|field| field.name);
            let pairs: Vec<_> = names.zip(first.values()).map(|(name, value)| format!("{name}={value}")).collect();
            let again = params(&pairs.join("&"), 4).expect("the same");
            assert_eq!(again.values(), first.values());
            assert_eq!(first.report().len(), pairs.len());
        }
    }

    #[test]
    fn bad_values_are_refused_with_their_names() {
        for (query, field) in [
            ("scene=chess", "scene"),
            ("lanes=1", "lanes"),
            ("lanes=17", "lanes"),
            ("rounds=999", "rounds"),
            ("window=1001", "window"),
            ("samples=6", "samples"),
            ("speed=1", "speed"),
        ] {
            let error = params(query, 2).expect_err(query);
            assert_eq!(error.details()[0], ("field", field.to_string()), "{query}: {error}");
        }
    }
}
