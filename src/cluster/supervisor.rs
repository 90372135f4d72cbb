//! A supervisor: deals units of work to processes, and sees to it that every unit is done, whatever ends, falls silent or
//! answers wrongly. It knows nothing of faults, only of what follows from them.
//!
//! Like [`super::run`], it does no input or output: whoever drives it tells it what happened, restarts the processes that
//! it gives up, and sends what it deals.
//!
//! A unit is *waiting*, then *held* by a process, there *begun* and *finished* by a lane, and *done* when a right result was
//! delivered. A process that ends takes with it what it held: what was finished is lost, what was begun is cut off, and all
//! of it waits again. So does a result that is wrong, and its process is not trusted any more.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

/// Time that counts at most between two calls of [`Supervisor::tick`], in milliseconds. Who was not awake to listen can't
/// say that others were silent.
const TICK_MS_MAX: f64 = 50.0;

/// How a process takes its units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hand {
    /// A whole share at once, and the next when all of it was delivered.
    Together,
    /// One by one, and it always has a share that waits. What it holds first is what it has begun.
    Singly,
}

/// A unit that a process held, and the lane that had begun it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    /// The unit.
    pub unit: u32,
    /// The lane.
    pub lane: u32,
}

/// How far a unit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum UnitStage {
    /// Nobody has begun it.
    Waiting,
    /// A lane is at work on it.
    Begun,
    /// It is finished, but not delivered.
    Finished,
    /// A right result was delivered.
    Done,
}

/// What a process took with it when it ended.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Loss {
    /// Finished, but not delivered.
    pub lost: Vec<Held>,
    /// Begun, but not finished.
    pub cut_off: Vec<Held>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Unit {
    Waiting,
    Held { process: u32 },
    Begun { process: u32, lane: u32, since_ms: f64 },
    Finished { process: u32, lane: u32 },
    Done,
}

#[derive(Debug, Clone)]
struct Holder {
    units: VecDeque<u32>,
    /// When it last got something or showed something.
    since_ms: f64,
    ended: bool,
}

/// See the module's documentation.
#[derive(Debug, Clone)]
pub struct Supervisor {
    units: Vec<Unit>,
    holders: Vec<Holder>,
    waiting: VecDeque<u32>,
    hand: Hand,
    share: usize,
    patience_ms: f64,
    now_ms: f64,
}

impl Supervisor {
    /// So many processes, all at work, and so many units, all waiting. A process holds `share` units at most, and may take
    /// `patience_ms` for one.
    pub fn new(processes: u32, units: u32, hand: Hand, share: u32, patience_ms: f64) -> Self {
        let holder = Holder { units: VecDeque::new(), since_ms: 0.0, ended: false };
        Supervisor {
            units: vec![Unit::Waiting; units as usize],
            holders: vec![holder; processes as usize],
            waiting: (0..units).collect(),
            hand,
            share: share.max(1) as usize,
            patience_ms,
            now_ms: 0.0,
        }
    }

    /// Whether every unit is done.
    pub fn is_done(&self) -> bool {
        self.units.iter().all(|unit| *unit == Unit::Done)
    }

    /// How far a unit is, and which process and lane have begun or finished it.
    pub fn stage(&self, unit: u32) -> (UnitStage, Option<(u32, u32)>) {
        match self.units.get(unit as usize) {
            Some(Unit::Begun { process, lane, .. }) => (UnitStage::Begun, Some((*process, *lane))),
            Some(Unit::Finished { process, lane }) => (UnitStage::Finished, Some((*process, *lane))),
            Some(Unit::Done) => (UnitStage::Done, None),
            Some(Unit::Waiting | Unit::Held { .. }) | None => (UnitStage::Waiting, None),
        }
    }

    /// The units that a process gets now, in the order in which it should take them; often none. Of several processes, each
    /// has units of its own as long as there are any: the first process the first unit, the second the second, and so on.
    pub fn deal(&mut self, process: u32) -> Vec<u32> {
        let processes = self.holders.len() as u32;
        let Some(holder) = self.holders.get_mut(process as usize).filter(|holder| !holder.ended) else {
            return Vec::new();
        };
        if self.hand == Hand::Together && !holder.units.is_empty() {
            return Vec::new();
        }
        if holder.units.is_empty() {
            holder.since_ms = self.now_ms;
        }
        let mut dealt = Vec::new();
        while holder.units.len() < self.share && !self.waiting.is_empty() {
            let own = self.waiting.iter().position(|unit| unit % processes == process);
            let index = own.unwrap_or(self.waiting.len() - 1);
            let Some(unit) = self.waiting.remove(index) else { break };
            self.units[unit as usize] = Unit::Held { process };
            holder.units.push_back(unit);
            dealt.push(unit);
        }
        self.begin_first(process);
        dealt
    }

