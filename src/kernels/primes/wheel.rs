//! Striking out multiples on the wheel of 30.
//!
//! Byte `b` of the sieve stands for the numbers `30·b + r`, bit `j` for the residue `r = RESIDUES[j]`. The multiples of
//! a prime `p` that have a bit are `p · (30·k + r)`. For one `k` they are a *group* of eight:
//!
//! ```text
//! p = 30·q + s
//! p · (30·k + r)  =  30·(p·k + q·r + ⌊s·r/30⌋)  +  (s·r mod 30)
//!                        ╰── byte ───────────╯     ╰── bit ──╯
//! ```
//!
//! So a group starts at byte `p·k`, spans fewer than `p` bytes, and its bits depend on `s` only: with `s` a constant of
//! the code, striking a group is eight instructions with constant masks. A group that starts in a segment is always
//! struck whole; the sieve has an overhang behind the segment for what lies beyond. So no group is ever interrupted, and
//! there is nothing to remember but where the next one starts.

/// The residues modulo 30 that are not multiples of 2, 3 or 5.
pub(super) const RESIDUES: [u32; 8] = [1, 7, 11, 13, 17, 19, 23, 29];

/// Primes whose multiples come from [`Patterns`], in threes of about equal product.
const PATTERN_PRIMES: [[u32; 3]; 3] = [[7, 23, 37], [11, 19, 31], [13, 17, 29]];

/// The first prime whose multiples are struck one by one.
const FIRST_SIEVING_PRIME: u32 = 41;

/// The sieve with the multiples of three primes struck out repeats after as many bytes as their product; three such
/// patterns, laid over each other, do most of the strikes for the price of reading.
pub(super) struct Patterns([Vec<u8>; 3]);

impl Patterns {
    pub(super) fn new() -> Self {
        Patterns(PATTERN_PRIMES.map(|primes| {
            let byte = |byte: u32| {
                let mut bits = 0;
                for (bit, residue) in RESIDUES.into_iter().enumerate() {
                    let number = 30 * byte + residue;
                    let left_over = primes.iter().all(|prime| !number.is_multiple_of(*prime));
                    bits |= u8::from(left_over) << bit;
                }
                bits
            };
            (0..primes.iter().product()).map(byte).collect()
        }))
    }

    /// Strikes out the patterns' multiples, but not the patterns' primes, in a segment that starts at byte `first`.
    pub(super) fn strike(&self, segment: &mut [u8], first: u32) {
        for pattern in &self.0 {
            let mut phase = first as usize % pattern.len();
            let mut at = 0;
            while at < segment.len() {
                let run = (segment.len() - at).min(pattern.len() - phase);
                let bytes = segment[at..at + run].iter_mut().zip(&pattern[phase..phase + run]);
                bytes.for_each(|(byte, mask)| *byte &= mask);
                at += run;
                phase = 0;
            }
        }
        // The first two bytes: without 1 and with 7 … 31 and 37, which the patterns hold for multiples of themselves.
        for (byte, primes) in segment.iter_mut().zip([0b1111_1110, 0b1101_1111]).skip(first as usize) {
            *byte = primes;
        }
    }
}

/// The primes from [`FIRST_SIEVING_PRIME`] up to a bound, for each residue in ascending order. Together by residue, since
/// the code that strikes is different for each: so the processor's branch prediction knows where it goes.
pub(super) struct SievingPrimes {
    by_residue: [Vec<u32>; 8],
}

impl SievingPrimes {
    pub(super) fn new(bound: u32) -> Self {
        let mut composite = vec![false; bound as usize + 1];
        let mut by_residue: [Vec<u32>; 8] = Default::default();
        for number in 2..=bound {
            if composite[number as usize] {
                continue;
            }
            for multiple in (number * number..=bound).step_by(number as usize) {
                composite[multiple as usize] = true;
            }
            if number >= FIRST_SIEVING_PRIME
                && let Some(residue) = RESIDUES.iter().position(|&residue| residue == number % 30)
            {
                by_residue[residue].push(number);
            }
        }
        SievingPrimes { by_residue }
    }

    /// Bytes that a group which starts in a segment can reach beyond it.
    pub(super) fn overhang_bytes(&self) -> usize {
        self.by_residue.iter().filter_map(|primes| primes.last()).max().map_or(0, |&prime| prime as usize)
    }

    /// Ready to strike from byte `first` on.
    pub(super) fn from(&self, first: u32) -> Strikes<'_> {
        // The first group that matters is the one with p itself as its smaller factor, as all multiples below p² have a
        // smaller prime factor; or the first that starts in the unit. The one before reaches into the unit.
        let next = |&prime: &u32| (first.div_ceil(prime) * prime).max(prime / 30 * prime) - first;
        Strikes { by_residue: &self.by_residue, next: self.by_residue.each_ref().map(|p| p.iter().map(next).collect()) }
    }
}

/// Where the next group of each sieving prime starts, in bytes from the start of the next segment.
pub(super) struct Strikes<'a> {
    by_residue: &'a [Vec<u32>; 8],
    next: [Vec<u32>; 8],
}
