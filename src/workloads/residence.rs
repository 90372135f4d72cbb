//! What a process takes of memory when it holds a data set that all of its lanes read.
//!
//! In wasm it is the size of the memory, all of it, exact to its page of 64 KiB: it grows and never shrinks, and the
//! browser must keep it. On an operating system it is the *proportional set size* of the process: the pages that it has in
//! memory, each divided by the number of processes that share it (program text, for instance). The kernel counts them:
//! `Pss` in `/proc/self/smaps_rollup`, see proc(5).

use std::sync::{PoisonError, RwLock};

use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;

use super::Place;
use kosut_core::{error::{Error, Result}, trace::{Activity, LaneMark}};

/// The largest data set, in bytes: a quarter of what a process with threads may have.
pub const DATA_BYTES_MAX: u32 = 64 << 20;

/// The data set that this process holds.
static HELD: RwLock<Vec<u8>> = RwLock::new(Vec::new());

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Task {
    /// Take in the next piece of the data set; the first piece forgets what was held before. Pieces, because a single
    /// message would be there several times while it is read, and a wasm memory never gives that back.
    Take {
        /// Where it begins.
        at: u32,
        /// Bytes of the whole data set.
        total: u32,
        /// The piece.
        bytes: ByteBuf,
    },
    /// Let each lane read all of it, and tell what the process takes of memory then.
    Read,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// Bytes of the data set that the process holds.
    pub held_bytes: u32,
    /// Bytes of memory that the process takes; 0 after a piece.
    pub memory_bytes: u64,
    /// What each lane found when it read: see [`Digest`].
    pub digests: Vec<u64>,
}

/// See the module's documentation.
///
/// # Errors
/// [`Error::Protocol`] for a piece that does not follow the one before it; [`Error::Unavailable`] where nobody tells how
/// much memory a process takes.
pub fn perform(task: &Task, place: &Place<'_>) -> Result<(Outcome, Vec<LaneMark>)> {
    match task {
        Task::Take { at, total, bytes } => {
            let mut held = HELD.write().unwrap_or_else(PoisonError::into_inner);
            take(&mut held, *at, *total, bytes)?;
            Ok((Outcome { held_bytes: held.len() as u32, memory_bytes: 0, digests: Vec::new() }, Vec::new()))
        }
        Task::Read => {
            let held = HELD.read().unwrap_or_else(PoisonError::into_inner);
            let (digests, marks): (Vec<u64>, Vec<_>) = place
                .lanes
                .each(|lane| {
                    let mut diary = place.diary(lane);
                    let digest = diary.span(Activity::Run, lane, || Digest::of(&held).0);
                    (digest, diary.into_marks())
                })
                .into_iter()
                .unzip();
            let outcome = Outcome { held_bytes: held.len() as u32, memory_bytes: memory_bytes()?, digests };
            Ok((outcome, marks.into_iter().flatten().collect()))
        }
    }
}

fn take(held: &mut Vec<u8>, at: u32, total: u32, bytes: &[u8]) -> Result<()> {
    if at == 0 {
        // Not cleared: what another data set left would count as memory of this one.
        *held = Vec::with_capacity(total.min(DATA_BYTES_MAX) as usize);
    }
    let end = held.len() + bytes.len();
    if at as usize != held.len() || end > total.min(DATA_BYTES_MAX) as usize {
        return Err(Error::Protocol { reason: format!("a piece of data from {at} to {end} behind {}", held.len()) });
    }
    held.extend_from_slice(bytes);
    Ok(())
}

/// A sum over 64-bit words in which their order counts; a last word that is cut off counts as if zeros followed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Digest(pub u64);

impl Digest {
    /// The digest of this.
    pub fn of(bytes: &[u8]) -> Self {
        let mut digest = Digest::default();
        digest.add(bytes);
        digest
    }

