//! A program in its processes, from its begin to its end, seen or not.

use std::marker::PhantomData;

use kosut_python::{code::Program, outside::Options};

use super::{PythonLive, PythonState, live::Switches};
use crate::{
    clock,
    cluster::Host,
    error::{Error, Result},
    kernels::Picture,
    labs::{Event, Observer},
    topology::Topology,
    trace::{LaneMark, Span, Timeline},
};

/// There is nothing to paint but the lanes.
const PICTURE: Picture = Picture::Strip { units: 0, note: 0 };

/// The processes that programs run in, one program after the other.
pub struct Office<H: Host> {
    host: PhantomData<H>,
}

/// Starts the first process, with so many lanes; others are started when a program wants them, and kept.
///
/// # Errors
/// Those of [`Host::spawn`].
pub async fn open<H: Host>(_host: &H, _lanes: u32) -> Result<Office<H>> {
    Err(Error::Unavailable { capability: "the small Python".into() })
}

/// A program that has ended.
#[derive(Debug, Clone)]
pub struct Played {
    /// All that its processes printed.
    pub output: String,
    /// The last line of the traceback, when an exception has ended it.
    pub exception: Option<String>,
    /// What the lanes did.
    pub spans: Vec<Span>,
    /// Processes that it had, its own among them.
    pub processes: u32,
    /// Milliseconds since the Unix epoch.
    pub started_ms: f64,
    /// From its begin to its end.
    pub elapsed_ms: f64,
}

/// Sees a program while it runs.
pub trait Watch {
    /// Whether somebody looks. Looking takes time from what is measured.
    const LOOKS: bool;

    /// A lane noted this.
    fn mark(&mut self, process: u32, mark: LaneMark);

    /// It printed this.
    fn output(&mut self, text: &str);

    /// It wrote this to its error output.
    fn errors(&mut self, text: &str);

    /// So much time has passed: tell what there is to tell.
    fn now(&mut self, now_ms: f64);
}

/// Does not look.
pub struct Nobody;

impl Watch for Nobody {
    const LOOKS: bool = false;

    fn mark(&mut self, _process: u32, _mark: LaneMark) {}

    fn output(&mut self, _text: &str) {}

    fn errors(&mut self, _text: &str) {}

    fn now(&mut self, _now_ms: f64) {}
}

/// Tells an observer.
pub struct Watcher<'a, O> {
    observer: &'a mut O,
    /// Whether the first process has a lock.
    locked: bool,
    /// Whether it is the reader's program, whose output is shown.
    own: bool,
    boxes: (u32, u32),
    timeline: Timeline,
    switches: Switches,
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
            switches: Switches::default(),
            told: Vec::new(),
            spans: Vec::new(),
            output: String::new(),
            errors: String::new(),
            changed: true,
        }
    }

    /// Tells how it ended.
    pub fn finish(mut self, played: &Played) {
        let state = if played.exception.is_none() { PythonState::Finished } else { PythonState::Failed };
        self.lanes(played.elapsed_ms);
        self.changed = true;
        self.tell(state, played.elapsed_ms);
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
            holder: if self.locked && running { self.switches.holder(self.timeline.lasting()) } else { None },
            switches: if self.locked { self.switches.count() } else { 0 },
            state,
            now_ms,
        };
        self.observer.event(Event::Python { live });
    }
}

impl<O: Observer> Watch for Watcher<'_, O> {
    const LOOKS: bool = true;

    fn mark(&mut self, process: u32, mark: LaneMark) {
        if process >= self.boxes.0 {
            // It has started another process: the picture gets another box, and is told everything again.
            self.boxes.0 = process + 1;
            self.observer.event(machine(self.boxes, true));
            self.spans = std::mem::take(&mut self.told).into_iter().chain(std::mem::take(&mut self.spans)).collect();
        }
        self.switches.mark(process, &mark);
        self.changed |= process == 0;
        self.spans.extend(self.timeline.mark(process, mark.lane, mark.mark));
    }

    fn output(&mut self, text: &str) {
        self.output.push_str(text);
        self.changed = true;
    }

    fn errors(&mut self, text: &str) {
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

/// Runs a program from its begin to its end.
///
/// # Errors
/// Those of the cluster. That the program fails is none.
pub async fn play<H: Host>(
    _office: &mut Office<H>,
    _program: &Program,
    _options: Options,
    _watch: &mut impl Watch,
) -> Result<Played> {
    let _ = clock::now_ms();
    Err(Error::Unavailable { capability: "the small Python".into() })
}
