//! One run of a server, from the first request to the last answer.
//!
//! Where its processes have one lane each, the conductor is the front process: the queue is here, and who is idle is sent
//! the next request as a message ([`deal`]). Where lanes share a memory, the queue lies there, and each process gets its
//! share of the requests, in turn ([`share`]).

use super::{
    figures::Run,
    live::{PICTURE, Teller},
};
use crate::Observer;
use kosut_cluster::{Cluster, Host, Incoming, protocol::Reply};
use kosut_core::{
    clock,
    error::{Error, Result},
    trace::{LaneMark, Timeline},
};
use kosut_workloads::{
    lanes::blocking::Wait,
    serve::{Arrival, Outcome},
};

mod deal;
mod share;

/// A server that gives no sign of life for so long, beyond what it may take for its requests, is stuck.
const PATIENCE_MS: f64 = 20_000.0;

/// Longer than any request computes, on a busy machine too.
const COMPUTE_LONGEST_MS: f64 = 200.0;

/// The most requests that a reader can send at once.
const SEND_MAX: u32 = 100;

/// The most that a reader can send into one run.
pub const SENT_MAX: u32 = 5_000;

/// What a run is to be.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The requests, the first first.
    pub arrivals: Vec<Arrival>,
    /// Requests that may wait, in all queues together.
    pub queue: u32,
    /// What each computes: see [`kosut_workloads::serve::answer`].
    pub numbers: u32,
    /// How each waits.
    pub wait: Wait,
    /// How long, in milliseconds.
    pub wait_ms: f64,
    /// How long the reader may send requests, in milliseconds; 0 for not at all.
    pub open_ms: f64,
    /// How long after each of them he may send more, in milliseconds.
    pub linger_ms: f64,
}

impl Plan {
    /// The longest that it may take, without what the reader does.
    fn longest_ms(&self) -> f64 {
        let last_ms = self.arrivals.last().map_or(0.0, |last| f64::from(last.at_us) / 1e3);
        last_ms + self.arrivals.len() as f64 * (self.wait_ms + COMPUTE_LONGEST_MS) + PATIENCE_MS
    }
}

/// Serves all requests of a plan.
///
/// # Errors
/// Those of the cluster and of the wait; [`Error::Stuck`] when it does not come to its end; [`Error::Disagree`] for an
/// answer that is wrong.
pub async fn serve<H: Host>(
    host: &H,
    cluster: &mut H::Cluster,
    plan: &Plan,
    teller: &mut Option<Teller<'_, impl Observer>>,
) -> Result<Run> {
    // What was said before is not for this run.
    host.heard();
    if cluster.topology().shares_memory() {
        share::serve(host, cluster, plan, teller).await
    } else {
        deal::serve(host, cluster, plan, teller).await
    }
}

/// What the reader may do, and did.
struct Door {
    until_ms: f64,
    linger_ms: f64,
    /// Requests that the reader sent.
    sent: u32,
    open: bool,
}

impl Door {
    fn new(plan: &Plan) -> Self {
        Door { until_ms: plan.open_ms, linger_ms: plan.linger_ms, sent: 0, open: plan.open_ms > 0.0 }
    }

    /// Hears what the reader says; gives back how many requests were sent since the last time.
    fn hear(&mut self, host: &impl Host, now_ms: f64) -> u32 {
        let before = self.sent;
        for words in host.heard() {
            match words.split_once(' ') {
                Some(("send", count)) if self.open => {
                    let count = count.parse::<u32>().unwrap_or(0).min(SEND_MAX);
                    self.sent = (self.sent + count).min(SENT_MAX);
                    self.until_ms = self.until_ms.max(now_ms + self.linger_ms);
                }
                None if words == "close" => self.open = false,
                _ => {}
            }
        }
        self.open &= now_ms < self.until_ms;
        self.sent - before
    }
}

/// What a process replied, if it was an outcome.
fn outcome(incoming: Option<Incoming>) -> Result<Option<(u32, Outcome, Vec<LaneMark>)>> {
    match incoming {
        Some(Incoming::Reply(process, Reply::Performed { outcome, marks })) => {
            Ok(Some((process, outcome.try_into()?, marks)))
        }
        Some(Incoming::Reply(_, Reply::Failed { error })) => Err(error),
        Some(Incoming::Reply(_, Reply::Cells { .. })) | Some(Incoming::Seen(..)) | None => Ok(None),
        Some(Incoming::Reply(_, other)) => {
            Err(Error::Protocol { reason: format!("{other:?} where an outcome was expected") })
        }
    }
}

/// Takes the marks of a process into a run's record.
fn record(run: &mut Run, process: u32, marks: Vec<LaneMark>) {
    let mut timeline = Timeline::default();
    run.spans.extend(marks.into_iter().filter_map(|mark| timeline.mark(process, mark.lane, mark.mark)));
}

/// Waits no longer than this for something to arrive.
async fn receive<C: Cluster>(cluster: &mut C, wait_ms: f64, live: bool) -> Result<Option<Incoming>> {
    cluster.receive_within(wait_ms, live.then_some(&PICTURE)).await
}

/// Milliseconds since a run began.
fn since(run: &Run) -> f64 {
    clock::now_ms() - run.started_ms
}
