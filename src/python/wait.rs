//! What a lane waits for, as data: whoever drives the lane waits, and asks whether it is over.

use std::sync::Arc;

use crate::{
    exception::{Kind, Raise, Result},
    lane::with_history,
    library::Object,
    machine::Machine,
    outside::{Answer, CallId, ProcessId},
    pickle,
    threading::{Executor, Future, Lock, Process, Results, Thread, Workers},
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
    /// The begin of a thread that was started, as CPython's `start` waits for it.
    Started {
        /// Which.
        thread: Arc<Thread>,
        /// What the call that started it gives.
        value: Value,
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
        let late = self.until_ms().is_some_and(|until_ms| now_ms >= until_ms);
        let push = |value| Some(Ok(Resume::Push(value)));
        match self {
            Wait::Sleep { .. } if late => push(Value::None),
            Wait::Acquire { lock, thread, .. } if lock.try_acquire(*thread) => push(Value::Bool(true)),
            Wait::Acquire { .. } if late => push(Value::Bool(false)),
            Wait::Started { thread, value } if thread.has_begun() => push(value.clone()),
            Wait::Join { thread, .. } if late || thread.is_done() => push(Value::None),
            Wait::Result { future, exception, .. } => match future.result() {
                Some(result) if *exception => Some(exception_of(result).map(Resume::Push)),
                Some(result) => Some(result.map(Resume::Push)),
                None => late.then(|| Err(Raise::with(Kind::TimeoutError, Vec::new()))),
            },
            Wait::Results { results, all } => {
                let ready = if *all { results.are_all_ready() } else { results.is_ready() };
                if !ready && late {
                    results.cancel();
                    return Some(Err(Raise::with(Kind::TimeoutError, Vec::new())));
                }
                ready.then_some(Ok(Resume::Retry))
            }
            Wait::Shutdown { executor } if executor.is_empty() => push(Value::None),
            Wait::Task { executor } if executor.has_news(machine.is_ending()) => Some(Ok(Resume::Retry)),
            Wait::Threads if !machine.has_threads() => Some(Ok(Resume::Retry)),
            Wait::Answer { call, then } => {
                let answer = machine.take_answer(*call)?;
                Some(then.finish(machine, answer).map(Resume::Push))
            }
            _ => None,
        }
    }

    /// The lane begins to look again and again; to be paired with [`Wait::leave`].
    pub(crate) fn enter(&self) {
        if let Wait::Acquire { lock, .. } = self {
            lock.enter();
        }
    }

    /// The lane looks no longer.
    pub(crate) fn leave(&self) {
        if let Wait::Acquire { lock, .. } = self {
            lock.leave();
        }
    }

    /// When it is over at the latest, in milliseconds.
    pub fn until_ms(&self) -> Option<f64> {
        match self {
            Wait::Sleep { until_ms } => Some(*until_ms),
            Wait::Acquire { until_ms, .. } | Wait::Join { until_ms, .. } | Wait::Result { until_ms, .. } => *until_ms,
            Wait::Results { results, .. } => results.until_ms,
            Wait::Started { .. } | Wait::Shutdown { .. } | Wait::Task { .. } | Wait::Threads | Wait::Answer { .. } => {
                None
            }
        }
    }
}

/// What `future.exception()` gives.
fn exception_of(result: Result<Value>) -> Result<Value> {
    match result {
        Ok(_) => Ok(Value::None),
        Err(raise) if raise.0.kind == Kind::CancelledError => Err(raise),
        Err(raise) => Ok(Value::Exception(raise.0)),
    }
}

impl Then {
    /// What becomes of the answer.
    fn finish(&self, machine: &Machine, answer: Answer) -> Result<Value> {
        if let Answer::Refused { kind, message } = answer {
            if let Then::Started(process) = self {
                process.start_failed();
            }
            return Err(Raise::new(kind, message));
        }
        match (self, answer) {
            (Then::Nothing, _) => Ok(Value::None),
            (Then::Queue, Answer::Queue { queue }) => Ok(Value::Object(Object::Queue(queue))),
            (Then::Pool(most), Answer::Pool { pool }) => {
                let executor = Executor::new(Workers::Processes { pool }, *most);
                Ok(Value::Object(Object::Executor(Arc::new(executor))))
            }
            (Then::Started(process), Answer::Started { process: number }) => {
                process.started(number);
                if !process.is_daemon() {
                    machine.process_started(number);
                }
                Ok(Value::None)
            }
            (Then::Joined(process) | Then::Alive(process) | Then::ExitCode(process), Answer::Exited { code }) => {
                process.exited(code);
                process.number().into_iter().for_each(|number| machine.process_ended(number));
                Ok(match self {
                    Then::Alive(_) => Value::Bool(false),
                    Then::ExitCode(_) => Value::Int(i64::from(code)),
                    _ => Value::None,
                })
            }
            (Then::Joined(_) | Then::ExitCode(_), Answer::TimedOut) => Ok(Value::None),
            (Then::Alive(_), Answer::TimedOut) => Ok(Value::Bool(true)),
            (Then::Ended(number), _) => {
                machine.process_ended(*number);
                Ok(Value::None)
            }
            (Then::Item, Answer::Item { item }) => pickle::load(&item),
            (Then::Item, Answer::TimedOut) => Err(Raise::with(Kind::Empty, Vec::new())),
            (Then::IsEmpty, Answer::Length { items }) => Ok(Value::Bool(items == 0)),
            (Then::Length, Answer::Length { items }) => Ok(Value::Int(i64::from(items))),
            (_, other) => Err(misplaced(&other)),
        }
    }
}

/// The result that an answer brings for a future.
pub(crate) fn result_of(answer: Answer) -> Result<Value> {
    match answer {
        Answer::Returned { result: Ok(value) } => pickle::load(&value),
        Answer::Returned { result: Err(failure) } => match pickle::load(&failure.exception)? {
            Value::Exception(exception) => {
                with_history(&exception, |history| history.remote = Some(failure.traceback.into()));
                Err(Raise(exception))
            }
            other => Err(Raise::new(Kind::RuntimeError, format!("no exception: {}", other.type_name()))),
        },
        Answer::Refused { kind, message } => Err(Raise::new(kind, message)),
        other => Err(misplaced(&other)),
    }
}

fn misplaced(answer: &Answer) -> Raise {
    Raise::new(Kind::RuntimeError, format!("an answer to something else: {answer:?}"))
}
