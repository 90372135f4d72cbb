//! The ways of handing a turn on, and how each is measured.
//!
//! One time is that of a round trip, halved. Where the clock's step is not far below it, or reading the clock would take
//! a share of it, the clock is read after a group of several, and what counts is the group's mean.

use serde_bytes::ByteBuf;

use super::{Control, Params, Told};
use crate::{Event, Observer, Phase, report::Machine};
use kosut_cluster::{
    Cluster, Host,
    probe::answer,
    protocol::{Reply, Request},
};
use kosut_core::{
    clock::{self, suspension},
    error::{Error, Result},
    measure::{Plan, Stopwatch, Times, median, sample_ms},
    topology::Topology,
    trace::{Timeline, TracedRun},
};
use kosut_kernels::Picture;
use kosut_workloads::{self as programs, hand_off};

/// Steps of the clock that a group lasts at least: one step is then an eighth of it at most.
const STEPS_PER_GROUP: f64 = 8.0;
/// How many readings of the clock would fit into a group: reading it is then 2 % of what it reads.
const READINGS_PER_GROUP: f64 = 50.0;
/// Readings that tell how long one takes.
const READINGS: u32 = 200;
/// How often that is found out.
const READING_ROWS: u32 = 10;
/// Groups of a trial that finds out how long they must be.
const TRIAL_GROUPS: u32 = 16;
/// Of those, the quickest count: in a slower one, something else had the core.
const TRIAL_COUNTED: usize = 12;
/// The most round trips of a group: a million function calls last milliseconds, and no clock is coarser than 100.
const EACH_MAX: u32 = 1 << 26;
/// How long a sample may take where single times would take longer: so that coarse clocks do not make a run of minutes.
const SAMPLE_MS: f64 = 60.0;
/// The fewest groups of a sample, whatever the clock.
const GROUPS_MIN: f64 = 3.0;
/// Turns that each lane notes to be shown.
const NOTED: u32 = 24;

/// A way of handing a turn on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// A function is called and returns: nobody has to wake.
    Call,
    /// Two threads; the platform's bare wait and wake.
    Atomics,
    /// Two threads; a mutex and a condition variable.
    Condvar,
    /// The conductor and a process; a bare message.
    Post,
    /// Two processes; a bare message on a channel of their own.
    Direct,
    /// Two processes; two messages, as each turn passes through the conductor's hands.
    Conductor,
}

impl Way {
    /// In the order of the rows, quickest first.
    pub const ALL: [Way; 6] = [Way::Call, Way::Atomics, Way::Condvar, Way::Post, Way::Direct, Way::Conductor];

    /// Its name in the report.
    pub fn id(self) -> &'static str {
        match self {
            Way::Call => "call",
            Way::Atomics => "atomics",
            Way::Condvar => "condvar",
            Way::Post => "post",
            Way::Direct => "direct",
            Way::Conductor => "conductor",
        }
    }

    /// Between which boxes and lanes the turn goes.
    pub fn topology(self) -> Topology {
        match self {
            Way::Call | Way::Post => Topology::SERIAL,
            Way::Atomics | Way::Condvar => THREADS,
            Way::Direct | Way::Conductor => PROCESSES,
        }
    }
}

const THREADS: Topology = Topology::TWO_THREADS;
const PROCESSES: Topology = Topology::TWO_PROCESSES;

/// A way with what was measured of it.
#[derive(Debug, Clone)]
pub struct Measured {
    /// Which.
    pub way: Way,
    /// How it was timed.
    pub plan: Plan,
    /// One way, in milliseconds: the mean of each sample.
    pub samples_ms: Vec<f64>,
    /// One way, in microseconds: every time that was taken, sample by sample.
    pub times_us: Vec<Vec<f64>>,
}

/// Where turns are handed on.
struct Court<C> {
    processes: C,
    /// Where memory can be shared.
    threads: Option<C>,
}

impl<C: Cluster> Court<C> {
    async fn play(&mut self, way: Way, plan: Plan) -> Result<Times> {
        let inside = |way| {
            let task = hand_off::Task { way, plan, noted: false };
            Request::Perform { task: task.into(), epoch_ms: 0.0 }
        };
        match way {
            Way::Call => performed(&mut self.processes, inside(hand_off::Way::Call)).await,
            Way::Atomics => performed(self.threads()?, inside(hand_off::Way::Atomics)).await,
            Way::Condvar => performed(self.threads()?, inside(hand_off::Way::Condvar)).await,
            Way::Post => self.processes.rally(0, plan).await,
            Way::Direct => {
                self.processes.send(0, Request::Rally { peer: 1, plan })?;
                match answer(&mut self.processes).await? {
                    Reply::Rallied { times } => Ok(times),
                    other => Err(Error::Protocol { reason: format!("{other:?} where times were expected") }),
                }
            }
            Way::Conductor => through_conductor(&mut self.processes, plan).await,
        }
    }

