//! What lies outside of a program's processes: the processes themselves, the queues between them and the pools that they
//! work in. It is the other side of [`crate::outside`], as a state machine without input, output or clock: whoever drives it
//! tells it what processes want, and does the [`Action`]s that follow.
//!
//! ```text
//! process ── Wants ──► System ── Action::Send ──► process
//!                        │ Action::Start, End ──► whoever has real processes
//!                        │ Action::Output, Errors, Finished ──► whoever runs the program
//! ```
//!
//! - A process is asked again as soon as it has said what it wants, unless nothing in it can go on: then when the answer
//!   comes that it waits for, or when its time has passed.
//! - A process that has done what it was started for is ended for real, and so are those that it leaves behind: a program
//!   that wants to wait for its processes does so before.
//! - A process that dies wakes all who wait for it, and breaks the pool that it works in, as CPython has it.

use serde_bytes::ByteBuf;

use crate::{
    exception::Kind,
    outside::{Answer, Call, CallId, Failure, Message, Options, ProcessId, State, Wants},
};

mod life;
mod pool;
mod queue;

use life::{KILLED, Process, Role, Stage, TERMINATED};
use pool::Pool;
use queue::{For, Queues};

/// The most processes that a program may have at a time, its own among them: each is a real one, with a memory of its own.
pub const PROCESSES_MAX: usize = 16;

/// The most pools of a program; no program needs so many, and one that makes them in a loop shall not fill the memory.
const POOLS_MAX: usize = 1000;

/// What is to be done.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// Start a process; what is sent to it follows.
    Start {
        /// Its number from now on.
        process: ProcessId,
    },
    /// Send a message to a process, and tell what it wants then.
    Send {
        /// To which.
        process: ProcessId,
        /// The message.
        message: Message,
    },
    /// End a process at once, whatever it does. Nothing more is asked of it.
    End {
        /// Which.
        process: ProcessId,
    },
    /// A process has printed this.
    Output {
        /// Which.
        process: ProcessId,
        /// The text, with its line ends.
        text: String,
    },
    /// A process has written this to its error output.
    Errors {
        /// Which.
        process: ProcessId,
        /// The text, with its line ends.
        text: String,
    },
    /// The program is over, and so are all of its processes but the first, which stands by.
    Finished {
        /// The exception that ended it, if one did; a SystemExit is none.
        failure: Option<Failure>,
        /// What it exits with: 1 after an exception, else 0 or what a SystemExit says.
        code: i32,
    },
}

/// The outside of one program.
#[derive(Debug)]
pub struct System {
    program: ByteBuf,
    options: Options,
    processes: Vec<Process>,
    queues: Queues,
    pools: Vec<Pool>,
    actions: Vec<Action>,
    now_ms: f64,
}

impl System {
    /// The outside of a program that has not begun. `program` is a [`crate::code::Program`], as postcard. Its first process
    /// is number 0 and must be there already.
    pub fn new(program: ByteBuf, options: Options) -> Self {
        let (queues, pools, actions) = (Queues::new(options.bytes_max), Vec::new(), Vec::new());
        System { program, options, processes: Vec::new(), queues, pools, actions, now_ms: 0.0 }
    }

    /// The program begins. Times are in milliseconds, by any clock.
    pub fn begin(&mut self, now_ms: f64) -> Vec<Action> {
        self.now_ms = now_ms;
        self.processes.clear();
        self.add("MainProcess".into(), None, Role::Main);
        std::mem::take(&mut self.actions)
    }

    /// What a process wants, in reply to a message. What is not known of, or has ended, is not listened to.
    pub fn wants(&mut self, process: ProcessId, wants: Wants, now_ms: f64) -> Vec<Action> {
        self.now_ms = now_ms;
        if self.stage(process) != Some(Stage::Asked) {
            return Vec::new();
        }
        let Wants { output, errors, calls, state, .. } = wants;
        if !output.is_empty() {
            self.actions.push(Action::Output { process, text: output });
        }
        if !errors.is_empty() {
            self.actions.push(Action::Errors { process, text: errors });
        }
        for (id, call) in calls {
            self.processes[process as usize].open_calls += 1;
            self.call(process, id, call);
        }
        // It may be that it has ended itself by a call.
        if self.stage(process) == Some(Stage::Asked) {
            match state {
                State::Busy => self.go(process),
                State::Waiting { wait_ms } => {
                    let until_ms = wait_ms.map(|wait_ms| now_ms + wait_ms.max(0.0));
                    self.processes[process as usize].stage = Stage::Waiting(until_ms);
                }
                State::Done { result } => self.done(process, result),
            }
        }
        self.settle()
    }

