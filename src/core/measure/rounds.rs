//! Decides how many rounds of samples a lab takes.
//!
//! In a round, each of the things compared is sampled once, one soon after the other. After the rounds that the parameters
//! ask for, a lab goes on as long as a verdict is unclear and time is left.
//!
//! Looking at a verdict again and again, and stopping when it is clear, would make false verdicts more frequent than the
//! 5 % of one look. So the looks between rounds use the interval of [`Confidence::Interim`], 99.9 %, and the report uses
//! the usual 95 % (J. L. Haybittle, *Repeated assessment of results in clinical trials of cancer treatment*, 1971; R. Peto et
//! al., *Design and analysis of randomized clinical trials*, 1976). Ten looks add at most 1 % that way.
//!
//! [`Confidence::Interim`]: super::Confidence::Interim

/// The most rounds, as a multiple of those that the parameters ask for.
const MOST: u32 = 3;

/// The longest time that is spent on further rounds, in milliseconds.
const FURTHER_MS_MAX: f64 = 5_000.0;

/// Counts rounds.
#[derive(Debug)]
pub struct Rounds {
    least: u32,
    taken: u32,
    began_ms: f64,
    /// Time of the rounds that the parameters ask for, when they are over, in milliseconds.
    least_ms: f64,
}

impl Rounds {
    /// Starts at the time `now_ms`, any clock's, with at least this many rounds.
    pub fn new(least: u32, now_ms: f64) -> Self {
        Rounds { least, taken: 0, began_ms: now_ms, least_ms: 0.0 }
    }

    /// Returns the index of the next round, or `None` when there is none. `is_clear` says whether all verdicts are clear at
    /// [`Confidence::Interim`]; it is called between further rounds only.
    ///
    /// There are at most three times as many rounds as the parameters ask for. Further rounds take no longer than those, and no
    /// longer than 5 s.
    ///
    /// [`Confidence::Interim`]: super::Confidence::Interim
    pub fn next(&mut self, now_ms: f64, is_clear: impl FnOnce() -> bool) -> Option<u32> {
        let (round, elapsed_ms) = (self.taken, now_ms - self.began_ms);
        if round == self.least {
            self.least_ms = elapsed_ms;
        }
        if round >= self.least {
            let round_ms = elapsed_ms / f64::from(round.max(1));
            let further_ms = elapsed_ms - self.least_ms + round_ms;
            if round >= MOST * self.least || further_ms > self.least_ms.min(FURTHER_MS_MAX) || is_clear() {
                return None;
            }
        }
        self.taken += 1;
        Some(round)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::{Confidence, Ratio, ratios};

    /// Counts the rounds when each takes this long and verdicts become clear after this many.
    fn rounds(least: u32, round_ms: f64, clear_after: u32) -> u32 {
        let (mut rounds, mut taken) = (Rounds::new(least, 1_000.0), 0);
        while let Some(round) = rounds.next(1_000.0 + f64::from(taken) * round_ms, || taken >= clear_after) {
            assert_eq!(round, taken);
            taken += 1;
        }
        taken
    }

    #[test]
    fn further_rounds_end_when_verdicts_are_clear_or_time_is_up() {
        assert_eq!(rounds(7, 10.0, 0), 7);
        assert_eq!(rounds(7, 10.0, 9), 9);
        assert_eq!(rounds(7, 10.0, 99), 14, "as long again");
        assert_eq!(rounds(7, 1_000.0, 99), 12, "5 s");
        assert_eq!(rounds(7, 9_000.0, 99), 7);
        assert_eq!(rounds(7, 0.0, 99), 21, "a clock that stands still");
    }

    /// Numbers that are spread like times: none far below the typical one, some far above.
    struct Times(u64);

    impl Times {
        fn next(&mut self) -> f64 {
            // Knuth's MMIX generator; its high bits are as good as random for this.
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let uniform = ((self.0 >> 11) as f64 + 0.5) / (1_u64 << 53) as f64;
            100.0 - 6.0 * uniform.ln()
        }
    }

    /// Takes samples of two equal things as a lab does; returns the final interval.
    fn measured(times: &mut Times) -> [f64; 2] {
        let (mut one, mut other) = (Vec::new(), Vec::new());
        let mut rounds = Rounds::new(7, 0.0);
        let clear = |one: &[f64], other: &[f64]| {
            let Ratio { interval: [low, high], .. } = ratios(&[(one, other)], Confidence::Interim);
            low >= 1.05 || high < 1.0
        };
        while rounds.next(one.len() as f64, || clear(&one, &other)).is_some() {
            one.push(times.next());
            other.push(times.next());
        }
        ratios(&[(&one, &other)], Confidence::Final).interval
    }

    #[test]
    fn equal_things_are_seldom_told_apart_in_spite_of_repeated_looks() {
        let (mut times, runs) = (Times(1), 400);
        let intervals: Vec<[f64; 2]> = (0..runs).map(|_| measured(&mut times)).collect();
        let missed = intervals.iter().filter(|[low, high]| *low > 1.0 || *high < 1.0).count();
        let better = intervals.iter().filter(|[low, _]| *low >= 1.05).count();
        assert!(missed * 100 <= 8 * runs, "{missed} of {runs} intervals miss the true ratio");
        assert!(better * 100 <= runs, "{better} of {runs} are said to be better");
    }
}
