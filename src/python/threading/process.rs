//! `multiprocessing.Process`

use std::sync::{Mutex, MutexGuard, PoisonError};

use super::Target;
use crate::outside::ProcessId;

/// A process that the program starts.
#[derive(Debug)]
pub struct Process {
    /// Its name.
    pub name: String,
    /// What it calls.
    pub target: Target,
    state: Mutex<State>,
}

#[derive(Debug, Clone, Copy, Default)]
struct State {
    daemon: bool,
    asked: bool,
    process: Option<ProcessId>,
    exit_code: Option<i32>,
}

impl Process {
    /// One that was not started.
    pub fn new(name: String, daemon: bool, target: Target) -> Self {
        Process { name, target, state: Mutex::new(State { daemon, ..State::default() }) }
    }

    /// Whether the program ends it at its own end, instead of waiting for it.
    pub fn is_daemon(&self) -> bool {
        self.state().daemon
    }

    /// Says so.
    pub fn set_daemon(&self, daemon: bool) {
        self.state().daemon = daemon;
    }

    /// Whether somebody asked for its start.
    pub fn is_started(&self) -> bool {
        self.state().asked
    }

    /// It could not be started.
    pub(crate) fn start_failed(&self) {
        self.state().asked = false;
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Begins to start it; `false` if somebody did before.
    pub(crate) fn begin(&self) -> bool {
        !std::mem::replace(&mut self.state().asked, true)
    }

    /// It runs, with this number.
    pub(crate) fn started(&self, process: ProcessId) {
        self.state().process = Some(process);
    }

    /// It has ended.
    pub(crate) fn exited(&self, code: i32) {
        self.state().exit_code = Some(code);
    }

    /// Its number, once it runs.
    pub fn number(&self) -> Option<ProcessId> {
        self.state().process
    }

    /// How it ended, as far as is known here.
    pub fn exit_code(&self) -> Option<i32> {
        self.state().exit_code
    }
}