    /// A process has ended that nobody asked to end. When it is the first, all others end too.
    pub fn died(&mut self, process: ProcessId, now_ms: f64) -> Vec<Action> {
        self.now_ms = now_ms;
        if self.is_alive(process) {
            self.end(process, KILLED);
            // It is gone already.
            self.actions.retain(|action| *action != Action::End { process });
        }
        self.settle()
    }

    /// Time has passed: see [`System::next_ms`].
    pub fn tick(&mut self, now_ms: f64) -> Vec<Action> {
        self.now_ms = now_ms;
        for (process, call) in self.queues.expired(now_ms) {
            self.answer(process, call, Answer::TimedOut);
        }
        for process in 0..self.processes.len() as u32 {
            if matches!(self.stage(process), Some(Stage::Waiting(Some(until_ms))) if until_ms <= now_ms) {
                self.go(process);
            }
        }
        self.settle()
    }

    /// When [`System::tick`] has something to do at the latest, if nothing else happens before; `None` for never.
    pub fn next_ms(&self) -> Option<f64> {
        let waiting = self.processes.iter().filter_map(|process| match process.stage {
            Stage::Waiting(until_ms) => until_ms,
            _ => None,
        });
        waiting.chain(self.queues.next_ms()).reduce(f64::min)
    }

    /// How many processes there were, the first among them.
    pub fn processes(&self) -> u32 {
        self.processes.len() as u32
    }

    fn stage(&self, process: ProcessId) -> Option<Stage> {
        self.processes.get(process as usize).map(|process| process.stage)
    }

    fn is_alive(&self, process: ProcessId) -> bool {
        !matches!(self.stage(process), None | Some(Stage::Ended(_)))
    }

    fn has_room(&self) -> bool {
        self.processes.iter().filter(|process| !matches!(process.stage, Stage::Ended(_))).count() < PROCESSES_MAX
    }

    fn call(&mut self, caller: ProcessId, id: CallId, call: Call) {
        let answer = match call {
            Call::Start { call } => self.start(caller, call),
            Call::Join { process, wait_ms } => match self.stage(process) {
                Some(Stage::Ended(code)) => Answer::Exited { code },
                Some(_) => return self.wait(caller, id, For::End(process), wait_ms),
                None => unknown("process", process),
            },
            Call::Terminate { process } => {
                if self.is_alive(process) && process != 0 {
                    self.end(process, TERMINATED);
                }
                Answer::Done
            }
            Call::NewQueue => self.queues.add(),
            Call::Put { queue, item } => match self.queues.put(queue, item) {
                Ok(Some((getter, call, item))) => {
                    self.answer(getter, call, Answer::Item { item });
                    Answer::Done
                }
                Ok(None) => Answer::Done,
                Err(refused) => refused,
            },
            Call::Get { queue, wait_ms } => match self.queues.get(queue) {
                Ok(Some(item)) => Answer::Item { item },
                Ok(None) => return self.wait(caller, id, For::Item(queue), wait_ms),
                Err(refused) => refused,
            },
            Call::Length { queue } => self.queues.length(queue),
            Call::NewPool { workers } => self.new_pool(caller, workers),
            Call::Submit { pool, call } => match self.submit(caller, id, pool, call) {
                Some(refused) => refused,
                None => return,
            },
            Call::ClosePool { pool } => match self.close(caller, id, pool) {
                Some(refused) => refused,
                None => return,
            },
        };
        self.answer(caller, id, answer);
    }

    fn wait(&mut self, process: ProcessId, call: CallId, what: For, wait_ms: Option<f64>) {
        if wait_ms.is_some_and(|wait_ms| wait_ms <= 0.0) {
            return self.answer(process, call, Answer::TimedOut);
        }
        self.queues.wait(process, call, what, wait_ms.map(|wait_ms| self.now_ms + wait_ms));
    }

    fn answer(&mut self, process: ProcessId, call: CallId, answer: Answer) {
        let target = &mut self.processes[process as usize];
        target.open_calls = target.open_calls.saturating_sub(1);
        if !matches!(target.stage, Stage::Ended(_)) {
            target.mail.push((call, answer));
        }
    }

    /// Hands out the answers that somebody waits for.
    fn settle(&mut self) -> Vec<Action> {
        for process in 0..self.processes.len() as u32 {
            let known = &self.processes[process as usize];
            if matches!(known.stage, Stage::Waiting(_)) && !known.mail.is_empty() {
                self.go(process);
            }
        }
        std::mem::take(&mut self.actions)
    }
}

fn refused(kind: Kind, message: impl Into<String>) -> Answer {
    Answer::Refused { kind, message: message.into() }
}

fn unknown(what: &str, number: u32) -> Answer {
    refused(Kind::ValueError, format!("there is no {what} {number}"))
}

fn no_room() -> Answer {
    let remedy = "join some before you start more";
    refused(Kind::OSError, format!("at most {PROCESSES_MAX} processes may run at a time: {remedy}"))
}

#[cfg(test)]
mod tests;
