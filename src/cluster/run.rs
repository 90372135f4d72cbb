//! One run of a kernel on a cluster, as the conductor sees it: which request goes to which process, and what each reply
//! means. It does no input or output itself: whoever drives it sends what it says and hands it what arrives, so that
//! Workers, pipes and tests share this file.
//!
//! With one process, the process owns the data and runs every round in its own memory. With several, the conductor owns
//! the data, as a parent process does: it ships inputs, takes in parts, and runs what stays with the owner by itself.

use serde_bytes::ByteBuf;

use super::{
    Job,
    protocol::{Reply, Request},
};
use kosut_core::{
    clock,
    error::{Error, Result},
    topology::Topology,
    trace::{Activity, LaneMark, Mark, Phase},
};
use kosut_kernels::{self as kernels, Answer, AnyKernel, AnyPart, Next, Picture, Role};
use kosut_workloads::lanes::Schedule;

/// Requests for units that a process has at a time under the dynamic schedule: one that it works on and two that wait, so
/// that no process is idle while a message is under way, even when the conductor must wait for a core to answer it.
const AHEAD: usize = 3;

/// Under the dynamic schedule, a process that asks gets this fraction of its fair share of what remains: large pieces
/// first, small ones last.
///
/// Source: guided self-scheduling, C. Polychronopoulos and D. Kuck, IEEE Transactions on Computers C-36 (1987).
const SHARE: usize = 4;

/// A request and the process that it is for.
pub type Outgoing = (u32, Request);

/// Something that a run tells while it goes on.
#[derive(Debug, Clone, PartialEq)]
pub enum Told {
    /// A lane's mark.
    Mark {
        /// Index of the process; [`Topology::processes`] stands for the conductor itself.
        process: u32,
        /// Lane and mark.
        mark: LaneMark,
    },
    /// A unit's preview.
    Preview {
        /// Index of the process that computed it.
        process: u32,
        /// Index of the lane in that process.
        lane: u32,
        /// Index of the unit.
        unit: u32,
        /// The round, from 0.
        round: u32,
        /// See [`Picture`].
        bytes: Vec<u8>,
    },
}

/// Where a run stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Processes build their kernels.
    Preparing,
    /// Everything is in place; the clock may start.
    Prepared,
    /// The clock runs.
    Running,
    /// The clock has stopped; the answer is being made.
    Finished,
    /// The answer is there.
    Answered,
}

/// See the module's documentation.
pub struct Run {
    topology: Topology,
    job: Job,
    stage: Stage,
    epoch_ms: f64,
    prepared: u32,
    picture: Picture,
    first_units: u32,
    rounds: u32,
    answer: Option<Answer>,
    told: Vec<Told>,
    owner: Option<Owner>,
}

/// What the conductor holds when it owns the data.
struct Owner {
    kernel: Box<dyn AnyKernel>,
    round: u32,
    parts: Vec<Option<AnyPart>>,
    missing: usize,
    next_unit: usize,
    /// Requests whose last reply has not come. A round ends with the last one, so that none comes into another round.
    unanswered: usize,
}

impl Run {
    /// Begins a run: its first requests make the processes build their kernels.
    ///
    /// # Errors
    /// Those of [`kernels::build`].
    pub fn prepare(topology: Topology, job: Job) -> Result<(Run, Vec<Outgoing>)> {
        // A helper has no data, but knows its units and how they are painted.
        let plan = kernels::build(&job.spec.without_data(), Role::Helper)?;
        let shipped = topology.processes() > 1;
        let role = if shipped { Role::Helper } else { Role::Owner };
        let owner = if shipped {
            let kernel = kernels::build(&job.spec, Role::Owner)?;
            Some(Owner { kernel, round: 0, parts: Vec::new(), missing: 0, next_unit: 0, unanswered: 0 })
        } else {
            None
        };
        let spec = if shipped { job.spec.without_data() } else { job.spec.clone() };
        let requests =
            (0..topology.processes()).map(|process| (process, Request::Prepare { spec: spec.clone(), role })).collect();
        let run = Run {
            topology,
            job,
            stage: Stage::Preparing,
            epoch_ms: 0.0,
            prepared: 0,
            picture: plan.picture(),
            first_units: plan.units() as u32,
            rounds: 0,
            answer: None,
            told: Vec::new(),
            owner,
        };
        Ok((run, requests))
    }

    /// Where it stands.
    pub fn stage(&self) -> Stage {
        self.stage
    }

    /// When its clock started, in milliseconds since the Unix epoch; 0 before [`Run::start`].
    pub fn epoch_ms(&self) -> f64 {
        self.epoch_ms
    }

    /// How its units are painted.
    pub fn picture(&self) -> &Picture {
        &self.picture
    }

