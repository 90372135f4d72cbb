//! What the page is told while a server is open.

use serde::{Deserialize, Serialize};

use super::figures::Figures;
use crate::{Event, Observer};
use kosut_core::{
    topology::Topology,
    trace::{LaneMark, Span, Timeline, coarse},
};
use kosut_kernels::Picture;

/// How often a page draws.
pub const FRAME_MS: f64 = 16.0;

/// There is nothing to paint but the lanes.
pub const PICTURE: Picture = Picture::Strip { units: 0, note: 0 };

/// Spans that are closer than this are told as one.
const GRAIN_MS: f64 = 0.2;

/// What a lane of a server does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum ServerDoing {
    /// Nothing.
    Idle,
    /// It computes.
    Computing,
    /// It waits for the outside.
    Waiting,
    /// It has a request; what it does with it cannot be seen from outside of its memory.
    Serving,
}

/// A lane of a server, at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct ServerLane {
    /// Index of its process.
    pub process: u32,
    /// What it does.
    pub doing: ServerDoing,
    /// The request that it does it for.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "number | null"))]
    pub request: Option<u32>,
}

/// A queue, at a moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct ServerQueue {
    /// How many may wait in it.
    pub limit: u32,
    /// Those that wait, the longest first.
    pub waiting: Vec<u32>,
}

/// A server, at a moment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct ServerLive {
    /// The topology, `PxT`.
    pub topology: String,
    /// Requests in a second that come from the seed; 0 for none.
    pub rate_per_s: f64,
    /// Milliseconds since it was opened.
    pub now_ms: f64,
    /// Its lanes, process by process.
    pub lanes: Vec<ServerLane>,
    /// Its queue, or that of each process.
    pub queues: Vec<ServerQueue>,
    /// Requests that have come.
    pub arrived: u32,
    /// Of these, those that were answered.
    pub done: u32,
    /// And those that found the queue full.
    pub rejected: u32,
    /// Whether the reader can send requests.
    pub open: bool,
    /// What came of it, when it is over.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "Figures | null"))]
    pub figures: Option<Figures>,
}

/// One rate that was tried.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "snake_case")]
pub struct ServerStep {
    /// Requests in a second that were to come.
    pub rate_per_s: f64,
    /// Requests that came.
    pub arrived: u32,
    /// Those that were turned away.
    pub rejected: u32,
    /// The time that 95 of 100 answered requests did not exceed; `None` when none was answered.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "number | null"))]
    pub p95_ms: Option<f64>,
    /// Whether the server kept up: nothing was turned away, and 95 of 100 were quick enough.
    pub kept_up: bool,
}

/// The search for a server's limit, as far as it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct ServerSearch {
    /// The topology, `PxT`.
    pub topology: String,
    /// The rates that were tried, in their order.
    pub steps: Vec<ServerStep>,
}

/// Tells the observer of one run.
pub struct Teller<'a, O> {
    topology: Topology,
    rate_per_s: f64,
    observer: &'a mut O,
    timeline: Timeline,
    spans: Vec<Span>,
    told_at_ms: f64,
    last: Option<ServerLive>,
}

impl<'a, O: Observer> Teller<'a, O> {
    /// Tells that a server opens on this topology.
    pub fn new(topology: Topology, rate_per_s: f64, observer: &'a mut O) -> Self {
        observer.event(Event::Cluster {
            topology: topology.to_string(),
            processes: topology.processes(),
            threads: topology.threads(),
            picture: PICTURE,
            units: 0,
            live: true,
        });
        let (timeline, spans) = (Timeline::default(), Vec::new());
        Teller { topology, rate_per_s, observer, timeline, spans, told_at_ms: f64::NEG_INFINITY, last: None }
    }

    /// Takes in what the lanes of a process noted.
    pub fn marks(&mut self, process: u32, marks: impl IntoIterator<Item = LaneMark>) {
        for LaneMark { lane, mark } in marks {
            self.spans.extend(self.timeline.mark(process, lane, mark));
        }
    }

    /// Whether it is time to tell something.
    pub fn is_due(&self, now_ms: f64) -> bool {
        now_ms - self.told_at_ms >= FRAME_MS
    }

    /// Tells how it stands.
    pub fn tell(&mut self, live: ServerLive) {
        let now_ms = live.now_ms;
        self.told_at_ms = now_ms;
        let live = ServerLive { topology: self.topology.to_string(), rate_per_s: self.rate_per_s, ..live };
        self.last = Some(live.clone());
        self.observer.event(Event::Server { live });
        let mut spans = coarse(std::mem::take(&mut self.spans), GRAIN_MS);
        spans.extend_from_slice(self.timeline.lasting());
        if !spans.is_empty() {
            self.observer.event(Event::Lanes { spans, now_ms });
        }
    }

    /// Tells what came of it.
    pub fn over(mut self, figures: Figures) {
        let Some(last) = self.last.take() else { return };
        let (arrived, rejected, done) = (figures.arrived, figures.rejected, figures.served);
        let lanes = last.lanes.into_iter().map(|lane| ServerLane { doing: ServerDoing::Idle, request: None, ..lane });
        let queues = last.queues.into_iter().map(|queue| ServerQueue { waiting: Vec::new(), ..queue });
        let (lanes, queues) = (lanes.collect(), queues.collect());
        let now_ms = figures.elapsed_ms;
        let figures = Some(figures);
        self.tell(ServerLive { lanes, queues, arrived, rejected, done, now_ms, open: false, figures, ..last });
    }
}
