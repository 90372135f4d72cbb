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

/// One bell for all lanes of a process, and one for whoever carries the process's messages.
#[derive(Debug, Default)]
pub struct Bell {
    /// Held by whoever looks whether its waiting is over, until it sleeps: so no ring falls between looking and sleeping.
    looking: Mutex<()>,
    lanes: Condvar,
    lanes_waiting: AtomicU32,
    carrier: Condvar,
    carriers_waiting: AtomicU32,
}

impl Bell {
    fn looking(&self) -> MutexGuard<'_, ()> {
        self.looking.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Wakes all lanes that wait, to look again. To be called after the change, without any lock.
    pub fn ring(&self) {
        // SeqCst: a lane counts itself before it looks. Either it sees the change, or it is seen here; and then the mutex
        // makes this wait until it sleeps.
        if self.lanes_waiting.load(Ordering::SeqCst) > 0 {
            drop(self.looking());
            self.lanes.notify_all();
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
    pub fn wait<T>(&self, look: impl FnMut() -> Look<T>) -> T {
        self.wait_at(&self.lanes, &self.lanes_waiting, look)
    }

    /// Waits as the carrier.
    pub fn wait_as_carrier<T>(&self, look: impl FnMut() -> Look<T>) -> T {
        self.wait_at(&self.carrier, &self.carriers_waiting, look)
    }

    fn wait_at<T>(&self, changed: &Condvar, waiting: &AtomicU32, mut look: impl FnMut() -> Look<T>) -> T {
        let mut guard = self.looking();
        waiting.fetch_add(1, Ordering::SeqCst);
        let result = loop {
            match look() {
                Look::Over(result) => break result,
                Look::Wait(None) => guard = changed.wait(guard).unwrap_or_else(PoisonError::into_inner),
                Look::Wait(Some(wait_ms)) => {
                    let timeout = duration(wait_ms);
                    guard = changed.wait_timeout(guard, timeout).unwrap_or_else(PoisonError::into_inner).0;
                }
            }
        };
        waiting.fetch_sub(1, Ordering::SeqCst);
        drop(guard);
        result
    }
}

/// Milliseconds as a duration that a condition variable takes: a day at most.
pub(crate) fn duration(wait_ms: f64) -> Duration {
    const DAY_MS: f64 = 86_400_000.0;
    // NaN becomes 0.
    Duration::from_secs_f64(wait_ms.max(0.0).min(DAY_MS) / 1000.0)
}
