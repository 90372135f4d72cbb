//! Scaling laws: why N workers are not N times as fast.
//!
//! What is fitted are pairs of a number of workers and the measured speed-up: the serial time divided by the time with
//! that many workers.

/// Amdahl's law: a fraction `s` of the work can only be done by one, so `N` workers are `1 / (s + (1 − s) / N)` times
/// as fast.
///
/// Source: G. M. Amdahl, *Validity of the single processor approach to achieving large scale computing capabilities*,
/// AFIPS 1967.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Amdahl {
    /// The fraction `s`, 0 to 1.
    pub serial_fraction: f64,
}

impl Amdahl {
    /// The speed-up that the law predicts.
    pub fn speedup(self, workers: f64) -> f64 {
        1.0 / (self.serial_fraction + (1.0 - self.serial_fraction) / workers)
    }
}

/// The universal scalability law: besides contention `σ` (waiting for what only one can use, as in Amdahl's law) there
/// is coherency `κ` (every worker has to agree with every other), so `N` workers are
/// `N / (1 + σ·(N − 1) + κ·N·(N − 1))` times as fast, and from some `N` on more workers are slower.
///
/// Source: N. J. Gunther, *Guerrilla Capacity Planning*, 2007, chapters 4 and 5.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Usl {
    /// `σ`, 0 to 1.
    pub contention: f64,
    /// `κ`, at least 0.
    pub coherency: f64,
}

impl Usl {
    /// The speed-up that the law predicts.
    pub fn speedup(self, workers: f64) -> f64 {
        let others = workers - 1.0;
        workers / (1.0 + self.contention * others + self.coherency * workers * others)
    }
}

/// Amdahl's law closest to the points (workers, speed-up): with the least sum of squared differences between measured
/// and predicted speed-ups. `None` when no point has more than one worker.
///
/// The predictions fall steadily as the serial fraction grows, but the sum of their squared errors may have more than
/// one valley; so the whole range is searched on a grid, and then the neighbourhood of the best place by ever finer
/// ones.
pub fn fit_amdahl(points: &[(f64, f64)]) -> Option<Amdahl> {
    /// Cells of each grid.
    const CELLS: u32 = 64;
    points.iter().find(|(workers, _)| *workers > 1.0)?;
    let error = |serial_fraction: f64| -> f64 {
        let law = Amdahl { serial_fraction };
        points.iter().map(|&(workers, speedup)| (law.speedup(workers) - speedup).powi(2)).sum()
    };
    let better = |a: &f64, b: &f64| error(*a).total_cmp(&error(*b));
    let (mut low, mut high) = (0.0f64, 1.0f64);
    while high - low > 1e-9 {
        let cell = (high - low) / f64::from(CELLS);
        let best = (0..=CELLS).map(|place| low + f64::from(place) * cell).min_by(better)?;
        (low, high) = ((best - cell).max(0.0), (best + cell).min(1.0));
    }
    // The ends come first: where an error there is no larger, it is 0 or 1 and not 10⁻¹⁰ away from it.
    let serial_fraction = [low, high, low + (high - low) / 2.0].into_iter().min_by(better)?;
    Some(Amdahl { serial_fraction })
}

/// The universal scalability law closest to the points (workers, speed-up), by Gunther's regression: with `x = N − 1`
/// and the speed-up `C`, `N / C − 1` is `σ·x + κ·(x² + x)`, which is linear in both coefficients. `None` with fewer
/// than three different numbers of workers, and where a speed-up is not positive.
///
/// A coefficient that comes out negative has no meaning: it is taken as 0 and the other is fitted alone.
pub fn fit_usl(points: &[(f64, f64)]) -> Option<Usl> {
    let mut workers: Vec<f64> = points.iter().map(|(workers, _)| *workers).collect();
    workers.sort_unstable_by(f64::total_cmp);
    workers.dedup();
    if workers.len() < 3 || points.iter().any(|(_, speedup)| speedup.is_nan() || *speedup <= 0.0) {
        return None;
    }

    // The sums of the normal equations: s and k are the factors of σ and κ, y is what they should add up to.
    let [mut ss, mut sk, mut kk, mut sy, mut ky] = [0.0f64; 5];
    for &(workers, speedup) in points {
        let (s, k, y) = (workers - 1.0, workers * (workers - 1.0), workers / speedup - 1.0);
        ss += s * s;
        sk += s * k;
        kk += k * k;
        sy += s * y;
        ky += k * y;
    }
    let determinant = ss * kk - sk * sk;
    let (contention, coherency) = ((sy * kk - ky * sk) / determinant, (ky * ss - sy * sk) / determinant);
    let (contention, coherency) = match (contention < 0.0, coherency < 0.0) {
        (false, false) => (contention, coherency),
        (false, true) => (sy / ss, 0.0),
        (true, false) => (0.0, ky / kk),
        (true, true) => (0.0, 0.0),
    };
    Some(Usl { contention: contention.clamp(0.0, 1.0), coherency: coherency.max(0.0) })
}
