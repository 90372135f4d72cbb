//! The parameters of `deadlock`.

use serde_json::{Map, Value, json};

use super::live::DeadlockWay;
use crate::{
    Field,
    params::{Query, choice_field, number_field, word_of},
    report::Machine,
};
use kosut_core::{
    error::{Error, Result},
    topology::Topology,
};
use kosut_workloads::philosophers::{PHILOSOPHERS_MAX, Strategy};

/// Two philosophers are two locks in opposite order.
const TWO: u32 = 2;
/// Dijkstra's own number.
const PHILOSOPHERS_DEFAULT: u32 = 5;
const MEALS_MIN: u32 = 100;
const MEALS_MAX: u32 = 1_000_000;
/// With the usual work a run takes about 100 ms on two cores: several time slices of an operating system.
const MEALS_DEFAULT: u32 = 2_000;
/// A millisecond or so for one meal: more would be a wait, not a window.
const WORK_MAX: u32 = 1_000_000;
/// About 20 µs: a fork is held for longer than it takes to wake who waits for it.
const WORK_DEFAULT: u32 = 20_000;
const PAUSE_MAX_US: u32 = 10_000;
/// Enough for the naive strategy to freeze within some ten milliseconds on two cores. With none it freezes too, but only
/// in about every fifth run of the usual meals (measured on two cores).
const PAUSE_DEFAULT_US: u32 = 20;
const PATIENCE_MIN_MS: u32 = 200;
const PATIENCE_MAX_MS: u32 = 60_000;
/// Long enough to read who waits for whom.
const PATIENCE_DEFAULT_MS: u32 = 3_000;
/// A verdict needs at least this many.
const SAMPLES_MIN: u32 = 7;
const SAMPLES_MAX: u32 = 1_000;

/// What is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scene {
    /// Philosophers at a round table.
    Table,
    /// Two lanes and two locks.
    TwoLocks,
    /// Two processes that write letters.
    Messages,
}

const SCENES: [(&str, Scene); 3] =
    [("table", Scene::Table), ("two-locks", Scene::TwoLocks), ("messages", Scene::Messages)];

/// The word for all strategies.
const ALL: &str = "all";

/// Validated parameters: behind [`Params::new`] nothing can fail on input.
#[derive(Debug, Clone, Copy)]
pub struct Params {
    /// What is looked at.
    pub scene: Scene,
    /// Lanes at the table.
    pub philosophers: u32,
    /// The strategy that is compared with the naive one, or all of them; `ordered` always is.
    strategy: Option<DeadlockWay>,
    /// Meals of a run, of all philosophers together.
    pub meals: u32,
    /// Steps of thinking, and of a meal.
    pub work: u32,
    /// Microseconds between the one fork and the other.
    pub pause_us: u32,
    /// How long what is frozen is shown before its process is ended, in milliseconds.
    pub patience_ms: u32,
    /// Runs of each strategy that are measured.
    pub samples: u32,
}

impl Params {
    /// Takes the parameters from a query.
    ///
    /// # Errors
    /// [`Error::Parameter`] and [`Error::UnknownParameter`].
    pub fn new(mut query: Query, _machine: &Machine) -> Result<Self> {
        let scene = query.choice("scene", &SCENES, Scene::Table)?;
        let (most, usual) = philosophers(scene);
        let params = Params {
            scene,
            philosophers: query.number("philosophers", TWO, most, usual)?,
            strategy: match query.take("strategy") {
                Some(word) => parse_strategy(word)?,
                None => None,
            },
            meals: query.number("meals", MEALS_MIN, MEALS_MAX, MEALS_DEFAULT)?,
            work: query.number("work", 0, WORK_MAX, WORK_DEFAULT)?,
            pause_us: query.number("pause", 0, PAUSE_MAX_US, PAUSE_DEFAULT_US)?,
            patience_ms: query.number("patience", PATIENCE_MIN_MS, PATIENCE_MAX_MS, PATIENCE_DEFAULT_MS)?,
            samples: query.number("samples", SAMPLES_MIN, SAMPLES_MAX, SAMPLES_MIN)?,
        };
        query.finish()?;
        Ok(params)
    }

    /// Samples that last as long as the clock asks for; see [`kosut_core::measure::sample_ms`]. Runs that freeze do not.
    pub fn clocked_samples(&self, machine: &Machine) -> u32 {
        if machine.isolated { self.samples * self.others().len() as u32 } else { 0 }
    }

    /// The fields, in the order of the controls.
    pub fn fields(&self, _machine: &Machine) -> Vec<Field> {
        let (most, usual) = philosophers(self.scene);
        vec![
            choice_field("scene", SCENES.map(|(word, _)| word), SCENES[0].0),
            number_field("philosophers", TWO, most, "philosophers", usual),
            choice_field("strategy", std::iter::once(ALL).chain(others().map(DeadlockWay::word)), ALL),
            number_field("meals", MEALS_MIN, MEALS_MAX, "meals", MEALS_DEFAULT),
            number_field("work", 0, WORK_MAX, "spins", WORK_DEFAULT),
            number_field("pause", 0, PAUSE_MAX_US, "us", PAUSE_DEFAULT_US),
            number_field("patience", PATIENCE_MIN_MS, PATIENCE_MAX_MS, "ms", PATIENCE_DEFAULT_MS),
            number_field("samples", SAMPLES_MIN, SAMPLES_MAX, "samples", SAMPLES_MIN),
        ]
    }

