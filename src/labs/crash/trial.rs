//! One run: all tiles, with one fault in it or none, and a supervisor that sees it through.

use serde_bytes::ByteBuf;

use super::{
    Params,
    live::{CrashFate, PICTURE, Teller},
};
use crate::Observer;
use kosut_cluster::{
    Cluster, Host, Incoming,
    protocol::{Reply, Request},
    supervisor::{Hand, Held, Supervisor, UnitStage},
};
use kosut_core::{
    clock,
    error::{Error, Result},
    topology::Topology,
    trace::{LaneMark, Span, Timeline},
};
use kosut_workloads::tiles::{
    self, CELLS, Fault, Mosaic, STRUCK_AT_CELL, STRUCK_CELL, Seen, Strike, TILE_CELLS, TILES, Task, digest,
};

/// How long a lane may take for a tile, or a process be silent while it owes tiles. The longest honest tile takes some
/// 50 ms on one lane; a reader should not wait longer than a second until somebody notices.
const PATIENCE_MS: f64 = 800.0;

/// How often the supervisor looks around, as often as a page draws.
const LOOK_MS: f64 = 16.0;

/// More processes are not started anew in one run. One fault needs one; a reader who ends processes by hand, some more.
const RESTARTS_MAX: u32 = 32;

/// Before a process that would not start is given another chance.
const SECOND_CHANCE_MS: f64 = 300.0;

/// What a run is to be.
pub struct Plan<'a> {
    /// The lab's parameters.
    pub params: &'a Params,
    /// The right digest of each tile.
    pub right: &'a [u64],
    /// The fault, if there is to be one.
    pub strike: Option<Strike>,
    /// Number of the fault, from 1.
    pub number: u32,
}

/// What became of a run.
#[derive(Debug, Clone, Default)]
pub struct Trial {
    /// The fault, if there was one.
    pub strike: Option<Strike>,
    /// Milliseconds since the Unix epoch.
    pub started_ms: f64,
    /// Until every tile was there.
    pub elapsed_ms: f64,
    /// Tiles that were delivered and right.
    pub done: u32,
    /// Tiles that were finished, and gone before they were delivered.
    pub lost: u32,
    /// Tiles that were under way when their process ended.
    pub cut_off: u32,
    /// Tiles that were delivered and wrong.
    pub wrong: u32,
    /// Of all these, those of lanes that had done nothing wrong.
    pub others: u32,
    /// From the fault until it was noticed.
    pub noticed_ms: Option<f64>,
    /// From the fault until everything that it cost was there again.
    pub recovered_ms: Option<f64>,
    /// Processes that were started anew.
    pub restarts: u32,
    /// What was noticed, in words.
    pub told: Vec<String>,
    /// What the lanes did, as far as they lived to tell.
    pub spans: Vec<Span>,
}

impl Trial {
    /// Tiles that had to be computed again.
    pub fn redone(&self) -> u32 {
        self.lost + self.cut_off + self.wrong
    }
}

/// A run under way.
struct Course<'a, O> {
    topology: Topology,
    plan: &'a Plan<'a>,
    supervisor: Supervisor,
    teller: Teller<'a, O>,
    trial: Trial,
    timeline: Timeline,
    /// The stamp of the last request to each process.
    stamps: Vec<u16>,
    /// The tiles of the request with the fault, in their order.
    fatal: Vec<u32>,
    next_stamp: u16,
    /// Process and lane that got the tile at which the fault comes.
    culprit: Option<(u32, u32)>,
    struck_ms: Option<f64>,
    looked_ms: f64,
    killed: bool,
    /// Tiles that were lost by now and are not there again.
    missing: Vec<u32>,
}

