//! What the page is told while a table runs, or stands still.

use serde::{Deserialize, Serialize};

use kosut_workloads::{
    lanes::wait_for::{Deadlock, Snapshot, WaitEdge},
    philosophers::{Mood, Strategy},
};

/// What is run: a way of taking forks, or of writing letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum DeadlockWay {
    /// See [`Strategy::Naive`].
    Naive,
    /// See [`Strategy::Ordered`].
    Ordered,
    /// See [`Strategy::BackOff`].
    BackOff,
    /// See [`Strategy::Waiter`].
    Waiter,
    /// See [`Strategy::Timeout`].
    Timeout,
    /// Two processes, each of which writes only when the other's letter has come.
    BothWait,
    /// Two processes, one of which writes first.
    OneFirst,
}

impl DeadlockWay {
    /// All ways of taking forks, each with its strategy; the naive one comes first.
    pub const AT_THE_TABLE: [(DeadlockWay, Strategy); 5] = [
        (DeadlockWay::Naive, Strategy::Naive),
        (DeadlockWay::Ordered, Strategy::Ordered),
        (DeadlockWay::BackOff, Strategy::BackOff),
        (DeadlockWay::Waiter, Strategy::Waiter),
        (DeadlockWay::Timeout, Strategy::Timeout),
    ];

    /// Its word in reports and addresses.
    pub fn word(self) -> &'static str {
        match self {
            DeadlockWay::Naive => "naive",
            DeadlockWay::Ordered => "ordered",
            DeadlockWay::BackOff => "back-off",
            DeadlockWay::Waiter => "waiter",
            DeadlockWay::Timeout => "timeout",
            DeadlockWay::BothWait => "both-wait",
            DeadlockWay::OneFirst => "one-first",
        }
    }
}

/// How a run stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum DeadlockStage {
    /// It runs.
    Running,
    /// It stands still for ever: there is a circle.
    Frozen,
    /// It was frozen, and its process was ended.
    Ended,
    /// It came to its end.
    Done,
}

/// A philosopher, or a process that writes letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub struct DeadlockSeat {
    /// What it does. A process that waits for a letter is hungry.
    pub state: Mood,
    /// Meals eaten, or letters written.
    pub count: u32,
}

/// A moment of a run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct DeadlockLive {
    /// What is run.
    pub way: DeadlockWay,
    /// How it stands.
    pub stage: DeadlockStage,
    /// Milliseconds since its start.
    pub now_ms: f64,
    /// The lanes, or the processes.
    pub seats: Vec<DeadlockSeat>,
    /// Who holds each lock; nothing where there are none.
    pub holders: Vec<Option<u32>>,
    /// Who waits for whom.
    pub edges: Vec<WaitEdge>,
    /// Those who wait for each other for ever, in the order of waiting.
    pub circle: Vec<u32>,
    /// When the circle closed, in milliseconds since the start.
    pub frozen_ms: Option<f64>,
    /// From the end of the process until another one had computed in its place, in milliseconds.
    pub freed_ms: Option<f64>,
}

impl DeadlockLive {
    /// A table as it was read.
    pub fn of_table(way: DeadlockWay, now_ms: f64, table: &Snapshot, deadlock: Option<&Deadlock>) -> Self {
        let seats = table.counts.iter().zip(&table.notes);
        DeadlockLive {
            way,
            stage: if deadlock.is_some() { DeadlockStage::Frozen } else { DeadlockStage::Running },
            now_ms,
            seats: seats.map(|(&count, &note)| DeadlockSeat { state: Mood::of_note(note), count }).collect(),
            holders: table.holders.clone(),
            edges: table.edges(),
            circle: deadlock.map(|deadlock| deadlock.lanes.clone()).unwrap_or_default(),
            frozen_ms: deadlock.map(|deadlock| f64::from(deadlock.since_us) / 1e3),
            freed_ms: None,
        }
    }

    /// The end of a run in which nobody is left waiting.
    pub fn done(way: DeadlockWay, now_ms: f64, counts: &[u32], locks: usize) -> Self {
        DeadlockLive {
            way,
            stage: DeadlockStage::Done,
            now_ms,
            seats: counts.iter().map(|&count| DeadlockSeat { state: Mood::Done, count }).collect(),
            holders: vec![None; locks],
            edges: Vec::new(),
            circle: Vec::new(),
            frozen_ms: None,
            freed_ms: None,
        }
    }
}
