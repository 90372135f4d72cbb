//! Two galaxies about to meet: a heavy centre each, and a disc of light bodies that go round it.

use super::gravity::{Bodies, SOFTENING};
use crate::splitmix::SplitMix64;

/// Mass of a galaxy's centre.
const CENTRE: f64 = 0.875;

/// Mass of all other bodies of a galaxy together.
const DISC: f64 = 0.125;

/// The inner radius of a disc, squared; the outer one is 1. Nearer to the centre a step would be too long.
const HOLE: f64 = 1.0 / 16.0;

/// Height of a disc.
const HEIGHT: f64 = 1.0 / 16.0;

/// A galaxy as a whole.
struct Galaxy {
    place: [f64; 3],
    velocity: [f64; 3],
    /// Cosine and sine of the angle by which its disc is turned out of the picture about the x axis.
    tilt: [f64; 2],
}

/// They pass each other in the last quarter of the run.
const GALAXIES: [Galaxy; 2] = [
    Galaxy { place: [-1.25, -0.75, 0.0], velocity: [0.625, 0.0, 0.0], tilt: [0.96, 0.28] },
    Galaxy { place: [1.25, 0.75, 0.0], velocity: [-0.625, 0.0, 0.0], tilt: [0.6, -0.8] },
];

/// How many bodies each galaxy has: the first half and the second half, so that lanes show as parts of galaxies.
fn counts(size: usize) -> [usize; 2] {
    [size.div_ceil(2), size / 2]
}

/// The masses of all bodies. A galaxy's first body is its centre.
pub(super) fn masses(size: usize) -> Vec<f64> {
    let of_galaxy =
        |count: usize| (0..count).map(move |body| if body == 0 { CENTRE } else { DISC / (count - 1) as f64 });
    counts(size).into_iter().flat_map(of_galaxy).collect()
}

/// All bodies at the start.
pub(super) fn galaxies(size: usize, seed: u32) -> Bodies {
    let mut bodies = Bodies::at_rest(masses(size));
    let mut random = SplitMix64::new(u64::from(seed));
    let mut index = 0;
    for (galaxy, count) in GALAXIES.iter().zip(counts(size)) {
        for body in 0..count {
            let (place, velocity) = if body == 0 { ([0.0; 3], [0.0; 3]) } else { in_disc(&mut random) };
            let (place, velocity) = (turned(place, galaxy.tilt), turned(velocity, galaxy.tilt));
            for axis in 0..3 {
                bodies.places[axis][index] = galaxy.place[axis] + place[axis];
                bodies.velocities[axis][index] = galaxy.velocity[axis] + velocity[axis];
            }
            index += 1;
        }
    }
    bodies
}

/// Place and velocity of a body that goes round the origin in a circle, as far as the rest of the disc lets it.
fn in_disc(random: &mut SplitMix64) -> ([f64; 3], [f64; 3]) {
    // From −1 to 1, exact: a number of 32 bits and a power of two.
    let mut number = || f64::from(random.upper()) / 2_147_483_648.0 - 1.0;
    let (x, y, square) = loop {
        let (x, y) = (number(), number());
        let square = x * x + y * y;
        if (HOLE..=1.0).contains(&square) {
            break (x, y, square);
        }
    };
    let z = number() * HEIGHT;
    // What lies farther out than the body does not pull it, on the whole; the centre's pull is softened.
    let softened = square + SOFTENING;
    let turning = ((CENTRE + DISC * square) / (softened * softened.sqrt())).sqrt();
    ([x, y, z], [-y * turning, x * turning, 0.0])
}

/// Turned about the x axis.
fn turned([x, y, z]: [f64; 3], [cosine, sine]: [f64; 2]) -> [f64; 3] {
    [x, y * cosine - z * sine, y * sine + z * cosine]
}
