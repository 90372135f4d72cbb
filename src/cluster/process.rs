//! A process: a memory with one or more lanes that does what the conductor's requests say.
//!
//! It knows nothing of Workers or pipes: whoever embeds it hands it requests and takes its replies.

use serde_bytes::ByteBuf;

use super::protocol::{Reply, Request};
use kosut_core::{
    clock,
    error::{Error, Result},
    trace::{Activity, LaneMark, Mark, Phase},
};
use kosut_kernels::{self as kernels, AnyKernel, AnyPart, Next, Picture};
use kosut_workloads::{
    self as programs, Place,
    lanes::{
        Lanes, Schedule,
        blocking::Blocking,
        board::{self, Board},
    },
    letters::{Act, Correspondence},
};

/// How often a process of one lane tells of its progress while it computes, in milliseconds: once for each frame that a
/// page could draw.
const FLUSH_MS: f64 = 16.0;

/// A process, seen from inside.
pub struct Process {
    lanes: Lanes,
    /// There is one exactly when there is more than one lane.
    board: Option<&'static Board>,
    outside: &'static dyn Blocking,
    kernel: Option<Box<dyn AnyKernel>>,
    picture: Picture,
    epoch_ms: f64,
    round: u32,
    /// The letters that it writes to another process, until all have come.
    correspondence: Option<Correspondence>,
}

/// What a lane brings back from a unit.
struct Unit {
    part: AnyPart,
    marks: [LaneMark; 2],
}

impl Process {
    /// A process with these lanes, which wait for the outside as `outside` does. With more than one, `board` is where they
    /// show what they do.
    pub fn new(lanes: Lanes, board: Option<&'static Board>, outside: &'static dyn Blocking) -> Self {
        let picture = Picture::Strip { units: 0, note: 0 };
        Process { lanes, board, outside, kernel: None, picture, epoch_ms: 0.0, round: 0, correspondence: None }
    }

    /// Does what `request` says, calling `reply` as often as there is something to tell; errors too are told so.
    pub fn handle(&mut self, request: Request, reply: &mut dyn FnMut(Reply)) {
        if let Err(error) = self.try_handle(request, reply) {
            reply(Reply::Failed { error });
        }
    }

    fn try_handle(&mut self, request: Request, reply: &mut dyn FnMut(Reply)) -> Result<()> {
        match request {
            Request::Prepare { spec, role } => {
                let kernel = self.kernel.insert(kernels::build(&spec, role)?);
                self.picture = kernel.picture();
                self.round = 0;
                reply(Reply::Prepared);
            }
            Request::Whole { schedule, epoch_ms, live } => {
                self.epoch_ms = epoch_ms;
                self.whole(schedule, live, reply)?;
            }
            Request::Answer => reply(Reply::Answered { answer: self.kernel()?.answer() }),
            Request::Round { epoch_ms, round, broadcast } => {
                self.epoch_ms = epoch_ms;
                self.round = round;
                self.kernel_mut()?.receive(&broadcast)?;
            }
            Request::Units { units, schedule, live } => self.units(units, schedule, live, reply)?,
            Request::Echo { payload } => reply(Reply::Echoed { payload }),
            Request::Perform { task, epoch_ms } => {
                let place = Place { lanes: &self.lanes, board: self.board, epoch_ms, outside: self.outside };
                let (outcome, marks) = programs::perform(&task, &place)?;
                reply(Reply::Performed { outcome, marks });
            }
            Request::Write { cell, word } => {
                if let Some(board) = self.board {
                    board::write_cell(board, cell as usize, word);
                }
            }
            Request::Look { first, count } => {
                let cells = first as usize..(first as usize).saturating_add(count as usize);
                let cells = self.board.map_or_else(Vec::new, |board| board::read_cells(board.words(), cells));
                reply(Reply::Cells { cells });
            }
            Request::Correspond { task } => {
                self.correspondence = Some(Correspondence::new(task));
                self.correspond(reply);
            }
            Request::Letter { from } => {
                if let Some(correspondence) = &mut self.correspondence {
                    correspondence.receive(from);
                }
                self.correspond(reply);
            }
            // Channels belong to whoever embeds the process, who answers these himself.
            Request::Link { .. } | Request::Rally { .. } => {
                return Err(Error::Unavailable { capability: "channels between processes".into() });
            }
            Request::AtOnce { .. } => {
                return Err(Error::Unavailable { capability: "an event loop in a process of several lanes".into() });
            }
        }
        Ok(())
    }

    /// Writes letters until it has to wait for one, or all have come.
    fn correspond(&mut self, reply: &mut dyn FnMut(Reply)) {
        while let Some(act) = self.correspondence.as_mut().and_then(Correspondence::act) {
            if act == Act::Ends {
                self.correspondence = None;
            }
            reply(Reply::Acts { act });
        }
    }

