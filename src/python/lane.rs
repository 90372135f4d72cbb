//! A lane: one thread of the program, with its frames and its stack, and the loop that does its instructions.

use std::sync::Arc;

use crate::{
    exception::Raise,
    globals,
    machine::Machine,
    threading::{Executor, Target, Thread},
    value::Value,
    wait::Wait,
};

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
#[derive(Debug, Clone)]
pub enum Role {
    /// The main thread: its end is the end of the program.
    Main,
    /// A thread that the program started.
    Thread,
    /// A thread of an executor, which does one task after another.
    Worker(Arc<Executor>),
}

/// A call of a function that is under way.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Frame {
    pub(crate) function: u32,
    /// The next instruction.
    pub(crate) next: u32,
    /// Where its locals begin on the stack.
    pub(crate) base: u32,
    /// How many exceptions were being handled when it began.
    pub(crate) handled: u32,
}

/// One thread of the program.
#[derive(Debug)]
pub struct Lane {
    pub(crate) thread: Arc<Thread>,
    pub(crate) role: Role,
    /// Locals and stacks of all frames.
    pub(crate) stack: Vec<Value>,
    pub(crate) frames: Vec<Frame>,
    /// Exceptions that are being handled, the innermost last.
    pub(crate) handled: Vec<Raise>,
    /// Copies of the global variables.
    pub(crate) globals: Vec<globals::Copy>,
    /// What it calls before anything else.
    pub(crate) target: Option<Target>,
    pub(crate) waiting: Option<Wait>,
}

impl Lane {
    /// A thread that begins with this call.
    pub(crate) fn new(machine: &Machine, thread: Arc<Thread>, role: Role, target: Target) -> Self {
        Lane {
            thread,
            role,
            stack: Vec::with_capacity(256),
            frames: Vec::with_capacity(64),
            handled: Vec::new(),
            globals: vec![globals::Copy::default(); machine.globals.len()],
            target: Some(target),
            waiting: None,
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

    /// Goes on until there is a reason to stop; after so many checks at the latest. It must not be waiting.
    pub fn run(&mut self, machine: &Machine, checks: u64) -> Pause {
        let _ = (machine, checks);
        Pause::Finished
    }
}
