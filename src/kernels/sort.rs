//! Parallel merge sort: much data, little arithmetic. Memories that own nothing in common pay for the data's way.
//!
//! The first round sorts one *run* for each lane. With more than one run, the second round merges them: the sorted
//! sequence is cut into as many ranges as there are runs, [`split`] finds in each run what belongs to a range, and
//! every lane merges one range ([`merge`]). One lane sorts one run and merges nothing: it is a serial radix sort
//! ([`radix`]), not a merge sort held back by its own parallelism.
//!
//! Cost for n elements in k runs: a few times `n/k` steps for each lane in the first round, `n/k · log k` in the second,
//! and `4·n` bytes each way when the runs are sorted in other memories.
//!
//! Source of the cutting: P. J. Varman and others, *Merging multiple lists on hierarchical-memory multiprocessors*,
//! J. Parallel Distrib. Comput. 12, 1991.

use super::{Answer, Digest, Entry, Kernel, Next, Picture, Role, Source, Spec, splitmix::SplitMix64};
use kosut_core::error::{Error, Result};

mod merge;
mod radix;

use merge::{merge, split};
use radix::sorted;

pub(super) const ENTRY: Entry = Entry {
    id: "sort",
    size_unit: "elements",
    source: Source::Seed,
    size_min: 1_000,
    size_max: 8_000_000,
    size_default: 8_000_000,
    build: |spec, role| Box::new(Sort::new(spec, role)),
    tally: None,
};

/// Bars that the whole picture should have.
const BARS: u32 = 256;

/// `size` numbers of 32 bits, sorted.
struct Sort {
    size: usize,
    runs: usize,
    stage: Stage,
}

/// What there is, stage by stage.
enum Stage {
    /// The owner has all elements.
    Unsorted(Vec<u32>),
    /// A helper has the runs that it was sent; the others are empty.
    Sent(Vec<Vec<u32>>),
    /// The owner has all runs, each sorted, and knows which part of each run belongs to which range: range `i` is the
    /// elements `splits[i][run]..splits[i + 1][run]` of every run.
    Runs { runs: Vec<Vec<u32>>, splits: Vec<Vec<usize>> },
    /// The owner has the sorted sequence, in pieces that follow each other.
    Sorted(Vec<Vec<u32>>),
}

impl Sort {
    fn new(spec: &Spec, role: Role) -> Self {
        let (size, runs) = (spec.size as usize, spec.lanes.max(1) as usize);
        let stage = match role {
            Role::Owner => Stage::Unsorted(elements(spec.size, spec.seed)),
            Role::Helper => Stage::Sent(vec![Vec::new(); runs]),
        };
        Sort { size, runs, stage }
    }

    /// Index of the first element of a run, or of a range of the sorted sequence: both are cut alike.
    fn start(&self, unit: usize) -> usize {
        self.size * unit / self.runs
    }

    fn length(&self, unit: usize) -> usize {
        self.start(unit + 1) - self.start(unit)
    }

    /// The elements from their bytes, in the order in which this machine holds a number's bytes: bytes cross between
    /// memories of one machine only.
    fn elements_of(&self, unit: usize, bytes: &[u8]) -> Result<Vec<u32>> {
        if unit >= self.runs {
            return Err(malformed(unit, "no such run"));
        }
        if bytes.len() != 4 * self.length(unit) {
            return Err(malformed(unit, &format!("{} bytes for {} elements", bytes.len(), self.length(unit))));
        }
        let mut elements = vec![0u32; self.length(unit)];
        bytemuck::cast_slice_mut(&mut elements).copy_from_slice(bytes);
        Ok(elements)
    }
}

impl Kernel for Sort {
    /// A sorted run in the first round, a range of the sorted sequence in the second.
    type Part = Vec<u32>;

    fn units(&self) -> usize {
        self.runs
    }

    fn run(&self, unit: usize) -> Vec<u32> {
        assert!(unit < self.runs, "unit {unit} of {}", self.runs);
        match &self.stage {
            Stage::Unsorted(elements) => sorted(&elements[self.start(unit)..self.start(unit + 1)]),
            Stage::Sent(runs) => sorted(&runs[unit]),
            Stage::Runs { runs, splits } => {
                let pieces = runs.iter().zip(splits[unit].iter().zip(&splits[unit + 1]));
                merge(pieces.map(|(run, (&from, &to))| &run[from..to]).collect())
            }
            Stage::Sorted(pieces) => pieces[unit].clone(),
        }
    }

    fn advance(&mut self, parts: Vec<Vec<u32>>) -> Next {
        if matches!(self.stage, Stage::Runs { .. }) || parts.len() <= 1 {
            self.stage = Stage::Sorted(parts);
            return Next::Done;
        }
        let splits = (0..=self.runs).map(|range| split(&parts, self.start(range))).collect();
        self.stage = Stage::Runs { runs: parts, splits };
        Next::Round
    }

    /// The value is the number of elements; the digest runs over the sorted sequence, one word for each element.
    fn answer(&self) -> Answer {
        let mut digest = Digest::new();
        let mut value = 0;
        if let Stage::Sorted(pieces) = &self.stage {
            for &element in pieces.iter().flatten() {
                value += 1;
                digest.word(u64::from(element));
            }
        }
        Answer::number(value, digest)
    }

    fn picture(&self) -> Picture {
        let units = self.runs as u32;
        Picture::Bars { units, per_unit: (BARS / units).max(1) }
    }

    /// Elements picked at equal distances.
    fn preview(&self, _unit: usize, part: &Vec<u32>) -> Vec<u8> {
        let bars = (BARS as usize / self.runs).max(1);
        let height = |bar: usize| part.get(part.len() * bar / bars).map_or(0, |element| (element >> 24) as u8);
        (0..bars).map(height).collect()
    }

    /// Merging reads each element once and writes it once: sending them would take longer.
    fn stays_with_owner(&self) -> bool {
        matches!(self.stage, Stage::Runs { .. })
    }

    fn input(&self, unit: usize) -> Vec<u8> {
        match &self.stage {
            Stage::Unsorted(elements) => {
                bytemuck::cast_slice(&elements[self.start(unit)..self.start(unit + 1)]).to_vec()
            }
            _ => Vec::new(),
        }
    }

    fn accept(&mut self, unit: usize, bytes: &[u8]) -> Result<()> {
        let elements = self.elements_of(unit, bytes)?;
        match &mut self.stage {
            Stage::Sent(runs) => runs[unit] = elements,
            _ => return Err(malformed(unit, "elements were sent to their owner")),
        }
        Ok(())
    }

    fn encode(&self, part: &Vec<u32>) -> Vec<u8> {
        bytemuck::cast_slice(part).to_vec()
    }

    /// That a run is sorted is checked here, once, so that merging may rely on it.
    fn decode(&self, unit: usize, bytes: &[u8]) -> Result<Vec<u32>> {
        let run = self.elements_of(unit, bytes)?;
        if !run.is_sorted() {
            return Err(malformed(unit, "not sorted"));
        }
        Ok(run)
    }
}

fn malformed(unit: usize, reason: &str) -> Error {
    Error::Protocol { reason: format!("sort, run {unit}: {reason}") }
}

/// The numbers to sort: the upper halves of the first `size` outputs of the generator that `seed` starts.
fn elements(size: u32, seed: u32) -> Vec<u32> {
    let mut random = SplitMix64::new(u64::from(seed));
    (0..size).map(|_| random.upper()).collect()
}

#[cfg(test)]
mod tests;
