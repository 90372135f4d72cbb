//! π by the Monte Carlo method: computing only, and streams of random numbers that know nothing of each other.
//!
//! Points fall into a square at random; the share of them that falls into the quarter of a circle within it tends to
//! π/4. Each unit has streams of its own ([`stream`]), so that it draws the same points whoever runs it. The error goes
//! down as 1/√n: a digit more costs a hundred times the points.
//!
//! A point is two odd numbers x, y < 2¹⁵: the middles of the cells of a lattice of 2¹⁴ × 2¹⁴. It is inside when
//! x² + y² < 2³⁰, which is exact in whole numbers. The lattice's own π is off by 1.1 · 10⁻⁶ (a test counts it), a
//! fifteenth of the standard error that the largest size leaves.
//!
//! Source of the method: N. Metropolis and S. Ulam, *The Monte Carlo method*, J. Am. Stat. Assoc. 44, 1949.

use super::{Answer, Digest, Entry, Kernel, Next, Picture, Shown, Source, Spec, Tally};
use kosut_core::error::{Error, Result};

mod stream;

use stream::{LANES, Streams};

pub(super) const ENTRY: Entry = Entry {
    id: "pi",
    size_unit: "thousand-points",
    source: Source::Seed,
    size_min: 1,
    size_max: 10_000_000,
    size_default: 400_000,
    build: |spec, _role| Box::new(Pi::new(spec)),
    tally: Some(|spec| Box::new(Count::new(spec))),
};

/// Groups of [`LANES`] points in one of the size's thousands.
const GROUPS: u64 = 1_000 / LANES as u64;

/// The most units: a multiple of all small numbers of lanes, so that they get equally many.
const UNITS_MAX: u32 = 240;

/// Points of a unit at the largest size are counted in 32 bits.
const _: () = assert!(1_000 * (ENTRY.size_max.div_ceil(UNITS_MAX) as u64 + 1) < 1 << 32);

/// Half of the standard normal distribution's 95 % lies within this.
const NORMAL_95: f64 = 1.959_963_984_540_054;

/// Points in a square and in a circle.
struct Pi {
    size: u32,
    seed: u32,
    /// Points inside of the circle in each unit, once they are all there.
    inside: Vec<u32>,
}

impl Pi {
    fn new(spec: &Spec) -> Self {
        Pi { size: spec.size, seed: spec.seed, inside: Vec::new() }
    }

    /// Groups of points in a unit.
    fn groups(&self, unit: usize) -> u32 {
        let units = Kernel::units(self);
        assert!(unit < units, "unit {unit} of {units}");
        let start = |unit: usize| GROUPS * u64::from(self.size) * unit as u64 / units as u64;
        (start(unit + 1) - start(unit)) as u32
    }

    /// Points in a unit.
    fn points(&self, unit: usize) -> u32 {
        LANES as u32 * self.groups(unit)
    }
}

impl Kernel for Pi {
    /// Points of the unit that are inside of the circle.
    type Part = u32;

    fn units(&self) -> usize {
        self.size.min(UNITS_MAX) as usize
    }

    fn run(&self, unit: usize) -> u32 {
        Streams::new(self.seed, unit as u32).inside(self.groups(unit))
    }

    fn advance(&mut self, parts: Vec<u32>) -> Next {
        self.inside = parts;
        Next::Done
    }

    /// The value is the number of points inside; the digest runs over the units' numbers, one word each.
    fn answer(&self) -> Answer {
        let mut digest = Digest::new();
        self.inside.iter().for_each(|&inside| digest.word(u64::from(inside)));
        let inside = self.inside.iter().map(|&inside| u64::from(inside)).sum();
        let points = (0..self.inside.len()).map(|unit| u64::from(self.points(unit))).sum();
        Answer { shown: estimate(inside, points), ..Answer::number(inside, digest) }
    }

    fn picture(&self) -> Picture {
        Picture::Strip { units: Kernel::units(self) as u32, note: size_of::<u32>() as u32 }
    }

    /// How far the unit's number is from the expected one, a quarter of the scale for each standard deviation, so that
    /// the strip looks like the noise that it is; the note is the number.
    fn preview(&self, unit: usize, part: &u32) -> Vec<u8> {
        let points = f64::from(self.points(unit));
        let share = std::f64::consts::FRAC_PI_4;
        let deviations = (f64::from(*part) - points * share) / (points * share * (1.0 - share)).sqrt();
        let mut preview = vec![(128.0 + 64.0 * deviations).clamp(0.0, 255.0) as u8];
        preview.extend(part.to_le_bytes());
        preview
    }

    fn encode(&self, part: &u32) -> Vec<u8> {
        part.to_le_bytes().to_vec()
    }

    fn decode(&self, unit: usize, bytes: &[u8]) -> Result<u32> {
        let malformed = |reason: &str| Error::Protocol { reason: format!("pi, unit {unit}: {reason}") };
        if unit >= Kernel::units(self) {
            return Err(malformed("no such unit"));
        }
        let bytes = bytes.try_into().map_err(|_| malformed(&format!("{} bytes for a count", bytes.len())))?;
        let inside = u32::from_le_bytes(bytes);
        if inside > self.points(unit) {
            return Err(malformed("more points inside than points"));
        }
        Ok(inside)
    }
}

/// π from so many points, if there are any.
fn estimate(inside: u64, points: u64) -> Option<Shown> {
    if points == 0 {
        return None;
    }
    let share = inside as f64 / points as f64;
    let error = 4.0 * NORMAL_95 * (share * (1.0 - share) / points as f64).sqrt();
    Some(Shown::Estimate { value: 4.0 * share, error, samples: points })
}

/// The points of the units that have finished.
struct Count {
    plan: Pi,
    inside: u64,
    points: u64,
}

impl Count {
    fn new(spec: &Spec) -> Self {
        Count { plan: Pi::new(spec), inside: 0, points: 0 }
    }
}

impl Tally for Count {
    fn add(&mut self, _round: u32, unit: u32, note: &[u8]) {
        if let Ok(inside) = self.plan.decode(unit as usize, note) {
            self.inside += u64::from(inside);
            self.points += u64::from(self.plan.points(unit as usize));
        }
    }

    fn shown(&self) -> Option<Shown> {
        estimate(self.inside, self.points)
    }
}

#[cfg(test)]
mod tests;
