//! What every lab tells while it runs: how far it is, and the lines of its log.

use std::fmt;

use super::{Event, Observer, Phase, report::Machine};
use kosut_core::topology::Topology;

/// Counts steps, keeps the log, and tells both.
pub struct Told<'a, O> {
    /// Whoever watches.
    pub observer: &'a mut O,
    /// Steps in all, as far as they are known; set before the first one.
    pub total: u32,
    /// The lines that were told, for the report.
    pub log: Vec<String>,
    done: u32,
}

impl<'a, O: Observer> Told<'a, O> {
    /// Nothing was told yet.
    pub fn new(observer: &'a mut O) -> Self {
        Told { observer, total: 0, log: Vec::new(), done: 0 }
    }

    /// The next step begins.
    pub fn step(&mut self, phase: Phase, topology: impl fmt::Display) {
        let (done, total) = (self.done, self.total);
        self.done += 1;
        self.observer.event(Event::Progress { phase, topology: topology.to_string(), done, total });
    }

    /// There will be more steps than were known.
    pub fn more(&mut self, steps: usize) {
        self.total += steps as u32;
    }

    /// A line of the log, in English.
    pub fn log(&mut self, line: String) {
        self.observer.event(Event::Log { line: line.clone() });
        self.log.push(line);
    }

    /// Without shared memory something can't be shown.
    pub fn not_isolated(&mut self, what: impl fmt::Display) {
        self.log(format!("left out for want of cross-origin isolation: {what}"));
    }

    /// Those of some topologies that can run here; the others are named in the log.
    pub fn runnable(&mut self, topologies: Vec<Topology>, machine: &Machine) -> Vec<Topology> {
        let (can, cannot): (Vec<_>, Vec<_>) =
            topologies.into_iter().partition(|topology| machine.isolated || !topology.shares_memory());
        if !cannot.is_empty() {
            let names = cannot.iter().map(Topology::to_string).collect::<Vec<_>>().join(", ");
            self.not_isolated(names);
        }
        can
    }
}
