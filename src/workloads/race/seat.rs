//! A hall of seats, and lanes that all sell all of them: who finds a seat free takes it.
//!
//! Looking and taking are two steps. A seat that two lanes find free before one has taken it is sold to both.

use std::{
    cell::Cell,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU8, Ordering},
    },
};

use super::{Cells, Found, Stage, Task, Way, count, wait_in_window};

const FREE: u8 = 0;
const TAKEN: u8 = 1;

/// The seats and their lock.
pub struct Hall<'a> {
    task: Task,
    cells: &'a Cells,
    seats: Vec<AtomicU8>,
    lock: Mutex<()>,
    /// Which seats each lane has sold, one bit for each. Only the lane itself takes its lock, once, while it works.
    sold: Vec<Mutex<Vec<u64>>>,
}

impl<'a> Hall<'a> {
    /// A hall in which all seats are free.
    pub fn new(task: Task, cells: &'a Cells) -> Self {
        let seats = (0..task.rounds).map(|_| AtomicU8::new(FREE)).collect();
        let words = task.rounds.div_ceil(u64::BITS) as usize;
        let sold = (task.first..task.of).map(|_| Mutex::new(vec![0; words])).collect();
        Hall { task, cells, seats, lock: Mutex::new(()), sold }
    }

    // Relaxed throughout, as in the counter: each access is indivisible; what orders the lanes is the lock, or nothing.

    /// Looks, and then takes. Who looks in between finds the seat free too.
    fn take_in_two_steps(&self, seat: u32) -> bool {
        let seat = &self.seats[seat as usize];
        if seat.load(Ordering::Relaxed) == TAKEN {
            return false;
        }
        wait_in_window(self.task.window);
        seat.store(TAKEN, Ordering::Relaxed);
        true
    }

    fn take_under_lock(&self, seat: u32) -> bool {
        let _guard = self.lock.lock().unwrap_or_else(PoisonError::into_inner);
        self.take_in_two_steps(seat)
    }

    /// Looks and takes in one step.
    fn take_at_once(&self, seat: u32) -> bool {
        wait_in_window(self.task.window);
        self.seats[seat as usize].compare_exchange(FREE, TAKEN, Ordering::Relaxed, Ordering::Relaxed).is_ok()
    }
}

impl Stage for Hall<'_> {
    fn work(&self, lane: u32) {
        let Task { way, rounds, first, of, .. } = self.task;
        let mut sold = self.sold[lane as usize].lock().unwrap_or_else(PoisonError::into_inner);
        let share = |lane: u32| (u64::from(rounds) * u64::from(lane) / u64::from(of)) as u32;
        // Under this way each lane has seats of its own, so that nobody else asks for them.
        let own = match way {
            Way::Merge => share(first + lane)..share(first + lane + 1),
            _ => 0..rounds,
        };
        let tickets = Cell::new(0);
        let sell = |round| {
            let seat = own.start + round;
            let taken = match way {
                Way::Unsynchronised | Way::Merge => self.take_in_two_steps(seat),
                Way::Mutex => self.take_under_lock(seat),
                Way::Atomic => self.take_at_once(seat),
            };
            if taken {
                sold[(seat / u64::BITS) as usize] |= 1 << (seat % u64::BITS);
                tickets.set(tickets.get() + 1);
            }
        };
        let [steps, shown_tickets] = self.cells.of_lane(lane);
        let show = |done| {
            steps.store(done, Ordering::Relaxed);
            shown_tickets.store(tickets.get(), Ordering::Relaxed);
        };
        count(own.end - own.start, sell, show);
    }

    fn finish(&self) -> Found {
        let (mut once, mut tickets) = (0, 0);
        let mut sold: Vec<_> =
            self.sold.iter().map(|sold| sold.lock().unwrap_or_else(PoisonError::into_inner)).collect();
        for word in 0..self.seats.len().div_ceil(u64::BITS as usize) {
            let (mut any, mut again) = (0u64, 0u64);
            for sold in &mut sold {
                let own = std::mem::take(&mut sold[word]);
                again |= any & own;
                any |= own;
                tickets += i64::from(own.count_ones());
            }
            once += u64::from((any & !again).count_ones());
        }
        self.seats.iter().for_each(|seat| seat.store(FREE, Ordering::Relaxed));
        Found { found: once, beside: tickets }
    }
}
