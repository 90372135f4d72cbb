//! The highest rate at which a server keeps up: looked for by halving.

use super::{figures::Figures, live::ServerStep};

/// Rates that are tried for each server.
pub const STEPS: usize = 4;

/// The first rate: beyond what the server could ever do, so that overload is seen, too.
const FIRST: f64 = 1.5;

/// What is known of a server's limit.
#[derive(Debug, Clone)]
pub struct Search {
    /// What it answers in a second when there is always something to do.
    throughput_per_s: f64,
    /// The highest rate at which it kept up; 0 for none.
    pub kept_up_per_s: f64,
    /// The lowest at which it did not.
    pub gave_way_per_s: Option<f64>,
    /// What was tried.
    pub steps: Vec<ServerStep>,
}

impl Search {
    /// Nothing was tried yet.
    pub fn new(throughput_per_s: f64) -> Self {
        Search { throughput_per_s, kept_up_per_s: 0.0, gave_way_per_s: None, steps: Vec::new() }
    }

    /// The next rate to try, or `None` when that was the last one.
    pub fn next(&self) -> Option<f64> {
        let rate_per_s = match self.gave_way_per_s {
            Some(gave_way_per_s) => f64::midpoint(self.kept_up_per_s, gave_way_per_s),
            None => FIRST * self.throughput_per_s.max(self.kept_up_per_s),
        };
        (self.steps.len() < STEPS).then_some(rate_per_s)
    }

    /// Takes in how the server did at this rate.
    pub fn tried(&mut self, rate_per_s: f64, figures: &Figures, limit_ms: f64) {
        let Figures { arrived, rejected, p95_ms, .. } = *figures;
        let kept_up = rejected == 0 && p95_ms.is_none_or(|p95_ms| p95_ms <= limit_ms);
        self.steps.push(ServerStep { rate_per_s, arrived, rejected, p95_ms, kept_up });
        if kept_up {
            self.kept_up_per_s = self.kept_up_per_s.max(rate_per_s);
        } else {
            self.gave_way_per_s = Some(self.gave_way_per_s.map_or(rate_per_s, |known| known.min(rate_per_s)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::figures::Run;
    use kosut_core::topology::Topology;

    /// A server that keeps up to this rate.
    fn search(able_per_s: f64, throughput_per_s: f64) -> Search {
        let mut search = Search::new(throughput_per_s);
        while let Some(rate_per_s) = search.next() {
            let p95_ms = Some(if rate_per_s <= able_per_s { 10.0 } else { 90.0 });
            let figures = Figures { p95_ms, ..Run::default().figures(Topology::SERIAL) };
            search.tried(rate_per_s, &figures, 50.0);
        }
        search
    }

    #[test]
    fn it_closes_in_on_the_limit_from_both_sides() {
        let found = search(80.0, 100.0);
        assert_eq!(found.steps.len(), STEPS);
        assert!(!found.steps[0].kept_up, "the first one is too much");
        let gave_way = found.gave_way_per_s.expect("found");
        assert!(found.kept_up_per_s <= 80.0 && 80.0 < gave_way && gave_way - found.kept_up_per_s < 20.0, "{found:?}");
    }

    #[test]
    fn a_server_that_never_keeps_up_or_always_does_is_not_given_a_limit() {
        assert_eq!(search(0.0, 100.0).kept_up_per_s, 0.0);
        let more = search(1e9, 100.0);
        assert_eq!((more.gave_way_per_s, more.kept_up_per_s > 400.0), (None, true));
    }

    #[test]
    fn who_turns_away_does_not_keep_up() {
        let mut search = Search::new(10.0);
        let figures = Figures { rejected: 1, p95_ms: Some(1.0), ..Run::default().figures(Topology::SERIAL) };
        search.tried(5.0, &figures, 50.0);
        assert_eq!((search.kept_up_per_s, search.gave_way_per_s), (0.0, Some(5.0)));
    }
}
