//! What the page is told while lanes wait.

use serde::{Deserialize, Serialize};

use crate::{Event, Observer};
use kosut_core::{
    topology::Topology,
    trace::{Activity, LaneMark, Mark, Phase, Span, Timeline},
};
use kosut_kernels::Picture;

/// There is nothing to paint but the lanes.
pub const PICTURE: Picture = Picture::Strip { units: 0, note: 0 };

/// Where a wait for the reader's line stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum WaitingStage {
    /// A lane waits for it.
    Waiting,
    /// It has come.
    Typed,
    /// Nobody typed in time.
    Silent,
}

/// A wait for the reader's line, at a moment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct WaitingLive {
    /// Where it stands.
    pub stage: WaitingStage,
    /// Milliseconds since it began.
    pub now_ms: f64,
    /// After how many milliseconds nobody waits any more.
    pub limit_ms: f64,
    /// Blocks that the other lanes have computed, each.
    pub blocks: Vec<u32>,
    /// The line.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "string | null"))]
    pub line: Option<String>,
}

/// Tells one run to the observer.
pub struct Teller<'a, O> {
    topology: Topology,
    live: bool,
    /// What the page is shown.
    shown: Timeline,
    spans: Vec<Span>,
    /// What lanes themselves have noted.
    recorded: Timeline,
    record: Vec<Span>,
    observer: &'a mut O,
}

impl<'a, O: Observer> Teller<'a, O> {
    /// A run begins; `live` when it is shown while it goes on, else it is shown when it is over.
    pub fn new(topology: Topology, live: bool, observer: &'a mut O) -> Self {
        if live {
            observer.event(cluster_event(topology, true));
        }
        let (shown, recorded) = (Timeline::default(), Timeline::default());
        Teller { topology, live, shown, spans: Vec::new(), recorded, record: Vec::new(), observer }
    }

    /// A process got a job: if it has but one lane, it waits from now on, and can tell of it only when it has done so.
    pub fn given(&mut self, process: u32, job: u32, now_ms: f64) {
        if self.topology.shares_memory() {
            return;
        }
        let at_us = (now_ms.max(0.0) * 1e3) as u32;
        let mark = Mark { phase: Phase::Begin, activity: Activity::Wait, unit: job, round: 0, at_us };
        self.shown.mark(process, 0, mark);
    }

    /// What lanes were seen to note.
    pub fn marks(&mut self, process: u32, marks: Vec<LaneMark>) {
        let spans = marks.into_iter().filter_map(|LaneMark { lane, mark }| self.shown.mark(process, lane, mark));
        self.spans.extend(spans);
    }

    /// What the lanes of a process noted, all of it.
    pub fn record(&mut self, process: u32, marks: Vec<LaneMark>) {
        for LaneMark { lane, mark } in marks {
            let span = self.recorded.mark(process, lane, mark);
            self.record.extend(span);
            self.spans.extend(span.and_then(|_| self.shown.mark(process, lane, mark)));
        }
    }

    /// Tells what has happened, if it is shown while it goes on.
    pub fn tell(&mut self, now_ms: f64) {
        if !self.live {
            return;
        }
        let mut spans = std::mem::take(&mut self.spans);
        spans.extend_from_slice(self.shown.lasting());
        if !spans.is_empty() {
            self.observer.event(Event::Lanes { spans, now_ms });
        }
    }

    /// Tells what an event is about besides lanes.
    pub fn line(&mut self, live: WaitingLive) {
        self.tell(live.now_ms);
        self.observer.event(Event::Waiting { live });
    }

    /// The run is over; gives back all that lanes noted.
    pub fn end(self, now_ms: f64) -> Vec<Span> {
        if !self.live {
            self.observer.event(cluster_event(self.topology, false));
            self.observer.event(Event::Lanes { spans: self.record.clone(), now_ms });
        }
        self.record
    }
}

fn cluster_event(topology: Topology, live: bool) -> Event {
    let (processes, threads) = (topology.processes(), topology.threads());
    Event::Cluster { topology: topology.to_string(), processes, threads, picture: PICTURE, units: 0, live }
}
