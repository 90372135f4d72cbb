//! Locks whose holders and waiters stand on the board: the table of locks, which others can read while all lanes sleep.
//!
//! A lock blocks for real: who finds it taken sleeps on a condition variable (in a browser, `memory.atomic.wait32`) until
//! the holder gives it back, and for ever if that never happens.
//!
//! ```text
//! table = [ holder of each lock | waits | since | count | note | changes, each for every lane ]
//! holder = 0, or the lane + 1
//! waits  = 0, or the lock + 1; with the highest bit set when the lane will wait no longer than a certain time
//! since  = microseconds since the run's start, when the lane began to wait
//! count, note: for programs
//! changes = even; odd while the lane changes something of the above but its note
//! ```
//!
//! Each lane writes only what is its own: its own words, and the holder of a lock that it holds. So whoever reads a lane's
//! `changes` twice, even and the same, knows that nothing that this lane writes has changed in between. They stand at the
//! end, where a reader comes last.

use std::{
    ops::Range,
    sync::{
        Condvar, Mutex, PoisonError,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use super::board::CELLS;
use kosut_core::{
    clock,
    error::{Error, Result},
};

/// The bit of a `waits` word that says that the lane waits for a certain time only.
pub(super) const BOUNDED: u32 = 1 << 31;

/// The groups of words that each lane has one of.
const WORDS_PER_LANE: usize = 5;

/// Where what stands in a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Table {
    /// How many locks.
    pub locks: u32,
    /// How many lanes.
    pub lanes: u32,
}

impl Table {
    /// The board's cells that the table takes.
    pub fn cells(self) -> Range<usize> {
        0..self.group(WORDS_PER_LANE)
    }

    /// The first word of a group.
    fn group(self, group: usize) -> usize {
        self.locks as usize + group * self.lanes as usize
    }

    pub(super) fn holder(self, lock: u32) -> usize {
        lock as usize
    }

    pub(super) fn waits(self, lane: u32) -> usize {
        self.group(0) + lane as usize
    }

    pub(super) fn since(self, lane: u32) -> usize {
        self.group(1) + lane as usize
    }

    pub(super) fn count(self, lane: u32) -> usize {
        self.group(2) + lane as usize
    }

    pub(super) fn note(self, lane: u32) -> usize {
        self.group(3) + lane as usize
    }

    pub(super) fn changes(self, lane: u32) -> usize {
        self.group(4) + lane as usize
    }
}

/// Some locks and their table.
#[derive(Debug)]
pub struct Locks<'a> {
    locks: Vec<Lock>,
    table: Table,
    cells: &'a [AtomicU32],
    epoch_ms: f64,
}

#[derive(Debug, Default)]
struct Lock {
    taken: Mutex<bool>,
    freed: Condvar,
}

impl<'a> Locks<'a> {
    /// Free locks, shown in `cells`, which are a board's; times count from `epoch_ms`.
    ///
    /// # Errors
    /// [`Error::Protocol`] when the table is larger than a board.
    pub fn new(table: Table, cells: &'a [AtomicU32], epoch_ms: f64) -> Result<Self> {
        let cells = cells.get(table.cells()).ok_or_else(|| {
            let Table { locks, lanes } = table;
            Error::Protocol { reason: format!("{locks} locks and {lanes} lanes do not fit into {CELLS} cells") }
        })?;
        cells.iter().for_each(|cell| cell.store(0, Ordering::SeqCst));
        let locks = (0..table.locks).map(|_| Lock::default()).collect();
        Ok(Locks { locks, table, cells, epoch_ms })
    }

    /// What a lane takes and gives back locks with; only that lane may use it.
    pub fn hand(&'a self, lane: u32) -> Hand<'a> {
        Hand { locks: self, lane }
    }
}

/// A lane's access to the locks.
#[derive(Debug, Clone, Copy)]
pub struct Hand<'a> {
    locks: &'a Locks<'a>,
    lane: u32,
}

/// A lock that is held until this is dropped.
#[derive(Debug)]
#[must_use = "a lock is given back when this is dropped"]
pub struct Held<'a> {
    hand: Hand<'a>,
    lock: u32,
}

/// How long a lane waits for a lock.
#[derive(Clone, Copy)]
enum Patience {
    None,
    UntilMs(f64),
    Endless,
}

