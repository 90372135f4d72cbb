//! Counting primes with a segmented wheel sieve: computing only, almost nothing to send.
//!
//! One byte stands for 30 numbers, one bit for each of the eight residues that 2, 3 and 5 leave over. A segment of the
//! sieve fits into the first-level cache; the multiples of the smallest primes come ready-made from [`patterns`]; those
//! of the others are struck out in [`wheel`]. Cost: about 0.27 · n · (ln ln √n − ln ln 163) strikes.
//!
//! Source: C. Bays and R. H. Hudson, *The segmented sieve of Eratosthenes and primes in arithmetic progressions to
//! 10¹²*, BIT 17, 1977; the wheel of 30 in bytes and the patterns as in K. Walisch's `primesieve`.

use super::{Answer, Digest, Entry, Kernel, Next, Picture, Source};
use kosut_core::error::{Error, Result};

mod patterns;
mod wheel;

use patterns::Patterns;
use wheel::{RESIDUES, SievingPrimes};

pub(super) const ENTRY: Entry = Entry {
    id: "primes",
    size_unit: "limit",
    source: Source::Seed,
    size_min: 1_000,
    size_max: 2_000_000_000,
    size_default: 1_500_000_000,
    build: |spec, _role| Box::new(Primes::new(spec.size)),
    tally: None,
};

/// Numbers that a byte of the sieve stands for.
const NUMBERS_PER_BYTE: u32 = 30;

/// The most units. A multiple of all small numbers of lanes, so that they get equally many, and large enough that many
/// lanes are evenly busy; each unit costs a division for every sieving prime, which is why there are not more.
const UNITS_MAX: u32 = 240;

/// The fewest bytes in a unit, so that tiny sizes have few units.
const UNIT_BYTES_MIN: u32 = 64;

/// The most bytes in a segment: with what overhangs, it should stay in a first-level cache of 32 KiB or more. Found by
/// trial: 16 and 64 KiB are slower.
const SEGMENT_BYTES_MAX: u32 = 32 << 10;

/// The primes up to and with `limit`.
struct Primes {
    limit: u32,
    /// Bytes of the sieve in each unit; the last one may have fewer.
    unit_bytes: u32,
    patterns: Patterns,
    sieving: SievingPrimes,
    /// Primes in each unit, once they are all there.
    counts: Vec<u64>,
}

impl Primes {
    fn new(limit: u32) -> Self {
        let bytes = limit / NUMBERS_PER_BYTE + 1;
        Primes {
            limit,
            unit_bytes: bytes.div_ceil(UNITS_MAX).max(UNIT_BYTES_MIN),
            patterns: Patterns::new(),
            sieving: SievingPrimes::new(limit.isqrt()),
            counts: Vec::new(),
        }
    }

    /// Bytes of the sieve in all units together.
    fn bytes(&self) -> u32 {
        self.limit / NUMBERS_PER_BYTE + 1
    }

    /// First byte of a unit, and the first after it.
    fn range(&self, unit: usize) -> (u32, u32) {
        assert!(unit < Kernel::units(self), "unit {unit} of {}", Kernel::units(self));
        let first = unit as u32 * self.unit_bytes;
        (first, (first + self.unit_bytes).min(self.bytes()))
    }

    /// 2, 3 and 5 have no bits in the sieve; they belong to the first unit.
    fn without_bits(&self) -> u64 {
        [2, 3, 5].into_iter().filter(|&prime| prime <= self.limit).count() as u64
    }

    /// Clears the bits above the limit in the sieve's last byte.
    fn cut_off(&self, last_byte: &mut u8) {
        let last = self.limit % NUMBERS_PER_BYTE;
        for (bit, residue) in RESIDUES.into_iter().enumerate() {
            if residue > last {
                *last_byte &= !(1 << bit);
            }
        }
    }
}

impl Kernel for Primes {
    /// Number of primes in the unit.
    type Part = u64;

    fn units(&self) -> usize {
        self.bytes().div_ceil(self.unit_bytes) as usize
    }

    fn run(&self, unit: usize) -> u64 {
        let (first, end) = self.range(unit);
        let segments = (end - first).div_ceil(SEGMENT_BYTES_MAX);
        let segment_bytes = (end - first).div_ceil(segments);

        let mut sieve = vec![0xff; segment_bytes as usize + self.sieving.overhang_bytes()];
        let mut strikes = self.sieving.begin(&mut sieve, first);
        let mut count = if first == 0 { self.without_bits() } else { 0 };
        let mut at = first;
        while at < end {
            let bytes = segment_bytes.min(end - at) as usize;
            self.patterns.strike(&mut sieve[..bytes], at);
            strikes.strike(&mut sieve, bytes);
            if at + bytes as u32 == self.bytes() {
                self.cut_off(&mut sieve[bytes - 1]);
            }
            count += ones(&sieve[..bytes]);

            // What was struck beyond the segment's end belongs to the next one.
            sieve.copy_within(bytes.., 0);
            let kept = sieve.len() - bytes;
            sieve[kept..].fill(0xff);
            at += bytes as u32;
        }
        count
    }

    fn advance(&mut self, parts: Vec<u64>) -> Next {
        self.counts = parts;
        Next::Done
    }

    /// The value is the number of primes; the digest runs over the units' counts, one word each.
    fn answer(&self) -> Answer {
        let mut digest = Digest::new();
        self.counts.iter().for_each(|&count| digest.word(count));
        Answer::number(self.counts.iter().sum(), digest)
    }

    fn picture(&self) -> Picture {
        Picture::Strip { units: Kernel::units(self) as u32, note: 0 }
    }

    /// How dense the primes are, from none to one in seven: denser than that they are in tiny units only.
    fn preview(&self, unit: usize, part: &u64) -> Vec<u8> {
        let (first, end) = self.range(unit);
        let numbers = u64::from(end - first) * u64::from(NUMBERS_PER_BYTE);
        vec![(part * 7 * 255 / numbers).min(255) as u8]
    }

    fn encode(&self, part: &u64) -> Vec<u8> {
        part.to_le_bytes().to_vec()
    }

    fn decode(&self, unit: usize, bytes: &[u8]) -> Result<u64> {
        let malformed = |reason: &str| Error::Protocol { reason: format!("primes, unit {unit}: {reason}") };
        if unit >= Kernel::units(self) {
            return Err(malformed("no such unit"));
        }
        let bytes = bytes.try_into().map_err(|_| malformed(&format!("{} bytes for a count", bytes.len())))?;
        let count = u64::from_le_bytes(bytes);
        let (first, end) = self.range(unit);
        if count > u64::from(end - first) * u64::from(NUMBERS_PER_BYTE) {
            return Err(malformed("more primes than numbers"));
        }
        Ok(count)
    }
}

/// Number of set bits.
fn ones(bytes: &[u8]) -> u64 {
    let (words, rest) = bytes.as_chunks::<8>();
    let in_words: u32 = words.iter().map(|&word| u64::from_ne_bytes(word).count_ones()).sum();
    let in_rest: u32 = rest.iter().map(|byte| byte.count_ones()).sum();
    u64::from(in_words + in_rest)
}

#[cfg(test)]
mod tests;
