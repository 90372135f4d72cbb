//! `concurrent.futures.Future`, and the iterator over many of them that an executor's `map` gives.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use crate::{
    exception::{Kind, Raise, Result},
    value::Value,
};

/// What comes of a task.
#[derive(Debug, Default)]
pub struct Future {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
enum State {
    #[default]
    Pending,
    Running,
    Done(Result<Value>),
    Cancelled,
}

impl Future {
    /// A future that waits for nobody: it is done.
    pub fn done(result: Result<Value>) -> Self {
        Future { state: Mutex::new(State::Done(result)) }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Somebody begins with the task; not if it was cancelled.
    pub(crate) fn begin(&self) -> bool {
        let mut state = self.state();
        let begins = matches!(*state, State::Pending);
        if begins {
            *state = State::Running;
        }
        begins
    }

    /// The task has ended.
    pub(crate) fn finish(&self, result: Result<Value>) {
        let before = std::mem::replace(&mut *self.state(), State::Done(result));
        drop(before);
    }

    /// Cancels the task, if nobody began with it; tells whether it is cancelled.
    pub fn cancel(&self) -> bool {
        let mut state = self.state();
        if matches!(*state, State::Pending) {
            *state = State::Cancelled;
        }
        matches!(*state, State::Cancelled)
    }

    /// Whether somebody is at the task.
    pub fn is_running(&self) -> bool {
        matches!(*self.state(), State::Running)
    }

    /// Whether it was cancelled.
    pub fn is_cancelled(&self) -> bool {
        matches!(*self.state(), State::Cancelled)
    }

    /// Whether its result is there, or it was cancelled.
    pub fn is_done(&self) -> bool {
        matches!(*self.state(), State::Done(_) | State::Cancelled)
    }

    /// The result, if it is there.
    pub fn result(&self) -> Option<Result<Value>> {
        match &*self.state() {
            State::Done(result) => Some(result.clone()),
            State::Cancelled => Some(Err(Raise::with(Kind::CancelledError, Vec::new()))),
            State::Pending | State::Running => None,
        }
    }
}

/// The results of an executor's `map`, in the order of their tasks.
#[derive(Debug)]
pub struct Results {
    futures: Mutex<VecDeque<Arc<Future>>>,
    /// When they must be there, in milliseconds.
    pub until_ms: Option<f64>,
}

impl Results {
    /// Of these futures.
    pub fn new(futures: Vec<Arc<Future>>, until_ms: Option<f64>) -> Self {
        Results { futures: Mutex::new(futures.into()), until_ms }
    }

    fn futures(&self) -> MutexGuard<'_, VecDeque<Arc<Future>>> {
        self.futures.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether the next can be taken without waiting; also when there is none.
    pub fn is_ready(&self) -> bool {
        self.futures().front().is_none_or(|future| future.is_done())
    }

    /// Whether all can be taken without waiting.
    pub fn are_all_ready(&self) -> bool {
        self.futures().iter().all(|future| future.is_done())
    }

    /// The next result. After one that raises there are no more: the tasks behind it are cancelled, as CPython does.
    pub fn next(&self) -> Result<Option<Value>> {
        let first = self.futures().pop_front();
        let Some(first) = first else { return Ok(None) };
        // Only asked when it is ready; one that is not would be a fault of the machine, seen as the exception that
        // CPython raises when results are late.
        let result = first.result().unwrap_or_else(|| Err(Raise::with(Kind::TimeoutError, Vec::new())));
        if result.is_err() {
            self.cancel();
        }
        result.map(Some)
    }

    /// Cancels the tasks whose results were not taken.
    pub(crate) fn cancel(&self) {
        let rest = std::mem::take(&mut *self.futures());
        for future in rest {
            future.cancel();
        }
    }
}
