//! Sixteen colours: the first ones, and which of them is the nearest to a pixel.

use wide::{i16x8, i32x4};

use super::pixels::{Group, Pixels, TOGETHER};
use crate::splitmix::SplitMix64;

/// Red, green, blue.
pub(super) type Colour = [u8; 3];

/// How many colours.
pub(super) const COLOURS: usize = 16;

/// For each colour the sums of its pixels' red, green and blue, and how many they are.
pub(super) type Sums = [[u32; 4]; COLOURS];

/// Pixels among which the first colours are chosen, at most.
const CANDIDATES_MAX: usize = 4096;

/// Vectors of four pixels that are worked on together. With four, each colour is read once for sixteen pixels.
const VECTORS: usize = TOGETHER / 4;

/// Groups whose sums fit into 16 bits, when even and odd pixels are added up apart.
const GROUPS: usize = 32;
const _: () = assert!(GROUPS * TOGETHER / 2 * 255 <= u16::MAX as usize);

/// The square of the distance between two colours.
fn distance(one: Colour, other: Colour) -> u32 {
    one.iter().zip(other).map(|(&one, other)| u32::from(one.abs_diff(other)).pow(2)).sum()
}

/// The index of the nearest colour; among equals the first.
pub(super) fn nearest(colours: &[Colour; COLOURS], pixel: Colour) -> usize {
    (0..COLOURS).min_by_key(|&index| distance(colours[index], pixel)).unwrap_or(0)
}

/// The first colours: pixels of the picture, each chosen at random with chances by the square of its distance from those
/// that were chosen before, so that they lie apart.
///
/// Source: D. Arthur and S. Vassilvitskii, *k-means++: the advantages of careful seeding*, SODA 2007.
pub(super) fn first_colours(picture: &[u8], seed: u32) -> [Colour; COLOURS] {
    let pixels = picture.len() / 3;
    let count = pixels.min(CANDIDATES_MAX);
    let candidate = |index: usize| {
        // The product may need more than the 32 bits of wasm's addresses.
        let at = 3 * (index as u64 * pixels as u64 / count as u64) as usize;
        [picture[at], picture[at + 1], picture[at + 2]]
    };
    let candidates: Vec<Colour> = (0..count).map(candidate).collect();
    // Not the numbers that a picture from the same seed is made of.
    let mut random = SplitMix64::new(1 << 32 | u64::from(seed));
    let mut chances = vec![1u32; count];
    let mut colours = [[0; 3]; COLOURS];
    for (index, colour) in colours.iter_mut().enumerate() {
        let total: u64 = chances.iter().map(|&chance| u64::from(chance)).sum();
        let mut left = (u64::from(random.upper()) * total) >> 32;
        let chosen = chances.iter().position(|&chance| {
            let found = left < u64::from(chance);
            left = left.saturating_sub(u64::from(chance));
            found
        });
        // When all colours of the picture are chosen, black fills up.
        *colour = chosen.map_or([0; 3], |chosen| candidates[chosen]);
        for (chance, &candidate) in chances.iter_mut().zip(&candidates) {
            let distance = distance(candidate, *colour);
            *chance = if index == 0 { distance } else { distance.min(*chance) };
        }
    }
    colours
}

/// What is needed to find the nearest of these colours.
///
/// The square of the distance of a pixel p from a colour c is p² − 2pc + c², and p² is the same for all colours. So the
/// nearest colour has the least `16 · (c² − 2pc) + index`, whose last four bits then tell the index.
pub(super) struct Search {
    /// −32 · red and −32 · green, by turns.
    reds_greens: [i16x8; COLOURS],
    /// −32 · blue and 0, by turns.
    blues: [i16x8; COLOURS],
    /// 16 · c² + index.
    offsets: [i32x4; COLOURS],
}

impl Search {
    pub(super) fn new(colours: &[Colour; COLOURS]) -> Self {
        let factors = |even: u8, odd: u8| {
            let [even, odd] = [even, odd].map(|number| -32 * i16::from(number));
            i16x8::new([even, odd, even, odd, even, odd, even, odd])
        };
        Search {
            reds_greens: colours.map(|[red, green, _]| factors(red, green)),
            blues: colours.map(|[.., blue]| factors(blue, 0)),
            offsets: std::array::from_fn(|index| {
                i32x4::splat(16 * distance(colours[index], [0; 3]) as i32 + index as i32)
            }),
        }
    }

    /// The indices of the nearest colours; where there is no pixel, some index.
    #[inline(always)]
    pub(super) fn nearest(&self, group: &Group) -> [usize; TOGETHER] {
        let reds_greens: [i16x8; VECTORS] = bytemuck::cast(group.reds_greens);
        let blues: [i16x8; VECTORS] = bytemuck::cast(group.blues_ones);
        let mut least = [i32x4::splat(i32::MAX); VECTORS];
        for colour in 0..COLOURS {
            for vector in 0..VECTORS {
                let products =
                    reds_greens[vector].dot(self.reds_greens[colour]) + blues[vector].dot(self.blues[colour]);
                least[vector] = least[vector].min(products + self.offsets[colour]);
            }
        }
        let least: [u32; TOGETHER] = bytemuck::cast(least);
        least.map(|least| least as usize % COLOURS)
    }

    /// The sums of the pixels of each colour.
    pub(super) fn sums(&self, pixels: &Pixels) -> Sums {
        let mut sums = Sums::default();
        for groups in pixels.groups.chunks(GROUPS) {
            // Red, green, blue and the count in 16 bits each. Neighbours often have the same colour: by turns they are
            // added to different sums, so that an addition need not wait for the one before.
            let mut packed = [[0u64; COLOURS]; 2];
            for group in groups {
                for (place, nearest) in self.nearest(group).into_iter().enumerate() {
                    packed[place % 2][nearest] +=
                        u64::from(group.reds_greens[place]) | u64::from(group.blues_ones[place]) << 32;
                }
            }
            for packed in packed {
                for (sums, packed) in sums.iter_mut().zip(packed) {
                    for (number, sum) in sums.iter_mut().enumerate() {
                        *sum += (packed >> (16 * number) & 0xffff) as u32;
                    }
                }
            }
        }
        sums
    }
}
