//! The parameters of `server`.

use serde_json::{Map, Value, json};

use crate::{
    Accepts, Field,
    params::{Query, choice_field, number_field, word_of},
    report::Machine,
};
use kosut_core::{error::Result, topology::Topology};

/// Milliseconds that a request computes: little, as that of most servers is.
const COMPUTE: (u32, u32, u32) = (0, 50, 1);
/// Milliseconds that it waits: as long as a data base in the same house takes.
const WAIT: (u32, u32, u32) = (0, 1000, 15);
/// Requests in a second: more than one lane can serve, and fewer than eight.
const RATE: (u32, u32, u32) = (1, 2000, 150);
/// Milliseconds in which they come.
const WINDOW: (u32, u32, u32) = (200, 10_000, 700);
/// Requests that may wait; all of them can be shown.
const QUEUE: (u32, u32, u32) = (1, 64, 16);
/// Lanes of a pool: many more than cores, as lanes that wait need none.
const WORKERS: (u32, u32, u32) = (2, 32, 8);
/// Milliseconds that 95 of 100 requests may take: five times what one takes by itself, as no machine
/// is ever all one's own.
const LIMIT: (u32, u32, u32) = (1, 10_000, 80);
/// Samples of each pool: a verdict needs at least 7.
const SAMPLES: (u32, u32, u32) = (7, 99, 7);
const SEED: (u32, u32, u32) = (0, u32::MAX, 1);

const ARRIVALS: [(&str, Arrivals); 2] = [("poisson", Arrivals::Poisson), ("clicks", Arrivals::Clicks)];
const POOLS: [(&str, Pool); 4] =
    [("1xN", Pool::Threads), ("Nx1", Pool::Processes), ("PxT", Pool::Mixed), ("1x1", Pool::One)];

/// Where requests come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrivals {
    /// The seed, and the reader as well.
    Poisson,
    /// The reader only.
    Clicks,
}

/// A server's lanes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pool {
    /// One lane.
    One,
    /// Threads of one process.
    Threads,
    /// Processes.
    Processes,
    /// Two processes with threads.
    Mixed,
}

/// Validated parameters: behind [`Params::new`] nothing can fail on input.
#[derive(Debug, Clone)]
pub struct Params {
    /// Where requests come from.
    pub arrivals: Arrivals,
    /// The pools, one lane always among them.
    pools: Vec<Pool>,
    /// Lanes of each pool.
    pub workers: u32,
    /// Requests in a second.
    pub rate: u32,
    /// Milliseconds that each computes.
    pub compute: u32,
    /// Milliseconds that each waits.
    pub wait: u32,
    /// Requests that may wait for a lane.
    pub queue: u32,
    /// Milliseconds that 95 of 100 may take.
    pub limit: u32,
    /// Milliseconds in which requests come.
    pub window: u32,
    /// Samples of each pool.
    pub samples: u32,
    /// Seed of the moments at which they come.
    pub seed: u32,
}

impl std::str::FromStr for Pool {
    type Err = ();

    fn from_str(text: &str) -> std::result::Result<Self, ()> {
        POOLS.iter().find(|(word, _)| *word == text).map(|(_, pool)| *pool).ok_or(())
    }
}

