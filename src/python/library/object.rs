//! The objects of modules, as values.

use std::sync::Arc;

use crate::{
    exception::{Raise, Result},
    threading::{Executor, Future, Lock, Process, Results, Thread},
    value::Value,
};

/// An object of a module.
#[derive(Debug, Clone)]
pub enum Object {
    /// `threading.Thread`
    Thread(Arc<Thread>),
    /// `threading.Lock`
    Lock(Arc<Lock>),
    /// What an executor's `submit` gives.
    Future(Arc<Future>),
    /// `concurrent.futures.ThreadPoolExecutor` or `ProcessPoolExecutor`
    Executor(Arc<Executor>),
    /// `multiprocessing.Process`
    Process(Arc<Process>),
    /// `multiprocessing.Queue`, by its number: the items are kept outside.
    Queue(u32),
    /// What an executor's `map` gives, behind an iterator.
    Results(Arc<Results>),
}

impl Object {
    /// The name of its class, as messages tell it.
    pub fn type_name(&self) -> &'static str {
        match self {
            Object::Thread(_) => "Thread",
            Object::Lock(_) => "_thread.lock",
            Object::Future(_) => "Future",
            Object::Executor(executor) => executor.class(),
            Object::Process(_) => "Process",
            Object::Queue(_) => "Queue",
            Object::Results(_) => "generator",
        }
    }

    /// What tells it from other objects.
    pub fn address(&self) -> usize {
        match self {
            Object::Thread(thread) => Arc::as_ptr(thread).addr(),
            Object::Lock(lock) => Arc::as_ptr(lock).addr(),
            Object::Future(future) => Arc::as_ptr(future).addr(),
            Object::Executor(executor) => Arc::as_ptr(executor).addr(),
            Object::Process(process) => Arc::as_ptr(process).addr(),
            Object::Queue(number) => *number as usize,
            Object::Results(results) => Arc::as_ptr(results).addr(),
        }
    }

    /// As `repr` shows it.
    pub fn repr(&self) -> String {
        match self {
            Object::Thread(thread) => {
                let state = match (thread.is_started(), thread.is_done()) {
                    (false, _) => "initial",
                    (true, false) => "started",
                    (true, true) => "stopped",
                };
                format!("<Thread({}, {state})>", thread.name())
            }
            Object::Lock(lock) => {
                let state = if lock.locked() { "locked" } else { "unlocked" };
                format!("<{state} _thread.lock object at {:#x}>", self.address())
            }
            other => format!("<{} object at {:#x}>", other.type_name(), self.address()),
        }
    }

    /// The next of an executor's results: only asked for when it is there.
    ///
    /// # Errors
    /// What the function raised; TypeError for what is no executor's results.
    pub fn next(&self) -> Result<Option<Value>> {
        match self {
            Object::Results(results) => results.next(),
            other => Err(Raise::type_error(format!("'{}' object is not an iterator", other.type_name()))),
        }
    }
}
