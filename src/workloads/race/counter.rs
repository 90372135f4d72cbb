//! One number, and lanes that all add 1 to it.

use std::{
    hint::black_box,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU32, Ordering},
    },
};

use super::{Cells, Found, Stage, Task, Way, count, wait_in_window};

/// The number and its lock.
pub struct Counter<'a> {
    task: Task,
    cells: &'a Cells,
    /// It lies in a cell, so that it can be watched while the lanes write to it.
    number: &'a AtomicU32,
    lock: Mutex<()>,
}

impl<'a> Counter<'a> {
    /// A number that is 0.
    pub fn new(task: Task, cells: &'a Cells) -> Self {
        Counter { task, cells, number: cells.shared(), lock: Mutex::new(()) }
    }

    // Relaxed throughout: each access to the number is indivisible, which is all that is claimed of it. What orders the
    // accesses of different lanes is the lock, or nothing.

    /// Adds 1 in three steps. What another lane adds between the first and the last is lost.
    fn add_in_three_steps(&self) {
        let seen = self.number.load(Ordering::Relaxed);
        wait_in_window(self.task.window);
        self.number.store(seen.wrapping_add(1), Ordering::Relaxed);
    }

    /// Adds 1 in three steps that nobody can come between.
    fn add_under_lock(&self) {
        let _guard = self.lock.lock().unwrap_or_else(PoisonError::into_inner);
        self.add_in_three_steps();
    }

    /// Adds 1 in one step, which has no window: the loop takes its time before it.
    fn add_at_once(&self) {
        wait_in_window(self.task.window);
        self.number.fetch_add(1, Ordering::Relaxed);
    }
}

impl Stage for Counter<'_> {
    fn work(&self, lane: u32) {
        let Task { way, rounds, window, .. } = self.task;
        let [steps, _] = self.cells.of_lane(lane);
        let show = |done| steps.store(done, Ordering::Relaxed);
        match way {
            Way::Unsynchronised => count(rounds, |_| self.add_in_three_steps(), show),
            Way::Mutex => count(rounds, |_| self.add_under_lock(), show),
            Way::Atomic => count(rounds, |_| self.add_at_once(), show),
            Way::Merge => {
                let mut own = 0;
                let add = |_| {
                    wait_in_window(window);
                    // The compiler must not see the sum in advance: then there would be nothing to measure.
                    own = black_box(own + 1);
                };
                count(rounds, add, show);
                self.number.fetch_add(own, Ordering::Relaxed);
            }
        }
    }

    fn finish(&self) -> Found {
        Found { found: self.number.swap(0, Ordering::Relaxed).into(), beside: 0 }
    }
}