impl Params {
    /// Takes the parameters from a query.
    ///
    /// # Errors
    /// [`kosut_core::error::Error::Parameter`] and [`kosut_core::error::Error::UnknownParameter`].
    pub fn new(mut query: Query, _machine: &Machine) -> Result<Self> {
        let arrivals = query.choice("arrivals", &ARRIVALS, Arrivals::Poisson)?;
        let allowed = POOLS.map(|(word, _)| word).join(", ");
        let pools = query.list("pools", &allowed, &[Pool::Threads, Pool::Processes])?;
        let mut number = |name, (min, max, default)| query.number(name, min, max, default);
        let params = Params {
            arrivals,
            pools,
            workers: number("workers", WORKERS)?,
            rate: number("rate", RATE)?,
            compute: number("compute", COMPUTE)?,
            wait: number("wait", WAIT)?,
            queue: number("queue", QUEUE)?,
            limit: number("limit", LIMIT)?,
            window: number("window", WINDOW)?,
            samples: number("samples", SAMPLES)?,
            seed: number("seed", SEED)?,
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
        let number = |name, (min, max, default), unit| number_field(name, min, max, unit, default);
        vec![
            choice_field("arrivals", ARRIVALS.map(|(word, _)| word), "poisson"),
            Field {
                name: "pools".into(),
                accepts: Accepts::Topologies { options: POOLS.map(|(word, _)| word.into()).to_vec() },
                default: "1xN,Nx1".into(),
            },
            number("workers", WORKERS, "workers"),
            number("rate", RATE, ""),
            number("compute", COMPUTE, ""),
            number("wait", WAIT, ""),
            number("queue", QUEUE, ""),
            number("limit", LIMIT, ""),
            number("window", WINDOW, ""),
            number("samples", SAMPLES, "samples"),
            number("seed", SEED, ""),
        ]
    }

    /// All values as text, in the order of [`Params::fields`].
    pub fn values(&self) -> Vec<String> {
        let words = [word_of(&ARRIVALS, &self.arrivals).into(), self.pools_text()];
        words.into_iter().chain(self.numbers().map(|(_, value)| value.to_string())).collect()
    }

    /// The parameters as the report has them.
    pub fn report(&self) -> Map<String, Value> {
        let words = [("arrivals", json!(word_of(&ARRIVALS, &self.arrivals))), ("pools", json!(self.pools_text()))];
        let numbers = self.numbers().map(|(name, value)| (name, json!(value)));
        words.into_iter().chain(numbers).map(|(name, value)| (name.into(), value)).collect()
    }

    fn numbers(&self) -> [(&'static str, u32); 9] {
        let Params { workers, rate, compute, wait, queue, limit, window, samples, seed, .. } = *self;
        [
            ("workers", workers),
            ("rate", rate),
            ("compute", compute),
            ("wait", wait),
            ("queue", queue),
            ("limit", limit),
            ("window", window),
            ("samples", samples),
            ("seed", seed),
        ]
    }

    fn pools_text(&self) -> String {
        self.pools.iter().map(|pool| word_of(&POOLS, pool)).collect::<Vec<_>>().join(",")
    }

    /// What a request takes by itself, in milliseconds.
    pub fn service_ms(&self) -> f64 {
        f64::from(self.compute + self.wait)
    }

    /// The pools as topologies, each once; one lane first, with which the others are compared.
    pub fn topologies(&self) -> Vec<Topology> {
        let mut topologies = Vec::new();
        let pair = |pool: &Pool| match pool {
            Pool::One => (1, 1),
            Pool::Threads => (1, self.workers),
            Pool::Processes => (self.workers, 1),
            // An odd lane finds no place.
            Pool::Mixed => (2, (self.workers / 2).max(1)),
        };
        for (processes, threads) in std::iter::once((1, 1)).chain(self.pools.iter().map(pair)) {
            topologies.extend(Topology::new(processes, threads).ok().filter(|topology| !topologies.contains(topology)));
        }
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
    fn what_is_written_reads_back() {
        let query = "arrivals=clicks&pools=1xN,PxT&workers=6&rate=90&compute=2&wait=20&queue=4&limit=80&window=500&samples=9&seed=7";
        let first = params(query).expect("a query");
        let names = first.fields(&Machine::for_tests(2)).into_iter().map(|field| field.name);
        let pairs: Vec<_> = names.zip(first.values()).map(|(name, value)| format!("{name}={value}")).collect();
        assert_eq!(pairs.join("&"), query);
        assert_eq!(first.report().len(), pairs.len());
        for field in params("").expect("defaults").fields(&Machine::for_tests(2)) {
            params(&format!("{}={}", field.name, field.default)).expect("a default");
        }
    }

    #[test]
    fn one_lane_is_always_there_and_nothing_twice() {
        let names = |query: &str| {
            params(query).expect("a query").topologies().iter().map(Topology::to_string).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(names(""), "1x1 1x8 8x1");
        assert_eq!(names("pools=PxT,1x1&workers=4"), "1x1 2x2");
        assert_eq!(names("pools=Nx1,PxT&workers=2"), "1x1 2x1");
    }

    #[test]
    fn bad_values_are_refused_with_their_names() {
        for (query, field) in [
            ("arrivals=rain", "arrivals"),
            ("pools=8x8", "pools"),
            ("pools=1xN,1xN", "pools"),
            ("workers=1", "workers"),
            ("rate=0", "rate"),
            ("wait=1001", "wait"),
            ("queue=65", "queue"),
            ("samples=6", "samples"),
            ("kernel=sort", "kernel"),
        ] {
            let error = params(query).expect_err(query);
            assert_eq!(error.details()[0], ("field", field.to_string()), "{query}: {error}");
        }
    }
}
