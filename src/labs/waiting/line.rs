//! One lane waits until the reader types a line, while the others go on computing.
//!
//! It is done once, on lanes of one process where memory can be shared, else on processes: how long a reader takes is no
//! sample of anything, so nothing is judged. What counts is that the others have computed meanwhile.

use serde_json::{Map, json};

use super::{
    Params,
    deal::perform,
    judge::CLAIM,
    live::{PICTURE, Teller, WaitingLive, WaitingStage},
};
use crate::{
    Finished, Observer, Phase, Told,
    report::{self, Machine, Report, Row},
};
use kosut_cluster::{self as cluster, Cluster, Host, Incoming, protocol::Reply};
use kosut_core::{
    clock::{self, AwakeClock},
    error::{Error, Result},
    topology::Topology,
    trace::TracedRun,
    verdict::Claim,
};
use kosut_workloads::waits::{FIRST_CELL, Outcome, Task};

/// How often the page is told: as often as it draws.
const FRAME_MS: f64 = 16.0;

/// How long a process beside the one that waits computes at a time.
const TURN_MS: f64 = 50.0;

/// How much later than its limit a wait may end.
const PATIENCE_MS: f64 = 20_000.0;

/// Waits for the line, and tells what the others compute.
///
/// # Errors
/// Those of the cluster; [`Error::Unavailable`] where nobody could hand the line in.
pub async fn run<H: Host>(
    host: &H,
    machine: &Machine,
    params: &Params,
    started: String,
    mut told: Told<'_, impl Observer>,
) -> Result<Finished> {
    let workers = params.workers.max(2);
    let threads = Topology::new(1, workers)?;
    let topology = if machine.isolated { threads } else { Topology::new(workers, 1)? };
    if !machine.isolated {
        told.not_isolated(threads);
    }
    if !host.offers().await.request {
        return Err(Error::Unavailable { capability: "the page's service worker, which hands the line on".into() });
    }
    told.total = 3;
    told.step(Phase::Spawn, topology);
    let (mut cluster, spawn_ms) = cluster::spawn_timed(host, topology).await?;
    let offered = super::deal::offers(&mut cluster).await?;
    if !offered.request {
        return Err(Error::Unavailable { capability: "the page's service worker, for every process".into() });
    }
    told.step(Phase::Measure, topology);
    told.log(format!("a lane waits for a typed line, {} s at most", params.limit_s));
    let started_ms = clock::now_ms();
    let mut scene = Scene {
        topology,
        started_ms,
        limit_ms: params.limit_ms(),
        blocks: vec![0; topology.lanes() as usize],
        memory_bytes: vec![0; topology.processes() as usize],
        teller: Teller::new(topology, true, told.observer),
    };
    let line = scene.play(&mut cluster, host).await?;
    let elapsed_ms = clock::now_ms() - started_ms;
    scene.tell(if line.is_some() { WaitingStage::Typed } else { WaitingStage::Silent }, line.clone());
    let Scene { blocks, memory_bytes, teller, .. } = scene;
    let spans = teller.end(elapsed_ms);

    told.step(Phase::Judge, topology);
    if line.is_none() {
        told.log("nobody typed in time".into());
    }
    let mut fields = Map::new();
    fields.insert("way".into(), json!("lanes"));
    fields.insert("workers".into(), json!(topology.lanes()));
    fields.insert("family".into(), json!(topology.family()));
    fields.insert("waits_for".into(), json!("input"));
    fields.insert("typed".into(), json!(line.is_some()));
    fields.insert("blocks_meanwhile".into(), json!(blocks.iter().map(|&blocks| u64::from(blocks)).sum::<u64>()));
    fields.insert("blocks".into(), json!(blocks));
    fields.insert("memory_bytes".into(), json!(memory_bytes.iter().sum::<u64>()));
    fields.insert("spawn_ms".into(), json!(spawn_ms));
    let row = Row {
        label: topology.to_string(),
        topology: topology.to_string(),
        samples_ms: vec![elapsed_ms],
        median_ms: elapsed_ms,
        ci95_ms: [elapsed_ms; 2],
        fields,
    };
    let report = Report {
        kosut: report::VERSION,
        lab: "waiting".into(),
        params: params.report(),
        machine: machine.clone(),
        started,
        rows: vec![row],
        claims: vec![Claim::unavailable(CLAIM, "not-in-run")],
        answers_agree: true,
        log: told.log,
    };
    let runs = vec![TracedRun { name: format!("{topology} input"), started_ms, spans }];
    Ok(Finished { report, curves: Vec::new(), runs, shown: None })
}

