//! A hash that tells results apart.

/// A running hash of a result: FNV-1a over 64-bit words.
///
/// Source: Fowler, Noll, Vo, draft-eastlake-fnv, with words in place of bytes for speed. It tells results apart that
/// differ by accident; it is no protection against intent.
#[derive(Debug, Clone, Copy)]
pub struct Digest(u64);

impl Digest {
    /// The empty hash.
    pub fn new() -> Self {
        Digest(0xcbf2_9ce4_8422_2325)
    }

    /// Adds one word.
    pub fn word(&mut self, word: u64) {
        self.0 = (self.0 ^ word).wrapping_mul(0x0000_0100_0000_01b3);
    }

    /// The hash of all words so far.
    pub fn finish(self) -> u64 {
        self.0
    }
}

impl Default for Digest {
    fn default() -> Self {
        Digest::new()
    }
}
