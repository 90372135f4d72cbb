//! The global interpreter lock, as CPython's works: whoever waits for it asks for it when nobody got it for a switch
//! interval; whoever was asked gives it back at its next check, and does not take it again before another has had it.

use std::sync::{
    Condvar, Mutex, MutexGuard, PoisonError,
    atomic::{AtomicBool, AtomicU64, Ordering},
};

use crate::bell::duration;

/// The lock.
#[derive(Debug)]
pub struct Gil {
    state: Mutex<State>,
    /// The lock was given back.
    freed: Condvar,
    /// The lock was taken, or nobody waits for it any more.
    taken: Condvar,
    /// The switch interval in milliseconds, as the bits of an `f64`.
    interval_ms: AtomicU64,
}

#[derive(Debug, Default)]
struct State {
    held: bool,
    /// Who holds it, or held it last.
    holder: Option<u32>,
    /// How often it went from one lane to another.
    switches: u64,
    waiting: u32,
    /// Whether a lane that waits has asked for it.
    asked: bool,
}

impl Gil {
    /// A lock that nobody holds.
    pub fn new(interval_ms: f64) -> Self {
        Gil {
            state: Mutex::default(),
            freed: Condvar::new(),
            taken: Condvar::new(),
            interval_ms: AtomicU64::new(interval_ms.to_bits()),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The switch interval, in milliseconds.
    pub fn interval_ms(&self) -> f64 {
        // Relaxed: whoever sees the old one a moment longer waits the old interval.
        f64::from_bits(self.interval_ms.load(Ordering::Relaxed))
    }

    /// Changes the switch interval.
    pub fn set_interval_ms(&self, interval_ms: f64) {
        self.interval_ms.store(interval_ms.to_bits(), Ordering::Relaxed);
    }

    /// Waits for the lock and takes it. `breaker` is set to ask whoever holds it. `false`: the program is over.
    pub fn take(&self, lane: u32, breaker: &AtomicBool, over: impl Fn() -> bool) -> bool {
        let mut state = self.state();
        state.waiting += 1;
        while state.held && !over() {
            let switches = state.switches;
            // CPython's shortest interval is a microsecond, too.
            let interval = duration(self.interval_ms().max(0.001));
            let (guard, waited) = self.freed.wait_timeout(state, interval).unwrap_or_else(PoisonError::into_inner);
            state = guard;
            // Who saw the lock change hands meanwhile has no reason to complain: it waits another interval.
            if waited.timed_out() && state.held && state.switches == switches {
                state.asked = true;
                // Relaxed: the lane that holds the lock sees it soon; nothing else is told by it.
                breaker.store(true, Ordering::Relaxed);
            }
        }
        state.waiting -= 1;
        let takes = !over();
        if takes {
            state.held = true;
            if state.holder != Some(lane) {
                state.holder = Some(lane);
                state.switches += 1;
            }
            state.asked = false;
            // SeqCst, as where the program is ended: that sets `over`, then the breaker. Either it is seen here, or the breaker
            // is set after this.
            breaker.store(false, Ordering::SeqCst);
            if over() {
                breaker.store(true, Ordering::SeqCst);
            }
        }
        drop(state);
        self.taken.notify_all();
        takes
    }

    /// Gives the lock back. If it was asked for, this waits until another lane has taken it: otherwise the lane that holds
    /// it would nearly always be the first to have it again.
    pub fn release(&self, lane: u32, over: impl Fn() -> bool) {
        let mut state = self.state();
        state.held = false;
        self.freed.notify_one();
        while state.asked && state.holder == Some(lane) && state.waiting > 0 && !over() {
            state = self.taken.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Wakes all who wait, because the program is over.
    pub fn wake(&self) {
        // With the mutex, so that it does not fall between their looking and their sleeping.
        drop(self.state());
        self.freed.notify_all();
        self.taken.notify_all();
    }

    /// Who holds it.
    pub fn holder(&self) -> Option<u32> {
        let state = self.state();
        if state.held { state.holder } else { None }
    }

    /// How often it went from one lane to another.
    pub fn switches(&self) -> u64 {
        self.state().switches
    }
}