    /// Units of its first round.
    pub fn first_units(&self) -> u32 {
        self.first_units
    }

    /// Rounds that are over; known when the clock has stopped.
    pub fn rounds(&self) -> u32 {
        self.rounds
    }

    /// The answer, at [`Stage::Answered`].
    pub fn answer(&self) -> Option<&Answer> {
        self.answer.as_ref()
    }

    /// What it has told since the last call.
    pub fn take_told(&mut self) -> Vec<Told> {
        std::mem::take(&mut self.told)
    }

    /// Starts the work, whose clock starts at `epoch_ms`, milliseconds since the Unix epoch.
    ///
    /// # Errors
    /// Those of a kernel whose every round stays with the owner.
    pub fn start(&mut self, epoch_ms: f64) -> Result<Vec<Outgoing>> {
        self.epoch_ms = epoch_ms;
        self.stage = Stage::Running;
        if self.owner.is_some() {
            return self.round();
        }
        let Job { schedule, live, .. } = self.job;
        Ok(vec![(0, Request::Whole { schedule, epoch_ms, live })])
    }

    /// After the clock has stopped: asks for the answer, which may take time of its own.
    pub fn ask(&mut self) -> Vec<Outgoing> {
        match &self.owner {
            Some(owner) => {
                self.answer = Some(owner.kernel.answer());
                self.stage = Stage::Answered;
                Vec::new()
            }
            None => vec![(0, Request::Answer)],
        }
    }

    /// Takes in a reply of `process`.
    ///
    /// # Errors
    /// What the process failed with; [`Error::Protocol`] when the reply does not belong here.
    pub fn reply(&mut self, process: u32, reply: Reply) -> Result<Vec<Outgoing>> {
        match (self.stage, reply) {
            (_, Reply::Failed { error }) => Err(from_process(process, error)),
            (Stage::Preparing, Reply::Prepared) => {
                self.prepared += 1;
                if self.prepared == self.topology.processes() {
                    self.stage = Stage::Prepared;
                }
                Ok(Vec::new())
            }
            (Stage::Running, Reply::Progress { marks, previews }) => {
                self.tell_marks(process, marks);
                self.told.extend(previews.into_iter().map(|(unit, round, bytes)| Told::Preview {
                    process,
                    lane: 0,
                    unit,
                    round,
                    bytes: bytes.into_vec(),
                }));
                Ok(Vec::new())
            }
            (Stage::Running, Reply::Finished { marks, rounds }) if self.owner.is_none() => {
                self.tell_marks(process, marks);
                self.rounds = rounds;
                self.stage = Stage::Finished;
                Ok(Vec::new())
            }
            (Stage::Finished, Reply::Answered { answer }) => {
                self.answer = Some(answer);
                self.stage = Stage::Answered;
                Ok(Vec::new())
            }
            (Stage::Running, Reply::Parts { parts, marks, last }) => {
                self.tell_marks(process, marks);
                self.parts(process, parts, last)
            }
            (stage, reply) => Err(Error::Protocol { reason: format!("{reply:?} while {stage:?}") }),
        }
    }

    fn tell_marks(&mut self, process: u32, marks: Vec<LaneMark>) {
        self.told.extend(marks.into_iter().map(|mark| Told::Mark { process, mark }));
    }

    /// Begins a round of the owner: runs those that stay with it, until one is for everybody or all are done.
    fn round(&mut self) -> Result<Vec<Outgoing>> {
        loop {
            let owner = owner(&mut self.owner)?;
            let units = owner.kernel.units();
            if units > 0 && !owner.kernel.stays_with_owner() {
                owner.parts = (0..units).map(|_| None).collect();
                (owner.missing, owner.next_unit) = (units, 0);
                return Ok(self.deal());
            }
            let parts = (0..units)
                .map(|unit| {
                    let begin = own_mark(self.epoch_ms, owner.round, Phase::Begin, Activity::Run, unit);
                    let part = owner.kernel.run(unit);
                    let end = own_mark(self.epoch_ms, owner.round, Phase::End, Activity::Run, unit);
                    let process = self.topology.processes();
                    self.told.extend([begin, end].map(|mark| Told::Mark { process, mark }));
                    if self.job.live {
                        let (unit, bytes) = (unit as u32, owner.kernel.preview(unit, &part));
                        self.told.push(Told::Preview { process, lane: 0, unit, round: owner.round, bytes });
                    }
                    part
                })
                .collect();
            if self.advance(parts)? == Next::Done {
                return Ok(Vec::new());
            }
        }
    }

    /// Takes in all parts of a round.
    fn advance(&mut self, parts: Vec<AnyPart>) -> Result<Next> {
        let owner = owner(&mut self.owner)?;
        let next = owner.kernel.advance(parts);
        owner.round += 1;
        self.rounds = owner.round;
        if next == Next::Done {
            self.stage = Stage::Finished;
        }
        Ok(next)
    }

