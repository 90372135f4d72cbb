//! `threading.Thread`

use std::sync::{
    Mutex, PoisonError,
    atomic::{AtomicBool, AtomicU8, Ordering},
};

use crate::value::Value;

const NEW: u8 = 0;
const STARTED: u8 = 1;
const RUNNING: u8 = 2;
const DONE: u8 = 3;

/// What a thread or a task calls.
#[derive(Debug, Clone, Default)]
pub struct Target {
    /// The function; `Undefined` for none.
    pub function: Value,
    /// Its arguments.
    pub args: Vec<Value>,
    /// Those by keyword.
    pub named: Vec<(String, Value)>,
}

/// A thread of the program.
#[derive(Debug)]
pub struct Thread {
    name: Mutex<String>,
    /// Its number, from 0, which is the main thread's, in the order in which they were made.
    pub number: u32,
    daemon: AtomicBool,
    target: Mutex<Option<Target>>,
    state: AtomicU8,
}

impl Thread {
    /// A thread that was not started.
    pub fn new(name: String, number: u32, daemon: bool, target: Target) -> Self {
        Thread {
            name: Mutex::new(name),
            number,
            daemon: AtomicBool::new(daemon),
            target: Mutex::new(Some(target)),
            state: AtomicU8::new(NEW),
        }
    }

    /// Its name.
    pub fn name(&self) -> String {
        self.name.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Gives it another name.
    pub fn set_name(&self, name: String) {
        *self.name.lock().unwrap_or_else(PoisonError::into_inner) = name;
    }

    /// Whether the program ends without waiting for it.
    pub fn is_daemon(&self) -> bool {
        self.daemon.load(Ordering::Relaxed)
    }

    /// Says whether the program ends without waiting for it.
    pub fn set_daemon(&self, daemon: bool) {
        self.daemon.store(daemon, Ordering::Relaxed);
    }

    /// Begins: what it is to call, once.
    pub(crate) fn start(&self) -> Option<Target> {
        let target = self.target.lock().ok()?.take()?;
        self.state.store(STARTED, Ordering::SeqCst);
        Some(target)
    }

    /// It could not be started after all.
    pub(crate) fn start_failed(&self, target: Target) {
        if let Ok(mut place) = self.target.lock() {
            *place = Some(target);
        }
        self.state.store(NEW, Ordering::SeqCst);
    }

    /// A lane runs it now.
    pub(crate) fn run(&self) {
        self.state.store(RUNNING, Ordering::SeqCst);
    }

    /// It has ended.
    pub(crate) fn finish(&self) {
        self.state.store(DONE, Ordering::SeqCst);
    }

    /// Whether it was started.
    pub fn is_started(&self) -> bool {
        self.state.load(Ordering::SeqCst) != NEW
    }

    /// Whether a lane runs it, or did.
    pub fn has_begun(&self) -> bool {
        self.state.load(Ordering::SeqCst) >= RUNNING
    }

    /// Whether it was started and has not ended.
    pub fn is_alive(&self) -> bool {
        matches!(self.state.load(Ordering::SeqCst), STARTED | RUNNING)
    }

    /// Whether it has ended.
    pub fn is_done(&self) -> bool {
        self.state.load(Ordering::SeqCst) == DONE
    }
}
