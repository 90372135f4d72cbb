//! The parameters of `switching`.

use serde_json::{Map, Value, json};

use super::{load, ways::Way};
use crate::{
    Field,
    params::{Query, number_field},
    report::Machine,
};
use kosut_core::error::Result;

/// Samples of each way: a verdict needs at least 7.
const SAMPLES: (u32, u32, u32) = (7, 99, 7);
/// Times in each sample of a way: with fewer, the 99th percentile of all would be one of the two longest.
const COUNT: (u32, u32, u32) = (20, 10_000, 200);
/// The most lanes; four times as many as a usual machine has cores, and in a browser soon started.
const LANES: (u32, u32, u32) = (1, 32, 8);
/// The work that lanes share: all primes up to this number. The default takes a tenth of a second on one lane.
const SIZE: (u32, u32, u32) = (1_000, 2_000_000_000, 200_000_000);

/// Validated parameters: behind [`Params::new`] nothing can fail on input.
#[derive(Debug, Clone)]
pub struct Params {
    /// Samples of each way and of each number of lanes.
    pub samples: u32,
    /// Times in each sample of a way, where the clock is fine enough.
    pub count: u32,
    /// The most lanes that share the cores.
    pub lanes: u32,
    /// Up to which number they count primes.
    pub size: u32,
}

impl Params {
    /// Takes the parameters from a query.
    ///
    /// # Errors
    /// [`kosut_core::error::Error::Parameter`] and [`kosut_core::error::Error::UnknownParameter`].
    pub fn new(mut query: Query, _machine: &Machine) -> Result<Self> {
        let mut number = |name, (min, max, default)| query.number(name, min, max, default);
        let params = Params {
            count: number("count", COUNT)?,
            lanes: number("lanes", LANES)?,
            size: number("size", SIZE)?,
            samples: number("samples", SAMPLES)?,
        };
        query.finish()?;
        Ok(params)
    }

    /// Samples that last as long as the clock asks for, rehearsals included; see [`kosut_core::measure::sample_ms`].
    pub fn clocked_samples(&self, machine: &Machine) -> u32 {
        let ways = Way::ALL.iter().filter(|way| machine.isolated || !way.topology().shares_memory()).count();
        let loads = load::topologies(self.lanes, machine.isolated).len();
        (ways + loads) as u32 * (1 + self.samples)
    }

    /// The fields, in the order of the controls.
    pub fn fields(&self, _machine: &Machine) -> Vec<Field> {
        let field = |name, (min, max, default), unit| number_field(name, min, max, unit, default);
        vec![
            field("count", COUNT, "times"),
            field("lanes", LANES, "lanes"),
            field("size", SIZE, "limit"),
            field("samples", SAMPLES, "samples"),
        ]
    }

    /// All values as text, in the order of [`Params::fields`].
    pub fn values(&self) -> Vec<String> {
        [self.count, self.lanes, self.size, self.samples].map(|value| value.to_string()).into()
    }

    /// The parameters as the report has them.
    pub fn report(&self) -> Map<String, Value> {
        let fields = [("count", self.count), ("lanes", self.lanes), ("size", self.size), ("samples", self.samples)];
        fields.into_iter().map(|(name, value)| (name.into(), json!(value))).collect()
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
        let first = params("count=100&lanes=32&size=1000&samples=7").expect("a query");
        assert_eq!(first.values(), ["100", "32", "1000", "7"]);
        let names: Vec<_> = first.fields(&Machine::for_tests(2)).into_iter().map(|field| field.name).collect();
        assert_eq!(first.report().len(), names.len());
        for field in params("").expect("defaults").fields(&Machine::for_tests(2)) {
            params(&format!("{}={}", field.name, field.default)).expect("a default");
        }
    }

    #[test]
    fn bad_values_are_refused_with_their_names() {
        for (query, field) in [
            ("count=19", "count"),
            ("lanes=33", "lanes"),
            ("size=9", "size"),
            ("samples=6", "samples"),
            ("pairs=2", "pairs"),
        ] {
            let error = params(query).expect_err(query);
            assert_eq!(error.details()[0], ("field", field.to_string()), "{query}: {error}");
        }
    }
}
