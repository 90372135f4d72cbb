//! Two processes write letters to each other. The conductor is the post, and its watchdog looks at who waits for whom.

use super::{
    live::{DeadlockLive, DeadlockSeat, DeadlockStage, DeadlockWay},
    watch::Watch,
};
use crate::Observer;
use kosut_cluster::{Cluster, Incoming, protocol::Reply, protocol::Request};
use kosut_core::{
    clock::{self, AwakeClock},
    error::{Error, Result},
    trace::{Activity, LaneMark, Mark, Phase},
};
use kosut_workloads::{
    lanes::wait_for::{WaitEdge, circle},
    letters::{Act, Task},
    philosophers::Mood,
};

/// How often the watchdog looks when nothing arrives.
const LOOK_MS: f64 = 50.0;

/// How long nothing may arrive without a circle. A letter takes a ten-thousandth of it.
const WATCHDOG_MS: f64 = 20_000.0;

/// How a correspondence came to its end.
#[derive(Debug)]
pub struct End {
    /// From the first request to the last reply, or until the processes were ended; in milliseconds.
    pub elapsed_ms: f64,
    /// When the circle closed, in milliseconds since the start, and its members: none if the reader ended one before.
    /// `None` when all letters were exchanged.
    pub frozen: Option<(f64, Vec<u32>)>,
    /// From the end of the processes until others had written letters in their place, in milliseconds; not known where
    /// the reader ended one.
    pub freed_ms: Option<f64>,
    /// Letters written by each.
    pub written: [u32; 2],
}

/// What the post knows of the two.
#[derive(Default)]
struct Post {
    written: [u32; 2],
    delivered: [u32; 2],
    /// For whom each waits, with the number of letters that had come by then.
    waits: [Option<(u32, u32)>; 2],
    ended: [bool; 2],
    /// When the last message came, in milliseconds since the start.
    last_ms: f64,
}

impl Post {
    /// For whom each waits who really does: a letter that is on its way ends the wait.
    fn waits_for(&self) -> [Option<u32>; 2] {
        let waits = |one: usize| {
            let (partner, received) = self.waits[one]?;
            (received == self.delivered[one]).then_some(partner)
        };
        [waits(0), waits(1)]
    }

    fn live(&self, way: DeadlockWay, now_ms: f64, stage: DeadlockStage) -> DeadlockLive {
        let waits = self.waits_for();
        let state = |one: usize| match waits[one] {
            _ if self.ended[one] => Mood::Done,
            Some(_) => Mood::Hungry,
            None => Mood::Thinking,
        };
        let edge = |one: usize| Some(WaitEdge { waiter: one as u32, holder: waits[one]?, lock: None });
        let frozen = matches!(stage, DeadlockStage::Frozen | DeadlockStage::Ended);
        DeadlockLive {
            way,
            stage,
            now_ms,
            seats: [0, 1].map(|one| DeadlockSeat { state: state(one), count: self.written[one] }).into(),
            holders: Vec::new(),
            edges: [0, 1].into_iter().filter_map(edge).collect(),
            circle: circle(&waits).filter(|_| frozen).unwrap_or_default(),
            frozen_ms: frozen.then_some(self.last_ms),
            freed_ms: None,
        }
    }
}

