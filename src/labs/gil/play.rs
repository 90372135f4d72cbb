//! A program of the small Python, as the lab tells of it while it runs and when it is over.

use kosut_python::outside::ProcessId;

use super::{PythonLive, PythonState, live::Running};
use crate::{Event, Observer};
use kosut_cluster::office::{Ran, Watch};
use kosut_core::{
    topology::Topology,
    trace::{LaneMark, Span, Timeline},
};
use kosut_kernels::Picture;

/// There is nothing to paint but the lanes.
const PICTURE: Picture = Picture::Strip { units: 0, note: 0 };

/// Tells an observer.
pub struct Watcher<'a, O> {
    observer: &'a mut O,
    /// Whether the first process has a lock.
    locked: bool,
    /// Whether it is the reader's program, whose output is shown.
    own: bool,
    boxes: (u32, u32),
    timeline: Timeline,
    running: Running,
    /// What was told of each lane, for a picture with more boxes.
    told: Vec<Span>,
    spans: Vec<Span>,
    output: String,
    errors: String,
    changed: bool,
}

impl<'a, O: Observer> Watcher<'a, O> {
    /// Tells of a program for which a machine of these boxes and lanes was drawn.
    pub fn new(observer: &'a mut O, boxes: (u32, u32), locked: bool, own: bool) -> Self {
        Watcher {
            observer,
            locked,
            own,
            boxes,
            timeline: Timeline::default(),
            running: Running::default(),
            told: Vec::new(),
            spans: Vec::new(),
            output: String::new(),
            errors: String::new(),
            changed: true,
        }
    }

    /// Tells how it ended.
    pub fn finish(mut self, ran: &Ran) {
        let state = if ran.code == 0 { PythonState::Finished } else { PythonState::Failed };
        self.lanes(ran.elapsed_ms);
        self.changed = true;
        self.tell(state, ran.elapsed_ms);
    }

    fn lanes(&mut self, now_ms: f64) {
        let mut spans = std::mem::take(&mut self.spans);
        if self.own {
            self.told.extend_from_slice(&spans);
        }
        spans.extend_from_slice(self.timeline.lasting());
        if !spans.is_empty() {
            self.observer.event(Event::Lanes { spans, now_ms });
        }
    }

    fn tell(&mut self, state: PythonState, now_ms: f64) {
        if !self.own || !std::mem::take(&mut self.changed) {
            return;
        }
        let running = state == PythonState::Running;
        let live = PythonLive {
            output: std::mem::take(&mut self.output),
            errors: std::mem::take(&mut self.errors),
            holder: if self.locked && running { self.running.holder(self.timeline.lasting()) } else { None },
            switches: if self.locked { self.running.switches() } else { 0 },
            state,
            now_ms,
        };
        self.observer.event(Event::Python { live });
    }
}

impl<O: Observer> Watch for Watcher<'_, O> {
    const LOOKS: bool = true;

    fn mark(&mut self, process: ProcessId, mark: LaneMark) {
        if process >= self.boxes.0 {
            // It has started another process: the picture gets another box, and is told everything again.
            self.boxes.0 = process + 1;
            self.observer.event(machine(self.boxes, true));
            self.spans = std::mem::take(&mut self.told).into_iter().chain(std::mem::take(&mut self.spans)).collect();
        }
        self.running.mark(process, &mark);
        self.changed |= process == 0;
        self.spans.extend(self.timeline.mark(process, mark.lane, mark.mark));
    }

    fn output(&mut self, _process: ProcessId, text: &str) {
        self.output.push_str(text);
        self.changed = true;
    }

    fn errors(&mut self, _process: ProcessId, text: &str) {
        self.errors.push_str(text);
        self.changed = true;
    }

    fn now(&mut self, now_ms: f64) {
        self.lanes(now_ms);
        self.tell(PythonState::Running, now_ms);
    }
}

/// The event that makes the page draw a machine of so many boxes with so many lanes each.
pub fn machine((processes, threads): (u32, u32), live: bool) -> Event {
    let topology = Topology::new(processes, threads).map(|topology| topology.to_string()).unwrap_or_default();
    Event::Cluster { topology, processes, threads, picture: PICTURE, units: 0, live }
}

/// The last line that a program has left in its error output, if an exception or a budget has ended it.
pub fn exception(ran: &Ran) -> Option<String> {
    let text = ran.failure.as_ref().map_or(ran.errors.as_str(), |failure| failure.traceback.as_str());
    let last = text.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or("ended");
    (ran.code != 0).then(|| last.to_string())
}
