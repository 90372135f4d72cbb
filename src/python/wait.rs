//! What a lane waits for, as data: whoever drives the lane waits, and asks whether it is over.

use std::sync::Arc;

use crate::{
    exception::{Kind, Raise, Result},
    machine::Machine,
    outside::{Answer, CallId, ProcessId},
    threading::{Executor, Future, Lock, Process, Results, Thread},
    value::Value,
};

/// What a lane waits for. Times are those of the machine's clock, in milliseconds; `None` is for ever.
#[derive(Debug, Clone)]
pub enum Wait {
    /// `time.sleep`
    Sleep {
        /// Until then.
        until_ms: f64,
    },
    /// `lock.acquire`, or the begin of `with lock:`
    Acquire {
        /// Which.
        lock: Arc<Lock>,
        /// For whom: the number of the thread.
        thread: u32,
        /// Until then.
        until_ms: Option<f64>,
    },
    /// `thread.join`
    Join {
        /// Which.
        thread: Arc<Thread>,
        /// Until then.
        until_ms: Option<f64>,
    },
    /// `future.result` and `future.exception`
    Result {
        /// Which.
        future: Arc<Future>,
        /// Whether the exception is asked for, as a value.
        exception: bool,
        /// Until then.
        until_ms: Option<f64>,
    },
    /// The next result of an executor's `map`, or all of them.
    Results {
        /// Which.
        results: Arc<Results>,
        /// Whether all of them.
        all: bool,
    },
    /// The end of an executor's threads.
    Shutdown {
        /// Which.
        executor: Arc<Executor>,
    },
    /// A task, for a thread of an executor.
    Task {
        /// Which.
        executor: Arc<Executor>,
    },
    /// The end of all threads that are not daemons: the program is at its end.
    Threads,
    /// The answer to a call.
    Answer {
        /// Which.
        call: CallId,
        /// What to make of it.
        then: Then,
    },
}

/// What becomes of the answer to a call.
#[derive(Debug, Clone)]
pub enum Then {
    /// Nothing: the call's value is `None`.
    Nothing,
    /// A queue.
    Queue,
    /// A pool with so many workers.
    Pool(u32),
    /// The process runs.
    Started(Arc<Process>),
    /// The process has ended, or not in time: the value is `None`.
    Joined(Arc<Process>),
    /// Whether the process runs.
    Alive(Arc<Process>),
    /// How the process ended.
    ExitCode(Arc<Process>),
    /// The item, from a queue.
    Item,
    /// Whether a queue is empty.
    IsEmpty,
    /// How many items there are.
    Length,
    /// A process has ended while the program is at its end.
    Ended(ProcessId),
}

/// How a lane goes on when its waiting is over.
#[derive(Debug)]
pub enum Resume {
    /// With this value of the call that waited.
    Push(Value),
    /// By doing the instruction again.
    Retry,
}

impl Wait {
    /// How the lane goes on, if the waiting is over.
    pub fn try_finish(&self, machine: &Machine, now_ms: f64) -> Option<Result<Resume>> {
        let _ = (machine, now_ms);
        None
    }

    /// When it is over at the latest, in milliseconds.
    pub fn until_ms(&self) -> Option<f64> {
        match self {
            Wait::Sleep { until_ms } => Some(*until_ms),
            Wait::Acquire { until_ms, .. } | Wait::Join { until_ms, .. } | Wait::Result { until_ms, .. } => *until_ms,
            Wait::Results { results, .. } => results.until_ms,
            Wait::Shutdown { .. } | Wait::Task { .. } | Wait::Threads | Wait::Answer { .. } => None,
        }
    }
}

/// The result that an answer brings for a future.
pub(crate) fn result_of(machine: &Machine, answer: Answer) -> Result<Value> {
    let _ = machine;
    match answer {
        Answer::Refused { kind, message } => Err(Raise::new(kind, message)),
        other => Err(Raise::new(Kind::RuntimeError, format!("an answer to something else: {other:?}"))),
    }
}
