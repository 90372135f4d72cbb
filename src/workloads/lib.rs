//! What the lanes of a process do when the subject is not an answer but the way in which they work: they hand a turn on,
//! wait for locks, write to the same number.
//!
//! A kernel ([`kosut_kernels`]) is pure and always ends; a program knows its lanes, shows on the board what it does while
//! it does it, and may never end. A new program is one file with a type `Task`, a type `Outcome` and a function
//! `perform`, and one line in the list below.

#![deny(missing_docs)]
// The bare instructions by which threads wait and wake in WebAssembly are not stable in Rust yet. The threads build is
// made with a standard library of its own, which needs the same permission.
#![cfg_attr(all(target_arch = "wasm32", target_feature = "atomics"), feature(stdarch_wasm_atomic_wait))]

use serde::{Deserialize, Serialize};

use crate::lanes::{Lanes, blocking::Blocking, board::Board};
use kosut_core::{
    clock,
    error::Result,
    trace::{Activity, LaneMark, Mark, Phase},
};

/// Makes [`Task`], [`Outcome`] and [`perform`] from the list of programs.
macro_rules! programs {
    ($($(#[$doc:meta])* $module:ident => $variant:ident),* $(,)?) => {
        $($(#[$doc])* pub mod $module;)*

        /// What a process is to do.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        pub enum Task {
            $(#[doc = concat!("See [`", stringify!($module), "`].")] $variant($module::Task)),*
        }

        /// What came of it.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        pub enum Outcome {
            $(#[doc = concat!("See [`", stringify!($module), "`].")] $variant($module::Outcome)),*
        }

        /// Does what a task says, and returns when all lanes are done with it; that may be never.
        ///
        /// # Errors
        /// Those of the program, when the task does not make sense on these lanes.
        pub fn perform(task: &Task, place: &Place<'_>) -> Result<(Outcome, Vec<LaneMark>)> {
            match task {
                $(Task::$variant(task) => {
                    let (outcome, marks) = $module::perform(task, place)?;
                    Ok((Outcome::$variant(outcome), marks))
                })*
            }
        }

        $(impl From<$module::Outcome> for Outcome {
            fn from(outcome: $module::Outcome) -> Self {
                Outcome::$variant(outcome)
            }
        }

        impl From<$module::Task> for Task {
            fn from(task: $module::Task) -> Self {
                Task::$variant(task)
            }
        }

        impl TryFrom<Outcome> for $module::Outcome {
            type Error = kosut_core::error::Error;

            fn try_from(outcome: Outcome) -> Result<Self> {
                match outcome {
                    Outcome::$variant(outcome) => Ok(outcome),
                    #[allow(unreachable_patterns, reason = "there is one program at least, and then no other")]
                    other => Err(kosut_core::error::Error::Protocol { reason: format!("{other:?} of another program") }),
                }
            }
        })*
    };
}

programs! {
    /// Giving work that does nothing to the lanes.
    dispatch => Dispatch,

    /// Two lanes that hand a turn back and forth.
    hand_off => HandOff,

    /// Items that take in, wait, compute and give out, as the reader describes them.
    job => Job,
    /// Lanes that write to the same data.
    race => Race,
    /// Philosophers at a round table, with real locks for forks.
    philosophers => Philosophers,
    /// A payload that goes to a worker and back.
    payload => Payload,

    /// A process of a program of the small Python.
    python => Python,

    /// What a process takes of memory.
    residence => Residence,

    /// A server's lanes.
    serve => Serve,

    /// Lanes that spin, each for itself.
    spin => Spin,

    /// Lanes that wait for the outside.
    waits => Waits,

    /// Tiles of a picture, of which one may end in a fault.
    tiles => Tiles,
}

pub mod lanes;
pub mod letters;

/// Where a program runs.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// The lanes of the process.
    pub lanes: &'a Lanes,
    /// There is one exactly when there is more than one lane.
    pub board: Option<&'static Board>,
    /// When the run started: milliseconds since the Unix epoch.
    pub epoch_ms: f64,
    /// How the lanes wait for the outside.
    pub outside: &'static dyn Blocking,
}

impl Place<'_> {
    /// The diary of a lane, which only that lane may write.
    pub fn diary(&self, lane: u32) -> Diary {
        Diary { lane, board: self.board, epoch_ms: self.epoch_ms, marks: Vec::new() }
    }
}

/// The most marks that a diary keeps for the record; what comes later is seen live only.
const DIARY_MARKS: usize = 4096;

/// What one lane notes of its doings: at once on the board, where others see it, and for the record.
#[derive(Debug)]
pub struct Diary {
    lane: u32,
    board: Option<&'static Board>,
    epoch_ms: f64,
    marks: Vec<LaneMark>,
}

impl Diary {
    /// Notes that the lane does this while `work` lasts.
    pub fn span<R>(&mut self, activity: Activity, unit: u32, work: impl FnOnce() -> R) -> R {
        self.mark(Phase::Begin, activity, unit);
        let result = work();
        self.mark(Phase::End, activity, unit);
        result
    }

    /// Notes one end of a span.
    pub fn mark(&mut self, phase: Phase, activity: Activity, unit: u32) {
        let at_us = ((clock::now_ms() - self.epoch_ms).max(0.0) * 1e3) as u32;
        let mark = Mark { phase, activity, unit, round: 0, at_us };
        if let Some(board) = self.board {
            board.mark(self.lane, mark);
        }
        if self.marks.len() < DIARY_MARKS {
            self.marks.push(LaneMark { lane: self.lane, mark });
        }
    }

    /// The record.
    pub fn into_marks(self) -> Vec<LaneMark> {
        self.marks
    }
}
