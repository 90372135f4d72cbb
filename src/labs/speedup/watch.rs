//! Who listens to a run: the rehearsal is told as it goes on, a measured run is not.

use std::collections::BTreeMap;

use crate::{Event, Observer, Painted};
use kosut_cluster::{Outcome, Watch, run::Told};
use kosut_core::{
    topology::Topology,
    trace::{Span, Timeline, coarse},
};
use kosut_kernels::{Picture, Shown, Tally};

/// How often it is told what is known so far: as often as an eye can follow numbers.
const SHOWN_EVERY_MS: f64 = 60.0;

/// How often a page draws. More often it need not be told anything: a run of many short rounds would drown it.
const FRAME_MS: f64 = 16.0;

/// Spans that are closer than this are told as one: a page shows hundreds of milliseconds across some hundred pixels.
const GRAIN_MS: f64 = 0.2;

/// Tells a live run to the observer.
pub struct Live<'a, O> {
    topology: Topology,
    observer: &'a mut O,
    timeline: Timeline,
    tally: Option<Box<dyn Tally>>,
    /// Not told yet.
    spans: Vec<Span>,
    units: BTreeMap<u32, Painted>,
    told_at_ms: f64,
    shown_at_ms: f64,
}

impl<'a, O: Observer> Live<'a, O> {
    /// Tells of a run on this topology; `tally` adds up its notes.
    pub fn new(topology: Topology, tally: Option<Box<dyn Tally>>, observer: &'a mut O) -> Self {
        let (timeline, spans, units) = (Timeline::default(), Vec::new(), BTreeMap::new());
        Live { topology, observer, timeline, tally, spans, units, told_at_ms: 0.0, shown_at_ms: 0.0 }
    }

    /// Tells the rest, and what there is to see of the answer.
    pub fn finish(&mut self, outcome: &Outcome) {
        self.tell(outcome.elapsed_ms);
        if let Some(shown) = outcome.answer.shown.clone() {
            self.show(shown, outcome.elapsed_ms, true);
        }
    }

    /// Tells what has come together.
    fn tell(&mut self, now_ms: f64) {
        self.told_at_ms = now_ms;
        if !self.units.is_empty() {
            let units = std::mem::take(&mut self.units).into_values().collect();
            self.observer.event(Event::Units { units });
        }
        let mut spans = coarse(std::mem::take(&mut self.spans), GRAIN_MS);
        spans.extend_from_slice(self.timeline.lasting());
        if !spans.is_empty() {
            self.observer.event(Event::Lanes { spans, now_ms });
        }
    }

    fn show(&mut self, shown: Shown, elapsed_ms: f64, last: bool) {
        let per_second = shown.trials().filter(|_| elapsed_ms > 0.0).map(|trials| trials as f64 / elapsed_ms * 1e3);
        self.observer.event(Event::Shown { shown, per_second, last });
    }
}

impl<O: Observer> Watch for Live<'_, O> {
    fn prepared(&mut self, picture: &Picture, units: u32) {
        self.observer.event(cluster_event(self.topology, picture.clone(), units, true));
    }

    fn told(&mut self, told: Vec<Told>, now_ms: f64) {
        for told in told {
            match told {
                Told::Mark { process, mark } => self.spans.extend(self.timeline.mark(process, mark.lane, mark.mark)),
                Told::Preview { process, lane, unit, round, bytes } => {
                    if let Some(tally) = &mut self.tally {
                        // A strip's preview is a shade and a note.
                        tally.add(round, unit, bytes.get(1..).unwrap_or_default());
                    }
                    self.units.insert(unit, Painted { unit, round, process, lane, preview: bytes });
                }
            }
        }
        if now_ms - self.told_at_ms >= FRAME_MS {
            self.tell(now_ms);
        }
        if now_ms - self.shown_at_ms >= SHOWN_EVERY_MS {
            self.shown_at_ms = now_ms;
            if let Some(shown) = self.tally.as_ref().and_then(|tally| tally.shown()) {
                self.show(shown, now_ms, false);
            }
        }
    }
}

/// Listens to a measured run, telling nothing.
pub struct Quiet {
    /// How its units are painted.
    pub picture: Picture,
    /// Units of its first round.
    pub units: u32,
}

impl Watch for Quiet {
    fn prepared(&mut self, picture: &Picture, units: u32) {
        (self.picture, self.units) = (picture.clone(), units);
    }

    fn told(&mut self, _told: Vec<Told>, _now_ms: f64) {}
}

/// The event that makes the page draw a machine.
pub fn cluster_event(topology: Topology, picture: Picture, units: u32, live: bool) -> Event {
    let (processes, threads) = (topology.processes(), topology.threads());
    Event::Cluster { topology: topology.to_string(), processes, threads, picture, units, live }
}
