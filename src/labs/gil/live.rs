//! What can be seen of a run.

use serde::{Deserialize, Serialize};

use kosut_core::trace::{Activity, LaneMark, Phase, Span};

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

/// Who runs in the first process, and how often it was another lane than before: under the lock, who runs has it.
#[derive(Debug, Default)]
pub struct Running {
    last: Option<u32>,
    switches: u32,
}

impl Running {
    /// A lane noted this.
    pub fn mark(&mut self, process: u32, LaneMark { lane, mark }: &LaneMark) {
        if process == 0 && (mark.phase, mark.activity) == (Phase::Begin, Activity::Run) {
            self.switches += u32::from(self.last.is_some_and(|last| last != *lane));
            self.last = Some(*lane);
        }
    }

    /// How often it was another one.
    pub fn switches(&self) -> u32 {
        self.switches
    }

    /// Who runs, if any of these spans that still last is one of running.
    pub fn holder(&self, lasting: &[Span]) -> Option<u32> {
        let runs = |span: &&Span| span.process == 0 && span.activity == Activity::Run && span.end_ms.is_none();
        lasting.iter().filter(runs).map(|span| span.lane).find(|lane| Some(*lane) == self.last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kosut_core::trace::Mark;

    fn span(lane: u32, activity: Activity, start_ms: f64) -> Span {
        Span { process: 0, lane, activity, unit: 0, start_ms, end_ms: None, gaps_ms: 0.0 }
    }

    #[test]
    fn the_holder_is_who_ran_last_and_still_does() {
        let mut running = Running::default();
        let mark = |lane| {
            let mark = Mark { phase: Phase::Begin, activity: Activity::Run, unit: 0, round: 0, at_us: 0 };
            LaneMark { lane, mark }
        };
        running.mark(0, &mark(0));
        running.mark(0, &mark(2));
        running.mark(1, &mark(1));
        assert_eq!(running.switches(), 1);
        assert_eq!(running.holder(&[span(2, Activity::Run, 0.0)]), Some(2));
        assert_eq!(running.holder(&[span(2, Activity::Lock, 0.0)]), None);
    }
}
