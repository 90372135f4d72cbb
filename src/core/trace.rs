//! What each lane did and when: marks, the ring in which a blocked process leaves them, spans, and the Chrome trace.
//!
//! While a process with several threads computes, its own Worker is blocked and can send no message. Its lanes
//! therefore write [`Mark`]s into rings in the shared memory, one ring per lane, each with one writer (the lane) and one
//! reader (the conductor). The writer never waits: when the reader is late by a whole ring, the oldest marks are lost to
//! the live picture, and counted.
//!
//! ```text
//! ring = [ head | mark 0 | mark 1 | … | mark RING_MARKS-1 ]      head: marks written so far, modulo 2³²
//! mark = [ phase and activity | unit | round | microseconds since the run's start ]
//! ```

use std::{
    collections::HashMap,
    sync::atomic::{AtomicU32, Ordering},
};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Marks that a lane's ring holds. A lane makes two for a unit of work and the reader comes every 16 ms, so 1,024 are
/// enough for units down to 32 µs.
pub const RING_MARKS: u32 = 1024;

/// Words that one lane's ring takes.
pub const RING_WORDS: usize = 1 + WORDS_PER_MARK * RING_MARKS as usize;

const WORDS_PER_MARK: usize = 4;

/// What a lane was doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum Activity {
    /// Computing a unit.
    Run,
    /// Waiting for something that is not a lock.
    Wait,
    /// Waiting for a lock.
    Lock,
    /// Making, sending or taking in a message.
    Message,
    /// Waiting for a file or the network.
    Io,
}

impl Activity {
    /// All activities; an activity's place here is its number in a ring.
    const ALL: [Activity; 5] = [Activity::Run, Activity::Wait, Activity::Lock, Activity::Message, Activity::Io];

    /// The word for it in traces.
    fn name(self) -> &'static str {
        match self {
            Activity::Run => "run",
            Activity::Wait => "wait",
            Activity::Lock => "lock",
            Activity::Message => "message",
            Activity::Io => "io",
        }
    }
}

/// A stretch of time in the life of a lane.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Span {
    /// Index of the process in its cluster, from 0.
    pub process: u32,
    /// Index of the thread in its process, from 0.
    pub lane: u32,
    /// What the lane did.
    pub activity: Activity,
    /// The unit of work it was for.
    pub unit: u32,
    /// Milliseconds from the start of the run.
    pub start_ms: f64,
    /// Milliseconds from the start of the run; `None` while it lasts.
    pub end_ms: Option<f64>,
    /// Milliseconds in between in which the lane did something else: more than 0 when spans were joined ([`coarse`]).
    pub gaps_ms: f64,
}

/// Joins spans of a lane that do the same and are closer than `grain_ms`, for who can't see that they are apart. A
/// joined span keeps the first one's unit; those that still last are left as they are.
pub fn coarse(spans: Vec<Span>, grain_ms: f64) -> Vec<Span> {
    let mut joined: Vec<Span> = Vec::new();
    let mut last_of_lane = HashMap::new();
    for span in spans {
        let lane = (span.process, span.lane);
        let last = last_of_lane.get(&lane).and_then(|&index: &usize| joined.get_mut(index));
        match last.filter(|last| last.activity == span.activity) {
            Some(Span { end_ms: Some(end_ms), gaps_ms, .. })
                if span.end_ms.is_some() && span.start_ms - *end_ms < grain_ms =>
            {
                *gaps_ms += (span.start_ms - *end_ms).max(0.0) + span.gaps_ms;
                *end_ms = span.end_ms.map_or(*end_ms, |later| later.max(*end_ms));
            }
            _ => {
                last_of_lane.insert(lane, joined.len());
                joined.push(span);
            }
        }
    }
    joined
}

/// Whether a span begins or ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Phase {
    /// The lane begins.
    Begin,
    /// The lane has ended what it began last.
    End,
}

/// One end of a span, as a lane notes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// Which end.
    pub phase: Phase,
    /// What the lane does.
    pub activity: Activity,
    /// The unit of work it is for.
    pub unit: u32,
    /// The round of the run, from 0.
    pub round: u32,
    /// Microseconds from the start of the run; enough for 71 minutes.
    pub at_us: u32,
}

/// A lane's mark.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct LaneMark {
    /// Index of the lane in its process, from 0.
    pub lane: u32,
    /// What it noted.
    pub mark: Mark,
}

impl Mark {
    fn to_words(self) -> [u32; WORDS_PER_MARK] {
        let phase = match self.phase {
            Phase::Begin => 0,
            Phase::End => 1,
        };
        let activity = Activity::ALL.iter().position(|&activity| activity == self.activity).unwrap_or(0);
        [phase | (activity as u32) << 1, self.unit, self.round, self.at_us]
    }

    fn from_words([tag, unit, round, at_us]: [u32; WORDS_PER_MARK]) -> Self {
        let phase = if tag & 1 == 0 { Phase::Begin } else { Phase::End };
        let activity = *Activity::ALL.get((tag >> 1) as usize).unwrap_or(&Activity::Run);
        Mark { phase, activity, unit, round, at_us }
    }
}

/// Words of shared memory as a reader sees them, possibly from another instance than the writer's.
pub trait Words {
    /// The word at this index, read as one atomic, sequentially consistent load.
    fn load(&self, index: usize) -> u32;

    /// `length` bytes from the word at `index` on, little-endian, that were written before something that was read by
    /// [`Words::load`] already.
    fn bytes(&self, index: usize, length: usize) -> Vec<u8> {
        let mut bytes: Vec<u8> =
            (0..length.div_ceil(4)).flat_map(|word| self.load(index + word).to_le_bytes()).collect();
        bytes.truncate(length);
        bytes
    }
}

