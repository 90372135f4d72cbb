//! Tells whoever watches of a run: the table or the letters, and what lanes do.

use super::live::DeadlockLive;
use crate::{Event, Observer};
use kosut_core::{
    topology::Topology,
    trace::{LaneMark, Span, Timeline, coarse},
};
use kosut_kernels::Picture;

/// Spans that are closer than this are told as one: a page shows hundreds of milliseconds across some hundred pixels.
const GRAIN_MS: f64 = 0.2;

/// Tells the observer of one run.
pub struct Watch<'a, O> {
    observer: &'a mut O,
    timeline: Timeline,
    spans: Vec<Span>,
    /// All that have ended, for the trace.
    record: Vec<Span>,
}

impl<'a, O: Observer> Watch<'a, O> {
    /// Tells that a run begins on this topology.
    pub fn new(topology: Topology, observer: &'a mut O) -> Self {
        observer.event(Event::Cluster {
            topology: topology.to_string(),
            processes: topology.processes(),
            threads: topology.threads(),
            picture: Picture::Strip { units: 0, note: 0 },
            units: 0,
            live: true,
        });
        Watch { observer, timeline: Timeline::default(), spans: Vec::new(), record: Vec::new() }
    }

    /// Takes in what the lanes of a process noted.
    pub fn marks(&mut self, process: u32, marks: impl Iterator<Item = LaneMark>) {
        for LaneMark { lane, mark } in marks {
            self.spans.extend(self.timeline.mark(process, lane, mark));
        }
    }

    /// Tells how it stands.
    pub fn live(&mut self, live: DeadlockLive) {
        self.tell_spans(live.now_ms);
        self.observer.event(Event::Deadlock { live });
    }

    /// Tells how it stood in the end: what lanes were doing then is over.
    pub fn last(&mut self, live: DeadlockLive) {
        let end_ms = Some(live.now_ms);
        let lasting = std::mem::take(&mut self.timeline);
        self.spans.extend(lasting.lasting().iter().map(|span| Span { end_ms, ..*span }));
        self.live(live);
    }

    fn tell_spans(&mut self, now_ms: f64) {
        let mut spans = coarse(std::mem::take(&mut self.spans), GRAIN_MS);
        self.record.extend_from_slice(&spans);
        spans.extend_from_slice(self.timeline.lasting());
        if !spans.is_empty() {
            self.observer.event(Event::Lanes { spans, now_ms });
        }
    }

    /// All spans that have ended, as coarse as they were told.
    pub fn into_spans(self) -> Vec<Span> {
        self.record
    }
}