    /// Who takes units one by one has begun the first that it holds.
    fn begin_first(&mut self, process: u32) {
        let first = self.holders[process as usize].units.front().copied();
        if let (Hand::Singly, Some(unit)) = (self.hand, first) {
            self.begun(process, unit, 0);
        }
    }

    /// A lane has begun a unit that the process holds; otherwise it means nothing.
    pub fn begun(&mut self, process: u32, unit: u32, lane: u32) {
        let since_ms = self.now_ms;
        if self.units.get(unit as usize) == Some(&Unit::Held { process }) {
            self.units[unit as usize] = Unit::Begun { process, lane, since_ms };
            self.holders[process as usize].since_ms = since_ms;
        }
    }

    /// A lane has finished a unit that the process holds; otherwise it means nothing.
    pub fn finished(&mut self, process: u32, unit: u32, lane: u32) {
        self.begun(process, unit, lane);
        if matches!(self.units.get(unit as usize), Some(Unit::Begun { process: own, .. }) if *own == process) {
            self.units[unit as usize] = Unit::Finished { process, lane };
            self.holders[process as usize].since_ms = self.now_ms;
        }
    }

    /// A process delivered results, each of them right or not. Gives back the wrong ones, which wait again; when there are
    /// any, or when it delivered what it did not hold, the process must be ended.
    ///
    /// # Errors
    /// The first unit that it did not hold.
    pub fn delivered(&mut self, process: u32, results: &[(u32, bool)]) -> Result<Vec<Held>, u32> {
        let mut wrong = Vec::new();
        for &(unit, right) in results {
            let holder = self.holders.get_mut(process as usize).ok_or(unit)?;
            let index = holder.units.iter().position(|held| *held == unit).ok_or(unit)?;
            holder.units.remove(index);
            holder.since_ms = self.now_ms;
            let lane = match self.units[unit as usize] {
                Unit::Begun { lane, .. } | Unit::Finished { lane, .. } => lane,
                _ => 0,
            };
            self.units[unit as usize] = if right { Unit::Done } else { Unit::Waiting };
            if !right {
                self.waiting.push_front(unit);
                wrong.push(Held { unit, lane });
            }
        }
        self.begin_first(process);
        Ok(wrong)
    }

    /// A process has ended, or was given up: what it held waits again, before everything else.
    pub fn ended(&mut self, process: u32) -> Loss {
        let mut loss = Loss::default();
        let Some(holder) = self.holders.get_mut(process as usize) else { return loss };
        holder.ended = true;
        while let Some(unit) = holder.units.pop_back() {
            match self.units[unit as usize] {
                Unit::Begun { lane, .. } => loss.cut_off.push(Held { unit, lane }),
                Unit::Finished { lane, .. } => loss.lost.push(Held { unit, lane }),
                _ => {}
            }
            self.units[unit as usize] = Unit::Waiting;
            self.waiting.push_front(unit);
        }
        loss.cut_off.reverse();
        loss.lost.reverse();
        loss
    }

    /// Another process stands in the place of the one that has ended.
    pub fn replaced(&mut self, process: u32) {
        if let Some(holder) = self.holders.get_mut(process as usize) {
            (holder.ended, holder.since_ms) = (false, self.now_ms);
        }
    }

    /// So much time has passed since the last call. Gives back a process that is silent for too long: it has not come to the
    /// end of a unit, or owes units and shows nothing.
    pub fn tick(&mut self, elapsed_ms: f64) -> Option<u32> {
        self.now_ms += elapsed_ms.clamp(0.0, TICK_MS_MAX);
        let too_long = |since_ms: f64| self.now_ms - since_ms > self.patience_ms;
        let stuck = self.units.iter().find_map(|unit| match *unit {
            Unit::Begun { process, since_ms, .. } if too_long(since_ms) => Some(process),
            _ => None,
        });
        let silent = || {
            let owes = |holder: &Holder| !holder.units.is_empty() && too_long(holder.since_ms);
            self.holders.iter().position(owes).map(|process| process as u32)
        };
        stuck.or_else(silent)
    }
}

#[cfg(test)]
mod tests;