impl Words for [AtomicU32] {
    fn load(&self, index: usize) -> u32 {
        self[index].load(Ordering::SeqCst)
    }
}

/// Adds a mark to the ring in `ring`, which no other lane writes.
///
/// # Panics
/// When `ring` is not [`RING_WORDS`] long.
pub fn write_mark(ring: &[AtomicU32], mark: Mark) {
    // Sequentially consistent throughout: the reader concludes from the head that it reads *after* a mark whether the
    // mark could have been overwritten meanwhile, which needs one order of all these accesses. Two marks for a unit of
    // work are too few for the cost to show.
    let head = ring[0].load(Ordering::SeqCst);
    let at = 1 + (head % RING_MARKS) as usize * WORDS_PER_MARK;
    for (word, value) in ring[at..at + WORDS_PER_MARK].iter().zip(mark.to_words()) {
        word.store(value, Ordering::SeqCst);
    }
    ring[0].store(head.wrapping_add(1), Ordering::SeqCst);
}

/// Reads one lane's ring, remembering how far it came.
#[derive(Debug, Clone, Default)]
pub struct RingReader {
    tail: u32,
    lost: u32,
}

impl RingReader {
    /// A reader that sees only what is written from now on to the ring that begins at word `base`.
    pub fn from_now(words: &(impl Words + ?Sized), base: usize) -> Self {
        RingReader { tail: words.load(base), lost: 0 }
    }

    /// All marks written since the last call to the ring that begins at word `base`.
    pub fn drain(&mut self, words: &(impl Words + ?Sized), base: usize) -> Vec<Mark> {
        let head = words.load(base);
        let behind = head.wrapping_sub(self.tail);
        if behind > RING_MARKS {
            self.lost += behind - RING_MARKS;
            self.tail = head.wrapping_sub(RING_MARKS);
        }
        let mut marks = Vec::new();
        while self.tail != head {
            let at = base + 1 + (self.tail % RING_MARKS) as usize * WORDS_PER_MARK;
            let mark = Mark::from_words(std::array::from_fn(|word| words.load(at + word)));
            // The writer may be about to publish the mark that overwrites this one as soon as the head is a whole ring
            // ahead, so what was read is sure only while the head is less than that.
            if words.load(base).wrapping_sub(self.tail) < RING_MARKS {
                marks.push(mark);
            } else {
                self.lost += 1;
            }
            self.tail = self.tail.wrapping_add(1);
        }
        marks
    }

    /// Marks that were overwritten before they were read.
    pub fn lost(&self) -> u32 {
        self.lost
    }
}

/// Pairs the marks of all lanes into spans.
#[derive(Debug, Clone, Default)]
pub struct Timeline {
    lasting: Vec<Span>,
}

impl Timeline {
    /// Takes in a mark of a lane; gives back the span that it ends.
    pub fn mark(&mut self, process: u32, lane: u32, mark: Mark) -> Option<Span> {
        let at_ms = f64::from(mark.at_us) / 1e3;
        let own = |span: &Span| (span.process, span.lane) == (process, lane);
        match mark.phase {
            Phase::Begin => {
                // A lane does one thing at a time: what it began before without ending was lost.
                self.lasting.retain(|span| !own(span));
                let activity = mark.activity;
                self.lasting.push(Span {
                    process,
                    lane,
                    activity,
                    unit: mark.unit,
                    start_ms: at_ms,
                    end_ms: None,
                    gaps_ms: 0.0,
                });
                None
            }
            Phase::End => {
                let index = self.lasting.iter().position(|span| own(span) && span.activity == mark.activity)?;
                Some(Span { end_ms: Some(at_ms), ..self.lasting.swap_remove(index) })
            }
        }
    }

    /// The spans that have begun and not ended, at most one for each lane.
    pub fn lasting(&self) -> &[Span] {
        &self.lasting
    }
}

/// One run for [`chrome_trace`]: a name, when it started and what its lanes did.
#[derive(Debug, Clone)]
pub struct TracedRun {
    /// Name of the run, e.g. `2x1 sample 3`.
    pub name: String,
    /// Milliseconds since the Unix epoch.
    pub started_ms: f64,
    /// Ended spans, in any order.
    pub spans: Vec<Span>,
}

/// All runs as Chrome trace-event JSON, which opens in Perfetto: one process per box of each run, one thread per lane,
/// one complete event (`"ph": "X"`) per span, times in microseconds from the start of the first run.
///
/// Source: *Trace Event Format*, the Chromium project.
pub fn chrome_trace(runs: &[TracedRun]) -> String {
    let origin_ms = runs.iter().map(|run| run.started_ms).fold(f64::INFINITY, f64::min);
    let mut events: Vec<Value> = Vec::new();
    let mut first_pid = 1;
    for run in runs {
        let boxes = run.spans.iter().map(|span| span.process + 1).max().unwrap_or(0);
        for process in 0..boxes {
            let name = format!("{} process {}", run.name, process + 1);
            let pid = first_pid + process;
            events.push(json!({"ph": "M", "name": "process_name", "pid": pid, "tid": 0, "args": {"name": name}}));
        }
        for span in &run.spans {
            let Some(end_ms) = span.end_ms else { continue };
            events.push(json!({
                "ph": "X",
                "name": format!("{} {}", span.activity.name(), span.unit),
                "cat": span.activity.name(),
                "pid": first_pid + span.process,
                "tid": span.lane + 1,
                "ts": (run.started_ms - origin_ms + span.start_ms) * 1e3,
                "dur": (end_ms - span.start_ms) * 1e3,
            }));
        }
        first_pid += boxes;
    }
    json!({"displayTimeUnit": "ms", "traceEvents": events}).to_string()
}

#[cfg(test)]
mod tests;
