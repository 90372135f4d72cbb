//! Random numbers from a seed.

/// SplitMix64: each state, however small, starts a sequence of its own that looks random.
///
/// Source: G. L. Steele, D. Lea, C. H. Flood, *Fast splittable pseudorandom number generators*, OOPSLA 2014.
#[derive(Debug, Clone)]
pub(super) struct SplitMix64(u64);

impl SplitMix64 {
    /// The sequence that `state` starts.
    pub(super) fn new(state: u64) -> Self {
        SplitMix64(state)
    }

    /// The upper half of the next 64 bits.
    #[inline]
    pub(super) fn upper(&mut self) -> u32 {
        (self.next() >> 32) as u32
    }

    /// The next 64 bits.
    #[inline]
    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Outputs of the reference program by S. Vigna, <https://prng.di.unimi.it/splitmix64.c>.
    #[test]
    fn the_published_sequence_comes_out() {
        let mut sequence = SplitMix64::new(1_234_567);
        let published = [
            6_457_827_717_110_365_317,
            3_203_168_211_198_807_973,
            9_817_491_932_198_370_423,
            4_593_380_528_125_082_431,
            16_408_922_859_458_223_821,
        ];
        assert_eq!(published.map(|_| sequence.next()), published);
    }
}
