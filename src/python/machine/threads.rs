//! The threads of the program, as the machine knows them.

use std::{
    collections::VecDeque,
    sync::{Arc, MutexGuard, PoisonError},
};

use super::Machine;
use crate::{lane::Lane, threading::Thread};

/// The most Python threads where nothing else bounds them, as where all take turns.
const THREADS_MAX: u32 = 1024;

/// The threads of the program.
#[derive(Debug, Default)]
pub(super) struct Threads {
    /// Those that were started and wait for a lane to run them.
    ready: VecDeque<Lane>,
    /// Those that have not ended, the main thread among them.
    pub(super) live: Vec<Arc<Thread>>,
    most: u32,
    /// Numbers that were given.
    pub(super) numbers: u32,
    /// Names of threads, pools and processes that were given, for those that come.
    names: [u32; 3],
}

/// What is counted for names.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Named {
    Thread,
    Pool,
    Process,
}

impl Threads {
    pub(super) fn new() -> Self {
        Threads { most: THREADS_MAX, ..Threads::default() }
    }
}

impl Machine {
    pub(super) fn threads(&self) -> MutexGuard<'_, Threads> {
        self.threads.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many Python threads there may be at a time, the main thread among them: as many as there are real lanes.
    pub fn set_threads_max(&self, most: u32) {
        self.bell.set_lanes(most);
        self.threads().most = most;
    }

    /// A number for a new thread.
    pub(crate) fn new_number(&self) -> u32 {
        let mut threads = self.threads();
        threads.numbers += 1;
        threads.numbers - 1
    }

    /// How many names of this sort were given before.
    pub(crate) fn count_name(&self, named: Named) -> u32 {
        let count = &mut self.threads().names[named as usize];
        *count += 1;
        *count - 1
    }

    /// Gives a thread to whoever runs lanes; `false` if there are as many as there may be.
    pub(crate) fn start_thread(&self, thread: &Arc<Thread>, lane: Lane) -> bool {
        let mut threads = self.threads();
        if threads.live.len() as u32 >= threads.most {
            return false;
        }
        threads.live.push(thread.clone());
        threads.ready.push_back(lane);
        drop(threads);
        self.bell.ring_for_idle();
        true
    }

    /// A thread that was started and that nobody runs yet.
    pub(crate) fn take_ready(&self) -> Option<Lane> {
        self.threads().ready.pop_front()
    }

    /// A thread has ended.
    pub(crate) fn thread_ended(&self, thread: &Arc<Thread>) {
        self.threads().live.retain(|other| !Arc::ptr_eq(other, thread));
        thread.finish();
        self.bell.ring();
    }

    /// Whether a thread lives that the program waits for at its end, other than the main thread.
    pub(crate) fn has_threads(&self) -> bool {
        self.threads().live.iter().any(|thread| thread.number != 0 && !thread.is_daemon())
    }

    /// How many threads live.
    pub(crate) fn live_threads(&self) -> usize {
        self.threads().live.len()
    }
}
