//! What a program asks of whoever runs its process: to start other processes, and to carry what they tell each other.
//!
//! It is an operating system in small. A process is handed a [`Message`] and always gives back one [`Wants`]; what it asked
//! for comes with a later message.

use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;

/// A value that left its process: see `pickle`.
pub type Pickle = ByteBuf;

/// Number of a call, given by the process that makes it; counted from 0 in each process.
pub type CallId = u32;

/// Number of a process: 0 is the one that runs the program, the others are counted as they are started.
pub type ProcessId = u32;

/// How a program is to run.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Options {
    /// Whether there is a global lock.
    pub gil: bool,
    /// After how long a lane that waits for the lock asks for it, in milliseconds; CPython's is 5.
    pub switch_interval_ms: f64,
    /// When the lane that holds the lock looks whether it was asked for it.
    pub checks: Checks,
    /// How many turns of loops and calls the program may make in each process, in all its lanes together.
    pub steps_max: u64,
    /// Bytes of values that it may have at a time in each process.
    pub bytes_max: u64,
}

/// When a lane looks whether others ask for the lock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Checks {
    /// Where a loop turns back and where a function is called, as CPython does since 3.10.
    LoopsAndCalls,
    /// Before each instruction, as CPython did up to 3.9 before nearly each.
    Instructions,
}

/// From whoever runs the process.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Message {
    /// Begin: run the module.
    Begin {
        /// A [`crate::code::Program`], as postcard.
        program: ByteBuf,
        /// How to run it.
        options: Options,
        /// Who it is; only process 0 is `__main__`, others are `__mp_main__`, as CPython's are that were spawned.
        process: ProcessId,
    },
    /// Call a function; when the module, or the function before it, is done.
    Run {
        /// Which, with which arguments: see [`crate::pickle::dump_call`].
        call: Pickle,
        /// Whether somebody wants what it returns.
        wanted: bool,
    },
    /// Go on.
    Go {
        /// Answers to calls, in any order.
        answers: Vec<(CallId, Answer)>,
        /// How long to be away at most, in milliseconds, before the next [`Wants`] even if nothing is wanted.
        patience_ms: f64,
    },
}

/// From a process.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Wants {
    /// What it printed since.
    pub output: String,
    /// What it wrote to its error output since: tracebacks of exceptions that nobody caught.
    pub errors: String,
    /// What it asks for.
    pub calls: Vec<(CallId, Call)>,
    /// How it stands.
    pub state: State,
    /// How often its global lock went from one thread to another, since its program began.
    pub switches: u64,
}

/// How a process stands.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub enum State {
    /// Something can go on: send [`Message::Go`] soon.
    #[default]
    Busy,
    /// Nothing can go on before this time has passed or an answer comes.
    Waiting {
        /// In milliseconds; `None` when only an answer helps.
        wait_ms: Option<f64>,
    },
    /// The module, or the function, is done and so are its threads.
    Done {
        /// What the function returned, pickled; or what ended it.
        result: Result<Pickle, Failure>,
    },
}

/// An exception that nobody caught, as it can be told to others.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Failure {
    /// The exception, pickled: the same type with the same arguments is raised by who waits for the result.
    pub exception: Pickle,
    /// What CPython would print of it: traceback and last line.
    pub traceback: String,
}

/// What a program asks for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Call {
    /// Start a process that calls this function. Answer: [`Answer::Started`].
    Start {
        /// Which, with which arguments: see [`crate::pickle::dump_call`].
        call: Pickle,
    },
    /// Wait until a process has ended. Answer: [`Answer::Exited`], or [`Answer::TimedOut`].
    Join {
        /// Which.
        process: ProcessId,
        /// In milliseconds; `None` is for ever, 0 asks only.
        wait_ms: Option<f64>,
    },
    /// End a process. Answer: [`Answer::Done`].
    Terminate {
        /// Which.
        process: ProcessId,
    },
    /// Make a queue. Answer: [`Answer::Queue`].
    NewQueue,
    /// Put an item into a queue. Answer: [`Answer::Done`].
    Put {
        /// Which.
        queue: u32,
        /// The item.
        item: Pickle,
    },
    /// Take the first item of a queue. Answer: [`Answer::Item`], or [`Answer::TimedOut`].
    Get {
        /// Which.
        queue: u32,
        /// In milliseconds; `None` is for ever, 0 asks only.
        wait_ms: Option<f64>,
    },
    /// Ask how many items a queue holds. Answer: [`Answer::Length`].
    Length {
        /// Which.
        queue: u32,
    },
    /// Make a pool of processes. Answer: [`Answer::Pool`].
    NewPool {
        /// How many; they are started when there is work.
        workers: u32,
    },
    /// Let a process of a pool call this function. Answer: [`Answer::Returned`] when it has.
    Submit {
        /// Which pool.
        pool: u32,
        /// Which, with which arguments: see [`crate::pickle::dump_call`].
        call: Pickle,
    },
    /// End a pool's processes when its work is done. Answer: [`Answer::Done`], then.
    ClosePool {
        /// Which.
        pool: u32,
    },
}

/// The answer to a [`Call`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Answer {
    /// Done.
    Done,
    /// A process runs.
    Started {
        /// Its number.
        process: ProcessId,
    },
    /// A process has ended.
    Exited {
        /// 0, or 1 after an exception, or negative when it was ended.
        code: i32,
    },
    /// Nothing happened in time.
    TimedOut,
    /// A queue.
    Queue {
        /// Its number.
        queue: u32,
    },
    /// An item of a queue.
    Item {
        /// The item.
        item: Pickle,
    },
    /// What a queue holds.
    Length {
        /// How many items.
        items: u32,
    },
    /// A pool.
    Pool {
        /// Its number.
        pool: u32,
    },
    /// A function has returned or raised.
    Returned {
        /// Pickled, either of them.
        result: Result<Pickle, Failure>,
    },
    /// It can't be done; an exception is raised with this text.
    Refused {
        /// Its type.
        kind: crate::exception::Kind,
        /// Its message.
        message: String,
    },
}