impl<'a> Hand<'a> {
    /// Takes a lock; waits for it as long as it takes.
    pub fn lock(self, lock: u32) -> Held<'a> {
        loop {
            // An endless wait ends with the lock only.
            if let Some(held) = self.acquire(lock, Patience::Endless) {
                return held;
            }
        }
    }

    /// Takes a lock if it is free.
    pub fn try_lock(self, lock: u32) -> Option<Held<'a>> {
        self.acquire(lock, Patience::None)
    }

    /// Takes a lock if it is free or becomes free within this time.
    pub fn lock_for(self, lock: u32, wait_ms: f64) -> Option<Held<'a>> {
        self.acquire(lock, Patience::UntilMs(clock::now_ms() + wait_ms))
    }

    /// Counts one of what the program counts.
    pub fn count(self) {
        self.change(|| {
            self.cell(self.table().count(self.lane)).fetch_add(1, Ordering::SeqCst);
        });
    }

    /// Notes what the program shows of this lane.
    pub fn note(self, note: u32) {
        self.set(self.table().note(self.lane), note);
    }

    fn acquire(self, lock: u32, patience: Patience) -> Option<Held<'a>> {
        let Lock { taken, freed } = &self.locks.locks[lock as usize];
        let mut taken = taken.lock().unwrap_or_else(PoisonError::into_inner);
        if *taken {
            let bound = match patience {
                Patience::None => return None,
                Patience::UntilMs(_) => BOUNDED,
                Patience::Endless => 0,
            };
            let since_us = ((clock::now_ms() - self.locks.epoch_ms).max(0.0) * 1e3) as u32;
            self.change(|| {
                self.set(self.table().since(self.lane), since_us);
                self.set(self.table().waits(self.lane), (lock + 1) | bound);
            });
        }
        while *taken {
            taken = match patience {
                Patience::UntilMs(until_ms) => {
                    let left_ms = until_ms - clock::now_ms();
                    if left_ms <= 0.0 {
                        self.change(|| self.set(self.table().waits(self.lane), 0));
                        return None;
                    }
                    let left = Duration::from_secs_f64(left_ms / 1e3);
                    freed.wait_timeout(taken, left).unwrap_or_else(PoisonError::into_inner).0
                }
                _ => freed.wait(taken).unwrap_or_else(PoisonError::into_inner),
            };
        }
        *taken = true;
        self.change(|| {
            self.set(self.table().waits(self.lane), 0);
            self.set(self.table().holder(lock), self.lane + 1);
        });
        Some(Held { hand: self, lock })
    }

    fn release(self, lock: u32) {
        let Lock { taken, freed } = &self.locks.locks[lock as usize];
        let mut taken = taken.lock().unwrap_or_else(PoisonError::into_inner);
        self.change(|| self.set(self.table().holder(lock), 0));
        *taken = false;
        drop(taken);
        freed.notify_one();
    }

    /// Changes words of the table so that readers notice.
    fn change(self, change: impl FnOnce()) {
        // Sequentially consistent, as are the accesses in between and those of the reader: it concludes from two equal
        // readings of this word that none of the others has changed, which needs one order of all of them.
        let changes = self.cell(self.table().changes(self.lane));
        changes.fetch_add(1, Ordering::SeqCst);
        change();
        changes.fetch_add(1, Ordering::SeqCst);
    }

    fn table(self) -> Table {
        self.locks.table
    }

    fn cell(self, index: usize) -> &'a AtomicU32 {
        &self.locks.cells[index]
    }

    fn set(self, index: usize, value: u32) {
        self.cell(index).store(value, Ordering::SeqCst);
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        self.hand.release(self.lock);
    }
}

#[cfg(test)]
mod tests {
    use std::{sync::Barrier, thread};

    use super::*;
    use crate::lanes::{board::Board, wait_for::Snapshot};

    const TABLE: Table = Table { locks: 2, lanes: 4 };

    fn read(board: &Board) -> Snapshot {
        let cells: Vec<u32> = board.cells()[TABLE.cells()].iter().map(|cell| cell.load(Ordering::SeqCst)).collect();
        Snapshot::read(TABLE, &cells).expect("a table")
    }

    #[test]
    fn only_one_lane_at_a_time_holds_a_lock() {
        let board = Board::new(4);
        let locks = Locks::new(TABLE, board.cells(), clock::now_ms()).expect("fits");
        // Read and written apart: without the lock, additions would be lost.
        let sum = AtomicU32::new(0);
        thread::scope(|scope| {
            for lane in 0..4 {
                let (hand, sum) = (locks.hand(lane), &sum);
                scope.spawn(move || {
                    for turn in 0..3000 {
                        let held = match turn % 3 {
                            0 => hand.lock(1),
                            1 => loop {
                                if let Some(held) = hand.try_lock(1) {
                                    break held;
                                }
                                thread::yield_now();
                            },
                            _ => loop {
                                if let Some(held) = hand.lock_for(1, 0.05) {
                                    break held;
                                }
                            },
                        };
                        let before = sum.load(Ordering::Relaxed);
                        sum.store(before + 1, Ordering::Relaxed);
                        hand.count();
                        drop(held);
                    }
                });
            }
        });
        assert_eq!(sum.into_inner(), 12_000);
        let table = read(&board);
        assert_eq!(table.counts, [3000; 4]);
        assert!(table.holders.iter().all(Option::is_none) && table.waits.iter().all(Option::is_none), "{table:?}");
    }

    #[test]
    fn the_table_tells_who_holds_and_who_waits() {
        let board = Board::new(4);
        let locks = Locks::new(TABLE, board.cells(), clock::now_ms()).expect("fits");
        let begun = Barrier::new(2);
        let held = locks.hand(3).lock(0);
        assert!(locks.hand(2).try_lock(0).is_none());
        assert!(locks.hand(2).lock_for(0, 1.0).is_none());
        thread::scope(|scope| {
            scope.spawn(|| {
                begun.wait();
                drop(locks.hand(1).lock(0));
            });
            begun.wait();
            let table = loop {
                let table = read(&board);
                if table.waits[1].is_some() {
                    break table;
                }
                thread::yield_now();
            };
            assert_eq!(table.holders, [Some(3), None]);
            assert_eq!(table.waits[1].map(|wait| (wait.lock, wait.bounded)), Some((0, false)));
            drop(held);
        });
        assert_eq!(read(&board).holders, [None, None]);
    }

    #[test]
    fn a_table_that_is_too_large_is_refused() {
        let board = Board::new(1);
        let table = Table { locks: 1000, lanes: 64 };
        assert_eq!(Locks::new(table, board.cells(), 0.0).expect_err("too large").code(), "protocol");
    }
}
