//! A place where lanes wait for each other, so that all go on in the same moment.

use std::{
    hint::spin_loop,
    sync::atomic::{AtomicU32, Ordering},
    thread,
    time::Duration,
};

use kosut_core::clock;

/// A lane looks this long for the others without rest. Waking a pool's threads takes less on an idle machine.
const COMING_MS: f64 = 2.0;

/// Once all have come, a lane looks this long until all are awake: more than a scheduler's slice, so that it seldom sleeps
/// when the others start. Who slept would come late and find them finished.
const AWAKE_MS: f64 = 20.0;

/// Looks between two looks at the clock.
const LOOKS: u32 = 256;

/// With more lanes than cores, who waits must leave the core to who is waited for.
const REST: Duration = Duration::from_micros(50);

/// The barrier. It can be used again and again.
pub struct Barrier {
    lanes: u32,
    waiting: AtomicU32,
    /// How often all were there.
    passed: AtomicU32,
}

impl Barrier {
    /// A barrier for this many lanes.
    pub fn new(lanes: u32) -> Self {
        Barrier { lanes, waiting: AtomicU32::new(0), passed: AtomicU32::new(0) }
    }

    /// Returns when all lanes have called it.
    pub fn wait(&self) {
        self.wait_restless(COMING_MS);
    }

    /// Returns when all lanes have called it and are awake: to all in the same moment, as far as the machine allows.
    pub fn start(&self) {
        self.wait_restless(COMING_MS);
        self.wait_restless(AWAKE_MS);
    }

    fn wait_restless(&self, restless_ms: f64) {
        // Acquire and Release: what any lane did before the barrier is seen by all behind it. The count passes it on to
        // the last one that comes, and `passed` from there to all others.
        let passed = self.passed.load(Ordering::Acquire);
        if self.waiting.fetch_add(1, Ordering::AcqRel) + 1 == self.lanes {
            self.waiting.store(0, Ordering::Relaxed);
            self.passed.store(passed.wrapping_add(1), Ordering::Release);
            return;
        }
        let began_ms = clock::now_ms();
        loop {
            for _ in 0..LOOKS {
                if self.passed.load(Ordering::Acquire) != passed {
                    return;
                }
                spin_loop();
            }
            if clock::now_ms() - began_ms > restless_ms {
                thread::sleep(REST);
            }
        }
    }
}
