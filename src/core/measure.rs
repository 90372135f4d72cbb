//! From samples to numbers that can be defended: medians, bootstrap intervals and scaling laws. No clock, no browser.
//!
//! Medians, because a sample that something else on the machine disturbed is only ever too long. Intervals by the
//! percentile bootstrap, because the distribution of times is unknown and not normal. Both are deterministic: the same
//! samples give the same interval, on every machine.

mod groups;
mod histogram;
mod rounds;
mod scaling;

pub use groups::{Plan, Stopwatch, Times};
pub use histogram::{Histogram, percentile};
pub use rounds::Rounds;
pub use scaling::{Amdahl, Usl, fit_amdahl, fit_usl};

/// Resamples behind an interval. B. Efron and R. J. Tibshirani, *An Introduction to the Bootstrap*, 1993, section 14.2,
/// want at least 1,000 for a percentile interval.
const RESAMPLES: usize = 2_000;

/// Start of the generator that draws resamples; any number does.
const BOOTSTRAP_SEED: u64 = 0x006b_6f73_7574;

/// How many times the clock's resolution a sample lasts, unless that is too long.
const RESOLUTIONS_PER_SAMPLE: f64 = 100.0;

/// The shortest time that a sample of repeated work lasts, in milliseconds. A message to a process and back takes 0.1 to 0.2 ms
/// (docs/BENCHMARKS.md), and how long exactly is a matter of chance. A sample of many runs averages over it.
const SAMPLE_MS_MIN: f64 = 2.0;

/// The longest time that a sample has to last because of a coarse clock, in milliseconds. With steps of 100 ms, as in some
/// browsers that protect their readers from being recognised, it would be 10 s. Twenty steps tell a time to 5 %.
const SAMPLE_MS_MAX: f64 = 2_000.0;

/// The most runs that [`is_sample`] asks for.
const RUNS_PER_SAMPLE_MAX: u32 = 1_000;

/// Steps of the clock that are looked at to find the smallest.
const CLOCK_STEPS: usize = 20;

/// Readings after which a clock that does not move is given up: about a second.
const READINGS_PER_STEP_MAX: u32 = 10_000_000;

/// The middle sample, or the mean of the two middle ones.
///
/// # Panics
/// When there is no sample.
pub fn median(samples: &[f64]) -> f64 {
    median_of(&mut samples.to_vec())
}

/// The 95 % interval of the median: low, high.
///
/// # Panics
/// When there is no sample.
pub fn median_interval(samples: &[f64]) -> [f64; 2] {
    interval_of_median(samples, Confidence::Final)
}

fn interval_of_median(samples: &[f64], confidence: Confidence) -> [f64; 2] {
    let mut bootstrap = Bootstrap::new(samples.len());
    let medians = (0..RESAMPLES).map(|_| {
        bootstrap.draw();
        bootstrap.median(samples)
    });
    middle(medians.collect(), confidence)
}

/// The probability with which an interval contains the true value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Confidence {
    /// 95 %: the interval of a verdict.
    Final,
    /// 99.9 %: the interval that decides between rounds whether more samples are needed, see [`Rounds`].
    Interim,
}

impl Confidence {
    /// The share of the distribution on each side of the interval.
    fn tail(self) -> f64 {
        match self {
            Confidence::Final => 0.025,
            Confidence::Interim => 0.000_5,
        }
    }
}

/// A ratio with its bootstrap interval: low, high.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ratio {
    /// The ratio.
    pub value: f64,
    /// Its interval, which contains it.
    pub interval: [f64; 2],
}

/// `median(numerators) / median(denominators)` with its 95 % interval. With the serial times above, it is the speed-up. See
/// [`ratios`] for how samples are drawn.
///
/// ```
/// use kosut_core::measure::{median, ratio};
///
/// let serial_ms = [80.0, 83.0, 81.0, 80.5, 120.0, 80.2, 81.5];
/// let threads_ms = [41.0, 40.5, 43.0, 40.9, 41.2, 44.0, 41.1];
/// assert_eq!(median(&serial_ms), 81.0);
///
/// let [low, high] = ratio(&serial_ms, &threads_ms).interval;
/// assert!(1.8 < low && high < 2.1);
/// ```
///
/// # Panics
/// When one of them has no sample.
pub fn ratio(numerators: &[f64], denominators: &[f64]) -> Ratio {
    ratios(&[(numerators, denominators)], Confidence::Final)
}

/// The median of some ratios, one for each round, with its interval.
///
/// # Panics
/// If `ratios` is empty.
pub fn median_ratio(ratios: &[f64], confidence: Confidence) -> Ratio {
    Ratio { value: median(ratios), interval: interval_of_median(ratios, confidence) }
}

