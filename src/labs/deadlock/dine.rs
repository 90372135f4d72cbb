//! One run at the table, with a watchdog that reads the table of locks while the lanes are at it, or stand still.

use super::{
    live::{DeadlockLive, DeadlockStage, DeadlockWay},
    watch::Watch,
};
use crate::Observer;
use kosut_cluster::{Cluster, Host, Incoming, protocol::Reply, protocol::Request};
use kosut_core::{
    clock::{self, AwakeClock},
    error::{Error, Result},
    trace::LaneMark,
};
use kosut_kernels::Picture;
use kosut_workloads::{
    Outcome, dispatch,
    lanes::wait_for::{Deadlock, Snapshot, deadlock},
    philosophers::{self, Task},
};

/// How often the table is read when nobody looks: ten times for the second in which a deadlock has to be named, and
/// seldom enough to cost the lanes nothing that could be measured.
const LOOK_MS: f64 = 25.0;

/// How often it is read for the page: as often as that draws.
const FRAME_MS: f64 = 16.0;

/// How long the table may stand still without a circle in it. No meal takes a thousandth of it.
const WATCHDOG_MS: f64 = 20_000.0;

/// How a run came to its end.
#[derive(Debug)]
pub enum End {
    /// All meals were eaten.
    Eaten {
        /// What came of it.
        outcome: philosophers::Outcome,
        /// What the lanes noted, if they were to.
        marks: Vec<LaneMark>,
    },
    /// It froze, and its process was ended.
    Frozen {
        /// Who waited for whom.
        deadlock: Deadlock,
        /// What each had eaten until then.
        meals: Vec<u32>,
        /// From the start until the process was ended, in milliseconds.
        elapsed_ms: f64,
        /// From the end of the process until another one had computed in its place, in milliseconds; not known where
        /// the reader ended it.
        freed_ms: Option<f64>,
    },
    /// The reader ended the process before anything else could happen.
    Killed,
}

/// A run that is to be made.
#[derive(Debug, Clone, Copy)]
pub struct Order {
    /// The way that is run.
    pub way: DeadlockWay,
    /// What the lanes are to do.
    pub task: Task,
    /// How long after the start what is frozen is ended, in milliseconds; never before it was proved.
    pub patience_ms: f64,
}

/// Runs a table once, and leaves the cluster ready for another run. `watch` is told when somebody looks.
///
/// # Errors
/// Those of [`Cluster::receive_within`] and [`Cluster::restart`]; [`Error::Stuck`] when nothing goes on and there is no
/// circle.
pub async fn dine<H: Host, O: Observer>(
    host: &H,
    cluster: &mut H::Cluster,
    order: Order,
    mut watch: Option<&mut Watch<'_, O>>,
) -> Result<End> {
    let Order { way, task, patience_ms } = order;
    let table = philosophers::table(cluster.topology().threads());
    let picture = Picture::Strip { units: 0, note: 0 };
    let started_ms = clock::now_ms();
    cluster.send(0, Request::Perform { task: task.into(), epoch_ms: started_ms })?;
    let (mut before, mut found): (Option<Snapshot>, Option<Deadlock>) = (None, None);
    let mut awake = AwakeClock::new();
    let mut moved_ms = 0.0;
    loop {
        let arrived = if watch.is_some() {
            // Boards of busy lanes have something to show at any time: without the pause, nobody else got a turn.
            host.pause(FRAME_MS).await;
            cluster.receive_within(0.0, Some(&picture)).await
        } else {
            cluster.receive_within(LOOK_MS, None).await
        };
        match arrived {
            Ok(Some(Incoming::Reply(_, reply))) => return eaten(reply, way, table.locks as usize, watch),
            Ok(Some(Incoming::Seen(_, marks))) => {
                if let Some(watch) = &mut watch {
                    watch.marks(0, marks.into_iter().map(|(mark, _)| mark));
                }
            }
            Ok(None) => {}
            // Nobody but the reader ends it here.
            Err(Error::Died { .. }) if watch.is_some() => {
                let ended_ms = clock::now_ms();
                anew(cluster).await?;
                return Ok(match (found, before) {
                    (Some(deadlock), Some(table)) => {
                        let end = Ended { way, deadlock, table, elapsed_ms: ended_ms - started_ms, freed_ms: None };
                        end.told(watch)
                    }
                    _ => End::Killed,
                });
            }
            Err(error) => return Err(error),
        }
        let Some(after) = Snapshot::read(table, &cluster.cells(0, table.cells()).await?) else { continue };
        let now_ms = clock::now_ms();
        found = before.as_ref().and_then(|before| deadlock(before, &after));
        if let Some(watch) = &mut watch {
            watch.live(DeadlockLive::of_table(way, now_ms - started_ms, &after, found.as_ref()));
        }
        let still_ms = awake.now_ms() - moved_ms;
        if before.as_ref() != Some(&after) {
            moved_ms += still_ms;
        } else if found.is_none() && still_ms > WATCHDOG_MS {
            return Err(Error::Stuck { process: 0, waited_ms: still_ms as u32 });
        }
        match &found {
            Some(deadlock) if now_ms - started_ms >= patience_ms + waited_for(deadlock, watch.is_some()) => {
                let deadlock = deadlock.clone();
                let ended_ms = clock::now_ms();
                cluster.kill(0);
                anew(cluster).await?;
                let freed_ms = Some(clock::now_ms() - ended_ms);
                let elapsed_ms = ended_ms - started_ms;
                return Ok(Ended { way, deadlock, table: after, elapsed_ms, freed_ms }.told(watch));
            }
            _ => before = Some(after),
        }
    }
}

