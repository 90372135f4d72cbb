//! A lane: one thread of the program, with its frames and its stack, and the loop that does its instructions.
//!
//! A lane never waits. It runs until it is done or has a reason to pause; whoever drives it waits, and has it go on.

mod arithmetic;
mod call;
mod dispatch;
mod perform;
mod stages;
mod unwind;

use std::sync::Arc;

pub(crate) use unwind::with as with_history;

use crate::{
    code::Op,
    exception::{Raise, Result},
    globals,
    iter::Iter,
    library::Object,
    machine::Machine,
    outside::Checks,
    threading::{Executor, Target, Task, Thread},
    value::Value,
    wait::{Resume, Wait},
};

/// How many calls may be under way in the main thread, the module among them.
const FRAMES_MAX: usize = 1000;
/// In other threads, CPython's own functions take their share of them.
const FRAMES_MAX_IN_THREADS: usize = 997;

/// Why a lane stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pause {
    /// It was asked to look up: others want the lock, or the program is over.
    Breaker,
    /// It waits, see [`Lane::waiting`].
    Wait,
    /// Its slice is over.
    Slice,
    /// It has ended.
    Finished,
}

/// What a lane is there for.
#[derive(Debug)]
pub enum Role {
    /// The main thread: its end is the end of the program.
    Main,
    /// A thread that the program started.
    Thread,
    /// A thread of an executor, which does one task after another.
    Worker {
        /// Whose tasks.
        executor: Arc<Executor>,
        /// The one that it does.
        task: Option<Task>,
    },
}

/// How far a lane has come.
#[derive(Debug)]
pub(crate) enum Stage {
    /// It calls this first.
    Begin(Target),
    /// It does instructions.
    Running,
    /// A thread of an executor looks for a task.
    Idle,
    /// The main thread's function has ended; others are waited for.
    Closing,
    /// It has ended.
    Finished,
}

/// A call of a function that is under way.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Frame {
    pub(crate) function: u32,
    /// The next instruction.
    pub(crate) next: u32,
    /// Where its locals begin on the stack. The function itself lies below them.
    pub(crate) base: u32,
    /// How many exceptions were being handled when it began.
    pub(crate) handled: u32,
}

/// What a call gives that is no call of a function of the program.
#[derive(Debug)]
pub(crate) enum Called {
    /// A value.
    Value(Value),
    /// A value, when this waiting is over.
    Wait(Wait),
    /// Nothing: it is to be called again when this waiting is over.
    Retry(Wait),
}

/// Who calls.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Caller<'a> {
    pub(crate) machine: &'a Machine,
    pub(crate) thread: &'a Arc<Thread>,
}

/// What becomes of the lane after an instruction.
enum Flow {
    /// The next instruction.
    Next,
    /// The next instruction, after a check.
    Check,
    /// Another function is on top, or another place of this one.
    Reload,
    /// The same, after a check.
    ReloadAndCheck,
    /// It waits, and goes on with the next instruction.
    Wait,
    /// It waits, and does this instruction again.
    Retry,
    /// The outermost function has returned.
    Returned(Value),
    /// This is raised once more, as it is.
    Reraise(Raise),
}

/// Why the loop ended.
enum Exit {
    Pause(Pause),
    Returned(Value),
    Raised(Raise),
}

/// One thread of the program.
#[derive(Debug)]
pub struct Lane {
    pub(crate) thread: Arc<Thread>,
    pub(crate) role: Role,
    pub(crate) stage: Stage,
    /// Locals and stacks of all frames.
    pub(crate) stack: Vec<Value>,
    pub(crate) frames: Vec<Frame>,
    frames_max: usize,
    /// Exceptions that are being handled, the innermost last.
    handled: Vec<Raise>,
    /// Copies of the global variables.
    globals: Vec<globals::Copy>,
    /// Steps that it took from the budget and has not done.
    steps: u64,
    waiting: Option<Wait>,
    /// What its waiting ended with.
    raised: Option<Raise>,
}

