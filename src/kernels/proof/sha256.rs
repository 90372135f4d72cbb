//! SHA-256 of messages that fit into one block, four at a time, one in each place of a vector.
//!
//! Source: FIPS 180-4, *Secure Hash Standard*, 2015.

use wide::u32x4;

/// Messages side by side.
pub(super) const LANES: usize = 4;

/// A word of each message, or of each state.
pub(super) type Words = u32x4;

/// The first 32 bits of the fractional parts of the square roots of the first 8 primes (FIPS 180-4, 5.3.3).
#[rustfmt::skip]
const INITIAL: [u32; 8] = [
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
];

/// The first 32 bits of the fractional parts of the cube roots of the first 64 primes (FIPS 180-4, 4.2.2).
#[rustfmt::skip]
const ROUND: [u32; 64] = [
    0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4, 0xab1c_5ed5,
    0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7, 0xc19b_f174,
    0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da,
    0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7, 0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967,
    0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc, 0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85,
    0xa2bf_e8a1, 0xa81a_664b, 0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070,
    0x19a4_c116, 0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
    0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7, 0xc671_78f2,
];

/// Rounds with words `$index` of the schedule, `$first` rounds after the first one. Written out, so that no register is
/// moved and no index computed; a loop of that many steps the compiler leaves a loop.
macro_rules! rounds {
    ($state:ident, $words:ident, $first:literal, $($index:literal)+) => {
        $( $state = round($state, $words[$index] + u32x4::splat(ROUND[$first + $index])); )+
    };
}

/// The next sixteen words of the schedule in place of the last ones. What does not depend on the nonce is computed once:
/// it stands first in the sum, where the compiler can take it out of the loop over nonces.
macro_rules! expand {
    ($words:ident, $($index:literal)+) => {
        $( $words[$index] = $words[$index] + small_0($words[($index + 1) % 16]) + $words[($index + 9) % 16]
            + small_1($words[($index + 14) % 16]); )+
    };
}

/// The rounds of a block from the one that reads its last but three word.
macro_rules! later_rounds {
    ($state:ident, $words:ident) => {
        rounds!($state, $words, 0, 12 13 14 15);
        expand!($words, 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15);
        rounds!($state, $words, 16, 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15);
        expand!($words, 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15);
        rounds!($state, $words, 32, 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15);
        expand!($words, 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15);
        rounds!($state, $words, 48, 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15);
    };
}

/// Blocks that are equal but for word [`Prepared::OPEN`], with all rounds done that come before it is read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Prepared {
    words: [u32x4; 16],
    state: [u32x4; 8],
}

impl Prepared {
    /// The word that may differ: with 64 bits of a nonce before the padding, it is the nonce's lower half.
    pub(super) const OPEN: usize = 12;

    /// Blocks with these words.
    pub(super) fn new(block: [u32; 16]) -> Self {
        let words = block.map(u32x4::splat);
        let mut state = INITIAL.map(u32x4::splat);
        rounds!(state, words, 0, 0 1 2 3 4 5 6 7 8 9 10 11);
        Prepared { words, state }
    }

    /// The hashes with these words in the open place.
    #[inline(always)]
    pub(super) fn hashes(&self, open: Words) -> [Words; 8] {
        let Prepared { mut words, mut state } = *self;
        words[Self::OPEN] = open;
        later_rounds!(state, words);
        std::array::from_fn(|word| state[word] + u32x4::splat(INITIAL[word]))
    }
}

/// The block of a message of at most 55 bytes: a one and zeros after it, its length in bits at the end.
///
/// # Panics
/// When the message is longer.
pub(super) fn padded(message: &[u8]) -> [u32; 16] {
    assert!(message.len() <= 55, "{} bytes do not fit into one block", message.len());
    let mut bytes = [0; 64];
    bytes[..message.len()].copy_from_slice(message);
    bytes[message.len()] = 0x80;
    bytes[56..].copy_from_slice(&(8 * message.len() as u64).to_be_bytes());
    let (words, _) = bytes.as_chunks::<4>();
    std::array::from_fn(|word| u32::from_be_bytes(words[word]))
}

#[inline(always)]
fn round([a, b, c, d, e, f, g, h]: [u32x4; 8], word: u32x4) -> [u32x4; 8] {
    let choice = g ^ (e & (f ^ g));
    // The next round's b ^ c is this one's a ^ b, and is not computed again.
    let majority = b ^ ((a ^ b) & (b ^ c));
    let first = h + word + choice + (rotate::<6>(e) ^ rotate::<11>(e) ^ rotate::<25>(e));
    let second = majority + (rotate::<2>(a) ^ rotate::<13>(a) ^ rotate::<22>(a));
    [first + second, a, b, c, d + first, e, f, g]
}

#[inline(always)]
fn small_0(word: u32x4) -> u32x4 {
    rotate::<7>(word) ^ rotate::<18>(word) ^ (word >> 3u32)
}

#[inline(always)]
fn small_1(word: u32x4) -> u32x4 {
    rotate::<17>(word) ^ rotate::<19>(word) ^ (word >> 10u32)
}

/// To the right.
#[inline(always)]
fn rotate<const BITS: u32>(words: u32x4) -> u32x4 {
    (words >> BITS) | (words << (32 - BITS))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use sha2::{Digest, Sha256};

    use super::*;

    /// The hash of a message, which must be the same in every lane.
    fn sha256(message: &[u8]) -> [u8; 32] {
        let block = padded(message);
        let hashes = Prepared::new(block).hashes(u32x4::splat(block[Prepared::OPEN]));
        let mut bytes = [0; 32];
        for (bytes, words) in bytes.as_chunks_mut::<4>().0.iter_mut().zip(hashes) {
            let [word, others @ ..] = words.to_array();
            assert_eq!(others, [word; LANES - 1]);
            *bytes = word.to_be_bytes();
        }
        bytes
    }

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// NIST, *Examples with intermediate values* for FIPS 180 (SHA-256, one block), and the byte-oriented vectors of the
    /// SHA Validation System (SHA256ShortMsg: lengths 0, 8 and 16).
    #[test]
    fn published_hashes_come_out() {
        for (message, published) in [
            (&b"abc"[..], "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (&[], "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            (&[0xd3], "28969cdfa74a12c82f3bad960b0b000aca2ac329deea5c2328ebc6f2ba9802c1"),
            (&[0x11, 0xaf], "5ca7133fa735326081558ac312c620eeca9970d1e70a4b95533d956f072d1f98"),
        ] {
            assert_eq!(hex(&sha256(message)), published);
        }
    }

    proptest! {
        #[test]
        fn any_message_has_the_hash_that_the_crate_sha2_finds(message in prop::collection::vec(any::<u8>(), 0..=55)) {
            let expected: [u8; 32] = Sha256::digest(&message).into();
            prop_assert_eq!(sha256(&message), expected);
        }

        #[test]
        fn lanes_hash_different_messages(block in any::<[u32; 16]>(), open in any::<[u32; LANES]>()) {
            let hashes = Prepared::new(block).hashes(u32x4::new(open));
            for (lane, open) in open.into_iter().enumerate() {
                let alone = Prepared::new(block).hashes(u32x4::splat(open));
                prop_assert_eq!(hashes.map(|word| word.to_array()[lane]), alone.map(|word| word.to_array()[0]));
            }
        }
    }
}