    fn threads(&mut self) -> Result<&mut C> {
        let missing = || Error::Unavailable { capability: "cross-origin isolation".into() };
        self.threads.as_mut().ok_or_else(missing)
    }
}

async fn performed<C: Cluster>(cluster: &mut C, request: Request) -> Result<Times> {
    cluster.send(0, request)?;
    match answer(cluster).await? {
        Reply::Performed { outcome: programs::Outcome::HandOff(hand_off::Outcome { times }), .. } => Ok(times),
        other => Err(Error::Protocol { reason: format!("{other:?} where times were expected") }),
    }
}

/// The turn goes from one process to the other and back, and the conductor hands it on each time.
async fn through_conductor<C: Cluster>(cluster: &mut C, plan: Plan) -> Result<Times> {
    let mut watch = Stopwatch::start(plan, clock::now_ms());
    loop {
        for process in [0, 1] {
            cluster.send(process, Request::Echo { payload: ByteBuf::new() })?;
            answer(cluster).await?;
        }
        if !watch.lap(clock::now_ms) {
            return Ok(watch.stop());
        }
    }
}

/// Measures every way that there is here.
///
/// # Errors
/// Those of [`Host::spawn`] and [`Cluster::receive`].
pub async fn measure<H: Host>(
    host: &H,
    machine: &Machine,
    params: &Params,
    control: &mut Control<H::Cluster>,
    runs: &mut Vec<TracedRun>,
    told: &mut Told<'_, impl Observer>,
) -> Result<Vec<Measured>> {
    told.step(Phase::Spawn, PROCESSES);
    let processes = host.spawn(PROCESSES).await?;
    let threads = if machine.isolated { Some(host.spawn(THREADS).await?) } else { None };
    let mut court = Court { processes, threads };
    told.step(Phase::Rehearsal, THREADS);
    if let Some(threads) = &mut court.threads {
        runs.push(show(threads, told.observer).await?);
    }

    let least_ms = least_group_ms(machine.clock_resolution_ms);
    let mut measured = Vec::new();
    for way in Way::ALL.into_iter().filter(|way| machine.isolated || !way.topology().shares_memory()) {
        if way == Way::Direct
            && let Err(error) = court.processes.link(0, 1).await
        {
            skip(way, error, told)?;
            continue;
        }
        match rehearse(&mut court, way, params, least_ms, machine).await {
            Ok(plan) => {
                if plan.groups < params.count {
                    let Plan { groups, each } = plan;
                    let line =
                        format!("{}: {groups} groups of {each} in each sample, as the clock is coarse", way.id());
                    told.log(line);
                }
                measured.push(Measured { way, plan, samples_ms: Vec::new(), times_us: Vec::new() });
            }
            Err(error) => skip(way, error, told)?,
        }
    }

    for sample in 0..params.samples as usize {
        told.step(Phase::Measure, if sample % 2 == 0 { THREADS } else { PROCESSES });
        control.read_if_due().await?;
        // The page draws now, while no clock runs.
        host.breathe().await;
        for turn in 0..measured.len() {
            // Each round begins with another way, so that none always comes after the same other one.
            let index = (sample + turn) % measured.len();
            let Measured { way, plan, samples_ms, times_us } = &mut measured[index];
            let times = loop {
                let times = suspension::repeat_if_suspended(async || court.play(*way, *plan).await).await?;
                if !is_too_short(&times.groups_ms, least_ms) || plan.each >= EACH_MAX {
                    break times;
                }
                // Something else had the cores when the plan was made.
                plan.each *= 2;
            };
            let one_way = |ms: f64, trips: f64| ms / (2.0 * trips);
            samples_ms.push(one_way(times.elapsed_ms(), plan.count()));
            let groups = times.groups_ms.iter();
            times_us.push(groups.map(|&group_ms| one_way(group_ms * 1e3, f64::from(plan.each))).collect());
        }
        for Measured { way, samples_ms, .. } in &measured {
            let elapsed_ms = samples_ms.last().copied().unwrap_or_default();
            told.observer.event(Event::Sample { topology: way.topology().to_string(), elapsed_ms });
        }
    }
    Ok(measured)
}