struct Scene<'a, O> {
    topology: Topology,
    started_ms: f64,
    limit_ms: f64,
    /// Blocks of each lane, process by process.
    blocks: Vec<u32>,
    memory_bytes: Vec<u64>,
    teller: Teller<'a, O>,
}

impl<O: Observer> Scene<'_, O> {
    /// From the first request until the line has come, or its time is over, and the others have stopped.
    async fn play<C: Cluster>(&mut self, cluster: &mut C, host: &impl Host) -> Result<Option<String>> {
        cluster.send(0, perform(Task::Line(self.limit_ms), self.started_ms))?;
        self.teller.given(0, 0, 0.0);
        let mut owing = 1;
        for process in 1..self.topology.processes() {
            cluster.send(process, perform(Task::Compute(TURN_MS), self.started_ms))?;
            owing += 1;
        }
        let mut line = None;
        let mut over = false;
        let mut awake = AwakeClock::new();
        while owing > 0 {
            // Boards of busy lanes have something to show at any time: without the pause, nobody else got a turn.
            host.pause(FRAME_MS).await;
            while let Some(incoming) = cluster.receive_within(0.0, Some(&PICTURE)).await? {
                let Some((process, outcome)) = self.take_in(incoming)? else { break };
                owing -= 1;
                over |= process == 0;
                line = line.or(outcome);
                if process > 0 && !over {
                    cluster.send(process, perform(Task::Compute(TURN_MS), self.started_ms))?;
                    owing += 1;
                }
            }
            if !over {
                self.look(cluster).await?;
                self.tell(WaitingStage::Waiting, None);
            }
            let late_ms = awake.now_ms() - self.limit_ms;
            if late_ms > PATIENCE_MS {
                return Err(Error::Stuck { process: 0, waited_ms: late_ms as u32 });
            }
        }
        Ok(line)
    }

    /// What arrived; of a reply, whose it is and the line that came with it.
    fn take_in(&mut self, incoming: Incoming) -> Result<Option<(u32, Option<String>)>> {
        match incoming {
            Incoming::Seen(process, marks) => {
                self.teller.marks(process, marks.into_iter().map(|(mark, _)| mark).collect());
                Ok(None)
            }
            Incoming::Reply(process, Reply::Performed { outcome, marks }) => {
                let Outcome { line, blocks, memory_bytes, .. } = outcome.try_into()?;
                let first = (process * self.topology.threads()) as usize;
                for (shown, done) in self.blocks[first..].iter_mut().zip(blocks) {
                    *shown = if self.topology.shares_memory() { done } else { *shown + done };
                }
                self.memory_bytes[process as usize] = memory_bytes.max(self.memory_bytes[process as usize]);
                if process > 0 {
                    // Nobody has said when it began to compute.
                    self.teller.marks(process, marks.clone());
                }
                self.teller.record(process, marks);
                Ok(Some((process, line)))
            }
            Incoming::Reply(_, Reply::Failed { error }) => Err(error),
            Incoming::Reply(_, other) => {
                Err(Error::Protocol { reason: format!("{other:?} where an outcome was expected") })
            }
        }
    }

    /// What lanes that share memory show of their blocks.
    async fn look<C: Cluster>(&mut self, cluster: &mut C) -> Result<()> {
        if self.topology.shares_memory() {
            let shown = cluster.cells(0, FIRST_CELL..FIRST_CELL + self.blocks.len()).await?;
            self.blocks.iter_mut().zip(shown).for_each(|(blocks, shown)| *blocks = shown);
        }
        Ok(())
    }

    fn tell(&mut self, stage: WaitingStage, line: Option<String>) {
        let (now_ms, limit_ms, blocks) = (clock::now_ms() - self.started_ms, self.limit_ms, self.blocks.clone());
        self.teller.line(WaitingLive { stage, now_ms, limit_ms, blocks, line });
    }
}