    fn whole(&mut self, schedule: Schedule, live: bool, reply: &mut dyn FnMut(Reply)) -> Result<()> {
        let mut marks = Vec::new();
        self.round = 0;
        loop {
            let units: Vec<u32> = (0..self.kernel()?.units() as u32).collect();
            let mut previews = Vec::new();
            let mut parts = Vec::with_capacity(units.len());
            self.compute(&units, schedule, live, |this, due, finished| {
                for (unit, Unit { part, marks: own }) in finished {
                    marks.extend(own);
                    if live && this.board.is_none() {
                        let bytes = this.kernel()?.preview(unit as usize, &part);
                        previews.push((unit, this.round, ByteBuf::from(bytes)));
                    }
                    parts.push(part);
                }
                if live && due && this.board.is_none() {
                    reply(Reply::Progress {
                        marks: std::mem::take(&mut marks),
                        previews: std::mem::take(&mut previews),
                    });
                }
                Ok(())
            })?;
            if !previews.is_empty() {
                reply(Reply::Progress { marks: std::mem::take(&mut marks), previews });
            }
            if self.kernel_mut()?.advance(parts) == Next::Done {
                reply(Reply::Finished { marks, rounds: self.round + 1 });
                return Ok(());
            }
            self.round += 1;
        }
    }

    fn units(
        &mut self,
        units: Vec<(u32, ByteBuf)>,
        schedule: Schedule,
        live: bool,
        reply: &mut dyn FnMut(Reply),
    ) -> Result<()> {
        let kernel = self.kernel_mut()?;
        for (unit, input) in &units {
            if *unit as usize >= kernel.units() {
                return Err(Error::Protocol { reason: format!("unit {unit} of {}", kernel.units()) });
            }
            kernel.accept(*unit as usize, input)?;
        }
        let units: Vec<u32> = units.into_iter().map(|(unit, _)| unit).collect();
        let mut parts = Vec::new();
        let mut marks = Vec::new();
        self.compute(&units, schedule, live, |this, due, finished| {
            for (unit, Unit { part, marks: own }) in finished {
                marks.extend(own);
                parts.push((unit, ByteBuf::from(this.kernel()?.encode(&part))));
            }
            if due {
                let (parts, marks) = (std::mem::take(&mut parts), std::mem::take(&mut marks));
                reply(Reply::Parts { parts, marks, last: false });
            }
            Ok(())
        })?;
        reply(Reply::Parts { parts, marks, last: true });
        Ok(())
    }

    /// Computes units and hands them over in order: to one lane's conductor one by one, with `due` set when it is time
    /// to tell of progress; several lanes are done all together.
    fn compute(
        &self,
        units: &[u32],
        schedule: Schedule,
        live: bool,
        mut hand_over: impl FnMut(&Self, bool, Vec<(u32, Unit)>) -> Result<()>,
    ) -> Result<()> {
        let kernel = self.kernel()?;
        if self.lanes.count() == 1 {
            let mut flushed_ms = clock::now_ms();
            for &unit in units {
                let finished = self.one(kernel, 0, unit, live);
                let now_ms = clock::now_ms();
                let due = now_ms - flushed_ms >= FLUSH_MS;
                if due {
                    flushed_ms = now_ms;
                }
                hand_over(self, due, vec![(unit, finished)])?;
            }
            return Ok(());
        }
        let finished = self.lanes.run(units.len(), schedule, |lane, item| self.one(kernel, lane, units[item], live));
        hand_over(self, false, units.iter().copied().zip(finished).collect())
    }

    /// Computes one unit on the lane that calls.
    fn one(&self, kernel: &dyn AnyKernel, lane: u32, unit: u32, live: bool) -> Unit {
        let mark = |phase| {
            let at_us = ((clock::now_ms() - self.epoch_ms).max(0.0) * 1e3) as u32;
            let mark = Mark { phase, activity: Activity::Run, unit, round: self.round, at_us };
            if let Some(board) = self.board {
                board.mark(lane, mark);
            }
            LaneMark { lane, mark }
        };
        let begin = mark(Phase::Begin);
        let part = kernel.run(unit as usize);
        if let Some(board) = self.board.filter(|_| live) {
            board.preview(&self.picture, unit, &kernel.preview(unit as usize, &part));
        }
        Unit { part, marks: [begin, mark(Phase::End)] }
    }

    fn kernel(&self) -> Result<&dyn AnyKernel> {
        self.kernel.as_deref().ok_or_else(unprepared)
    }

    fn kernel_mut(&mut self) -> Result<&mut Box<dyn AnyKernel>> {
        self.kernel.as_mut().ok_or_else(unprepared)
    }
}

fn unprepared() -> Error {
    Error::Protocol { reason: "a request came before Prepare".into() }
}
