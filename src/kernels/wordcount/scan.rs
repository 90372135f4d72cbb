//! Finding the words of a text, 64 bytes at a time.
//!
//! Sixteen bytes are compared at once, and what comes out is one bit for each of 64 bytes: whether it belongs to a word.
//! Words begin and end where the bits change, so the processor jumps from border to border, not from byte to byte.
//!
//! Source of the bits: G. Langdale, D. Lemire, *Parsing gigabytes of JSON per second*, VLDB Journal 28, 2019.

use wide::i8x16;

/// Bytes whose bits fill a machine word.
const BLOCK: usize = 64;

/// Calls `found` with the place of the first byte of each word, and of the first one after it.
///
/// A word is a run, as long as can be, of the characters 0–9, A–Z, a–z, U+00C0–U+1FFF, and U+2070 and above: the letters
/// and digits of nearly all scripts, without Latin and general punctuation. A text that is not UTF-8 has words too, but
/// which ones is not said.
#[inline]
pub(super) fn words(text: &[u8], mut found: impl FnMut(usize, usize)) {
    let (blocks, rest) = text.as_chunks::<BLOCK>();
    let mut scan = Scan { text, start: 0, inside: 0, spilt: 0 };
    for (index, block) in blocks.iter().enumerate() {
        scan.block(index * BLOCK, block, &mut found);
    }
    // Zeros belong to no word, so this block ends the last one; it is needed even when there is no rest.
    let mut last = [0; BLOCK];
    last[..rest.len()].copy_from_slice(rest);
    scan.block(blocks.len() * BLOCK, &last, &mut found);
}

/// What a block must know of those before it.
struct Scan<'a> {
    text: &'a [u8],
    /// Where the word began that is under way, if one is.
    start: usize,
    /// 1 when a word is under way.
    inside: u64,
    /// The block's first bytes that belong to a separator which began in the block before.
    spilt: u64,
}

impl Scan<'_> {
    #[inline(always)]
    fn block(&mut self, at: usize, block: &[u8; BLOCK], found: &mut impl FnMut(usize, usize)) {
        let (mut in_word, mut leads) = classify(block);
        in_word &= !self.spilt;
        self.spilt = 0;
        while leads != 0 {
            let lead = leads.trailing_zeros();
            leads &= leads - 1;
            let bits = u128::from(separator_bits(&self.text[at + lead as usize..])) << lead;
            in_word &= !(bits as u64);
            self.spilt |= (bits >> BLOCK) as u64;
        }

        let changes = in_word ^ (in_word << 1 | self.inside);
        let (mut starts, mut ends) = (changes & in_word, changes & !in_word);
        let mut next_start = || {
            let start = at + starts.trailing_zeros() as usize;
            starts &= starts.wrapping_sub(1);
            start
        };
        if self.inside == 0 {
            self.start = next_start();
        }
        while ends != 0 {
            found(self.start, at + ends.trailing_zeros() as usize);
            ends &= ends - 1;
            // Where no word begins any more, this is of no meaning, and nobody reads it.
            self.start = next_start();
        }
        self.inside = in_word >> (BLOCK - 1);
    }
}

/// One bit for each byte, the first is the lowest: whether it is a letter, a digit or no ASCII; and whether it may be the
/// first byte of punctuation outside ASCII.
#[inline(always)]
fn classify(block: &[u8; BLOCK]) -> (u64, u64) {
    let splat = |byte: u8| i8x16::splat(byte as i8);
    let (mut in_word, mut leads) = (0, 0);
    for (index, bytes) in block.as_chunks::<16>().0.iter().enumerate() {
        let bytes = i8x16::new(bytes.map(|byte| byte as i8));
        // As signed numbers, bytes above ASCII are negative, below all letters and digits; their sign is their bit.
        let lower = bytes | splat(0x20);
        let digits = bytes.simd_gt(splat(b'0' - 1)) & splat(b'9' + 1).simd_gt(bytes);
        let letters = lower.simd_gt(splat(b'a' - 1)) & splat(b'z' + 1).simd_gt(lower);
        in_word |= u64::from((digits | letters | bytes).to_bitmask()) << (16 * index);
        // C2 begins U+0080–U+00BF; E2 begins U+2000–U+2FFF. One bit tells them apart.
        leads |= u64::from((bytes & splat(0xdf)).simd_eq(splat(0xc2)).to_bitmask()) << (16 * index);
    }
    (in_word, leads)
}

/// As many ones as the separator has bytes that begins here; none when a letter begins here.
#[inline]
fn separator_bits(text: &[u8]) -> u8 {
    match text {
        [0xc2, ..] => 0b11,
        [0xe2, 0x80, ..] | [0xe2, 0x81, 0x80..=0xaf, ..] => 0b111,
        _ => 0,
    }
}