/// Runs a plan to its end.
///
/// # Errors
/// Those of [`Cluster::restart`]; [`Error::Stuck`] when the run does not come to its end.
pub async fn trial<H: Host, C: Cluster>(
    host: &H,
    cluster: &mut C,
    plan: &Plan<'_>,
    observer: &mut impl Observer,
) -> Result<Trial> {
    let topology = cluster.topology();
    let (processes, threads) = (topology.processes(), topology.threads());
    let hand = if topology.shares_memory() { Hand::Together } else { Hand::Singly };
    let supervisor = Supervisor::new(processes, TILES, hand, plan.params.batch * threads, PATIENCE_MS);
    let teller = Teller::new(topology, Mosaic::new(plan.params.size)?, plan, observer);
    let started_ms = clock::now_ms();
    let trial = Trial { strike: plan.strike, started_ms, ..Trial::default() };
    let mut course = Course {
        topology,
        plan,
        supervisor,
        teller,
        trial,
        timeline: Timeline::default(),
        stamps: vec![0; processes as usize],
        fatal: Vec::new(),
        next_stamp: 1,
        culprit: None,
        struck_ms: None,
        looked_ms: started_ms,
        killed: false,
        missing: Vec::new(),
    };
    loop {
        let before_ms = clock::now_ms();
        for process in 0..processes {
            course.deal(host, cluster, process).await?;
        }
        if course.supervisor.is_done() {
            break;
        }
        let incoming = cluster.receive_within(LOOK_MS, Some(&PICTURE)).await;
        course.take(host, cluster, incoming).await?;
        course.look(host, cluster).await?;
        if let Some(process) = course.supervisor.tick(clock::now_ms() - before_ms) {
            course.give_up(host, cluster, process, "it was silent").await?;
        }
        let now_ms = course.now_ms();
        course.teller.tell(&course.supervisor, now_ms, false);
    }
    Ok(course.finish())
}

