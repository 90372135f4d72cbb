//! Spinning: each lane does the same independent steps until its time is up, and counts them. As the lanes share nothing
//! and touch no memory, the number of steps depends on nothing but how much of a core each lane had.
//!
//! A step is one of a linear congruential generator (D. E. Knuth's constants for MMIX). It depends on the one before, so a core
//! waits for its multiplier most of the time, and two logical cores of one physical core hardly disturb each other. The
//! state after any number of steps is known without doing them ([`state_after`]): that is how a lane's count is checked.

use std::hint::black_box;

use serde::{Deserialize, Serialize};

use super::Place;
use kosut_core::{clock::{self, next_change}, error::Result, trace::LaneMark};

/// Steps between two looks at the clock: some ten microseconds.
const STEPS_PER_LOOK: u64 = 1 << 13;

/// Looks at a clock that stands still, after which a lane gives up: about half a minute.
const LOOKS_MAX: u64 = 1 << 22;

const MULTIPLIER: u64 = 6_364_136_223_846_793_005;
const INCREMENT: u64 = 1_442_695_040_888_963_407;

/// A slice of spinning.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Task {
    /// How long each lane spins, in milliseconds.
    pub slice_ms: f64,
    /// The time of a part of it, in milliseconds: the fastest part is noted.
    pub part_ms: f64,
}

/// The slices of all lanes, in order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// One for each lane.
    pub slices: Vec<Slice>,
}

/// The slice of one lane.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Slice {
    /// Steps done.
    pub steps: u64,
    /// The time that they took, in milliseconds.
    pub elapsed_ms: f64,
    /// Steps per millisecond in the fastest part.
    pub fastest_per_ms: f64,
    /// The generator's state at the end.
    pub state: u64,
}

impl Slice {
    /// Steps per millisecond.
    pub fn per_ms(&self) -> f64 {
        self.steps as f64 / self.elapsed_ms
    }
}

/// See the module's documentation.
///
/// # Errors
/// None; every program may have some.
pub fn perform(task: &Task, place: &Place<'_>) -> Result<(Outcome, Vec<LaneMark>)> {
    Ok((Outcome { slices: place.lanes.each(|lane| spin(*task, lane, clock::now_ms)) }, Vec::new()))
}

/// The state with which a lane begins.
pub fn seed(lane: u32) -> u64 {
    u64::from(lane) + 1
}

fn spin(Task { slice_ms, part_ms }: Task, lane: u32, now_ms: impl Fn() -> f64) -> Slice {
    // From one change of the clock to another, so that coarse clocks give exact times.
    let began_ms = next_change(&now_ms);
    let (mut part_began_ms, mut part_steps) = (began_ms, 0);
    let mut slice = Slice { steps: 0, elapsed_ms: 0.0, fastest_per_ms: 0.0, state: seed(lane) };
    let (mut last_ms, mut looks) = (began_ms, 0);
    while slice.elapsed_ms < slice_ms && looks < LOOKS_MAX {
        slice.state = steps(slice.state, STEPS_PER_LOOK);
        slice.steps += STEPS_PER_LOOK;
        part_steps += STEPS_PER_LOOK;
        looks += 1;
        let now_ms = now_ms();
        if now_ms == last_ms {
            continue;
        }
        last_ms = now_ms;
        slice.elapsed_ms = now_ms - began_ms;
        if now_ms - part_began_ms >= part_ms {
            let per_ms = part_steps as f64 / (now_ms - part_began_ms);
            slice.fastest_per_ms = slice.fastest_per_ms.max(per_ms);
            (part_began_ms, part_steps) = (now_ms, 0);
        }
    }
    slice
}

fn steps(mut state: u64, count: u64) -> u64 {
    // Hidden from the compiler, which would make one step of several if it knew them.
    let (multiplier, increment) = black_box((MULTIPLIER, INCREMENT));
    for _ in 0..count {
        state = state.wrapping_mul(multiplier).wrapping_add(increment);
    }
    state
}

/// The state after so many steps, in a time that grows with the logarithm of their number.
///
/// F. B. Brown, *Random number generation with arbitrary strides*, 1994.
pub fn state_after(state: u64, mut count: u64) -> u64 {
    let (mut multiplier, mut increment) = (MULTIPLIER, INCREMENT);
    let (mut all_multiplier, mut all_increment) = (1_u64, 0_u64);
    while count > 0 {
        if count % 2 == 1 {
            all_multiplier = all_multiplier.wrapping_mul(multiplier);
            all_increment = all_increment.wrapping_mul(multiplier).wrapping_add(increment);
        }
        increment = increment.wrapping_mul(multiplier.wrapping_add(1));
        multiplier = multiplier.wrapping_mul(multiplier);
        count /= 2;
    }
    state.wrapping_mul(all_multiplier).wrapping_add(all_increment)
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;
    use crate::lanes::{Lanes, blocking::Nothing};

    #[test]
    fn the_state_after_some_steps_is_known_without_doing_them() {
        for count in [0, 1, 2, 3, 64, 1_000, 8_191] {
            assert_eq!(state_after(7, count), steps(7, count), "{count} steps");
        }
    }

    #[test]
    fn every_lane_spins_for_its_time_and_counts_right() {
        let lanes = Lanes::Pool(rayon::ThreadPoolBuilder::new().num_threads(3).build().expect("a pool"));
        let place = Place { lanes: &lanes, board: None, epoch_ms: 0.0, outside: &Nothing };
        let (outcome, _) = perform(&Task { slice_ms: 4.0, part_ms: 1.0 }, &place).expect("spins");
        assert_eq!(outcome.slices.len(), 3);
        for (lane, slice) in (0..).zip(outcome.slices) {
            assert_eq!(slice.state, state_after(seed(lane), slice.steps));
            assert!(slice.elapsed_ms >= 4.0 && slice.fastest_per_ms > 0.0, "{slice:?}");
        }
    }

    /// A clock with steps of 100 ms that is read once a millisecond.
    #[test]
    fn a_coarse_clock_gives_exact_times() {
        let readings = Cell::new(30);
        let now_ms = || {
            readings.set(readings.get() + 1);
            f64::from(readings.get() / 100 * 100)
        };
        let slice = spin(Task { slice_ms: 300.0, part_ms: 100.0 }, 0, now_ms);
        assert_eq!((slice.elapsed_ms, slice.steps), (300.0, 300 * STEPS_PER_LOOK));
        assert_eq!(slice.fastest_per_ms, STEPS_PER_LOOK as f64);
    }

}
