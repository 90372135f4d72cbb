//! A job is done for real on a cluster, over the protocol that all processes speak.

use std::collections::VecDeque;

use serde_bytes::ByteBuf;

use super::job::{Deal, Job};
use kosut_cluster::{
    Cluster, Incoming, Traffic,
    protocol::{Reply, Request},
};
use kosut_core::{
    clock,
    error::{Error, Result},
    topology::Topology,
    trace::{LaneMark, Span, Timeline},
};
use kosut_workloads::{
    Task as Program,
    job::{self, Load, Outcome, State, Task, Work},
};

/// A job with what it takes to be done here: the owner's data is made once, and not while a clock runs.
pub struct Ready {
    job: Job,
    load: Load,
    input: Vec<u8>,
}

/// What one doing brought.
#[derive(Debug, Clone)]
pub struct Played {
    /// From the first request to the last result, in milliseconds.
    pub elapsed_ms: f64,
    /// When it began, in milliseconds since the Unix epoch.
    pub started_ms: f64,
    /// Sums of values and outputs, and the shared state's digest: the same on all topologies.
    pub answer: [u64; 3],
    /// What the lanes did, if it was noted.
    pub spans: Vec<Span>,
    /// Bytes of messages while the clock ran.
    pub traffic: Traffic,
}

impl Ready {
    /// Makes a job ready.
    pub fn new(job: Job, load: Load) -> Self {
        let bytes = job.items as usize * load.in_bytes as usize;
        Ready { job, load, input: job::input(0, bytes, load.in_bytes) }
    }

    /// Lets a cluster of one process take the data in, before any clock runs; others get it piece by piece.
    ///
    /// # Errors
    /// Those of [`Cluster::receive`].
    pub async fn prepare<C: Cluster>(&self, cluster: &mut C) -> Result<()> {
        if cluster.topology().processes() == 1 {
            let (items, load) = (self.job.items, self.load);
            let held = ask(cluster, 0, Task::Hold { items, load }).await?;
            return if held == Outcome::Held { Ok(()) } else { Err(unexpected(&held)) };
        }
        Ok(())
    }

    /// Does the job once. `noted` shows what the lanes did.
    ///
    /// # Errors
    /// Those of [`Cluster::receive`], and [`Error::Protocol`] when a process answers something else.
    pub async fn play<C: Cluster>(&self, cluster: &mut C, noted: bool) -> Result<Played> {
        let before = cluster.bytes();
        let mut played = match cluster.topology().processes() {
            1 => self.in_place(cluster, noted).await?,
            _ => self.dealt(cluster, self.job.deal(cluster.topology()), noted).await?,
        };
        let after = cluster.bytes();
        played.traffic = Traffic {
            sent_bytes: after.sent_bytes - before.sent_bytes,
            received_bytes: after.received_bytes - before.received_bytes,
        };
        Ok(played)
    }

    fn work(&self, first: u32, items: u32, noted: bool) -> Work {
        Work { first, items, load: self.load, input: None, state: ByteBuf::new(), noted }
    }

    /// One process has the data; its lanes do all items.
    async fn in_place<C: Cluster>(&self, cluster: &mut C, noted: bool) -> Result<Played> {
        let started_ms = clock::now_ms();
        let task = Task::Work(self.work(0, self.job.items, noted)).into();
        cluster.send(0, Request::Perform { task, epoch_ms: started_ms })?;
        let (_, outcome, marks) = performed(cluster).await?;
        let elapsed_ms = clock::now_ms() - started_ms;
        let Outcome::Worked { sum, .. } = outcome else { return Err(unexpected(&outcome)) };
        let checked = ask(cluster, 0, Task::Check).await?;
        let Outcome::Checked { output, state, .. } = checked else { return Err(unexpected(&checked)) };
        let (answer, spans) = ([sum, output, state], spans(vec![(0, marks)]));
        Ok(Played { elapsed_ms, started_ms, answer, spans, traffic: Traffic::default() })
    }