impl<O: Observer> Course<'_, O> {
    /// Milliseconds since the run began.
    fn now_ms(&self) -> f64 {
        clock::now_ms() - self.trial.started_ms
    }

    fn threads(&self) -> u32 {
        self.topology.threads()
    }

    /// Sends a process what it is dealt.
    async fn deal<H: Host, C: Cluster>(&mut self, host: &H, cluster: &mut C, process: u32) -> Result<()> {
        let dealt = self.supervisor.deal(process);
        let size = if self.topology.shares_memory() { dealt.len().max(1) } else { 1 };
        for tiles in dealt.chunks(size) {
            // The fault comes once: who gets the tile for the second time is spared.
            let strike = self.plan.strike.filter(|_| self.culprit.is_none());
            let strike = strike.filter(|strike| tiles.contains(&strike.tile));
            if let Some(strike) = strike {
                let index = tiles.iter().position(|tile| *tile == strike.tile).unwrap_or_default() as u32;
                self.culprit = Some((process, index % self.threads()));
                self.fatal = tiles.to_vec();
            }
            let stamp = self.next_stamp;
            self.next_stamp = self.next_stamp.checked_add(1).unwrap_or(1);
            self.stamps[process as usize] = stamp;
            let task = Task { size: self.plan.params.size, tiles: tiles.to_vec(), stamp, strike };
            let request = Request::Perform { task: task.into(), epoch_ms: self.trial.started_ms };
            if let Err(error) = cluster.send(process, request) {
                return self.give_up(host, cluster, process, &error.to_string()).await;
            }
        }
        Ok(())
    }

    /// Does what follows from an arrival.
    async fn take<H: Host, C: Cluster>(
        &mut self,
        host: &H,
        cluster: &mut C,
        incoming: Result<Option<Incoming>>,
    ) -> Result<()> {
        match incoming {
            Ok(None) => Ok(()),
            Ok(Some(Incoming::Seen(process, marks))) => {
                self.teller.marks(process, marks.into_iter().map(|(mark, _)| mark));
                Ok(())
            }
            Ok(Some(Incoming::Reply(process, Reply::Performed { outcome, marks }))) => match outcome.try_into() {
                Ok(outcome) => self.delivered(host, cluster, process, outcome, marks).await,
                Err(error) => self.give_up(host, cluster, process, &Error::to_string(&error)).await,
            },
            // Others than these are for `cells`, and come late.
            Ok(Some(Incoming::Reply(_, Reply::Cells { .. }))) => Ok(()),
            Ok(Some(Incoming::Reply(process, Reply::Failed { error }))) => {
                self.give_up(host, cluster, process, &error.to_string()).await
            }
            Ok(Some(Incoming::Reply(process, _))) => self.give_up(host, cluster, process, "it talks nonsense").await,
            Err(Error::Died { process, reason } | Error::Panicked { process, reason }) => {
                self.give_up(host, cluster, process, &reason).await
            }
            // What can't be understood comes from the only process that there is: its memory is not what it was.
            Err(error @ Error::Protocol { .. }) if self.topology.processes() == 1 => {
                self.give_up(host, cluster, 0, &error.to_string()).await
            }
            Err(error) => Err(error),
        }
    }

    /// Checks what a process delivered.
    async fn delivered<H: Host, C: Cluster>(
        &mut self,
        host: &H,
        cluster: &mut C,
        process: u32,
        outcome: tiles::Outcome,
        marks: Vec<LaneMark>,
    ) -> Result<()> {
        for mark in &marks {
            self.trial.spans.extend(self.timeline.mark(process, mark.lane, mark.mark));
        }
        if !self.topology.shares_memory() {
            self.teller.marks(process, marks);
        }
        let right = |tile: u32, bytes: &ByteBuf| self.plan.right.get(tile as usize) == Some(&digest(bytes));
        let mut results = Vec::new();
        for ((tile, bytes), index) in outcome.tiles.iter().zip(0..) {
            let lane = index % self.threads();
            self.supervisor.finished(process, *tile, lane);
            if *tile < TILES {
                self.teller.delivered(process, lane, *tile, bytes);
            }
            results.push((*tile, right(*tile, bytes)));
        }
        let wrong = match self.supervisor.delivered(process, &results) {
            Ok(wrong) => wrong,
            Err(tile) => {
                let reason = format!("it delivered tile {tile}, which it was not given");
                return self.give_up(host, cluster, process, &reason).await;
            }
        };
        self.missing.retain(|tile| self.supervisor.stage(*tile).0 != UnitStage::Done);
        if !wrong.is_empty() {
            self.note(process, &wrong, CrashFate::Wrong);
            let reason = format!("{} of its {} tiles were wrong", wrong.len(), results.len());
            return self.give_up(host, cluster, process, &reason).await;
        }
        self.settle();
        Ok(())
    }

    /// Looks at the boards: which tiles are begun and finished, and whether the fault has come.
    async fn look<H: Host, C: Cluster>(&mut self, host: &H, cluster: &mut C) -> Result<()> {
        if self.topology.shares_memory() {
            for process in 0..self.topology.processes() {
                match cluster.cells(process, 0..CELLS).await {
                    Ok(cells) => self.seen(process, &cells),
                    Err(error) => self.give_up(host, cluster, process, &error.to_string()).await?,
                }
            }
        }
        let Some(strike) = self.plan.strike.filter(|_| self.culprit.is_some() && !self.killed) else { return Ok(()) };
        if self.supervisor.stage(strike.tile).0 != UnitStage::Waiting {
            self.struck_ms.get_or_insert_with(clock::now_ms);
            if let (Fault::Kill, Some((process, _))) = (strike.fault, self.culprit) {
                self.struck_ms = Some(clock::now_ms());
                cluster.kill(process);
            }
            self.killed = true;
        }
        Ok(())
    }

    /// Takes in what a board shows.
    fn seen(&mut self, process: u32, cells: &[u32]) {
        self.looked_ms = clock::now_ms();
        let (stamp, threads) = (self.stamps[process as usize], self.threads());
        for (word, tile) in cells.iter().skip(TILE_CELLS).zip(0..TILES) {
            match Seen::from_word(*word, stamp, threads) {
                Some(Seen { lane, finished: true }) => self.supervisor.finished(process, tile, lane),
                Some(Seen { lane, finished: false }) => self.supervisor.begun(process, tile, lane),
                None => {}
            }
        }
        let struck = self.culprit.is_some() && cells.get(STRUCK_CELL) == Some(&u32::from(stamp));
        if let (true, Some(&at_us), None) = (struck, cells.get(STRUCK_AT_CELL), self.struck_ms) {
            self.struck_ms = Some(self.trial.started_ms + f64::from(at_us) / 1e3);
        }
    }

    /// A process that dies at once takes its board with it where nobody else sees its memory. What is sure all the same:
    /// the lane that was struck had begun that tile, and finished those of its tiles that came before.
    fn conclude(&mut self, process: u32) {
        let (Some(strike), Some((culprit, lane))) = (self.plan.strike, self.culprit) else { return };
        if culprit != process || strike.fault == Fault::WildWrite {
            return;
        }
        let own: Vec<u32> = self.fatal.iter().skip(lane as usize).step_by(self.threads() as usize).copied().collect();
        for tile in own.iter().copied().take_while(|tile| *tile != strike.tile) {
            self.supervisor.finished(process, tile, lane);
        }
        self.supervisor.begun(process, strike.tile, lane);
    }

    /// Counts what a process lost.
    fn note(&mut self, process: u32, tiles: &[Held], fate: CrashFate) {
        let count = tiles.len() as u32;
        match fate {
            CrashFate::Lost => self.trial.lost += count,
            CrashFate::CutOff => self.trial.cut_off += count,
            CrashFate::Wrong => self.trial.wrong += count,
        }
        for held in tiles {
            let of_another = self.culprit != Some((process, held.lane));
            self.trial.others += u32::from(of_another);
            self.teller.fate(held.unit, fate, of_another);
            self.missing.push(held.unit);
        }
    }

    /// A process has ended, or can't be trusted any more: another one takes its place.
    async fn give_up<H: Host, C: Cluster>(
        &mut self,
        host: &H,
        cluster: &mut C,
        process: u32,
        reason: &str,
    ) -> Result<()> {
        let noticed_ms = clock::now_ms();
        if let (true, Ok(cells)) = (self.topology.shares_memory(), cluster.cells(process, 0..CELLS).await) {
            // Where its memory can be read after its end, it says what was finished.
            self.seen(process, &cells);
        }
        if self.culprit.is_some_and(|(culprit, _)| culprit == process) && self.trial.noticed_ms.is_none() {
            let struck_ms = *self.struck_ms.get_or_insert(self.looked_ms);
            self.trial.noticed_ms = Some((noticed_ms - struck_ms).max(0.0));
        }
        self.conclude(process);
        let loss = self.supervisor.ended(process);
        self.note(process, &loss.lost, CrashFate::Lost);
        self.note(process, &loss.cut_off, CrashFate::CutOff);
        self.teller.ended(process, self.now_ms());
        self.teller.times(self.trial.noticed_ms, None);
        self.teller.tell(&self.supervisor, self.now_ms(), true);
        let fault = self.plan.strike.map_or("no fault", |strike| strike.fault.word());
        self.trial.told.push(format!("{}, {fault}: process {} was given up: {reason}", self.topology, process + 1));
        self.trial.restarts += 1;
        if self.trial.restarts > RESTARTS_MAX {
            return Err(Error::Stuck { process, waited_ms: self.now_ms() as u32 });
        }
        if cluster.restart(process).await.is_err() {
            host.pause(SECOND_CHANCE_MS).await;
            cluster.restart(process).await?;
        }
        self.supervisor.replaced(process);
        Ok(())
    }

    /// Notes when everything is there again.
    fn settle(&mut self) {
        if let (Some(struck_ms), Some(_), None, true) =
            (self.struck_ms, self.trial.noticed_ms, self.trial.recovered_ms, self.missing.is_empty())
        {
            self.trial.recovered_ms = Some(clock::now_ms() - struck_ms);
            self.teller.times(self.trial.noticed_ms, self.trial.recovered_ms);
        }
    }

    fn finish(mut self) -> Trial {
        self.trial.elapsed_ms = self.now_ms();
        self.trial.done = (0..TILES).filter(|&tile| self.supervisor.stage(tile).0 == UnitStage::Done).count() as u32;
        self.teller.tell(&self.supervisor, self.trial.elapsed_ms, true);
        self.trial
    }
}
