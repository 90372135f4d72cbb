//! `concurrent.futures.ThreadPoolExecutor` and `ProcessPoolExecutor`

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use super::{Future, Target};

/// A pool of workers.
#[derive(Debug)]
pub struct Executor {
    /// Who works in it.
    pub workers: Workers,
    /// How many at most.
    pub most: u32,
    tasks: Mutex<Tasks>,
}

/// Who works in a pool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Workers {
    /// Threads of this process, with names that begin so.
    Threads {
        /// How their names begin.
        prefix: String,
    },
    /// Processes.
    Processes {
        /// The pool's number outside.
        pool: u32,
    },
}

/// A call that a worker is to make.
#[derive(Debug)]
pub struct Task {
    /// What it calls.
    pub target: Target,
    /// What comes of it.
    pub future: Arc<Future>,
}

#[derive(Debug, Default)]
struct Tasks {
    queue: VecDeque<Task>,
    /// Threads that were started.
    started: u32,
    /// Those of them that have not ended.
    live: u32,
    /// Tasks that threads have finished without a new one having been counted on them, as CPython counts.
    idle: u32,
    shut: bool,
}

impl Executor {
    /// A pool without workers: they start when there is work.
    pub fn new(workers: Workers, most: u32) -> Self {
        Executor { workers, most, tasks: Mutex::default() }
    }

    fn tasks(&self) -> MutexGuard<'_, Tasks> {
        self.tasks.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The name of its class.
    pub fn class(&self) -> &'static str {
        match self.workers {
            Workers::Threads { .. } => "ThreadPoolExecutor",
            Workers::Processes { .. } => "ProcessPoolExecutor",
        }
    }

    /// Queues a task. The answer is the number of the thread that should be started for it, if one should.
    pub(crate) fn submit(&self, task: Task) -> Option<u32> {
        let mut tasks = self.tasks();
        tasks.queue.push_back(task);
        if tasks.idle > 0 {
            tasks.idle -= 1;
            return None;
        }
        (tasks.started < self.most).then(|| {
            tasks.started += 1;
            tasks.live += 1;
            tasks.started - 1
        })
    }

    /// The thread that should have been started could not be. Without any, the task is taken back.
    pub(crate) fn start_failed(&self) -> Option<Task> {
        let mut tasks = self.tasks();
        tasks.started -= 1;
        tasks.live -= 1;
        if tasks.live == 0 { tasks.queue.pop_back() } else { None }
    }

    /// What a worker does next: a task, or `Err` with whether it should wait for one.
    pub(crate) fn take(&self, ending: bool) -> Result<Task, bool> {
        let mut tasks = self.tasks();
        match tasks.queue.pop_front() {
            Some(task) => Ok(task),
            None => Err(!(tasks.shut || ending)),
        }
    }

    /// Whether [`Executor::take`] has an answer other than to wait.
    pub(crate) fn has_news(&self, ending: bool) -> bool {
        let tasks = self.tasks();
        !tasks.queue.is_empty() || tasks.shut || ending
    }

    /// A worker has finished a task.
    pub(crate) fn finished(&self) {
        self.tasks().idle += 1;
    }

    /// A worker has ended.
    pub(crate) fn left(&self) {
        self.tasks().live -= 1;
    }

    /// Takes no more tasks. Those that wait are given back if they are not to be done.
    pub(crate) fn shut(&self, cancel: bool) -> VecDeque<Task> {
        let mut tasks = self.tasks();
        tasks.shut = true;
        if cancel { std::mem::take(&mut tasks.queue) } else { VecDeque::new() }
    }

    /// Whether it takes no more tasks.
    pub fn is_shut(&self) -> bool {
        self.tasks().shut
    }

    /// Whether all its threads have ended.
    pub(crate) fn is_empty(&self) -> bool {
        self.tasks().live == 0
    }
}