/// The geometric mean of `median(numerators) / median(denominators)` over some pairs, with its interval.
///
/// Samples with the same index were taken in the same round, one soon after the other. So the bootstrap draws rounds, and
/// takes the samples of all series from them: a slow phase of the machine counts as the few rounds that it was, and not as
/// many independent samples. A series of another length is drawn for itself.
///
/// # Panics
/// When there is no pair, or a series has no sample.
pub fn ratios(pairs: &[(&[f64], &[f64])], confidence: Confidence) -> Ratio {
    let rounds = pairs.iter().map(|(numerators, _)| numerators.len()).max().unwrap_or_default();
    let mean = |median: &mut dyn FnMut(&[f64]) -> f64| {
        let logs = pairs.iter().map(|(numerators, denominators)| (median(numerators) / median(denominators)).ln());
        (logs.sum::<f64>() / pairs.len() as f64).exp()
    };
    let value = match pairs {
        [(numerators, denominators)] => median(numerators) / median(denominators),
        _ => mean(&mut |samples| median(samples)),
    };
    let mut bootstrap = Bootstrap::new(rounds);
    let drawn = (0..RESAMPLES).map(|_| {
        bootstrap.draw();
        match pairs {
            [(numerators, denominators)] => bootstrap.median(numerators) / bootstrap.median(denominators),
            _ => mean(&mut |samples| bootstrap.median(samples)),
        }
    });
    let [low, high] = middle(drawn.collect(), confidence);
    Ratio { value, interval: [low.min(value), high.max(value)] }
}

/// Draws rounds with replacement.
struct Bootstrap {
    random: SplitMix64,
    rounds: Vec<usize>,
    samples: Vec<f64>,
}

impl Bootstrap {
    fn new(rounds: usize) -> Self {
        Bootstrap { random: SplitMix64(BOOTSTRAP_SEED), rounds: vec![0; rounds], samples: Vec::with_capacity(rounds) }
    }

    /// Draws as many rounds as there are.
    fn draw(&mut self) {
        let rounds = self.rounds.len();
        self.rounds.fill_with(|| self.random.below(rounds));
    }

    /// The median of a series in the rounds that were drawn.
    fn median(&mut self, samples: &[f64]) -> f64 {
        let Bootstrap { random, rounds, samples: drawn } = self;
        drawn.clear();
        if samples.len() == rounds.len() {
            drawn.extend(rounds.iter().map(|&round| samples[round]));
        } else {
            drawn.extend((0..samples.len()).map(|_| samples[random.below(samples.len())]));
        }
        median_of(drawn)
    }
}

/// The median of at least one number; reorders them.
fn median_of(numbers: &mut [f64]) -> f64 {
    let half = numbers.len() / 2;
    let odd = !numbers.len().is_multiple_of(2);
    let (below, &mut upper, _) = numbers.select_nth_unstable_by(half, f64::total_cmp);
    match below.iter().copied().max_by(f64::total_cmp) {
        Some(lower) if !odd => lower + (upper - lower) / 2.0,
        _ => upper,
    }
}

/// The middle part of some numbers.
fn middle(mut numbers: Vec<f64>, confidence: Confidence) -> [f64; 2] {
    numbers.sort_unstable_by(f64::total_cmp);
    let percentile = |share: f64| numbers[(share * (numbers.len() - 1) as f64).round() as usize];
    [percentile(confidence.tail()), percentile(1.0 - confidence.tail())]
}

/// The generator SplitMix64: G. L. Steele, D. Lea, C. H. Flood, *Fast splittable pseudorandom number generators*,
/// OOPSLA 2014.
struct SplitMix64(u64);

impl SplitMix64 {
    /// A number below `bound`. For the few samples of a run the bias of the shortened product is below 10⁻⁸.
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let high = (mixed ^ (mixed >> 31)) >> 32;
        ((high * bound as u64) >> 32) as usize
    }
}

/// The smallest step of a clock that reads milliseconds: spins until it changes, several times. Infinite when the clock
/// stands still. Steps are rounded to nanoseconds, since a difference of two large readings carries their rounding.
pub fn clock_resolution_ms(mut now_ms: impl FnMut() -> f64) -> f64 {
    let mut smallest_ms = f64::INFINITY;
    for _ in 0..CLOCK_STEPS {
        let before_ms = now_ms();
        let changed = (0..READINGS_PER_STEP_MAX).map(|_| now_ms() - before_ms).find(|&step_ms| step_ms > 0.0);
        let Some(step_ms) = changed else { break };
        smallest_ms = smallest_ms.min((step_ms * 1e6).round().max(1.0) / 1e6);
    }
    smallest_ms
}

/// The slope of the straight line that lies closest to these points (x, y), by least squares; `None` when all have the same
/// x, or there is none.
pub fn slope(points: &[(f64, f64)]) -> Option<f64> {
    let mean = |of: fn(&(f64, f64)) -> f64| points.iter().map(of).sum::<f64>() / points.len() as f64;
    let (mean_x, mean_y) = (mean(|point| point.0), mean(|point| point.1));
    let spread: f64 = points.iter().map(|(x, _)| (x - mean_x).powi(2)).sum();
    let common: f64 = points.iter().map(|(x, y)| (x - mean_x) * (y - mean_y)).sum();
    (spread > 0.0).then(|| common / spread)
}

/// How long a sample has to last at least with a clock of this resolution, both in milliseconds: 100 resolutions, but no longer
/// than 2 s.
pub fn sample_ms(resolution_ms: f64) -> f64 {
    (RESOLUTIONS_PER_SAMPLE * resolution_ms).min(SAMPLE_MS_MAX)
}

/// Returns whether `runs` repetitions of some work, which lasted `total_ms` together, make a sample: when they lasted at least
/// 2 ms and [`sample_ms`].
///
/// A thousand runs always do: work that is shorter than a tenth of the clock's resolution is not worth more waiting.
pub fn is_sample(total_ms: f64, runs: u32, resolution_ms: f64) -> bool {
    runs >= RUNS_PER_SAMPLE_MAX || total_ms >= sample_ms(resolution_ms).max(SAMPLE_MS_MIN)
}

#[cfg(test)]
mod tests;
