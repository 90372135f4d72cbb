//! The life of a process, from outside: it is started, asked, done with what it had to do, and ended.

use super::{Action, System, no_room};
use crate::{
    outside::{Answer, CallId, Failure, Message, Pickle, ProcessId},
    pickle,
};

/// How long a process may go on before it tells what it wants, in milliseconds: what it prints is seen after this time.
pub(super) const PATIENCE_MS: f64 = 100.0;

/// The same for one that goes on while it waits for answers: they reach it between two messages only.
const PATIENCE_WITH_CALLS_MS: f64 = 5.0;

/// How a process ends that is terminated: by SIGTERM.
pub(super) const TERMINATED: i32 = -15;

/// How a process ends that dies: as if by SIGKILL.
pub(super) const KILLED: i32 = -9;

/// A process, from outside.
#[derive(Debug)]
pub(super) struct Process {
    pub(super) name: String,
    pub(super) parent: Option<ProcessId>,
    pub(super) role: Role,
    pub(super) stage: Stage,
    /// Answers that it has not got yet.
    pub(super) mail: Vec<(CallId, Answer)>,
    /// Calls of it that have no answer yet.
    pub(super) open_calls: u32,
    /// How many processes it has started, for their names.
    pub(super) children: u32,
    /// What it ends with, when its pools have no more work.
    pub(super) leaving: Option<(i32, Option<Failure>)>,
}

/// What a process is for.
#[derive(Debug)]
pub(super) enum Role {
    /// It runs the program.
    Main,
    /// It calls one function, which is here until the module has run.
    Call(Option<Pickle>),
    /// It works in a pool.
    Worker {
        /// Which.
        pool: u32,
        /// Whether the module has run.
        ready: bool,
        /// The call of the pool's owner that it works on.
        task: Option<CallId>,
    },
}

/// How a process stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Stage {
    /// It has a message, and will tell what it wants.
    Asked,
    /// Nothing in it can go on before this time, in milliseconds, or before an answer comes.
    Waiting(Option<f64>),
    /// It has done what it had to do, and may get more.
    Idle,
    /// It has ended, with this code.
    Ended(i32),
}

impl System {
    pub(super) fn add(&mut self, name: String, parent: Option<ProcessId>, role: Role) -> ProcessId {
        let process = self.processes.len() as ProcessId;
        let (stage, mail) = (Stage::Asked, Vec::new());
        self.processes.push(Process { name, parent, role, stage, mail, open_calls: 0, children: 0, leaving: None });
        let (program, options) = (self.program.clone(), self.options);
        if parent.is_some() {
            self.actions.push(Action::Start { process });
        }
        self.actions.push(Action::Send { process, message: Message::Begin { program, options, process } });
        process
    }

    pub(super) fn start(&mut self, parent: ProcessId, call: Pickle) -> Answer {
        if !self.has_room() {
            return no_room();
        }
        let name = self.child_name(parent, "Process");
        Answer::Started { process: self.add(name, Some(parent), Role::Call(Some(call))) }
    }

    /// The next name that CPython gives: `Process-1`, and `Process-1:1` for what that starts.
    pub(super) fn child_name(&mut self, parent: ProcessId, kind: &str) -> String {
        let known = &mut self.processes[parent as usize];
        known.children += 1;
        match known.parent {
            None => format!("{kind}-{}", known.children),
            Some(_) => format!("{}:{}", known.name, known.children),
        }
    }

    pub(super) fn go(&mut self, process: ProcessId) {
        let target = &mut self.processes[process as usize];
        target.stage = Stage::Asked;
        let answers = std::mem::take(&mut target.mail);
        let patience_ms = if target.open_calls > 0 { PATIENCE_WITH_CALLS_MS } else { PATIENCE_MS };
        self.actions.push(Action::Send { process, message: Message::Go { answers, patience_ms } });
    }