impl Lane {
    /// A thread that begins with a call, or with looking for a task.
    pub(crate) fn new(machine: &Machine, thread: Arc<Thread>, role: Role, target: Option<Target>) -> Self {
        Lane {
            frames_max: if matches!(role, Role::Main) { FRAMES_MAX } else { FRAMES_MAX_IN_THREADS },
            thread,
            role,
            stage: target.map_or(Stage::Idle, Stage::Begin),
            stack: Lane::empty_stack(),
            frames: Vec::with_capacity(64),
            handled: Vec::new(),
            globals: vec![globals::Copy::default(); machine.globals.len()],
            steps: 0,
            waiting: None,
            raised: None,
        }
    }

    /// The thread that it runs.
    pub fn thread(&self) -> &Arc<Thread> {
        &self.thread
    }

    /// What it waits for.
    pub fn waiting(&self) -> Option<&Wait> {
        self.waiting.as_ref()
    }

    /// Goes on until there is a reason to stop, after so many checks at the latest. While it waits, that is at once.
    pub fn run(&mut self, machine: &Machine, checks: u64) -> Pause {
        let each = machine.options.checks == Checks::Instructions;
        self.go_on(machine, checks, each)
    }

    /// Does one instruction. Of a thread that has not begun, or an executor's thread between two tasks, it does what comes
    /// before the first.
    pub fn step(&mut self, machine: &Machine) -> Pause {
        self.go_on(machine, 1, true)
    }

    /// Comes to where its next instruction is, without doing it.
    pub(crate) fn prepare(&mut self, machine: &Machine) -> Pause {
        self.go_on(machine, 0, true)
    }

    /// Whether it has ended.
    pub fn has_ended(&self) -> bool {
        matches!(self.stage, Stage::Finished)
    }

    /// The instruction that it does next.
    pub fn next_op(&self, machine: &Machine) -> Option<Op> {
        let frame = self.frames.last()?;
        machine.program.functions.get(frame.function as usize)?.ops.get(frame.next as usize).copied()
    }

    /// Its waiting is over.
    pub fn resume(&mut self, result: Result<Resume>) {
        let waited = self.waiting.take();
        match result {
            Ok(Resume::Push(value)) => self.stack.push(value),
            Ok(Resume::Retry) => {}
            Err(raise) => {
                // It is raised by the instruction that would have been done again.
                if let (Some(Wait::Results { .. }), Some(frame)) = (waited, self.frames.last_mut()) {
                    frame.next += 1;
                }
                self.raised = Some(raise);
            }
        }
    }

    /// A stack whose lowest values are never used: lanes write to theirs all the time, and what lies before it in memory may
    /// be something that all lanes read, on the same cache line.
    fn empty_stack() -> Vec<Value> {
        const CACHE_LINES_BYTES: usize = 128;
        let mut stack = Vec::with_capacity(256);
        stack.resize(CACHE_LINES_BYTES / size_of::<Value>(), Value::Undefined);
        stack
    }

    fn pop(&mut self) -> Value {
        self.stack.pop().unwrap_or_default()
    }

    fn pop_many(&mut self, count: u32) -> Vec<Value> {
        self.stack.split_off(self.stack.len() - count as usize)
    }

    /// Remembers where it is before something is done that looks there.
    fn leave(&mut self, next: usize) {
        if let Some(frame) = self.frames.last_mut() {
            frame.next = next as u32;
        }
    }
}

/// What has to be waited for before the next of this iterator, or all that is left, can be had.
fn pending(iterator: &Iter, all: bool) -> Option<Wait> {
    iterator.awaits().into_iter().find_map(|object| match object {
        Object::Results(results) => {
            let ready = if all { results.are_all_ready() } else { results.is_ready() };
            (!ready).then_some(Wait::Results { results, all })
        }
        _ => None,
    })
}

#[cfg(all(test, feature = "compile"))]
mod tests;
