//! Four streams of random numbers side by side, and points from them.
//!
//! Generator: xoshiro128++ 1.0. Source: D. Blackman and S. Vigna, *Scrambled linear pseudorandom number generators*, ACM
//! Trans. Math. Softw. 47, 2021. Each of the four has its own state, from SplitMix64 as its authors advise.

use wide::{i16x8, i32x4, u32x4};

use crate::splitmix::SplitMix64;

/// Streams side by side.
pub(super) const LANES: usize = 4;

/// What is left of a random word: two numbers of 15 bits, side by side.
const COORDINATES: u32 = 0x7fff_7fff;

/// Makes both odd, which leaves the middles of the cells of a lattice, see the module above.
const ODD: u32 = 0x0001_0001;

/// A square of the radius: the circle's edge, where no point is, as x² + y² of odd numbers is 2 more than a multiple of 8.
const RADIUS_SQUARED: i32 = 1 << 30;

/// The state of [`LANES`] generators: word `w` of lane `l` is `state[w][l]`.
#[derive(Clone, Copy)]
pub(super) struct Streams([u32x4; 4]);

impl Streams {
    /// The streams of a unit, unlike those of any other unit or seed.
    pub(super) fn new(seed: u32, unit: u32) -> Self {
        let states: [[u32; 4]; LANES] = std::array::from_fn(|lane| {
            // The outputs of SplitMix64 for different starts differ, and of two in a row at most one is 0: so no state
            // is the all-zero one that the generator must not have.
            let mut mix = SplitMix64::new(u64::from(seed) << 32 | u64::from(unit) << 2 | lane as u64);
            let (low, high) = (mix.next(), mix.next());
            [low as u32, (low >> 32) as u32, high as u32, (high >> 32) as u32]
        });
        Streams(std::array::from_fn(|word| u32x4::new(states.map(|state| state[word]))))
    }

    /// The next word of each stream.
    #[inline(always)]
    pub(super) fn next(&mut self) -> u32x4 {
        let [mut s0, mut s1, mut s2, mut s3] = self.0;
        let output = rotate_left::<7>(s0 + s3) + s0;
        let shifted = s1 << 9u32;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= shifted;
        s3 = rotate_left::<11>(s3);
        self.0 = [s0, s1, s2, s3];
        output
    }

    /// Draws `groups` points from each stream and counts those inside of the circle.
    pub(super) fn inside(mut self, groups: u32) -> u32 {
        // Locals, so that the state stays in registers.
        let radius_squared = i32x4::splat(RADIUS_SQUARED);
        let mut inside = i32x4::ZERO;
        for _ in 0..groups {
            // All ones, where the comparison holds, is −1.
            inside -= distances(self.next()).simd_lt(radius_squared);
        }
        inside.to_array().into_iter().map(|count| count as u32).sum()
    }
}

/// x² + y² of the point that each word stands for.
#[inline(always)]
pub(super) fn distances(words: u32x4) -> i32x4 {
    let points: i16x8 = bytemuck::cast(words & u32x4::splat(COORDINATES) | u32x4::splat(ODD));
    points.dot(points)
}

#[inline(always)]
fn rotate_left<const BITS: u32>(words: u32x4) -> u32x4 {
    (words << BITS) | (words >> (32 - BITS))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Outputs of the reference program for the state 1, 2, 3, 4, as in the tests of the crate `rand_xoshiro`:
    /// <https://prng.di.unimi.it/xoshiro128plusplus.c>.
    #[test]
    fn the_published_sequence_comes_out_of_every_lane() {
        let mut streams = Streams([1, 2, 3, 4].map(u32x4::splat));
        let published = [
            641,
            1_573_767,
            3_222_811_527,
            3_517_856_514,
            836_907_274,
            4_247_214_768,
            3_867_114_732,
            1_355_841_295,
            495_546_011,
            621_204_420,
        ];
        for output in published {
            assert_eq!(streams.next().to_array(), [output; LANES]);
        }
    }

    #[test]
    fn lanes_units_and_seeds_have_streams_of_their_own() {
        let mut first: Vec<u32> = Vec::new();
        for (seed, unit) in [(0, 0), (0, 1), (1, 0), (1, 239), (u32::MAX, 0), (u32::MAX, 239)] {
            first.extend(Streams::new(seed, unit).next().to_array());
        }
        let count = first.len();
        first.sort_unstable();
        first.dedup();
        assert_eq!(first.len(), count);
    }

    #[test]
    fn corners_of_the_lattice_have_their_distances() {
        let words = u32x4::new([0, u32::MAX, 0x0000_ffff, 0x8003_0004]);
        let furthest = 0x7fff * 0x7fff;
        assert_eq!(distances(words).to_array(), [2, 2 * furthest, furthest + 1, 9 + 25]);
    }
}