    pub(super) fn run(&mut self, process: ProcessId, call: Pickle) {
        let target = &mut self.processes[process as usize];
        target.stage = Stage::Asked;
        // What the function of a process returns is lost, as in CPython; a pool hands it on.
        let wanted = matches!(target.role, Role::Worker { .. });
        self.actions.push(Action::Send { process, message: Message::Run { call, wanted } });
    }

    pub(super) fn done(&mut self, process: ProcessId, result: Result<Pickle, Failure>) {
        let target = &mut self.processes[process as usize];
        target.stage = Stage::Idle;
        match &mut target.role {
            // Its traceback was printed when it was raised.
            Role::Main => match result {
                Ok(_) => self.leave(process, 0, None),
                Err(failure) => match pickle::exit_code(&failure.exception) {
                    Some(code) => self.leave(process, code, None),
                    None => self.leave(process, 1, Some(failure)),
                },
            },
            Role::Call(call) => match (result, call.take()) {
                (Ok(_), Some(call)) => self.run(process, call),
                (Ok(_), None) => self.leave(process, 0, None),
                (Err(failure), _) => {
                    let code = self.tell_failure(process, &failure);
                    self.leave(process, code, None);
                }
            },
            Role::Worker { pool, ready, task } => {
                let (pool, was_ready, task) = (*pool, std::mem::replace(ready, true), task.take());
                match (result, task) {
                    (Ok(_), None) => {}
                    (Err(failure), _) if !was_ready => {
                        let code = self.tell_failure(process, &failure);
                        return self.end(process, code);
                    }
                    (result, Some(task)) => {
                        let owner = self.pools[pool as usize].owner;
                        self.answer(owner, task, Answer::Returned { result });
                    }
                    (Err(_), None) => {}
                }
                self.feed(pool);
            }
        }
    }

    /// A process has done all that it had to do. It ends when the work is done that its pools still have, for which CPython
    /// waits, too.
    fn leave(&mut self, process: ProcessId, code: i32, failure: Option<Failure>) {
        self.processes[process as usize].leaving = Some((code, failure));
        for pool in 0..self.pools.len() as u32 {
            self.close_for_good(process, pool);
        }
        self.try_to_leave(process);
    }

    pub(super) fn try_to_leave(&mut self, process: ProcessId) {
        if self.has_work(process) || !self.is_alive(process) {
            return;
        }
        let Some((code, failure)) = self.processes[process as usize].leaving.take() else { return };
        self.end(process, code);
        if process == 0 {
            // It stands by.
            self.actions.retain(|action| *action != Action::End { process });
            self.actions.push(Action::Finished { failure, code });
        }
    }

    /// Writes what CPython writes when an exception ends a process that was started, and gives the code that it exits with.
    fn tell_failure(&mut self, process: ProcessId, failure: &Failure) -> i32 {
        let exit = pickle::exit_code(&failure.exception);
        let mut text = failure.traceback.clone();
        if exit.is_none() {
            text.insert_str(0, &format!("Process {}:\n", self.processes[process as usize].name));
        }
        if !text.is_empty() {
            self.actions.push(Action::Errors { process, text });
        }
        exit.unwrap_or(1)
    }

    /// Ends a process, and all that it leaves behind; tells who waits for its end.
    pub(super) fn end(&mut self, process: ProcessId, code: i32) {
        self.processes[process as usize].stage = Stage::Ended(code);
        self.actions.push(Action::End { process });
        self.queues.forget(process);
        for (waiter, call) in self.queues.ended(process) {
            self.answer(waiter, call, Answer::Exited { code });
        }
        for child in 0..self.processes.len() as u32 {
            // What a pool's owner leaves behind is not broken, but over.
            if self.processes[child as usize].parent == Some(process) && self.is_alive(child) {
                self.end(child, TERMINATED);
            }
        }
        if let Role::Worker { pool, .. } = self.processes[process as usize].role {
            self.lose(pool, process);
        }
    }
}
