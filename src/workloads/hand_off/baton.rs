//! What a turn is, and how who waits for it is woken.

use std::sync::{
    Condvar, Mutex, MutexGuard, PoisonError,
    atomic::{AtomicU32, Ordering},
};

/// A turn that two hand to each other; it is the first one's at the start. They are 0 and 1.
pub trait Baton: Sync {
    /// Called by each of the two on its own thread, before either waits.
    fn arrive(&self, _who: u32) {}

    /// Sleeps until it is this one's turn.
    fn wait_for(&self, who: u32);

    /// The same, and then wakes the other, whose turn it is.
    fn hand_on(&self, who: u32);
}

/// The standard library's way: a mutex that holds the turn, and a condition variable.
#[derive(Debug, Default)]
pub struct Std {
    turn: Mutex<u32>,
    handed: Condvar,
}

impl Std {
    fn own_turn(&self, who: u32) -> MutexGuard<'_, u32> {
        let guard = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        self.handed.wait_while(guard, |turn| *turn != who).unwrap_or_else(PoisonError::into_inner)
    }
}

impl Baton for Std {
    fn wait_for(&self, who: u32) {
        drop(self.own_turn(who));
    }

    fn hand_on(&self, who: u32) {
        // The lock is free before the other is woken, or it would wake only to wait for the lock.
        *self.own_turn(who) = 1 - who;
        self.handed.notify_one();
    }
}

/// The platform's own way: a word in memory, and a call that sleeps while the word is what it was.
#[derive(Debug, Default)]
pub struct Bare {
    turn: AtomicU32,
    sleepers: Sleepers,
}

impl Baton for Bare {
    fn arrive(&self, who: u32) {
        self.sleepers.arrive(who);
    }

    fn wait_for(&self, who: u32) {
        loop {
            // Acquire pairs with the Release below: what the other did in its turn is seen in this one.
            let turn = self.turn.load(Ordering::Acquire);
            if turn == who {
                return;
            }
            self.sleepers.sleep(&self.turn, turn);
        }
    }

    fn hand_on(&self, who: u32) {
        self.wait_for(who);
        self.turn.store(1 - who, Ordering::Release);
        self.sleepers.wake(&self.turn, 1 - who);
    }
}

#[cfg(all(target_arch = "wasm32", target_feature = "atomics"))]
mod sleepers {
    use core::arch::wasm32::{memory_atomic_notify, memory_atomic_wait32};
    use std::sync::atomic::AtomicU32;

    /// For ever: the cluster's watchdog ends who is never woken.
    const NO_TIMEOUT: i64 = -1;

    /// WebAssembly keeps the list of who sleeps at which address.
    #[derive(Debug, Default)]
    pub struct Sleepers;

    impl Sleepers {
        pub fn arrive(&self, _who: u32) {}

        pub fn sleep(&self, word: &AtomicU32, while_it_is: u32) {
            // SAFETY: the address is that of an aligned word which outlives the call; the instruction only reads it, and
            // does so atomically.
            unsafe { memory_atomic_wait32(word.as_ptr().cast(), while_it_is as i32, NO_TIMEOUT) };
        }

        pub fn wake(&self, word: &AtomicU32, _who: u32) {
            // SAFETY: as above; the address is only looked up.
            unsafe { memory_atomic_notify(word.as_ptr().cast(), 1) };
        }
    }
}

#[cfg(not(all(target_arch = "wasm32", target_feature = "atomics")))]
mod sleepers {
    use std::{
        sync::{OnceLock, atomic::AtomicU32},
        thread::{self, Thread},
    };

    /// Threads that park: a futex each on Linux, and what comes next to it elsewhere.
    #[derive(Debug, Default)]
    pub struct Sleepers([OnceLock<Thread>; 2]);

    impl Sleepers {
        pub fn arrive(&self, who: u32) {
            self.0[who as usize].get_or_init(thread::current);
        }

        pub fn sleep(&self, _word: &AtomicU32, _while_it_is: u32) {
            // An `unpark` that came before it is not lost: it returns at once then.
            thread::park();
        }

        pub fn wake(&self, _word: &AtomicU32, who: u32) {
            // It has arrived: nobody waits or wakes before both have.
            if let Some(thread) = self.0[who as usize].get() {
                thread.unpark();
            }
        }
    }
}

use sleepers::Sleepers;