/// What is not to be had here is left out; any other error ends the run.
fn skip(way: Way, error: Error, told: &mut Told<'_, impl Observer>) -> Result<()> {
    match error {
        Error::Unavailable { capability } => {
            told.log(format!("left out: {}, for want of {capability}", way.id()));
            Ok(())
        }
        other => Err(other),
    }
}

/// How long a group must last here, in milliseconds.
fn least_group_ms(resolution_ms: f64) -> f64 {
    // The quickest of several rows: in a slower one, something else had the core.
    let rows = (0..READING_ROWS).map(|_| {
        let began_ms = clock::now_ms();
        (1..READINGS).fold(began_ms, |_, _| clock::now_ms()) - began_ms
    });
    let reading_ms = rows.fold(f64::INFINITY, f64::min) / f64::from(READINGS);
    (STEPS_PER_GROUP * resolution_ms).max(READINGS_PER_GROUP * reading_ms)
}

/// Returns `true` if the middle group of a sample lasts less than half of `least_ms`.
fn is_too_short(groups_ms: &[f64], least_ms: f64) -> bool {
    !groups_ms.is_empty() && median(groups_ms) < least_ms / 2.0
}

/// Finds out how many round trips make a group, and plays a whole sample that does not count.
async fn rehearse<C: Cluster>(
    court: &mut Court<C>,
    way: Way,
    params: &Params,
    least_ms: f64,
    machine: &Machine,
) -> Result<Plan> {
    let mut each = 1;
    let group_ms = loop {
        let times = court.play(way, Plan { groups: TRIAL_GROUPS, each }).await?;
        let mut groups_ms = times.groups_ms;
        groups_ms.sort_unstable_by(f64::total_cmp);
        let counted = groups_ms.get(..TRIAL_COUNTED).unwrap_or(&groups_ms);
        let group_ms = counted.iter().sum::<f64>() / counted.len().max(1) as f64;
        if group_ms >= least_ms || each >= EACH_MAX {
            break group_ms;
        }
        each *= 2;
    };
    // Together, the groups last as long as any sample with this clock.
    let resolution_ms = machine.clock_resolution_ms;
    let fewest = (sample_ms(resolution_ms) / (STEPS_PER_GROUP * resolution_ms)).ceil().max(GROUPS_MIN) as u32;
    let affordable = (SAMPLE_MS / group_ms.max(least_ms)).min(f64::from(u32::MAX)) as u32;
    let groups = params.count.min(affordable).max(fewest);
    let plan = Plan { groups, each };
    court.play(way, plan).await?;
    Ok(plan)
}

/// Lets two threads hand a turn on and note it, for the picture and the trace: each note takes longer than the turn.
async fn show<C: Cluster>(threads: &mut C, observer: &mut impl Observer) -> Result<TracedRun> {
    let started_ms = clock::now_ms();
    let plan = Plan { groups: 1, each: NOTED };
    let task = hand_off::Task { way: hand_off::Way::Condvar, plan, noted: true };
    threads.send(0, Request::Perform { task: task.into(), epoch_ms: started_ms })?;
    let marks = match answer(threads).await? {
        Reply::Performed { marks, .. } => marks,
        other => return Err(Error::Protocol { reason: format!("{other:?} where marks were expected") }),
    };
    let mut timeline = Timeline::default();
    let spans: Vec<_> = marks.iter().filter_map(|mark| timeline.mark(0, mark.lane, mark.mark)).collect();
    let now_ms = spans.iter().filter_map(|span| span.end_ms).fold(0.0, f64::max);
    let (picture, topology) = (Picture::Strip { units: 0, note: 0 }, THREADS.to_string());
    observer.event(Event::Cluster { topology, processes: 1, threads: 2, picture, units: 0, live: false });
    observer.event(Event::Lanes { spans: spans.clone(), now_ms });
    Ok(TracedRun { name: "1x2 turns, noted".into(), started_ms, spans })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sample_is_too_short_by_its_middle_group() {
        assert!(is_too_short(&[0.0, 0.0, 900.0], 0.16));
        assert!(!is_too_short(&[0.0, 0.08, 0.09], 0.16));
        assert!(!is_too_short(&[], 0.16));
    }
}
