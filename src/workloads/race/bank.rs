//! A few accounts, and lanes that transfer money between them.
//!
//! An account is one word: the bookings that were made on it, and its balance. So each read and each write of it is
//! indivisible, and what got lost can be counted exactly: a booking that is missing in the books.

use std::sync::{
    Mutex, PoisonError,
    atomic::{AtomicU64, Ordering},
};

use super::{Cells, Found, Stage, Task, Way, count, wait_in_window};

/// So few that two lanes often meet at one.
const ACCOUNTS: usize = 8;

/// Coins in each account at first. More than a lane could ever take out of one by chance.
const BALANCE: u64 = 100_000_000;

/// The bookings stand above the balance.
const BOOKING: u64 = 1 << 32;

/// The largest transfer, in coins.
const COINS_MAX: u64 = 100;

/// An account in a cache line of its own, so that only lanes that use the same one meet.
#[repr(align(64))]
struct Account(AtomicU64);

/// The accounts and their lock.
pub struct Bank<'a> {
    task: Task,
    cells: &'a Cells,
    accounts: Vec<Account>,
    lock: Mutex<()>,
}

/// One transfer.
struct Transfer {
    from: usize,
    to: usize,
    coins: u64,
}

impl<'a> Bank<'a> {
    /// A bank without a booking.
    pub fn new(task: Task, cells: &'a Cells) -> Self {
        let accounts = (0..ACCOUNTS).map(|_| Account(AtomicU64::new(BALANCE))).collect();
        Bank { task, cells, accounts, lock: Mutex::new(()) }
    }

    // Relaxed throughout, as in the counter: each access is indivisible; what orders the lanes is the lock, or nothing.

    /// Books in three steps. What another lane books between the first and the last is lost.
    fn book_in_three_steps(&self, account: usize, change: u64) {
        let account = &self.accounts[account].0;
        let seen = account.load(Ordering::Relaxed);
        wait_in_window(self.task.window);
        account.store(seen.wrapping_add(change), Ordering::Relaxed);
    }

    /// Books in one step.
    fn book_at_once(&self, account: usize, change: u64) {
        wait_in_window(self.task.window);
        self.accounts[account].0.fetch_add(change, Ordering::Relaxed);
    }

    fn bookings(&self) -> u64 {
        self.accounts.iter().map(|account| account.0.load(Ordering::Relaxed) / BOOKING).sum()
    }
}

impl Transfer {
    /// The change of the account that gives: one booking more, some coins fewer.
    fn giving(&self) -> u64 {
        BOOKING - self.coins
    }

    /// The change of the account that takes.
    fn taking(&self) -> u64 {
        BOOKING + self.coins
    }
}

impl Stage for Bank<'_> {
    fn work(&self, lane: u32) {
        let Task { way, rounds, window, first, .. } = self.task;
        let mut random = XorShift(u64::from(first + lane + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let mut own = [0u64; ACCOUNTS];
        let step = |_| {
            let transfer = random.transfer();
            let Transfer { from, to, .. } = transfer;
            match way {
                Way::Unsynchronised => {
                    self.book_in_three_steps(from, transfer.giving());
                    self.book_in_three_steps(to, transfer.taking());
                }
                Way::Mutex => {
                    let _guard = self.lock.lock().unwrap_or_else(PoisonError::into_inner);
                    self.book_in_three_steps(from, transfer.giving());
                    self.book_in_three_steps(to, transfer.taking());
                }
                Way::Atomic => {
                    self.book_at_once(from, transfer.giving());
                    self.book_at_once(to, transfer.taking());
                }
                Way::Merge => {
                    wait_in_window(window);
                    own[from] = own[from].wrapping_add(transfer.giving());
                    wait_in_window(window);
                    own[to] = own[to].wrapping_add(transfer.taking());
                }
            }
        };
        let [steps, _] = self.cells.of_lane(lane);
        let show = |done| {
            steps.store(done, Ordering::Relaxed);
            if lane == 0 {
                self.cells.shared().store(self.bookings() as u32, Ordering::Relaxed);
            }
        };
        count(rounds, step, show);
        for (account, change) in self.accounts.iter().zip(own) {
            account.0.fetch_add(change, Ordering::Relaxed);
        }
    }

    fn finish(&self) -> Found {
        let found = self.bookings();
        // Shown as it is in the end: lane 0 may have looked before the others had finished.
        self.cells.shared().store(found as u32, Ordering::Relaxed);
        let coins = |account: &Account| (account.0.swap(BALANCE, Ordering::Relaxed) % BOOKING) as i64 - BALANCE as i64;
        Found { found, beside: self.accounts.iter().map(coins).sum() }
    }
}

/// George Marsaglia, *Xorshift RNGs*, 2003: which accounts and how many coins. Any generator does that is quick beside a
/// booking, and gives each lane transfers of its own.
struct XorShift(u64);

impl XorShift {
    fn transfer(&mut self) -> Transfer {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        let from = (self.0 >> 32) as usize % ACCOUNTS;
        let to = (from + 1 + (self.0 >> 40) as usize % (ACCOUNTS - 1)) % ACCOUNTS;
        Transfer { from, to, coins: 1 + (self.0 >> 48) % COINS_MAX }
    }
}