/// What is looked at is given its time from the moment when it froze, what is measured from the start.
fn waited_for(deadlock: &Deadlock, looked_at: bool) -> f64 {
    if looked_at { f64::from(deadlock.since_us) / 1e3 } else { 0.0 }
}

/// A frozen run whose process has been ended.
struct Ended {
    way: DeadlockWay,
    deadlock: Deadlock,
    table: Snapshot,
    elapsed_ms: f64,
    freed_ms: Option<f64>,
}

impl Ended {
    fn told<O: Observer>(self, watch: Option<&mut Watch<'_, O>>) -> End {
        let Ended { way, deadlock, table, elapsed_ms, freed_ms } = self;
        if let Some(watch) = watch {
            let frozen = DeadlockLive::of_table(way, elapsed_ms, &table, Some(&deadlock));
            watch.last(DeadlockLive { stage: DeadlockStage::Ended, freed_ms, ..frozen });
        }
        End::Frozen { deadlock, meals: table.counts, elapsed_ms, freed_ms }
    }
}

fn eaten<O: Observer>(reply: Reply, way: DeadlockWay, locks: usize, watch: Option<&mut Watch<'_, O>>) -> Result<End> {
    let (outcome, marks): (philosophers::Outcome, _) = match reply {
        Reply::Performed { outcome, marks } => (outcome.try_into()?, marks),
        Reply::Failed { error } => return Err(error),
        other => return Err(Error::Protocol { reason: format!("{other:?} where an outcome was expected") }),
    };
    if let Some(watch) = watch {
        watch.last(DeadlockLive::done(way, outcome.elapsed_ms, &outcome.meals, locks));
    }
    Ok(End::Eaten { outcome, marks })
}

/// Puts another process in the place of the one that was ended, and lets all its lanes compute once.
async fn anew<C: Cluster>(cluster: &mut C) -> Result<()> {
    cluster.restart(0).await?;
    let task = dispatch::Task { units: cluster.topology().threads(), rounds: 1 };
    cluster.send(0, Request::Perform { task: task.into(), epoch_ms: clock::now_ms() })?;
    loop {
        match cluster.receive(None).await? {
            Incoming::Reply(_, Reply::Performed { outcome: Outcome::Dispatch(_), .. }) => return Ok(()),
            Incoming::Reply(_, Reply::Failed { error }) => return Err(error),
            Incoming::Reply(_, other) => {
                return Err(Error::Protocol { reason: format!("{other:?} where an outcome was expected") });
            }
            Incoming::Seen(..) => {}
        }
    }
}
