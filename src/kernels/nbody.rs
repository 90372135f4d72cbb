//! Bodies that attract each other, all pairs: every step needs everybody's place, so memories that share nothing must be
//! told all places again and again.
//!
//! Time goes in steps. A step *kicks* each body, which changes its velocity by the pull of all others ([`gravity`]), and
//! then lets it *drift* with its new velocity. The first kick and the last are half as long as the others, so that the
//! velocities are those of a moment halfway between two drifts during the run, and those of the same moment as the places
//! in the end. This is the leapfrog, which keeps the energy from running away. Source: L. Verlet, *Computer "experiments"
//! on classical fluids I*, Phys. Rev. 159, 1967; the way of writing it is that of R. W. Hockney and J. W. Eastwood,
//! *Computer Simulation Using Particles*, 1981.
//!
//! Cost for n bodies: n² pulls in each step. In other memories, `24·n` bytes to each of them in each step, `24·n` for the
//! velocities of all units, and `48·n` back.
//!
//! Results are exact on every machine: `f64`, one rounding for each operation, sums in the order of the bodies.

use std::ops::Range;

use super::{Answer, Digest, Entry, Kernel, Next, Picture, Role, Source, Spec};
use kosut_core::error::{Error, Result};

mod galaxies;
mod gravity;

use gravity::{Axes, Bodies};

pub(super) const ENTRY: Entry = Entry {
    id: "nbody",
    size_unit: "bodies",
    source: Source::Seed,
    size_min: 2,
    size_max: 4_096,
    size_default: 896,
    build: |spec, role| Box::new(Nbody::new(spec, role)),
    tally: None,
};

/// Drifts of a run.
const STEPS: usize = 120;

/// Time of a drift, where a body of mass 1 takes 2π to go round another one of little mass at distance 1. A body at the
/// inner edge of a galaxy takes some fifty drifts to go round its centre.
const STEP: f64 = 1.0 / 48.0;

/// The most units, so that several lanes get nearly equal shares.
const UNITS_MAX: usize = 32;

/// The picture shows the square from −[`VIEW`] to [`VIEW`].
const VIEW: f64 = 2.5;

/// Two galaxies that meet.
struct Nbody {
    seed: u32,
    /// Kicks that are over. There is one more kick than there are drifts.
    kicks: usize,
    /// A helper has the masses, the places that it was told, and the velocities of its units.
    bodies: Bodies,
}

impl Nbody {
    fn new(spec: &Spec, role: Role) -> Self {
        let size = spec.size as usize;
        let bodies = match role {
            Role::Owner => galaxies::galaxies(size, spec.seed),
            Role::Helper => Bodies::at_rest(galaxies::masses(size)),
        };
        Nbody { seed: spec.seed, kicks: 0, bodies }
    }

    /// Bodies of a unit; the last one may have fewer.
    fn per_unit(&self) -> usize {
        self.bodies.len().div_ceil(UNITS_MAX).next_multiple_of(gravity::TOGETHER)
    }

    fn bodies_of(&self, unit: usize) -> Range<usize> {
        let units = Kernel::units(self);
        assert!(unit < units, "unit {unit} of {units}");
        let first = unit * self.per_unit();
        first..self.bodies.len().min(first + self.per_unit())
    }

    fn checked_bodies_of(&self, unit: usize) -> Result<Range<usize>> {
        if unit >= Kernel::units(self) {
            return Err(malformed(&format!("there is no unit {unit}")));
        }
        Ok(self.bodies_of(unit))
    }

    /// The times of this round's kick and drift.
    fn times(&self) -> (f64, f64) {
        match self.kicks {
            0 => (STEP / 2.0, STEP),
            STEPS => (STEP / 2.0, 0.0),
            _ => (STEP, STEP),
        }
    }
}

impl Kernel for Nbody {
    /// The new state of a unit's bodies: all x, all y, all z, and the velocities likewise.
    type Part = Vec<f64>;

    fn units(&self) -> usize {
        if self.bodies.len() == 0 { 0 } else { self.bodies.len().div_ceil(self.per_unit()) }
    }

    fn run(&self, unit: usize) -> Vec<f64> {
        let bodies = self.bodies_of(unit);
        let (kick, drift) = self.times();
        let pull = gravity::pull(&self.bodies, bodies.clone());
        let count = bodies.len();
        let mut part = vec![0.0; 6 * count];
        let (places, velocities) = part.split_at_mut(3 * count);
        for axis in 0..3 {
            let old =
                self.bodies.places[axis][bodies.clone()].iter().zip(&self.bodies.velocities[axis][bodies.clone()]);
            let new = places[axis * count..][..count].iter_mut().zip(&mut velocities[axis * count..][..count]);
            for (((place, velocity), (new_place, new_velocity)), pull) in old.zip(new).zip(&pull[axis]) {
                *new_velocity = velocity + pull * kick;
                *new_place = place + *new_velocity * drift;
            }
        }
        part
    }

