//! Units that do nothing are given to the lanes: what that takes is the cost of giving out work.

use std::hint::black_box;

use serde::{Deserialize, Serialize};

use super::Place;
use kosut_core::{clock, error::{Error, Result}, trace::LaneMark};
use crate::lanes::{Lanes, Schedule};

/// The most units of one [`Task`].
pub const UNITS_MAX: u32 = 1 << 16;

/// How much is given out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// How many units at a time, at most [`UNITS_MAX`].
    pub units: u32,
    /// How many times.
    pub rounds: u32,
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
/// [`Error::Protocol`] for more than [`UNITS_MAX`] units.
pub fn perform(task: &Task, place: &Place<'_>) -> Result<(Outcome, Vec<LaneMark>)> {
    Ok((Outcome { elapsed_ms: dispatch(place.lanes, *task)? }, Vec::new()))
}

fn dispatch(lanes: &Lanes, Task { units, rounds }: Task) -> Result<f64> {
    if units > UNITS_MAX {
        return Err(Error::Protocol { reason: format!("{units} units, where {UNITS_MAX} are the most") });
    }
    let began_ms = clock::now_ms();
    for _ in 0..rounds {
        black_box(lanes.run(units as usize, Schedule::Dynamic, |_, item| black_box(item) as u8));
    }
    Ok(clock::now_ms() - began_ms)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dispatching_is_bounded() {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(2).build().expect("a pool");
        assert!(dispatch(&Lanes::One, Task { units: 0, rounds: 3 }).expect("nothing") >= 0.0);
        assert!(dispatch(&Lanes::Pool(pool), Task { units: UNITS_MAX, rounds: 1 }).expect("the most") >= 0.0);
        assert!(dispatch(&Lanes::One, Task { units: UNITS_MAX + 1, rounds: 1 }).is_err());
    }
}