/// Lets two processes write so many letters each; when both wait for ever, they are ended after `patience_ms`. Leaves
/// the cluster ready for more.
///
/// # Errors
/// Those of the cluster; [`Error::Stuck`] when nothing arrives and nobody waits in a circle.
pub async fn correspond<C: Cluster, O: Observer>(
    cluster: &mut C,
    (way, letters): (DeadlockWay, u32),
    patience_ms: f64,
    mut watch: Option<&mut Watch<'_, O>>,
) -> Result<End> {
    let started_ms = clock::now_ms();
    let mut post = Post::default();
    for one in 0..2 {
        let writes_first = way == DeadlockWay::OneFirst && one == 0;
        let task = Task { partner: 1 - one, writes_first, letters };
        cluster.send(one, Request::Correspond { task })?;
    }
    let mut told_ms = f64::NEG_INFINITY;
    let (mut awake, mut heard_ms) = (AwakeClock::new(), 0.0);
    while post.ended != [true; 2] {
        let arrived = cluster.receive_within(LOOK_MS, None).await;
        let now_ms = clock::now_ms() - started_ms;
        match arrived {
            Ok(Some(Incoming::Reply(from, Reply::Acts { act }))) => {
                heard_ms = awake.now_ms();
                post.last_ms = now_ms;
                take_in(cluster, &mut post, from, act)?;
                if let Some(watch) = &mut watch {
                    watch.marks(from, mark(act, now_ms).into_iter());
                }
            }
            Ok(Some(Incoming::Reply(_, Reply::Failed { error }))) => return Err(error),
            Ok(Some(Incoming::Reply(_, other))) => {
                return Err(Error::Protocol { reason: format!("{other:?} where a letter was expected") });
            }
            Ok(Some(Incoming::Seen(..)) | None) => {}
            // Nobody but the reader ends one of them here.
            Err(Error::Died { .. }) if watch.is_some() => {
                return frozen(cluster, (way, post, now_ms), None, watch).await;
            }
            Err(error) => return Err(error),
        }
        let stands = circle(&post.waits_for()).is_some();
        if let Some(watch) = &mut watch
            && now_ms - told_ms >= LOOK_MS
        {
            told_ms = now_ms;
            watch.live(post.live(way, now_ms, if stands { DeadlockStage::Frozen } else { DeadlockStage::Running }));
        }
        if stands && now_ms >= post.last_ms + patience_ms {
            let ended_ms = clock::now_ms();
            [0, 1].into_iter().for_each(|one| cluster.kill(one));
            return frozen(cluster, (way, post, now_ms), Some(ended_ms), watch).await;
        }
        let silent_ms = awake.now_ms() - heard_ms;
        if !stands && silent_ms > WATCHDOG_MS {
            return Err(Error::Stuck { process: 0, waited_ms: silent_ms as u32 });
        }
    }
    let elapsed_ms = clock::now_ms() - started_ms;
    if let Some(watch) = watch {
        watch.last(post.live(way, elapsed_ms, DeadlockStage::Done));
    }
    Ok(End { elapsed_ms, frozen: None, freed_ms: None, written: post.written })
}

fn take_in<C: Cluster>(cluster: &mut C, post: &mut Post, from: u32, act: Act) -> Result<()> {
    let one = from as usize;
    match act {
        Act::Writes { to, .. } => {
            post.written[one] += 1;
            let Some(delivered) = post.delivered.get_mut(to as usize) else {
                return Err(Error::Protocol { reason: format!("a letter to process {to}, which there is not") });
            };
            *delivered += 1;
            post.waits[one] = None;
            cluster.send(to, Request::Letter { from })
        }
        Act::WaitsFor { partner, received } => {
            post.waits[one] = Some((partner, received));
            Ok(())
        }
        Act::Ends => {
            (post.waits[one], post.ended[one]) = (None, true);
            Ok(())
        }
    }
}

/// What is noted of an act: a process that waits does so until it writes or ends.
fn mark(act: Act, now_ms: f64) -> Option<LaneMark> {
    let phase = match act {
        Act::WaitsFor { .. } => Phase::Begin,
        Act::Writes { .. } | Act::Ends => Phase::End,
    };
    let mark = Mark { phase, activity: Activity::Wait, unit: 0, round: 0, at_us: (now_ms.max(0.0) * 1e3) as u32 };
    Some(LaneMark { lane: 0, mark })
}

/// Puts other processes in the place of those that were ended at this time, and sees that they write letters.
async fn frozen<C: Cluster, O: Observer>(
    cluster: &mut C,
    (way, post, elapsed_ms): (DeadlockWay, Post, f64),
    ended_ms: Option<f64>,
    watch: Option<&mut Watch<'_, O>>,
) -> Result<End> {
    for one in 0..2 {
        cluster.restart(one).await?;
    }
    let again = (DeadlockWay::OneFirst, 1);
    // The other way cannot freeze: it does not come back here.
    Box::pin(correspond::<C, O>(cluster, again, f64::INFINITY, None)).await?;
    let freed_ms = ended_ms.map(|ended_ms| clock::now_ms() - ended_ms);
    if let Some(watch) = watch {
        watch.last(DeadlockLive { freed_ms, ..post.live(way, elapsed_ms, DeadlockStage::Ended) });
    }
    let members = circle(&post.waits_for()).unwrap_or_default();
    Ok(End { elapsed_ms, frozen: Some((post.last_ms, members)), freed_ms, written: post.written })
}
