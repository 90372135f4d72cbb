//! The bell of a process: it rings when something has changed that a lane may wait for.

use std::{
    sync::{
        Condvar, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

/// What a lane that waits finds when it looks.
#[derive(Debug)]
pub enum Look<T> {
    /// What it waited for.
    Over(T),
    /// Nothing yet; it looks again when the bell rings, or when so many milliseconds have passed.
    Wait(Option<f64>),
}

/// What a lane waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Waits {
    /// Its thread waits for something that may change at any time.
    InThread,
    /// It has no thread, and waits for one or for the program's end. Rings that bring neither leave it asleep: else each lane
    /// that is not needed would take time from those that are.
    ForThread,
}

/// One bell for all lanes of a process, and one for whoever carries the process's messages.
#[derive(Debug, Default)]
pub struct Bell {
    /// Held by whoever looks whether its waiting is over, until it sleeps: so no ring falls between looking and sleeping.
    looking: Mutex<Looking>,
    lanes: [Sleepers; 2],
    carrier: Condvar,
    carriers_waiting: AtomicU32,
    lanes_in_all: AtomicU32,
}

/// Lanes that wait for the same sort of ring.
#[derive(Debug, Default)]
struct Sleepers {
    rung: Condvar,
    /// Those that look or sleep.
    waiting: AtomicU32,
}

#[derive(Debug, Default)]
struct Looking {
    /// Of each sort of lanes.
    rings: [Rings; 2],
}

#[derive(Debug, Default, Clone, Copy)]
struct Rings {
    /// How often it rang for them.
    count: u64,
    /// How many have looked since, in vain.
    settled: u32,
}

impl Looking {
    fn settled(&self) -> u32 {
        self.rings.iter().map(|rings| rings.settled).sum()
    }
}

impl Bell {
    fn looking(&self) -> MutexGuard<'_, Looking> {
        self.looking.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many lanes there are. To be said before they begin, for the carrier to be told when all of them wait.
    pub fn set_lanes(&self, lanes: u32) {
        self.lanes_in_all.store(lanes, Ordering::Relaxed);
    }

    /// Wakes all lanes whose threads wait, to look again. To be called after the change, without any lock.
    pub fn ring(&self) {
        self.ring_for(Waits::InThread);
    }

    /// Wakes the lanes without a thread: there is one, or the program is over.
    pub fn ring_for_idle(&self) {
        self.ring_for(Waits::ForThread);
    }

    fn ring_for(&self, whom: Waits) {
        let sleepers = &self.lanes[whom as usize];
        // SeqCst: a lane counts itself before it looks. Either it sees the change, or it is seen here; and then the mutex
        // makes this wait until it sleeps.
        if sleepers.waiting.load(Ordering::SeqCst) > 0 {
            let mut looking = self.looking();
            let rings = &mut looking.rings[whom as usize];
            rings.count += 1;
            rings.settled = 0;
            drop(looking);
            sleepers.rung.notify_all();
        }
    }

    /// Wakes the carrier: there is output, a call, or the end.
    pub fn ring_for_carrier(&self) {
        // As above.
        if self.carriers_waiting.load(Ordering::SeqCst) > 0 {
            drop(self.looking());
            self.carrier.notify_all();
        }
    }

    /// Waits as a lane until `look` says that it is over.
    pub fn wait<T>(&self, waits: Waits, mut look: impl FnMut() -> Look<T>) -> T {
        let (sleepers, which) = (&self.lanes[waits as usize], waits as usize);
        let mut looking = self.looking();
        sleepers.waiting.fetch_add(1, Ordering::SeqCst);
        let result = loop {
            match look() {
                Look::Over(result) => break result,
                Look::Wait(wait_ms) => {
                    let count = looking.rings[which].count;
                    looking.rings[which].settled += 1;
                    // Relaxed: it was set before there were lanes.
                    if looking.settled() == self.lanes_in_all.load(Ordering::Relaxed) {
                        self.carrier.notify_all();
                    }
                    looking = sleep(&sleepers.rung, looking, wait_ms);
                    // A ring has unsettled all.
                    if looking.rings[which].count == count {
                        looking.rings[which].settled -= 1;
                    }
                }
            }
        };
        sleepers.waiting.fetch_sub(1, Ordering::SeqCst);
        drop(looking);
        result
    }

    /// Waits as the carrier. `look` is told whether all lanes wait and have looked since the bell rang for them last: nothing
    /// goes on but when the time of one has come.
    pub fn wait_as_carrier<T>(&self, mut look: impl FnMut(bool) -> Look<T>) -> T {
        let mut looking = self.looking();
        self.carriers_waiting.fetch_add(1, Ordering::SeqCst);
        let result = loop {
            match look(looking.settled() >= self.lanes_in_all.load(Ordering::Relaxed)) {
                Look::Over(result) => break result,
                Look::Wait(wait_ms) => looking = sleep(&self.carrier, looking, wait_ms),
            }
        };
        self.carriers_waiting.fetch_sub(1, Ordering::SeqCst);
        drop(looking);
        result
    }
}

fn sleep<'a>(changed: &Condvar, guard: MutexGuard<'a, Looking>, wait_ms: Option<f64>) -> MutexGuard<'a, Looking> {
    match wait_ms {
        None => changed.wait(guard).unwrap_or_else(PoisonError::into_inner),
        Some(wait_ms) => changed.wait_timeout(guard, duration(wait_ms)).unwrap_or_else(PoisonError::into_inner).0,
    }
}

/// Milliseconds as a duration that a condition variable takes: a day at most.
pub(crate) fn duration(wait_ms: f64) -> Duration {
    const DAY_MS: f64 = 86_400_000.0;
    let wait_ms = if wait_ms.is_nan() { 0.0 } else { wait_ms.clamp(0.0, DAY_MS) };
    Duration::from_secs_f64(wait_ms / 1000.0)
}
