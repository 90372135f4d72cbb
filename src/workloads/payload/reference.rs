//! By reference: the payload lies in the memory that all lanes share and stays where it is. What is handed on is the
//! right to touch it.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use super::{Outcome, Trips, answer, fresh, make, sum};
use crate::lanes::Lanes;

/// Whose turn it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Turn {
    Asker,
    Worker,
    Over,
}

// way reference: begin
/// A payload that two lanes hand to and fro.
struct Desk {
    payload: Mutex<(Turn, Vec<u8>)>,
    handed: Condvar,
}

impl Desk {
    fn wait_for(&self, turns: &[Turn]) -> MutexGuard<'_, (Turn, Vec<u8>)> {
        let guard = self.payload.lock().unwrap_or_else(PoisonError::into_inner);
        self.handed.wait_while(guard, |(turn, _)| !turns.contains(turn)).unwrap_or_else(PoisonError::into_inner)
    }

    fn hand_to(&self, turn: Turn, mut guard: MutexGuard<'_, (Turn, Vec<u8>)>) {
        guard.0 = turn;
        self.handed.notify_one();
    }

    fn work(&self) {
        loop {
            let mut guard = self.wait_for(&[Turn::Worker, Turn::Over]);
            if guard.0 == Turn::Over {
                return;
            }
            answer(&mut guard.1);
            self.hand_to(Turn::Asker, guard);
        }
    }
}
// way reference: end

/// Trips between the first lane and all others.
pub(super) fn trips(lanes: &Lanes, task: &Trips) -> Outcome {
    let first = fresh(task.payload_bytes);
    let desk = |_| Desk { payload: Mutex::new((Turn::Asker, first.clone())), handed: Condvar::new() };
    let desks: Vec<Desk> = (1..lanes.count()).map(desk).collect();
    let ask = || {
        for desk in &desks {
            desk.hand_to(Turn::Worker, desk.wait_for(&[Turn::Asker]));
        }
        desks.iter().map(|desk| sum(&desk.wait_for(&[Turn::Asker]).1)).collect()
    };
    let outcomes = lanes.each(|lane| match lane.checked_sub(1) {
        Some(worker) => {
            desks[worker as usize].work();
            None
        }
        None => {
            let outcome = make(&first, task.resolution_ms, ask);
            desks.iter().for_each(|desk| desk.hand_to(Turn::Over, desk.wait_for(&[Turn::Asker])));
            Some(outcome)
        }
    });
    outcomes.into_iter().flatten().next().unwrap_or_else(super::nothing_made)
}
