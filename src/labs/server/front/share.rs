//! Processes with several lanes get their share of the requests, and their lanes take them from a queue in their memory.
//!
//! Such a process is blocked while it serves. What it does is read from its board, and what the reader sends is written
//! there.

use super::{Door, Plan, outcome, receive, record, since};
use crate::{
    Observer,
    server::{
        figures::Run,
        live::{FRAME_MS, ServerDoing, ServerLane, ServerLive, ServerQueue, Teller},
    },
};
use kosut_cluster::{Cluster, Host, Incoming, protocol::Request};
use kosut_core::{
    clock,
    error::{Error, Result},
};
use kosut_workloads::serve::{
    ASKED_CELL, CELLS, CLOSED_CELL, COUNT_CELLS, Doing, LANE_CELLS, QUEUE_CELLS, SEEN_MAX, Task,
};

/// How often the end of a run is looked for that nobody watches.
const LOOK_MS: f64 = 100.0;

struct Shares<'a> {
    plan: &'a Plan,
    processes: u32,
    run: Run,
    door: Door,
    /// Requests of the reader's that each process was told of.
    asked: Vec<u32>,
}

/// See [`super::serve`].
pub async fn serve<H: Host>(
    host: &H,
    cluster: &mut H::Cluster,
    plan: &Plan,
    teller: &mut Option<Teller<'_, impl Observer>>,
) -> Result<Run> {
    let processes = cluster.topology().processes();
    let run = Run { started_ms: clock::now_ms(), ..Run::default() };
    let mut shares = Shares { plan, processes, run, door: Door::new(plan), asked: vec![0; processes as usize] };
    for process in 0..processes {
        shares.begin(cluster, process)?;
    }
    let (mut left, mut was_open, mut moved_ms) = (processes, shares.door.open, 0.0);
    while left > 0 {
        let now_ms = since(&shares.run);
        let sent = shares.door.hear(host, now_ms);
        shares.hand_on(cluster, sent)?;
        if was_open && !shares.door.open {
            was_open = false;
            moved_ms = now_ms;
            (0..processes).try_for_each(|process| cluster.write(process, CLOSED_CELL, 1))?;
        }
        let live = teller.is_some();
        if live {
            // Boards of busy lanes have something to show at any time: without the pause, nobody else got a turn.
            host.pause(FRAME_MS).await;
        }
        let arrived = receive(cluster, if live { 0.0 } else { LOOK_MS }, live).await?;
        if let Some(Incoming::Seen(process, marks)) = &arrived {
            if let Some(teller) = teller {
                teller.marks(*process, marks.iter().map(|(mark, _)| *mark));
            }
        } else if let Some((process, outcome, marks)) = outcome(arrived)? {
            shares.run.served.extend(outcome.served.into_iter().map(|one| (process, one)));
            shares.run.rejected.extend(outcome.rejected);
            record(&mut shares.run, process, marks);
            left -= 1;
        }
        let now_ms = since(&shares.run);
        if !shares.door.open && now_ms - moved_ms > plan.longest_ms() {
            return Err(Error::Stuck { process: 0, waited_ms: (now_ms - moved_ms) as u32 });
        }
        shares.tell(cluster, teller).await?;
    }
    // Process by process, lane by lane: in the order of the answers they are the same run on every topology.
    shares.run.served.sort_unstable_by_key(|(_, one)| one.ended_us);
    Ok(shares.run)
}

impl Shares<'_> {
    /// Requests that may wait in each process.
    fn queue(&self) -> u32 {
        self.plan.queue.div_ceil(self.processes)
    }

    /// Every so many-th request is for this process.
    fn begin<C: Cluster>(&self, cluster: &mut C, process: u32) -> Result<()> {
        cluster.write(process, ASKED_CELL, 0)?;
        cluster.write(process, CLOSED_CELL, 0)?;
        let Plan { numbers, wait, wait_ms, .. } = *self.plan;
        let own = self.plan.arrivals.iter().skip(process as usize).step_by(self.processes as usize);
        let arrivals = own.copied().collect();
        let task = Task { numbers, wait, wait_ms, arrivals, queue: self.queue(), open: self.door.open };
        cluster.send(process, Request::Perform { task: task.into(), epoch_ms: self.run.started_ms })
    }

    /// Tells the processes of the reader's requests, in turn.
    fn hand_on<C: Cluster>(&mut self, cluster: &mut C, sent: u32) -> Result<()> {
        for number in self.door.sent - sent..self.door.sent {
            let process = number % self.processes;
            let asked = &mut self.asked[process as usize];
            *asked += 1;
            cluster.write(process, ASKED_CELL, *asked)?;
        }
        Ok(())
    }

    async fn tell<C: Cluster>(&self, cluster: &mut C, teller: &mut Option<Teller<'_, impl Observer>>) -> Result<()> {
        let now_ms = since(&self.run);
        let Some(teller) = teller.as_mut().filter(|teller| teller.is_due(now_ms)) else { return Ok(()) };
        let threads = cluster.topology().threads() as usize;
        let (mut lanes, mut queues, mut counts) = (Vec::new(), Vec::new(), [0; 3]);
        for process in 0..self.processes {
            let cells = cluster.cells(process, 0..CELLS).await?;
            if cells.len() < CELLS {
                continue;
            }
            counts.iter_mut().zip(&cells[COUNT_CELLS..]).for_each(|(count, cell)| *count += cell);
            let length = (cells[COUNT_CELLS + 3] as usize).min(SEEN_MAX);
            queues.push(ServerQueue { limit: self.queue(), waiting: cells[QUEUE_CELLS..][..length].to_vec() });
            lanes.extend(cells[LANE_CELLS..].iter().take(threads).map(|&word| lane(process, word)));
        }
        let [arrived, rejected, done] = counts;
        let (topology, rate_per_s, open, figures) = (String::new(), 0.0, self.door.open, None);
        teller.tell(ServerLive { topology, rate_per_s, now_ms, lanes, queues, arrived, done, rejected, open, figures });
        Ok(())
    }
}

fn lane(process: u32, word: u32) -> ServerLane {
    let (doing, request) = match Doing::from_word(word) {
        Doing::Idle => (ServerDoing::Idle, None),
        Doing::Computing(id) => (ServerDoing::Computing, Some(id)),
        Doing::Waiting(id) => (ServerDoing::Waiting, Some(id)),
    };
    ServerLane { process, doing, request }
}
