//! One run of all jobs on one cluster.

use std::ops::Range;

use super::{Way, live::Teller};
use crate::Observer;
use kosut_cluster::{
    Cluster, Incoming,
    protocol::{Reply, Request},
};
use kosut_core::{
    clock,
    error::{Error, Result},
    trace::{LaneMark, Span},
};
use kosut_workloads::{
    lanes::blocking::Offers,
    waits::{Outcome, Task, What, bits},
};

/// How often a process is started anew whose Worker the service worker does not rule. In WebKit some are not; the next one
/// in the same place mostly is.
const ANEW_MAX: u32 = 3;

/// What one run brought.
pub struct Done {
    /// When it began, in milliseconds since the Unix epoch.
    pub started_ms: f64,
    /// From the first request to the last reply.
    pub elapsed_ms: f64,
    /// Bytes of memory of all processes, after it.
    pub memory_bytes: u64,
    /// When each lane waited.
    pub spans: Vec<Span>,
}

/// What the lanes of all processes can wait for.
///
/// # Errors
/// Those of the cluster.
pub async fn offers<C: Cluster>(cluster: &mut C) -> Result<Offers> {
    let mut all: Option<Offers> = None;
    for process in 0..cluster.topology().processes() {
        let mut own = offers_of(cluster, process).await?;
        let mut anew = 0;
        while !own.request && anew < ANEW_MAX {
            cluster.restart(process).await?;
            own = offers_of(cluster, process).await?;
            anew += 1;
        }
        all = Some(all.map_or(own, |all| all.both(own)));
    }
    Ok(all.unwrap_or_default())
}

async fn offers_of<C: Cluster>(cluster: &mut C, process: u32) -> Result<Offers> {
    cluster.send(process, perform(Task::Offers, 0.0))?;
    performed(cluster, |_, _| ()).await.map(|(_, outcome, _)| outcome.offers)
}

/// Does all jobs, and shows them while they wait if `live`.
///
/// A process of one lane gets job by job, as its parent would give them to it; one of several gets all of them, and its
/// lanes take them. The event loop gets all of them, too.
///
/// # Errors
/// Those of the cluster and of the program; [`Error::Disagree`] when not every job was done exactly once.
pub async fn deal<C: Cluster>(
    cluster: &mut C,
    way: Way,
    jobs: u32,
    what: What,
    live: bool,
    observer: &mut impl Observer,
) -> Result<Done> {
    let topology = way.topology();
    let mut teller = Teller::new(topology, live, observer);
    let started_ms = clock::now_ms();
    let now_ms = || clock::now_ms() - started_ms;
    let (mut next, mut owing) = (0, 0);
    let each = if way == Way::EventLoop || topology.shares_memory() { jobs } else { 1 };
    let mut give = |cluster: &mut C, process: u32| -> Result<Option<Range<u32>>> {
        let given = next..jobs.min(next + each);
        if given.is_empty() {
            return Ok(None);
        }
        next = given.end;
        let request = match (way, what) {
            (Way::EventLoop, What::Delay(wait, delay_ms)) => {
                Request::AtOnce { jobs: given.end, wait, delay_ms, epoch_ms: started_ms }
            }
            _ => perform(Task::Jobs(given.clone(), what), started_ms),
        };
        cluster.send(process, request)?;
        Ok(Some(given))
    };
    for process in 0..topology.processes() {
        if let Some(given) = give(cluster, process)? {
            owing += 1;
            teller.given(process, given.start, now_ms());
        }
    }
    teller.tell(now_ms());
    let (mut done, mut twice, mut memory_bytes) = (0, 0, vec![0; topology.processes() as usize]);
    while owing > 0 {
        let seen = |process, marks: Vec<LaneMark>| {
            teller.marks(process, marks);
            teller.tell(now_ms());
        };
        let (process, outcome, marks) = performed_live(cluster, live, seen).await?;
        owing -= 1;
        twice |= done & outcome.jobs;
        done |= outcome.jobs;
        memory_bytes[process as usize] = outcome.memory_bytes;
        // What several lanes did was seen on their board already, if anybody looked; the reply repeats it for the record.
        teller.record(process, marks);
        if let Some(given) = give(cluster, process)? {
            owing += 1;
            teller.given(process, given.start, now_ms());
        }
        teller.tell(now_ms());
    }
    let elapsed_ms = clock::now_ms() - started_ms;
    let expected = bits(0..jobs)?;
    if done != expected || twice != 0 {
        let (answer, expected) = (format!("{done:b}"), format!("{expected:b}"));
        return Err(Error::Disagree { topology: way.label(), answer, expected });
    }
    let spans = teller.end(elapsed_ms);
    // A process that had no job was never asked; it takes what the others take at the least.
    let least = memory_bytes.iter().copied().filter(|bytes| *bytes > 0).min().unwrap_or(0);
    let memory_bytes = memory_bytes.into_iter().map(|bytes| bytes.max(least)).sum();
    Ok(Done { started_ms, elapsed_ms, memory_bytes, spans })
}

/// Asks for the program.
pub fn perform(task: Task, epoch_ms: f64) -> Request {
    Request::Perform { task: task.into(), epoch_ms }
}

async fn performed<C: Cluster>(
    cluster: &mut C,
    seen: impl FnMut(u32, Vec<LaneMark>),
) -> Result<(u32, Outcome, Vec<LaneMark>)> {
    performed_live(cluster, false, seen).await
}

/// Waits for an outcome; `seen` is told what boards show meanwhile, if somebody looks.
async fn performed_live<C: Cluster>(
    cluster: &mut C,
    live: bool,
    mut seen: impl FnMut(u32, Vec<LaneMark>),
) -> Result<(u32, Outcome, Vec<LaneMark>)> {
    let picture = live.then_some(super::live::PICTURE);
    loop {
        match cluster.receive(picture.as_ref()).await? {
            Incoming::Reply(process, Reply::Performed { outcome, marks }) => {
                return Ok((process, outcome.try_into()?, marks));
            }
            Incoming::Reply(_, Reply::Failed { error }) => return Err(error),
            Incoming::Reply(_, other) => {
                return Err(Error::Protocol { reason: format!("{other:?} where an outcome was expected") });
            }
            Incoming::Seen(process, marks) => seen(process, marks.into_iter().map(|(mark, _)| mark).collect()),
        }
    }
}
