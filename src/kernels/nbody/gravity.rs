//! The pull of all bodies on some, and the energy of all.
//!
//! Gravity is softened: a body of mass m at the distance d pulls by `m·d / (d² + ε²)^(3/2)`, so that two bodies which come
//! very close do not throw each other out of the picture, and a body does not pull itself. Source: S. J. Aarseth,
//! *Dynamical evolution of clusters of galaxies I*, Mon. Not. R. Astron. Soc. 126, 1963.

use std::ops::Range;

use wide::f64x2;

/// ε².
pub(super) const SOFTENING: f64 = 1.0 / 64.0;

/// Vectors of two bodies in flight: while one waits for its square root and its division, the other adds and multiplies.
/// The sums of more would not fit into the sixteen registers of the usual processors.
const PAIRS: usize = 2;

/// Bodies whose pull is computed together.
pub(super) const TOGETHER: usize = 2 * PAIRS;

/// A number for each body and axis: x, y, z.
pub(super) type Axes = [Vec<f64>; 3];

/// What there is.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Bodies {
    /// The gravitational constant is 1.
    pub(super) masses: Vec<f64>,
    pub(super) places: Axes,
    pub(super) velocities: Axes,
}

impl Bodies {
    /// Bodies that rest, all in the same place.
    pub(super) fn at_rest(masses: Vec<f64>) -> Self {
        let zeros = || std::array::from_fn(|_| vec![0.0; masses.len()]);
        Bodies { places: zeros(), velocities: zeros(), masses }
    }

    pub(super) fn len(&self) -> usize {
        self.masses.len()
    }

    /// Kinetic and potential energy: bodies in order, each with the pairs that it makes with those before it.
    pub(super) fn energy(&self) -> f64 {
        let [x, y, z] = &self.places;
        let [vx, vy, vz] = &self.velocities;
        let mut energy = 0.0;
        for i in 0..self.len() {
            let mut potential = 0.0;
            for j in 0..i {
                let (dx, dy, dz) = (x[j] - x[i], y[j] - y[i], z[j] - z[i]);
                potential += self.masses[j] / (dx * dx + dy * dy + dz * dz + SOFTENING).sqrt();
            }
            let kinetic = (vx[i] * vx[i] + vy[i] * vy[i] + vz[i] * vz[i]) / 2.0;
            energy += self.masses[i] * (kinetic - potential);
        }
        energy
    }
}

/// The accelerations of some bodies by the pull of all, summed up in the order of the bodies that pull.
pub(super) fn pull(bodies: &Bodies, of: Range<usize>) -> Axes {
    let mut pull: Axes = std::array::from_fn(|_| Vec::with_capacity(of.len().next_multiple_of(TOGETHER)));
    for first in of.clone().step_by(TOGETHER) {
        for (axis, sums) in pull.iter_mut().zip(pull_together(bodies, first)) {
            axis.extend(sums.iter().flat_map(|sum| sum.to_array()));
        }
    }
    // The last bodies may be fewer than are computed together.
    pull.iter_mut().for_each(|axis| axis.truncate(of.len()));
    pull
}

/// The accelerations of the bodies from `first` on. Those beyond the last one stand in its place.
fn pull_together(bodies: &Bodies, first: usize) -> [[f64x2; PAIRS]; 3] {
    let last = bodies.len() - 1;
    let [x, y, z] = &bodies.places;
    let own = |axis: &[f64]| -> [f64x2; PAIRS] {
        let at = |lane: usize| axis[last.min(first + lane)];
        std::array::from_fn(|pair| f64x2::new([at(2 * pair), at(2 * pair + 1)]))
    };
    let own = [own(x), own(y), own(z)];
    let mut sums = [[f64x2::splat(0.0); PAIRS]; 3];
    for (((&x, &y), &z), &mass) in x.iter().zip(y).zip(z).zip(&bodies.masses) {
        let other = [x, y, z].map(f64x2::splat);
        let mass = f64x2::splat(mass);
        for pair in 0..PAIRS {
            let [dx, dy, dz] = std::array::from_fn(|axis| other[axis] - own[axis][pair]);
            let square = dx * dx + dy * dy + dz * dz + f64x2::splat(SOFTENING);
            let strength = mass / (square * square.sqrt());
            for (sum, distance) in sums.iter_mut().zip([dx, dy, dz]) {
                sum[pair] += distance * strength;
            }
        }
    }
    sums
}