    /// The first requests of a round.
    fn deal(&mut self) -> Vec<Outgoing> {
        let Some(owner) = &mut self.owner else { return Vec::new() };
        let processes = self.topology.processes();
        let broadcast = ByteBuf::from(owner.kernel.broadcast());
        let (epoch_ms, round) = (self.epoch_ms, owner.round);
        let mut requests: Vec<Outgoing> = (0..processes)
            .map(|process| (process, Request::Round { epoch_ms, round, broadcast: broadcast.clone() }))
            .collect();
        match self.job.schedule {
            Schedule::Static => {
                let (units, processes) = (owner.missing, processes as usize);
                for process in 0..processes {
                    let end = (process + 1) * units / processes;
                    requests.extend(owner.hand_out(end - owner.next_unit, &self.job).map(|it| (process as u32, it)));
                }
            }
            Schedule::Dynamic => {
                for _ in 0..AHEAD {
                    requests.extend((0..processes).filter_map(|process| {
                        let count = owner.guided(self.topology);
                        owner.hand_out(count, &self.job).map(|request| (process, request))
                    }));
                }
            }
        }
        requests
    }

    /// Takes in parts; when the request is done, there may be another one for the process, or another round.
    fn parts(&mut self, process: u32, parts: Vec<(u32, ByteBuf)>, last: bool) -> Result<Vec<Outgoing>> {
        let previews = self.job.live && self.topology.threads() == 1;
        let owner = owner(&mut self.owner)?;
        for (unit, bytes) in parts {
            let slot = owner.parts.get_mut(unit as usize).filter(|slot| slot.is_none());
            let slot =
                slot.ok_or_else(|| Error::Protocol { reason: format!("a part of unit {unit} was not expected") })?;
            let part = owner.kernel.decode(unit as usize, &bytes)?;
            if previews {
                let bytes = owner.kernel.preview(unit as usize, &part);
                self.told.push(Told::Preview { process, lane: 0, unit, round: owner.round, bytes });
            }
            *slot = Some(part);
            owner.missing -= 1;
        }
        if last {
            owner.unanswered = owner.unanswered.saturating_sub(1);
        }
        if owner.missing == 0 && owner.unanswered == 0 {
            let parts = owner.parts.drain(..).flatten().collect();
            return if self.advance(parts)? == Next::Done { Ok(Vec::new()) } else { self.round() };
        }
        if last && self.job.schedule == Schedule::Dynamic {
            let count = owner.guided(self.topology);
            return Ok(owner.hand_out(count, &self.job).map(|request| (process, request)).into_iter().collect());
        }
        Ok(Vec::new())
    }
}

impl Owner {
    /// How many units the next process that asks should get.
    fn guided(&self, topology: Topology) -> usize {
        let remaining = self.parts.len() - self.next_unit;
        let fair = remaining / (SHARE * topology.processes() as usize);
        // At least one unit for each of its lanes, but never so many that another process is left without any.
        let least = (topology.threads() as usize).min(remaining.div_ceil(topology.processes() as usize));
        fair.max(least).max(1)
    }

    /// The request for the next `count` units with their inputs, or `None` when there is none left.
    fn hand_out(&mut self, count: usize, job: &Job) -> Option<Request> {
        let first = self.next_unit;
        self.next_unit = self.parts.len().min(first + count);
        let units: Vec<_> =
            (first..self.next_unit).map(|unit| (unit as u32, ByteBuf::from(self.kernel.input(unit)))).collect();
        if units.is_empty() {
            return None;
        }
        self.unanswered += 1;
        let Job { schedule, live, .. } = *job;
        Some(Request::Units { units, schedule, live })
    }
}

fn owner(owner: &mut Option<Owner>) -> Result<&mut Owner> {
    owner.as_mut().ok_or_else(|| Error::Protocol { reason: "parts came, but the process owns the data".into() })
}

/// A mark of the conductor's own lane.
fn own_mark(epoch_ms: f64, round: u32, phase: Phase, activity: Activity, unit: usize) -> LaneMark {
    let at_us = ((clock::now_ms() - epoch_ms).max(0.0) * 1e3) as u32;
    LaneMark { lane: 0, mark: Mark { phase, activity, unit: unit as u32, round, at_us } }
}

/// A process does not know its own index in the cluster; its conductor does.
fn from_process(index: u32, error: Error) -> Error {
    match error {
        Error::Panicked { reason, .. } => Error::Panicked { process: index, reason },
        Error::Died { reason, .. } => Error::Died { process: index, reason },
        Error::Spawn { reason, .. } => Error::Spawn { process: index, reason },
        other => other,
    }
}
