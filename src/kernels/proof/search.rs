//! One unit of the search: some nonces in a row.

use wide::u32x4;

use super::sha256::{LANES, Prepared, padded};
use crate::Spec;

/// Nonces that a unit tries. They have the upper half of their 64 bits in common, as they are a power of two.
pub(super) const NONCES: u32 = 2048;
const _: () = assert!(NONCES.is_power_of_two() && NONCES as usize >= LANES);

/// Bytes of the text before the nonce: with the nonce and its padding they fill one block, and the nonce's lower half is
/// the word that [`Prepared`] leaves open.
const MESSAGE_BYTES: usize = 44;
const _: () = assert!(MESSAGE_BYTES / 4 + 1 == Prepared::OPEN);

/// What is sought.
pub(super) struct Search {
    message: String,
    /// Zero bits that the hash must begin with; below 32, so that its first word decides.
    pub(super) zero_bits: u32,
}

/// What a unit tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Trials {
    /// Hashes, up to the first success.
    pub(super) count: u32,
    /// The nonce with the smallest first word of its hash, counted from the unit's first; the earliest of several.
    pub(super) best: u32,
    /// That word.
    pub(super) word: u32,
}

impl Trials {
    /// Bytes of a [`Trials::note`].
    pub(super) const NOTE_BYTES: usize = 8;

    /// Zero bits that the best hash begins with.
    pub(super) fn zero_bits(self) -> u32 {
        self.word.leading_zeros()
    }

    /// All but the word, which [`Search::trials`] finds again.
    pub(super) fn note(self) -> [u8; Self::NOTE_BYTES] {
        bytemuck::cast([self.count.to_le_bytes(), self.best.to_le_bytes()])
    }
}

impl Search {
    pub(super) fn new(spec: &Spec) -> Self {
        let message = format!("Kosut proof of work. Seed {:010}, nonce:", spec.seed);
        assert_eq!(message.len(), MESSAGE_BYTES, "ten digits hold every seed");
        Search { message, zero_bits: spec.size }
    }

    /// Whether a hash that begins with this word is what is sought.
    pub(super) fn succeeds(&self, word: u32) -> bool {
        word.leading_zeros() >= self.zero_bits
    }

    /// The hash of one nonce.
    pub(super) fn hash(&self, nonce: u64) -> [u32; 8] {
        self.prepared(nonce).hashes(u32x4::splat(nonce as u32)).map(|words| words.to_array()[0])
    }

    /// Tries [`NONCES`] nonces.
    pub(super) fn run(&self, first: u64) -> Trials {
        let prepared = self.prepared(first);
        let mut trials = Trials { count: NONCES, best: 0, word: u32::MAX };
        for group in (0..NONCES).step_by(LANES) {
            let nonces = u32x4::splat(first as u32 + group) + u32x4::new([0, 1, 2, 3]);
            let [words, ..] = prepared.hashes(nonces);
            // A success is better than all before it, so one comparison serves both. It is rarely true.
            if words.simd_le(u32x4::splat(trials.word)).any() {
                for (at, word) in (group..).zip(words.to_array()) {
                    if word < trials.word || at == 0 {
                        trials = Trials { best: at, word, ..trials };
                    }
                    if self.succeeds(word) {
                        return Trials { count: at + 1, ..trials };
                    }
                }
            }
        }
        trials
    }

    /// The trials of a unit from their note; `None` when no unit writes such a note.
    pub(super) fn trials(&self, first: u64, note: &[u8]) -> Option<Trials> {
        let &[count, best] = note.as_chunks::<4>().0 else { return None };
        if note.len() != Trials::NOTE_BYTES {
            return None;
        }
        let (count, best) = (u32::from_le_bytes(count), u32::from_le_bytes(best));
        if best >= count || count > NONCES {
            return None;
        }
        let [word, ..] = self.hash(first + u64::from(best));
        // A unit stops at a success, and not before its last nonce without one.
        let complete = if self.succeeds(word) { best + 1 == count } else { count == NONCES };
        complete.then_some(Trials { count, best, word })
    }

    /// The blocks of all nonces with the upper half of this one.
    fn prepared(&self, nonce: u64) -> Prepared {
        let mut message = [0; MESSAGE_BYTES + 8];
        message[..MESSAGE_BYTES].copy_from_slice(self.message.as_bytes());
        message[MESSAGE_BYTES..].copy_from_slice(&nonce.to_be_bytes());
        Prepared::new(padded(&message))
    }
}
