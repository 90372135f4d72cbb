//! The samples of a data set, and in which order a network sees them.

use super::network::{PIXELS, Sample};
use crate::splitmix::SplitMix64;

/// One of so many samples is for the test, so that all writers are among those to learn from.
const TEST_SHARE: usize = 5;

/// Samples, each with the pixels that are not 0: those to learn from in their order, then those of the test.
#[derive(Default)]
pub(super) struct Samples {
    pixels: Vec<(u8, u8)>,
    /// Where each sample's pixels end.
    ends: Vec<u32>,
    digits: Vec<u8>,
}

impl Samples {
    /// From 64 shades and a digit for each sample.
    pub(super) fn new(data: &[u8]) -> Self {
        let mut samples = Samples::default();
        let all = data.as_chunks::<{ PIXELS + 1 }>().0.iter().enumerate();
        let (test, learn): (Vec<_>, Vec<_>) = all.partition(|(index, _)| index % TEST_SHARE == 0);
        for (_, sample) in learn.into_iter().chain(test) {
            samples.pixels.extend(drawn(&sample[..PIXELS]));
            samples.ends.push(samples.pixels.len() as u32);
            samples.digits.push(sample[PIXELS]);
        }
        samples
    }

    /// A sample, if it has come.
    pub(super) fn get(&self, index: usize) -> Option<Sample<'_>> {
        let end = *self.ends.get(index)? as usize;
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        Some(Sample { pixels: &self.pixels[start..end], digit: self.digits[index] })
    }

    pub(super) fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }
}

/// The pixels that are not 0, with their indices.
pub(super) fn drawn(shades: &[u8]) -> impl Iterator<Item = (u8, u8)> {
    (0..=u8::MAX).zip(shades.iter().copied()).filter(|&(_, shade)| shade > 0)
}

/// How many of so many samples are there to learn from; the others are for the test.
pub(super) fn to_learn(samples: usize) -> usize {
    samples - samples.div_ceil(TEST_SHARE)
}

/// The numbers of the samples to learn from in the order of an epoch: shuffled from the beginning in each.
///
/// Source: R. Durstenfeld, *Algorithm 235: random permutation*, Communications of the ACM 7, 1964.
pub(super) fn order(samples: usize, seed: u32, epoch: u32) -> Vec<u32> {
    let mut order: Vec<u32> = (0..samples as u32).collect();
    // The weights' random numbers begin at the seed itself.
    let mut random = SplitMix64::new(u64::from(seed) + (u64::from(epoch + 1) << 32));
    for last in (1..samples).rev() {
        let other = (u64::from(random.upper()) * (last as u64 + 1)) >> 32;
        order.swap(last, other as usize);
    }
    order
}
