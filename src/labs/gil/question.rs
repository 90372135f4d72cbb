//! What can be asked of the lab without a run, and what it answers: JSON both.

use serde::{Deserialize, Serialize};

/// A question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum GilQuestion {
    /// Is this a program, and which instructions is it made of? Answer: [`GilCheck`].
    Check {
        /// The program's text.
        source: String,
    },
    /// How do things stand after these steps from the beginning? Answer: [`GilSteps`].
    Steps {
        /// The program's text.
        source: String,
        /// Whether there is a global lock.
        gil: bool,
        /// `loops-and-calls` or `instructions`.
        checks: GilChecks,
        /// The lane that takes each step; a step is one instruction.
        steps: Vec<u32>,
        /// After these steps, a lane goes on alone to another line; what it took is in the answer.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(target_arch = "wasm32", tsify(optional, type = "GilGoOn"))]
        go_on: Option<GilGoOn>,
    },
}

/// How a lane goes on by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GilGoOn {
    /// Which.
    pub lane: u32,
    /// To this line, from 1; without one, to the next other line than the one that it is at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(optional, type = "number"))]
    pub line: Option<u32>,
}

/// See [`super::params::Looks`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum GilChecks {
    /// Where loops turn back, and at calls.
    LoopsAndCalls,
    /// Before each instruction.
    Instructions,
}

/// Whether a text is a program.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(untagged)]
pub enum GilCheck {
    /// It is.
    Fine(GilListing),
    /// It is none.
    Faulty(GilFault),
}

/// A program's instructions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct GilListing {
    /// True.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "true"))]
    pub ok: bool,
    /// The module, then all functions.
    pub listing: Vec<GilFunction>,
}

/// A function's instructions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct GilFunction {
    /// Its name; `<module>` for the module.
    pub function: String,
    /// Its instructions, in order.
    pub lines: Vec<GilInstruction>,
}

/// An instruction.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct GilInstruction {
    /// Its number in the function, from 0.
    pub index: u32,
    /// Its line in the source, from 1.
    pub line: u32,
    /// Its column, from 1.
    pub column: u32,
    /// As CPython's `dis` names it.
    pub name: String,
    /// What it works on, in words of the program; empty when it has none.
    pub argument: String,
    /// The instruction that it can jump to.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "number | null"))]
    pub target: Option<u32>,
}

/// Why a text is no program.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct GilFault {
    /// False.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "false"))]
    pub ok: bool,
    /// The exception that CPython would raise: `SyntaxError`.
    pub kind: String,
    /// The line, from 1.
    pub line: u32,
    /// The column, from 1, in characters.
    pub column: u32,
    /// What is wrong, in English, as CPython's errors are.
    pub message: String,
    /// What to write instead, where that is known.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "string | null"))]
    pub remedy: Option<String>,
    /// The remedy's stable name, by which a translation is found.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "string | null"))]
    pub remedy_code: Option<String>,
}

/// How things stand after some steps.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(untagged)]
pub enum GilSteps {
    /// Here.
    Fine(GilSnapshot),
    /// The text is no program.
    Faulty(GilFault),
}

/// A moment between two steps.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct GilSnapshot {
    /// True.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "true"))]
    pub ok: bool,
    /// The steps that were taken: those that were asked for as far as they were possible, then those that were gone on.
    pub taken: Vec<u32>,
    /// All lanes; the first is the main thread.
    pub lanes: Vec<GilLane>,
    /// The lane that holds the lock.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "number | null"))]
    pub holder: Option<u32>,
    /// Global variables and their values, in the order in which they were named first.
    pub globals: Vec<GilVariable>,
    /// All that was printed.
    pub output: String,
    /// The traceback, when an exception that nobody caught has ended a thread.
    pub errors: String,
    /// Whether all threads are done.
    pub over: bool,
}

/// A thread of the program, between two of its steps.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct GilLane {
    /// Its number, from 0.
    pub lane: u32,
    /// As `threading` names it.
    pub name: String,
    /// The function that it is in.
    pub function: String,
    /// Where its next instruction stands; 0 when it is done.
    pub line: u32,
    /// The column.
    pub column: u32,
    /// The next instruction's number in its function.
    pub index: u32,
    /// The next instruction, with what it works on.
    pub instruction: String,
    /// The stack of its innermost function, the topmost value last.
    pub stack: Vec<String>,
    /// The locals of its innermost function that have a value.
    pub locals: Vec<GilVariable>,
    /// How it stands.
    pub state: GilLaneState,
    /// What it waits for, when it is blocked.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "string | null"))]
    pub waits_for: Option<String>,
    /// Whether it can take the next step.
    pub may_step: bool,
}

/// A name and its value, as `repr` shows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct GilVariable {
    /// The name.
    pub name: String,
    /// The value.
    pub value: String,
}

/// How a thread stands between two steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum GilLaneState {
    /// It can go on.
    Ready,
    /// It could go on, but another one holds the global lock and did not come to a place where it gives it up.
    WantsLock,
    /// It waits: for a lock of the program, for another thread, for time to pass.
    Blocked,
    /// It is done.
    Done,
}
