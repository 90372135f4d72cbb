//! A payload goes to a worker and back, in one of several ways.
//!
//! One definition of *there and back* for all ways: the worker looks at the first byte of each cache line and complements
//! it, so that what it gives back is an answer of the same size that only somebody who saw the payload can give; whoever
//! asked looks at each line of the answer and checks its [`sum`]. Two trips give the first payload back.
//!
//! Here are the ways between lanes of one memory, which only a process with several lanes can go: [`reference`] and
//! through a [`ring`]; and the worker's part of the serialised way, where the payload is a field of a message.

use std::hint::black_box;

use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;

use super::Place;
use kosut_core::{clock, error::{Error, Result}, measure, trace::LaneMark};
use crate::lanes::Lanes;

pub mod reference;
pub mod ring;

/// Bytes of a cache line on nearly every processor that runs a browser. Where lines are longer, each is seen twice.
pub const LINE_BYTES: usize = 64;

/// The largest payload, in bytes, all workers together: with the copy that a worker of the ring has, it takes half of the
/// 256 MiB that a process with threads may have.
pub const BYTES_MAX: u32 = 64 << 20;

/// Additions between two looks at the clock: a fraction of a millisecond.
const BATCH: u32 = 1 << 20;

/// What is to be done with a payload.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Task {
    /// Answer this parcel.
    Answer(Parcel),
    /// Hand payloads from the first lane to each of the others and back, by reference.
    Reference(Trips),
    /// The same through rings that the bytes are copied into and out of.
    Ring(Trips),
    /// Add: what a trip costs is told in additions.
    Add {
        /// The clock's resolution in milliseconds, as [`measure::is_sample`] wants it.
        resolution_ms: f64,
    },
}

/// A payload as a field of a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parcel {
    /// Which trip it is on.
    pub trip: u32,
    /// The payload.
    pub bytes: ByteBuf,
}

/// Trips of one sample.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Trips {
    /// The payload of each worker, in bytes.
    pub payload_bytes: u32,
    /// The clock's resolution in milliseconds, as [`measure::is_sample`] wants it.
    pub resolution_ms: f64,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Outcome {
    /// The answered parcel.
    Answered(Parcel),
    /// Trips were made.
    Made {
        /// All of them together, by the process's own clock, in milliseconds.
        elapsed_ms: f64,
        /// How many, each to all workers at once.
        trips: u32,
        /// Whether all answers were right.
        right: bool,
    },
    /// Additions were made.
    Added {
        /// All of them together, in milliseconds.
        elapsed_ms: f64,
        /// How many.
        additions: u64,
        /// The Fibonacci number of that index, modulo 2³², which they lead to.
        sum: u32,
    },
}

/// See the module's documentation.
///
/// # Errors
/// [`Error::Protocol`] for trips when there is one lane only or the payloads are larger than [`BYTES_MAX`].
pub fn perform(task: &Task, place: &Place<'_>) -> Result<(Outcome, Vec<LaneMark>)> {
    let outcome = match task {
        // way serialised: begin
        Task::Answer(parcel) => {
            let mut parcel = parcel.clone();
            answer(&mut parcel.bytes);
            Outcome::Answered(parcel)
        }
        // way serialised: end
        Task::Reference(trips) => reference::trips(place.lanes, check(trips, place.lanes)?),
        Task::Ring(trips) => ring::trips(place.lanes, check(trips, place.lanes)?),
        Task::Add { resolution_ms } => add(*resolution_ms),
    };
    Ok((outcome, Vec::new()))
}

fn check<'a>(trips: &'a Trips, lanes: &Lanes) -> Result<&'a Trips> {
    let workers = lanes.count() - 1;
    if workers == 0 {
        return Err(Error::Protocol { reason: "a payload can't go from one lane to another where there is one".into() });
    }
    if trips.payload_bytes.saturating_mul(workers) > BYTES_MAX {
        let bytes = trips.payload_bytes;
        return Err(Error::Protocol { reason: format!("{workers} × {bytes} bytes, where {BYTES_MAX} are the most") });
    }
    Ok(trips)
}

