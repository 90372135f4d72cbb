//! From the requests of one run to its figures.

use hdrhistogram::Histogram;
use serde::{Deserialize, Serialize};

use kosut_core::{topology::Topology, trace::Span};
use kosut_workloads::serve::{Arrival, Served};

/// The longest time that is told apart from longer ones, in microseconds: ten minutes.
const LONGEST_US: u64 = 600_000_000;

/// Digits that count: a thousandth.
const DIGITS: u8 = 3;

/// What became of all requests of a run.
#[derive(Debug, Clone, Default)]
pub struct Run {
    /// Those that were answered, each with the process that did it.
    pub served: Vec<(u32, Served)>,
    /// Those that were turned away.
    pub rejected: Vec<Arrival>,
    /// When it began, in milliseconds since the Unix epoch.
    pub started_ms: f64,
    /// What the lanes did.
    pub spans: Vec<Span>,
}

/// A run in numbers. Percentiles are of the time from a request's arrival to its answer, and missing when none was
/// answered.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Figures {
    /// Requests that came.
    pub arrived: u32,
    /// Those that were answered.
    pub served: u32,
    /// Those that were turned away.
    pub rejected: u32,
    /// From the start to the last answer.
    pub elapsed_ms: f64,
    /// Answers in a second.
    pub throughput_per_s: f64,
    /// Share of the lanes' time in which they had a request.
    pub utilisation: f64,
    /// 50th percentile.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "number | null"))]
    pub p50_ms: Option<f64>,
    /// 95th percentile.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "number | null"))]
    pub p95_ms: Option<f64>,
    /// 99th percentile.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "number | null"))]
    pub p99_ms: Option<f64>,
}

/// These percentiles of some times, in milliseconds; nothing where there is no time.
pub fn percentiles_ms<const N: usize>(times_us: impl IntoIterator<Item = u32>, shares: [f64; N]) -> [Option<f64>; N] {
    // The bounds are constants that the library takes; were they refused, nothing would be told.
    let Ok(mut histogram) = Histogram::<u32>::new_with_bounds(1, LONGEST_US, DIGITS) else { return [None; N] };
    times_us.into_iter().for_each(|time_us| histogram.saturating_record(u64::from(time_us)));
    let any = !histogram.is_empty();
    shares.map(|share| any.then(|| histogram.value_at_quantile(share) as f64 / 1e3))
}

impl Run {
    /// The time of each answered request, in microseconds.
    pub fn times_us(&self) -> impl Iterator<Item = u32> + '_ {
        self.served.iter().map(|(_, one)| one.ended_us - one.arrived_us.min(one.ended_us))
    }

    /// The run in numbers.
    pub fn figures(&self, topology: Topology) -> Figures {
        let (served, rejected) = (self.served.len() as u32, self.rejected.len() as u32);
        let elapsed_ms = self.served.iter().map(|(_, one)| f64::from(one.ended_us)).fold(0.0, f64::max) / 1e3;
        let busy_us = |one: &Served| f64::from(one.ended_us.saturating_sub(one.began_us));
        let busy_ms = self.served.iter().map(|(_, one)| busy_us(one)).sum::<f64>() / 1e3;
        let lanes_ms = elapsed_ms * f64::from(topology.lanes());
        let [p50_ms, p95_ms, p99_ms] = percentiles_ms(self.times_us(), [0.5, 0.95, 0.99]);
        Figures {
            arrived: served + rejected,
            served,
            rejected,
            elapsed_ms,
            throughput_per_s: if elapsed_ms > 0.0 { f64::from(served) / elapsed_ms * 1e3 } else { 0.0 },
            utilisation: if lanes_ms > 0.0 { (busy_ms / lanes_ms).min(1.0) } else { 0.0 },
            p50_ms,
            p95_ms,
            p99_ms,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn served(arrived_us: u32, began_us: u32, ended_us: u32) -> (u32, Served) {
        (0, Served { id: 0, lane: 0, arrived_us, began_us, ended_us, answer: 0 })
    }

    #[test]
    fn percentiles_are_true_to_a_thousandth() {
        let [p50, p99] = percentiles_ms((1..=1000).map(|ms| ms * 1000), [0.5, 0.99]);
        assert!((p50.expect("some") / 500.0 - 1.0).abs() < 2e-3, "{p50:?}");
        assert!((p99.expect("some") / 990.0 - 1.0).abs() < 2e-3, "{p99:?}");
        assert_eq!(percentiles_ms([], [0.5]), [None]);
    }

    #[test]
    fn figures_count_what_came_and_how_busy_the_lanes_were() {
        let rejected = vec![Arrival { id: 2, at_us: 1 }];
        let run = Run { served: vec![served(0, 0, 10_000), served(0, 10_000, 20_000)], rejected, ..Run::default() };
        let figures = run.figures(Topology::TWO_THREADS);
        assert_eq!((figures.arrived, figures.served, figures.rejected), (3, 2, 1));
        assert_eq!((figures.elapsed_ms, figures.throughput_per_s, figures.utilisation), (20.0, 100.0, 0.5));
        assert!(figures.p50_ms < figures.p95_ms);
        let nothing = Run::default().figures(Topology::SERIAL);
        assert_eq!((nothing.throughput_per_s, nothing.p95_ms), (0.0, None));
    }
}