    /// All values as text, in the order of [`Params::fields`].
    pub fn values(&self) -> Vec<String> {
        vec![
            self.scene_text().into(),
            self.philosophers.to_string(),
            self.strategy_text().into(),
            self.meals.to_string(),
            self.work.to_string(),
            self.pause_us.to_string(),
            self.patience_ms.to_string(),
            self.samples.to_string(),
        ]
    }

    /// The parameters as the report has them.
    pub fn report(&self) -> Map<String, Value> {
        let fields = [
            ("scene", json!(self.scene_text())),
            ("philosophers", json!(self.philosophers)),
            ("strategy", json!(self.strategy_text())),
            ("meals", json!(self.meals)),
            ("work", json!(self.work)),
            ("pause", json!(self.pause_us)),
            ("patience", json!(self.patience_ms)),
            ("samples", json!(self.samples)),
        ];
        fields.into_iter().map(|(name, value)| (name.into(), value)).collect()
    }

    /// The strategies besides the naive one that are run.
    pub fn others(&self) -> Vec<(DeadlockWay, Strategy)> {
        let chosen =
            |way: DeadlockWay| way == DeadlockWay::Ordered || self.strategy.is_none_or(|strategy| strategy == way);
        DeadlockWay::AT_THE_TABLE.into_iter().skip(1).filter(|(way, _)| chosen(*way)).collect()
    }

    /// One process with a lane for each philosopher.
    pub fn topology(&self) -> Result<Topology> {
        Topology::new(1, self.philosophers)
    }

    fn scene_text(&self) -> &'static str {
        word_of(&SCENES, &self.scene)
    }

    fn strategy_text(&self) -> &'static str {
        self.strategy.map_or(ALL, DeadlockWay::word)
    }
}

/// How many there can be at most, and how many there usually are.
fn philosophers(scene: Scene) -> (u32, u32) {
    if scene == Scene::TwoLocks { (TWO, TWO) } else { (PHILOSOPHERS_MAX, PHILOSOPHERS_DEFAULT) }
}

/// The ways that are compared with the naive one.
fn others() -> impl Iterator<Item = DeadlockWay> {
    DeadlockWay::AT_THE_TABLE.into_iter().skip(1).map(|(way, _)| way)
}

fn parse_strategy(word: String) -> Result<Option<DeadlockWay>> {
    if word == ALL {
        return Ok(None);
    }
    others().find(|way| way.word() == word).map(Some).ok_or_else(|| {
        let allowed = std::iter::once(ALL).chain(others().map(DeadlockWay::word)).collect::<Vec<_>>().join(", ");
        Error::Parameter { field: "strategy".into(), value: word, allowed }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn params(query: &str) -> Result<Params> {
        Params::new(Query::parse(query)?, &Machine::for_tests(2))
    }

    #[test]
    fn what_is_written_reads_back() {
        let query = "scene=table&philosophers=7&strategy=waiter&meals=300&work=9&pause=4&patience=500&samples=8";
        let first = params(query).expect("a query");
        let names: Vec<_> = first.fields(&Machine::for_tests(2)).into_iter().map(|field| field.name).collect();
        let pairs: Vec<_> = names.iter().zip(first.values()).map(|(name, value)| format!("{name}={value}")).collect();
        assert_eq!(pairs.join("&"), query);
        assert_eq!(first.report().len(), names.len());
        let ways: Vec<DeadlockWay> = first.others().into_iter().map(|(way, _)| way).collect();
        assert_eq!(ways, [DeadlockWay::Ordered, DeadlockWay::Waiter]);
    }

    #[test]
    fn every_default_is_valid_in_every_scene() {
        for (scene, _) in SCENES {
            let params = params(&format!("scene={scene}")).expect(scene);
            for field in params.fields(&Machine::for_tests(2)).iter().filter(|field| field.name != "scene") {
                let query = format!("scene={scene}&{}={}", field.name, field.default);
                Params::new(Query::parse(&query).expect("a query"), &Machine::for_tests(2)).expect(&query);
            }
        }
    }

    #[test]
    fn bad_values_are_refused_with_their_names() {
        for (query, field) in [
            ("scene=kitchen", "scene"),
            ("philosophers=1", "philosophers"),
            ("philosophers=17", "philosophers"),
            ("scene=two-locks&philosophers=3", "philosophers"),
            ("strategy=naive", "strategy"),
            ("meals=99", "meals"),
            ("work=1000001", "work"),
            ("pause=-1", "pause"),
            ("patience=0", "patience"),
            ("samples=6", "samples"),
            ("forks=2", "forks"),
        ] {
            let error = params(query).expect_err(query);
            assert_eq!(error.details()[0], ("field", field.to_string()), "{query}: {error}");
        }
    }
}