    fn advance(&mut self, parts: Vec<Vec<f64>>) -> Next {
        for (unit, part) in parts.iter().enumerate() {
            let bodies = self.bodies_of(unit);
            let (places, velocities) = part.split_at(3 * bodies.len());
            put(&mut self.bodies.places, bodies.clone(), places);
            put(&mut self.bodies.velocities, bodies, velocities);
        }
        self.kicks += 1;
        if self.kicks > STEPS { Next::Done } else { Next::Round }
    }

    /// The value is how much the energy has changed, in billionths of what it was: nothing would be right. The digest runs
    /// over the bits of the state, body by body: its place and its velocity.
    fn answer(&self) -> Answer {
        let mut digest = Digest::new();
        for body in 0..self.bodies.len() {
            for axis in self.bodies.places.iter().chain(&self.bodies.velocities) {
                digest.word(axis[body].to_bits());
            }
        }
        let start = galaxies::galaxies(self.bodies.len(), self.seed).energy();
        let drift = (self.bodies.energy() - start).abs() / start.abs();
        // Without any bodies that is no number, which becomes 0.
        Answer::number((drift * 1e9 + 0.5) as u64, digest)
    }

    fn picture(&self) -> Picture {
        Picture::Points { units: Kernel::units(self) as u32, per_unit: self.per_unit() as u32 }
    }

    /// Seen along the z axis. A body that has left the picture is not shown.
    fn preview(&self, unit: usize, part: &Vec<f64>) -> Vec<u8> {
        let count = self.bodies_of(unit).len();
        let mut points = vec![0xff; 4 * self.per_unit()];
        for ((point, x), y) in points.chunks_exact_mut(4).zip(&part[..count]).zip(&part[count..]) {
            let (from_left, from_top) = ((x + VIEW) / (2.0 * VIEW), (VIEW - y) / (2.0 * VIEW));
            if (0.0..1.0).contains(&from_left) && (0.0..1.0).contains(&from_top) {
                let [left, top] = [from_left, from_top].map(|share| ((share * 65_535.0) as u16).to_le_bytes());
                point.copy_from_slice(&[left[0], left[1], top[0], top[1]]);
            }
        }
        points
    }

    /// How many kicks are over, and all places.
    fn broadcast(&self) -> Vec<u8> {
        let mut bytes = (self.kicks as u64).to_ne_bytes().to_vec();
        self.bodies.places.iter().for_each(|axis| bytes.extend_from_slice(bytemuck::cast_slice(axis)));
        bytes
    }

    fn receive(&mut self, bytes: &[u8]) -> Result<()> {
        let wrong = || malformed(&format!("{} bytes for the places of {} bodies", bytes.len(), self.bodies.len()));
        let (kicks, places) = bytes.split_first_chunk().ok_or_else(wrong)?;
        let places = numbers(places, 3 * self.bodies.len()).ok_or_else(wrong)?;
        let kicks = u64::from_ne_bytes(*kicks);
        if kicks > STEPS as u64 {
            return Err(malformed(&format!("{kicks} kicks of {}", STEPS + 1)));
        }
        self.kicks = kicks as usize;
        let all = 0..self.bodies.len();
        put(&mut self.bodies.places, all, &places);
        Ok(())
    }

    /// The velocities of the unit's bodies. They could stay with the helper if it always got the same units.
    fn input(&self, unit: usize) -> Vec<u8> {
        let bodies = self.bodies_of(unit);
        let axes = self.bodies.velocities.iter();
        axes.flat_map(|axis| bytemuck::cast_slice::<f64, u8>(&axis[bodies.clone()])).copied().collect()
    }

    fn accept(&mut self, unit: usize, bytes: &[u8]) -> Result<()> {
        let bodies = self.checked_bodies_of(unit)?;
        let velocities = numbers(bytes, 3 * bodies.len())
            .ok_or_else(|| malformed(&format!("{} bytes for {} velocities", bytes.len(), bodies.len())))?;
        put(&mut self.bodies.velocities, bodies, &velocities);
        Ok(())
    }

    fn encode(&self, part: &Vec<f64>) -> Vec<u8> {
        bytemuck::cast_slice(part).to_vec()
    }

    fn decode(&self, unit: usize, bytes: &[u8]) -> Result<Vec<f64>> {
        let count = self.checked_bodies_of(unit)?.len();
        numbers(bytes, 6 * count).ok_or_else(|| malformed(&format!("{} bytes for {count} bodies", bytes.len())))
    }
}

fn malformed(reason: &str) -> Error {
    Error::Protocol { reason: format!("nbody: {reason}") }
}

/// So many numbers from their bytes, in the order in which this machine holds a number's bytes: bytes cross between
/// memories of one machine only.
fn numbers(bytes: &[u8], count: usize) -> Option<Vec<f64>> {
    if bytes.len() != size_of::<f64>() * count {
        return None;
    }
    let mut numbers = vec![0.0; count];
    bytemuck::cast_slice_mut(&mut numbers).copy_from_slice(bytes);
    Some(numbers)
}

/// Puts all x, all y and all z of some bodies in their places.
fn put(axes: &mut Axes, bodies: Range<usize>, flat: &[f64]) {
    for (axis, numbers) in axes.iter_mut().zip(flat.chunks_exact(bodies.len().max(1))) {
        axis[bodies.clone()].copy_from_slice(numbers);
    }
}

#[cfg(test)]
mod tests;
