//! Who listens to a run: the rehearsal is told as it goes on, a measured run is not.

use crate::{
    cluster::{Outcome, Watch, run::Told},
    kernels::{Picture, Shown, Tally},
    labs::{Event, Observer},
    topology::Topology,
    trace::Timeline,
};

/// How often it is told what is known so far: as often as an eye can follow numbers.
const SHOWN_EVERY_MS: f64 = 60.0;

/// Tells a live run to the observer.
pub struct Live<'a, O> {
    topology: Topology,
    observer: &'a mut O,
    timeline: Timeline,
    tally: Option<Box<dyn Tally>>,
    shown_at_ms: f64,
}

impl<'a, O: Observer> Live<'a, O> {
    /// Tells of a run on this topology; `tally` adds up its notes.
    pub fn new(topology: Topology, tally: Option<Box<dyn Tally>>, observer: &'a mut O) -> Self {
        Live { topology, observer, timeline: Timeline::default(), tally, shown_at_ms: 0.0 }
    }

    /// Tells what there is to see of the answer.
    pub fn show_answer(&mut self, outcome: &Outcome) {
        if let Some(shown) = outcome.answer.shown.clone() {
            self.show(shown, outcome.elapsed_ms, true);
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
        let mut ended = Vec::new();
        for told in told {
            match told {
                Told::Mark { process, mark } => ended.extend(self.timeline.mark(process, mark.lane, mark.mark)),
                Told::Preview { process, lane, unit, round, bytes } => {
                    if let Some(tally) = &mut self.tally {
                        // A strip's preview is a shade and a note.
                        tally.add(round, unit, bytes.get(1..).unwrap_or_default());
                    }
                    self.observer.event(Event::Unit { unit, round, process, lane, preview: bytes });
                }
            }
        }
        ended.extend_from_slice(self.timeline.lasting());
        if !ended.is_empty() {
            self.observer.event(Event::Lanes { spans: ended, now_ms });
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
