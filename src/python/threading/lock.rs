//! `threading.Lock`

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

/// Nobody holds it.
const NOBODY: u32 = u32::MAX;

/// A lock. Whoever holds it, any thread may release it, as in CPython.
#[derive(Debug)]
pub struct Lock {
    locked: AtomicBool,
    /// The number of the thread that took it, for those who look on.
    holder: AtomicU32,
    /// How many lanes wait for it. While there are none, a release rings no bell.
    waiters: AtomicU32,
}

impl Default for Lock {
    fn default() -> Self {
        Lock { locked: AtomicBool::new(false), holder: AtomicU32::new(NOBODY), waiters: AtomicU32::new(0) }
    }
}

impl Lock {
    /// Takes it, if it is free.
    pub fn try_acquire(&self, thread: u32) -> bool {
        // SeqCst here and in `release`: a waiter counts itself, then looks at the lock; who releases frees the lock, then
        // looks at the count. One of the two must see the other.
        let taken = self.locked.compare_exchange(false, true, Ordering::SeqCst, Ordering::SeqCst).is_ok();
        if taken {
            // Relaxed: it is only shown.
            self.holder.store(thread, Ordering::Relaxed);
        }
        taken
    }

    /// Gives it back; `None` if it was free. Otherwise it tells whether somebody waits, for whom the bell has to ring.
    pub fn release(&self) -> Option<bool> {
        if !self.locked.load(Ordering::SeqCst) {
            return None;
        }
        self.holder.store(NOBODY, Ordering::Relaxed);
        let was_locked = self.locked.swap(false, Ordering::SeqCst);
        was_locked.then(|| self.waiters.load(Ordering::SeqCst) > 0)
    }

    /// Whether somebody holds it.
    pub fn locked(&self) -> bool {
        self.locked.load(Ordering::SeqCst)
    }

    /// The number of the thread that took it.
    pub fn holder(&self) -> Option<u32> {
        let holder = self.holder.load(Ordering::Relaxed);
        (holder != NOBODY).then_some(holder)
    }

    /// A lane begins to wait for it.
    pub(crate) fn enter(&self) {
        self.waiters.fetch_add(1, Ordering::SeqCst);
    }

    /// A lane waits for it no longer.
    pub(crate) fn leave(&self) {
        self.waiters.fetch_sub(1, Ordering::SeqCst);
    }
}
