//! Two lanes hand a turn back and forth, each asleep until it is its turn: what that takes is the cost of handing work from
//! one thread to another, which contains a context switch or two.

use std::sync::{Condvar, Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use super::Place;
use crate::{
    clock,
    error::{Error, Result},
    lanes::{Lanes, Schedule},
    trace::LaneMark,
};

/// How often each of the two hands the turn on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// Times.
    pub count: u32,
}

/// How long it took.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// By the process's own clock, in milliseconds.
    pub elapsed_ms: f64,
}

/// See the module's documentation.
///
/// # Errors
/// [`Error::Protocol`] when there is one lane only.
pub fn perform(task: &Task, place: &Place<'_>) -> Result<(Outcome, Vec<LaneMark>)> {
    Ok((Outcome { elapsed_ms: hand_off(place.lanes, task.count)? }, Vec::new()))
}

fn hand_off(lanes: &Lanes, count: u32) -> Result<f64> {
    if lanes.count() < 2 {
        return Err(Error::Protocol { reason: "a turn can't be handed on among fewer than two lanes".into() });
    }
    let turn = Mutex::new(0);
    let handed = Condvar::new();
    let wait_for = |item: usize| {
        let guard = turn.lock().unwrap_or_else(PoisonError::into_inner);
        handed.wait_while(guard, |turn| *turn != item).unwrap_or_else(PoisonError::into_inner)
    };
    let hand_on = |item: usize| {
        *wait_for(item) = 1 - item;
        handed.notify_one();
    };
    // Two items under the static schedule are on two lanes, whatever else the lanes do, so each finds its partner.
    let times = lanes.run(2, Schedule::Static, |_, item| {
        // Once unmeasured: then both are there.
        hand_on(item);
        let began_ms = clock::now_ms();
        for _ in 0..count {
            hand_on(item);
        }
        if item == 0 {
            // Its last turn must have come back, or half a hand-off would be missing.
            drop(wait_for(0));
        }
        clock::now_ms() - began_ms
    });
    Ok(times.first().copied().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pool(threads: usize) -> Lanes {
        Lanes::Pool(rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool"))
    }

    #[test]
    fn a_turn_comes_back_on_any_number_of_lanes() {
        for threads in [2, 3, 7] {
            for count in [0, 1, 1000] {
                assert!(hand_off(&pool(threads), count).expect("two lanes") >= 0.0);
            }
        }
        assert_eq!(hand_off(&Lanes::One, 1).expect_err("one lane").code(), "protocol");
    }
}
