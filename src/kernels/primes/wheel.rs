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
//! struck whole; the sieve has an overhang behind the segment for what lies beyond. So no group is ever interrupted,
//! and there is nothing to remember but where the next one starts.

use super::patterns::FIRST_SIEVING_PRIME;

/// The residues modulo 30 that are not multiples of 2, 3 or 5.
pub(super) const RESIDUES: [u32; 8] = [1, 7, 11, 13, 17, 19, 23, 29];

/// What the groups of all primes with the same residue `s` have in common.
#[derive(Clone, Copy)]
struct Group {
    /// `⌊s·r/30⌋` for each residue `r`.
    carries: [u32; 8],
    /// All bits but that of `s·r mod 30`, for each residue `r`.
    masks: [u8; 8],
}

/// One for each of [`RESIDUES`].
const GROUPS: [Group; 8] = {
    let mut groups = [Group { carries: [0; 8], masks: [0xff; 8] }; 8];
    let mut s = 0;
    while s < 8 {
        let mut r = 0;
        while r < 8 {
            let product = RESIDUES[s] * RESIDUES[r];
            groups[s].carries[r] = product / 30;
            let mut bit = 0;
            while bit < 8 {
                if RESIDUES[bit] == product % 30 {
                    groups[s].masks[r] = !(1 << bit);
                }
                bit += 1;
            }
            r += 1;
        }
        s += 1;
    }
    groups
};

impl Group {
    /// The bytes of a group of `prime`, from the group's start.
    #[inline(always)]
    fn bytes(&self, prime: u32) -> [u32; 8] {
        std::array::from_fn(|r| prime / 30 * RESIDUES[r] + self.carries[r])
    }
}

/// The bytes of a group of `prime`, which is above 5, from the group's start, each with the mask that strikes it out.
pub(super) fn group(prime: u32) -> impl Iterator<Item = (usize, u8)> {
    let of_residue = move |residue: usize| {
        let group = GROUPS[residue];
        group.bytes(prime).into_iter().zip(group.masks).map(|(byte, mask)| (byte as usize, mask))
    };
    place(prime).into_iter().flat_map(of_residue)
}

/// The place of a number's residue in [`RESIDUES`]; `None` for a multiple of 2, 3 or 5.
pub(super) fn place(number: u32) -> Option<usize> {
    RESIDUES.iter().position(|&residue| residue == number % 30)
}

/// The primes from [`FIRST_SIEVING_PRIME`] up to a bound, for each residue in ascending order. Together by residue,
/// since the code that strikes is different for each: so the processor's branch prediction knows where it goes.
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
                && let Some(residue) = place(number)
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

    /// Ready to strike from byte `first` on, where `sieve` starts: the tails of groups that began before are struck.
    ///
    /// # Panics
    /// When `sieve` is shorter than [`SievingPrimes::overhang_bytes`].
    pub(super) fn begin(&self, sieve: &mut [u8], first: u32) -> Strikes<'_> {
        let next = std::array::from_fn(|residue| {
            let group = GROUPS[residue];
            let begin = |&prime: &u32| {
                // Below p² every multiple has a smaller prime factor, so k starts where 30·k reaches p.
                let (k_first, k_here) = (prime / 30, first / prime);
                if k_here < k_first {
                    return k_first * prime - first;
                }
                for (byte, mask) in group.bytes(prime).into_iter().zip(group.masks) {
                    if let Some(at) = (k_here * prime + byte).checked_sub(first) {
                        sieve[at as usize] &= mask;
                    }
                }
                (k_here + 1) * prime - first
            };
            self.by_residue[residue].iter().map(begin).collect()
        });
        Strikes { by_residue: &self.by_residue, next }
    }
}

/// Where the next group of each sieving prime starts, in bytes from the start of the next segment.
pub(super) struct Strikes<'a> {
    by_residue: &'a [Vec<u32>; 8],
    next: [Vec<u32>; 8],
}

impl Strikes<'_> {
    /// Strikes out all groups that start in the next `bytes` bytes, which `sieve` starts with.
    pub(super) fn strike(&mut self, sieve: &mut [u8], bytes: usize) {
        self.strike_residue::<0>(sieve, bytes);
        self.strike_residue::<1>(sieve, bytes);
        self.strike_residue::<2>(sieve, bytes);
        self.strike_residue::<3>(sieve, bytes);
        self.strike_residue::<4>(sieve, bytes);
        self.strike_residue::<5>(sieve, bytes);
        self.strike_residue::<6>(sieve, bytes);
        self.strike_residue::<7>(sieve, bytes);
    }

    fn strike_residue<const RESIDUE: usize>(&mut self, sieve: &mut [u8], bytes: usize) {
        let masks = const { GROUPS[RESIDUE].masks };
        for (&prime, next) in self.by_residue[RESIDUE].iter().zip(&mut self.next[RESIDUE]) {
            // The bound changes nothing. It tells the compiler that no offset is outside of the group.
            let last = prime as usize - 1;
            let offsets = GROUPS[RESIDUE].bytes(prime).map(|byte| (byte as usize).min(last));
            let mut at = *next as usize;
            while at < bytes {
                let group = &mut sieve[at..=at + last];
                for multiple in 0..8 {
                    group[offsets[multiple]] &= masks[multiple];
                }
                at += prime as usize;
            }
            *next = (at - bytes) as u32;
        }
    }
}
