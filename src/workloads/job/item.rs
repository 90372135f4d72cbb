//! One item: its bytes, its waiting, its steps.

use serde::{Deserialize, Serialize};

use super::{COMPUTES, WAITS};
use kosut_core::error::Result;
use crate::{lanes::blocking::Wait, Diary, Place, residence::Digest};

/// What each item of a job is like.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Load {
    /// Steps that it computes.
    pub steps: u32,
    /// How long it waits, in milliseconds; 0 for not at all.
    pub wait_ms: f64,
    /// For what.
    pub wait: Wait,
    /// Bytes that it takes in.
    pub in_bytes: u32,
    /// Bytes that it gives out.
    pub out_bytes: u32,
    /// Whether it changes a state that all items share.
    pub shared: bool,
}

/// What comes of an item besides its output.
pub(super) struct Made {
    pub value: u64,
}

impl Load {
    /// Does an item: waits, takes in, computes, gives out.
    pub(super) fn make(
        &self,
        number: u32,
        input: &[u8],
        output: &mut [u8],
        place: &Place<'_>,
        mut noted: Option<&mut Diary>,
    ) -> Result<Made> {
        if self.wait_ms > 0.0 {
            let wait = || self.wait.wait(place.outside, self.wait_ms);
            match &mut noted {
                Some(diary) => diary.span(WAITS, number, wait)?,
                None => wait()?,
            }
        }
        let mut work = || {
            let value = compute(Digest::of(input).0 ^ u64::from(number), self.steps);
            fill(output, value);
            Made { value }
        };
        Ok(match noted {
            Some(diary) => diary.span(COMPUTES, number, work),
            None => work(),
        })
    }
}

/// Steps of which each needs the one before: D. E. Knuth's linear congruential generator for 64 bits (*MMIX*). No compiler
/// knows a shorter way to the last one, and no processor computes two of them at once.
pub(super) fn compute(start: u64, steps: u32) -> u64 {
    (0..steps).fold(start, |state, _| {
        state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407)
    })
}

/// Words that differ with their number and this seed; quick, as what counts is that bytes are written.
fn fill(bytes: &mut [u8], seed: u64) {
    let word = |index: u64| (seed ^ index).wrapping_mul(0x9e37_79b9_7f4a_7c15).to_le_bytes();
    let (words, rest) = bytes.as_chunks_mut::<8>();
    words.iter_mut().zip(0..).for_each(|(bytes, index)| *bytes = word(index));
    let last = word(words.len() as u64);
    rest.iter_mut().zip(last).for_each(|(byte, own)| *byte = own);
}

/// The input of items of `each` bytes from `first` on, `bytes` in all.
pub fn input(first: u32, bytes: usize, each: u32) -> Vec<u8> {
    let mut input = vec![0; bytes];
    input.chunks_mut(each.max(1) as usize).zip(u64::from(first)..).for_each(|(own, number)| fill(own, !number << 32));
    input
}

/// An item's part in a sum in which the order of items does not count, but every number does.
pub(super) fn mixed(number: u32, value: u64) -> u64 {
    (value ^ u64::from(number).wrapping_mul(0xbf58_476d_1ce4_e5b9)).wrapping_mul(0x94d0_49bb_1331_11eb).rotate_left(29)
}