    /// Processes are sent pieces; who has answered one gets the next.
    ///
    /// # Errors
    /// Those of [`Ready::play`].
    pub async fn dealt<C: Cluster>(&self, cluster: &mut C, deal: Deal, noted: bool) -> Result<Played> {
        let (topology, load) = (cluster.topology(), self.load);
        let mut owner = Owner { state: State::default(), next: 0, sums: 0, marks: Vec::new() };
        // What each process was sent, in order: replies come in the same.
        let mut under_way: Vec<VecDeque<u32>> = vec![VecDeque::new(); topology.processes() as usize];
        let mut outputs = Vec::new();
        let started_ms = clock::now_ms();
        let send = |cluster: &mut C, process: u32, owner: &mut Owner| {
            let (first, items) = (owner.next, deal.piece.min(self.job.items - owner.next));
            if items == 0 {
                return Ok(None);
            }
            owner.next += items;
            let (from, to) =
                (first as usize * load.in_bytes as usize, (first + items) as usize * load.in_bytes as usize);
            let state = if load.shared { owner.state.to_bytes() } else { Vec::new() };
            let work = Work {
                input: Some(ByteBuf::from(&self.input[from..to])),
                state: ByteBuf::from(state),
                ..self.work(first, items, noted)
            };
            cluster.send(process, Request::Perform { task: Task::Work(work).into(), epoch_ms: started_ms })?;
            Ok::<_, Error>(Some(first))
        };
        for _ in 0..deal.ahead {
            for (process, queue) in (0..).zip(&mut under_way) {
                queue.extend(send(cluster, process, &mut owner)?);
            }
        }
        while under_way.iter().any(|queue| !queue.is_empty()) {
            let (process, outcome, marks) = performed(cluster).await?;
            let Outcome::Worked { sum, output, added } = outcome else { return Err(unexpected(&outcome)) };
            let queue = &mut under_way[process as usize];
            let first = queue.pop_front().ok_or_else(|| Error::Protocol { reason: "results of nothing".into() })?;
            added.into_iter().for_each(|(slot, value)| owner.state.add(slot, value));
            owner.sums = owner.sums.wrapping_add(sum);
            outputs.push((first, deal.piece.min(self.job.items - first), output));
            owner.marks.push((process, marks));
            queue.extend(send(cluster, process, &mut owner)?);
        }
        let elapsed_ms = clock::now_ms() - started_ms;
        let output = outputs.iter().map(|(first, items, bytes)| job::output_sum(*first, *items, bytes));
        let state = if load.shared { owner.state.digest() } else { State::default().digest() };
        let answer = [owner.sums, output.fold(0, u64::wrapping_add), state];
        let spans = spans(owner.marks);
        Ok(Played { elapsed_ms, started_ms, answer, spans, traffic: Traffic::default() })
    }
}

/// What whoever owns the data keeps while others work.
struct Owner {
    state: State,
    /// The first item that is not dealt.
    next: u32,
    sums: u64,
    marks: Vec<(u32, Vec<LaneMark>)>,
}

fn spans(marks: Vec<(u32, Vec<LaneMark>)>) -> Vec<Span> {
    let mut timeline = Timeline::default();
    let all = marks.iter().flat_map(|(process, marks)| marks.iter().map(move |mark| (*process, mark)));
    all.filter_map(|(process, mark)| timeline.mark(process, mark.lane, mark.mark)).collect()
}

fn unexpected(outcome: &Outcome) -> Error {
    let kind = match outcome {
        Outcome::Held => "held",
        Outcome::Worked { .. } => "worked",
        Outcome::Checked { .. } => "checked",
        Outcome::Offered(..) => "offered",
        Outcome::Took { .. } => "took",
    };
    Error::Protocol { reason: format!("a process has {kind}, which it was not asked to") }
}

/// Asks a process for something and waits for what comes of it.
///
/// # Errors
/// Those of [`Cluster::receive`].
pub async fn ask<C: Cluster>(cluster: &mut C, process: u32, task: Task) -> Result<Outcome> {
    cluster.send(process, Request::Perform { task: Program::from(task), epoch_ms: 0.0 })?;
    Ok(performed(cluster).await?.1)
}

/// What the next program that ends brings, and in which process.
///
/// # Errors
/// Those of [`Cluster::receive`], and what the process says of its own.
pub async fn performed<C: Cluster>(cluster: &mut C) -> Result<(u32, Outcome, Vec<LaneMark>)> {
    loop {
        match cluster.receive(None).await? {
            Incoming::Reply(process, Reply::Performed { outcome, marks }) => {
                return Ok((process, outcome.try_into()?, marks));
            }
            Incoming::Reply(_, Reply::Failed { error }) => return Err(error),
            Incoming::Reply(_, other) => {
                return Err(Error::Protocol { reason: format!("{other:?} where a job's outcome was expected") });
            }
            Incoming::Seen(..) => {}
        }
    }
}

/// [`Error::Disagree`] for a topology that comes to another answer than the first one.
///
/// # Errors
/// That one.
pub fn agree(topology: Topology, answer: [u64; 3], expected: &mut Option<[u64; 3]>) -> Result<()> {
    let expected = *expected.get_or_insert(answer);
    if answer == expected {
        return Ok(());
    }
    let text = |numbers: [u64; 3]| numbers.map(|number| format!("{number:016x}")).join(" ");
    let (answer, expected) = (text(answer), text(expected));
    Err(Error::Disagree { topology: topology.to_string(), answer, expected })
}