/// A payload of this size before its first trip.
pub fn fresh(bytes: u32) -> Vec<u8> {
    // An odd factor, so that neighbouring bytes and neighbouring lines differ.
    (0..bytes).map(|index| (index ^ (index >> 6)).wrapping_mul(167).wrapping_add(13) as u8).collect()
}

/// What whoever asked finds in an answer: a sum over the first byte of each line, in which their order counts.
pub fn sum(bytes: &[u8]) -> u32 {
    let firsts = bytes.chunks(LINE_BYTES).map(|line| u32::from(line[0]));
    firsts.fold(0, |sum, first| sum.wrapping_mul(31).wrapping_add(first))
}

/// What a worker does with a payload: it complements the first byte of each line.
pub fn answer(bytes: &mut [u8]) {
    bytes.chunks_mut(LINE_BYTES).for_each(|line| line[0] = !line[0]);
}

/// The sums of a payload that made an even and an odd number of trips.
pub fn sums(fresh: &[u8]) -> [u32; 2] {
    let firsts = fresh.chunks(LINE_BYTES).map(|line| u32::from(!line[0]));
    [sum(fresh), firsts.fold(0, |sum, first| sum.wrapping_mul(31).wrapping_add(first))]
}

/// Makes trips until they are a sample. `trip` makes one and gives the sums of its answers.
fn make(fresh: &[u8], resolution_ms: f64, mut trip: impl FnMut() -> Vec<u32>) -> Outcome {
    let expected = sums(fresh);
    let mut made = 0;
    let mut one = || {
        made += 1;
        trip().iter().all(|sum| *sum == expected[made % 2])
    };
    // Twice unmeasured: then all lanes are there, and have touched what they touch.
    let mut right = one() & one();
    let (began_ms, mut trips) = (clock::now_ms(), 0);
    loop {
        right &= one();
        trips += 1;
        let elapsed_ms = clock::now_ms() - began_ms;
        if measure::is_sample(elapsed_ms, trips, resolution_ms) {
            return Outcome::Made { elapsed_ms, trips, right };
        }
    }
}

/// What is told when no lane asked, which [`check`] rules out.
fn nothing_made() -> Outcome {
    Outcome::Made { elapsed_ms: 0.0, trips: 0, right: false }
}

/// Adds until it is a sample. Each addition needs the one before it, and no compiler knows a shorter way to the result:
/// they are steps of the Fibonacci sequence.
fn add(resolution_ms: f64) -> Outcome {
    let (mut one, mut next) = black_box((0_u32, 1_u32));
    let (began_ms, mut batches) = (clock::now_ms(), 0);
    loop {
        for _ in 0..BATCH {
            (one, next) = (next, one.wrapping_add(next));
        }
        (one, next) = black_box((one, next));
        batches += 1;
        let elapsed_ms = clock::now_ms() - began_ms;
        if measure::is_sample(elapsed_ms, batches, resolution_ms) {
            return Outcome::Added { elapsed_ms, additions: u64::from(batches) * u64::from(BATCH), sum: one };
        }
    }
}

/// The Fibonacci number of this index modulo 2³², by doubling: F(2n) = F(n)·(2F(n+1) − F(n)), F(2n+1) = F(n)² + F(n+1)².
pub fn fibonacci(index: u64) -> u32 {
    let (mut one, mut next) = (0_u32, 1_u32);
    for bit in (0..u64::BITS - index.leading_zeros()).rev() {
        let even = one.wrapping_mul(next.wrapping_mul(2).wrapping_sub(one));
        let odd = one.wrapping_mul(one).wrapping_add(next.wrapping_mul(next));
        (one, next) = if index >> bit & 1 == 0 { (even, odd) } else { (odd, even.wrapping_add(odd)) };
    }
    one
}

#[cfg(test)]
mod tests;