    /// Goes on with these bytes; what came before must have been whole words.
    pub fn add(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        let mut add = |word: [u8; 8]| self.0 = self.0.rotate_left(7).wrapping_add(u64::from_le_bytes(word));
        words.iter().copied().for_each(&mut add);
        if !rest.is_empty() {
            let mut last = [0; 8];
            last[..rest.len()].copy_from_slice(rest);
            add(last);
        }
    }
}

/// Bytes of memory that whoever calls takes: its wasm memory.
///
/// # Errors
/// None here.
#[cfg(target_arch = "wasm32")]
pub fn memory_bytes() -> Result<u64> {
    /// Bytes of a page of wasm memory.
    const PAGE_BYTES: u64 = 1 << 16;
    Ok(core::arch::wasm32::memory_size::<0>() as u64 * PAGE_BYTES)
}

/// Bytes of memory that whoever calls takes: the proportional set size of the process.
///
/// # Errors
/// [`Error::Unavailable`] where the operating system does not tell it in a file, as Linux does.
#[cfg(not(target_arch = "wasm32"))]
pub fn memory_bytes() -> Result<u64> {
    const FILE: &str = "/proc/self/smaps_rollup";
    let text = std::fs::read_to_string(FILE).unwrap_or_default();
    pss_bytes(&text).ok_or_else(|| Error::Unavailable { capability: FILE.into() })
}

/// The line `Pss:   123 kB`.
#[cfg(not(target_arch = "wasm32"))]
fn pss_bytes(smaps_rollup: &str) -> Option<u64> {
    let line = smaps_rollup.lines().find_map(|line| line.strip_prefix("Pss:"))?;
    line.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok().map(|kib| kib << 10)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lanes::{Lanes, blocking::Nothing};

    #[test]
    fn pieces_make_the_whole_and_others_are_refused() {
        let data: Vec<u8> = (0..100).collect();
        let mut held = vec![7; 5];
        for at in [0, 40, 80] {
            take(&mut held, at, 100, &data[at as usize..(at as usize + 40).min(100)]).expect("the next piece");
        }
        assert_eq!(held, data);
        for (at, bytes) in [(40, 1), (100, 1), (101, 0)] {
            assert_eq!(take(&mut held, at, 100, &vec![0; bytes]).expect_err("refused").code(), "protocol");
        }
        assert!(take(&mut held, 0, u32::MAX, &[1]).is_ok());
    }

    #[test]
    fn a_digest_is_the_same_in_pieces_and_sees_order_and_every_byte() {
        let data: Vec<u8> = (0..=255).chain(0..=250).collect();
        let mut pieces = Digest::default();
        data.chunks(64).for_each(|piece| pieces.add(piece));
        assert_eq!(pieces, Digest::of(&data));
        for index in [0, 7, 8, 255, 505] {
            let mut other = data.clone();
            other[index] ^= 1;
            assert_ne!(Digest::of(&other), Digest::of(&data), "byte {index}");
        }
    }

    #[test]
    fn each_lane_reads_all_and_notes_when() {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(3).build().expect("a pool");
        let lanes = Lanes::Pool(pool);
        let place = Place { lanes: &lanes, board: None, epoch_ms: 0.0, outside: &Nothing };
        let data: Vec<u8> = (0..=255).collect();
        let piece = Task::Take { at: 0, total: 256, bytes: ByteBuf::from(data.clone()) };
        assert_eq!(perform(&piece, &place).expect("takes").0.held_bytes, 256);
        let (outcome, marks) = perform(&Task::Read, &place).expect("reads");
        assert_eq!(outcome.digests, [Digest::of(&data).0; 3]);
        assert!(outcome.memory_bytes > 1 << 16, "{outcome:?}");
        assert_eq!(marks.len(), 6);
    }

    #[test]
    fn what_the_system_says_is_read() {
        let text = "55d0-7ffd ---p 00000000 00:00 0 [rollup]\nRss:  9000 kB\nPss:   1234 kB\nPss_Anon: 8 kB\n";
        assert_eq!(pss_bytes(text), Some(1234 << 10));
        assert_eq!(pss_bytes("Rss: 1 kB"), None);
    }
}
