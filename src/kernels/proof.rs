//! Proof of work: a search by trial that stops as soon as it succeeds.
//!
//! Sought is the smallest nonce for which SHA-256(message ‖ nonce) begins with as many zero bits as the size says; the
//! message comes from the seed. Nobody knows a better way than to try one nonce after another: on average 2^size hashes,
//! and one to check. Source: A. Back, *Hashcash*, 1997; S. Nakamoto, *Bitcoin: a peer-to-peer electronic cash system*,
//! 2008.
//!
//! A round tries a fixed range of nonces, a unit a fixed piece of it, and the smallest nonce found wins: so the answer
//! does not depend on who is faster. A unit ends with its own first success, the search with the round of the first one.

use super::{Answer, Digest, Entry, Kernel, Next, Picture, Shown, Source, Spec, Tally};
use kosut_core::error::{Error, Result};

mod search;
mod sha256;

use search::{NONCES, Search, Trials};

pub(super) const ENTRY: Entry = Entry {
    id: "proof",
    size_unit: "zero-bits",
    source: Source::Seed,
    size_min: 1,
    size_max: 26,
    size_default: 21,
    build: |spec, _role| Box::new(Proof::new(spec)),
    tally: Some(|spec| Box::new(Log::new(spec))),
};

/// Units of a round: a multiple of many small numbers of lanes, so that they get equally many. At 2048 nonces each, a
/// round takes one lane some 30 ms: long beside what a round costs, short beside the whole search.
const UNITS: u32 = 120;

/// A search for a nonce.
struct Proof {
    search: Search,
    round: u32,
    log: Log,
}

impl Proof {
    fn new(spec: &Spec) -> Self {
        Proof { search: Search::new(spec), round: 0, log: Log::new(spec) }
    }
}

/// The first nonce of a unit.
fn first_nonce(round: u32, unit: u32) -> u64 {
    (u64::from(round) * u64::from(UNITS) + u64::from(unit)) * u64::from(NONCES)
}

impl Kernel for Proof {
    type Part = Trials;

    fn units(&self) -> usize {
        UNITS as usize
    }

    fn run(&self, unit: usize) -> Trials {
        assert!(unit < UNITS as usize, "unit {unit} of {UNITS}");
        self.search.run(first_nonce(self.round, unit as u32))
    }

    fn advance(&mut self, parts: Vec<Trials>) -> Next {
        for (unit, trials) in parts.into_iter().enumerate() {
            self.log.enter(first_nonce(self.round, unit as u32), trials);
        }
        self.round += 1;
        if self.log.found() { Next::Done } else { Next::Round }
    }

    /// The value is the nonce; the digest runs over its hash, 64 bits a word.
    fn answer(&self) -> Answer {
        let mut digest = Digest::new();
        let nonce = self.log.best.map_or(0, |(nonce, _)| nonce);
        for &[high, low] in self.search.hash(nonce).as_chunks::<2>().0 {
            digest.word(u64::from(high) << 32 | u64::from(low));
        }
        Answer { shown: self.log.shown(), ..Answer::number(nonce, digest) }
    }

    fn picture(&self) -> Picture {
        Picture::Strip { units: UNITS, note: Trials::NOTE_BYTES as u32 }
    }

    /// The brighter, the closer the unit's best hash comes to the zero bits wanted; the note is the unit's trials.
    fn preview(&self, _unit: usize, part: &Trials) -> Vec<u8> {
        let shade = 255 * part.zero_bits().min(self.search.zero_bits) / self.search.zero_bits.max(1);
        let mut preview = vec![shade as u8];
        preview.extend(part.note());
        preview
    }

    /// The number of the round.
    fn broadcast(&self) -> Vec<u8> {
        self.round.to_le_bytes().to_vec()
    }

    fn receive(&mut self, bytes: &[u8]) -> Result<()> {
        let malformed = |_| Error::Protocol { reason: format!("proof: {} bytes for a round", bytes.len()) };
        self.round = u32::from_le_bytes(bytes.try_into().map_err(malformed)?);
        Ok(())
    }

    fn encode(&self, part: &Trials) -> Vec<u8> {
        part.note().to_vec()
    }

    /// A hash is not sent: to find it again is quick, and proves it.
    fn decode(&self, unit: usize, bytes: &[u8]) -> Result<Trials> {
        let malformed = |reason: &str| Error::Protocol { reason: format!("proof, unit {unit}: {reason}") };
        if unit >= UNITS as usize {
            return Err(malformed("no such unit"));
        }
        let first = first_nonce(self.round, unit as u32);
        self.search.trials(first, bytes).ok_or_else(|| malformed("not the trials of a unit"))
    }
}

/// What has been tried.
struct Log {
    search: Search,
    trials: u64,
    /// The best nonce and the beginning of its hash: the smallest nonce with the zero bits wanted or, until there is
    /// one, the one with the smallest hash.
    best: Option<(u64, u32)>,
}

impl Log {
    fn new(spec: &Spec) -> Self {
        Log { search: Search::new(spec), trials: 0, best: None }
    }

    /// Takes in the trials of a unit. Units may come in any order.
    fn enter(&mut self, first: u64, trials: Trials) {
        self.trials += u64::from(trials.count);
        let entered = (first + u64::from(trials.best), trials.word);
        let key = |(nonce, word): (u64, u32)| {
            if self.search.succeeds(word) { (0, nonce) } else { (1 + u64::from(word), nonce) }
        };
        if self.best.is_none_or(|best| key(entered) < key(best)) {
            self.best = Some(entered);
        }
    }

    /// Whether the search is over.
    fn found(&self) -> bool {
        self.best.is_some_and(|(_, word)| self.search.succeeds(word))
    }
}

impl Tally for Log {
    fn add(&mut self, round: u32, unit: u32, note: &[u8]) {
        let first = first_nonce(round, unit);
        if let Some(trials) = self.search.trials(first, note) {
            self.enter(first, trials);
        }
    }

    fn shown(&self) -> Option<Shown> {
        let (nonce, word) = self.best?;
        let best = self.search.hash(nonce).map(|word| format!("{word:08x}")).concat();
        Some(Shown::Search { trials: self.trials, best, nonce, zero_bits: word.leading_zeros() })
    }
}

#[cfg(test)]
mod tests;
