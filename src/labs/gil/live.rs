//! What can be seen of a run.

use serde::{Deserialize, Serialize};

/// A moment of the reader's program. What it printed comes in pieces: put them one behind the other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct PythonLive {
    /// What it printed since the last event of this kind, all its processes together.
    pub output: String,
    /// Tracebacks since the last event of this kind.
    pub errors: String,
    /// The lane of the first process that holds the lock; `None` when none does, or when there is no lock.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "number | undefined"))]
    pub holder: Option<u32>,
    /// How often the lock has passed from one lane to another, as far as it was seen.
    pub switches: u32,
    /// How it stands.
    pub state: PythonState,
    /// Milliseconds since it began.
    pub now_ms: f64,
}

/// How a program stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum PythonState {
    /// It runs.
    Running,
    /// It came to its end.
    Finished,
    /// An exception that nobody caught, or a budget that was used up, has ended it.
    Failed,
}

/// What the jobs of the comparison do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum GilKind {
    /// They compute.
    Cpu,
    /// They wait, which stands for input and output.
    Io,
}

impl GilKind {
    /// Both.
    pub const ALL: [GilKind; 2] = [GilKind::Cpu, GilKind::Io];

    /// Its name in reports.
    pub fn name(self) -> &'static str {
        match self {
            GilKind::Cpu => "cpu",
            GilKind::Io => "io",
        }
    }
}

/// Who does the jobs of the comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum GilWay {
    /// One after the other.
    Serial,
    /// Threads under the lock.
    Gil,
    /// Threads without it.
    Free,
    /// Processes, each with a lock of its own.
    Processes,
}

impl GilWay {
    /// All of them.
    pub const ALL: [GilWay; 4] = [GilWay::Serial, GilWay::Gil, GilWay::Free, GilWay::Processes];

    /// Its name in reports.
    pub fn name(self) -> &'static str {
        match self {
            GilWay::Serial => "serial",
            GilWay::Gil => "gil",
            GilWay::Free => "free",
            GilWay::Processes => "processes",
        }
    }
}

/// A run of the comparison: told before it begins, and again when it is over.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct GilLive {
    /// What the jobs do.
    pub kind: GilKind,
    /// Who does them.
    pub way: GilWay,
    /// Whether it is a rehearsal, which does not count.
    pub rehearsal: bool,
    /// What it took, once it is over.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "number | undefined"))]
    pub elapsed_ms: Option<f64>,
}
