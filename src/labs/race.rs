//! `race`: lanes that write to the same data, without care and with it.
//!
//! The same work is done in four ways by lanes that share a memory ([`kosut_workloads::race`]), and by processes that share
//! none and send what they counted. Each way is seen once while it runs, and not counted then; afterwards the ways take
//! turns, one sample each. What every sample should have found is known, so what is missing is a count, no estimate.
//!
//! The second half needs no run: [`explore`] lists every order in which a few steps of small threads can come.

use serde::{Deserialize, Serialize};

use super::{
    Control, Event, Finished, Observer, Phase, Short, Told,
    report::{self, Machine, Report},
};
use kosut_cluster::{Cluster, Host};
use kosut_core::{
    clock::{self, suspension},
    error::{Error, Result},
    measure::{self, Confidence, Rounds},
    topology::Topology,
    trace::TracedRun,
    verdict::are_clear,
};
use kosut_workloads::race::{ROUNDS_MAX, RaceScene, TIMES_MAX, Task, Way};

pub mod explore;
mod judge;
mod params;
mod play;
mod small;

pub use params::Params;
use play::{Played, play};

/// The short form of this lab.
///
/// The window is wide: without, a core often reads and writes before the other one gets the number.
pub const SHORT: Short =
    Short { lab: "race", query: "rounds=500000&window=100", claims: &["threads.race"], seconds: 6.0 };

/// A rehearsal lasts about as long as this, so that somebody can watch it.
const REHEARSAL_MS: f64 = 500.0;

/// A sample of threads lasts as long as this or longer: where others use the cores too, lanes that start together are
/// parted by the scheduler after some milliseconds, so they start several times.
const SAMPLE_MS: f64 = 20.0;

/// A way to do the work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum RaceVariant {
    /// Lanes of one memory that take no care: read, compute, write.
    Unsynchronised,
    /// Lanes of one memory that take turns under a lock.
    Mutex,
    /// Lanes of one memory with one indivisible operation.
    Atomic,
    /// Lanes of one memory that work on their own, and put the results together in the end.
    Merge,
    /// Processes of one lane each, which send their results.
    Processes,
}

impl RaceVariant {
    const ALL: [RaceVariant; 5] = [
        RaceVariant::Unsynchronised,
        RaceVariant::Mutex,
        RaceVariant::Atomic,
        RaceVariant::Merge,
        RaceVariant::Processes,
    ];

    /// Its name in reports.
    pub fn name(self) -> &'static str {
        match self {
            RaceVariant::Unsynchronised => "unsynchronised",
            RaceVariant::Mutex => "mutex",
            RaceVariant::Atomic => "atomic",
            RaceVariant::Merge => "merge",
            RaceVariant::Processes => "processes",
        }
    }

    fn way(self) -> Way {
        match self {
            RaceVariant::Unsynchronised => Way::Unsynchronised,
            RaceVariant::Mutex => Way::Mutex,
            RaceVariant::Atomic => Way::Atomic,
            RaceVariant::Merge | RaceVariant::Processes => Way::Merge,
        }
    }
}

/// What can be seen of a run: in a rehearsal as it is at the moment, else how it ended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct RaceLive {
    /// What is shared.
    pub scene: RaceScene,
    /// How it is done.
    pub variant: RaceVariant,
    /// What the data should say after the steps that were taken: the number, the bookings, the seats that were offered.
    pub expected: f64,
    /// What it says: the number, the bookings in the books, the tickets that were sold.
    pub found: f64,
    /// Steps of each lane, where they can be seen.
    pub steps: Vec<u32>,
    /// Whether this is a rehearsal, which is longer than what is measured.
    pub rehearsal: bool,
    /// Whether the run is over, and the numbers are exact.
    pub over: bool,
}

/// What was measured of one way.
struct Entry {
    variant: RaceVariant,
    /// Steps of each lane in the rehearsal.
    rehearsal_rounds: u32,
    /// How often a task is repeated, so that coarse clocks do not matter.
    times: u32,
    samples: Vec<Sample>,
}

/// One sample: the means of as many runs as the clock needs.
struct Sample {
    elapsed_ms: f64,
    found: f64,
    /// See [`kosut_workloads::race::Found`].
    beside: f64,
}

/// Runs all ways.
///
/// # Errors
/// Those of [`Host::spawn`] and [`Cluster::receive_within`]; [`Error::Stuck`] when the lanes do not come to an end;
/// [`Error::TooShort`] when the clock does not move.
pub async fn run<H: Host>(
    host: &H,
    machine: &Machine,
    params: &Params,
    observer: &mut impl Observer,
) -> Result<Finished> {
    let started = clock::rfc3339(clock::now_ms());
    let mut told = Told::new(observer);
    let shares = machine.isolated;
    let variants: Vec<RaceVariant> =
        RaceVariant::ALL.into_iter().filter(|variant| shares || *variant == RaceVariant::Processes).collect();
    if !shares {
        told.not_isolated("unsynchronised, mutex, atomic, merge");
    } else if machine.cores < 2 {
        told.log("one core: lanes take turns in long slices, and seldom meet".into());
    }

    let threads = Topology::new(1, params.lanes)?;
    let processes = Topology::new(params.lanes, 1)?;
    // Starting, for each way a rehearsal and its samples, and judging; with threads another start and small runs.
    told.total = 2 + variants.len() as u32 * (1 + params.samples) + 2 * u32::from(shares);
    let mut in_threads = None;
    if shares {
        told.step(Phase::Spawn, threads);
        in_threads = Some(host.spawn(threads).await?);
    }
    told.step(Phase::Spawn, processes);
    let mut in_processes = host.spawn(processes).await?;
    let mut control = Control::start(host, machine).await?;

    let mut entries = Vec::new();
    for variant in variants {
        let cluster = chosen(variant, &mut in_threads, &mut in_processes)?;
        told.step(Phase::Rehearsal, cluster.topology());
        entries.push(rehearse(cluster, variant, params, machine, told.observer).await?);
        host.breathe().await;
    }

    let mut runs = Vec::new();
    let mut rounds = Rounds::new(params.samples, clock::now_ms());
    let is_clear = |entries: &[Entry]| are_clear(&judge::claims(entries, params, machine, Confidence::Interim));
    while let Some(sample) = rounds.next(clock::now_ms(), || is_clear(&entries)) {
        if sample >= params.samples {
            told.more(entries.len());
        }
        control.read_if_due().await?;
        for turn in 0..entries.len() {
            // Each round begins with another way, so that none always comes after the same other one.
            let index = (sample as usize + turn) % entries.len();
            let entry = &mut entries[index];
            let cluster = chosen(entry.variant, &mut in_threads, &mut in_processes)?;
            told.step(Phase::Measure, cluster.topology());
            // The page draws this step and the sample before it now, while no clock runs.
            host.breathe().await;
            let played = sample_once(cluster, entry, params, machine).await?;
            let topology = cluster.topology();
            played.show(topology, params.scene, entry.variant, told.observer);
            let elapsed_ms = entry.samples.last().map_or(0.0, |sample| sample.elapsed_ms);
            told.observer.event(Event::Sample { topology: topology.to_string(), elapsed_ms });
            let name = format!("{} sample {}", entry.variant.name(), sample + 1);
            runs.push(TracedRun { name, started_ms: played.started_ms, spans: played.spans });
        }
    }

    let mut small = None;
    if let Some(cluster) = &mut in_threads {
        told.step(Phase::Measure, threads);
        small = small::run(cluster, params, machine).await?;
    }
    told.step(Phase::Judge, threads);
    let mut claims = judge::claims(&entries, params, machine, Confidence::Final);
    control.settle(&mut claims, &[], &mut told).await?;
    let mut answers_agree = true;
    if let Some(small) = &small {
        answers_agree &= small.is_explained();
        told.log(small.line());
    }
    for line in judge::wrong(&entries, params) {
        answers_agree = false;
        told.log(line);
    }
    let report = Report {
        kosut: report::VERSION,
        lab: "race".into(),
        params: params.report(),
        machine: machine.clone(),
        started,
        rows: judge::rows(&entries, params, small.as_ref()),
        claims,
        answers_agree,
        log: told.log,
    };
    Ok(Finished { report, curves: Vec::new(), runs, shown: None })
}

/// The cluster on which this way runs.
fn chosen<'a, C>(variant: RaceVariant, in_threads: &'a mut Option<C>, in_processes: &'a mut C) -> Result<&'a mut C> {
    match variant {
        RaceVariant::Processes => Ok(in_processes),
        _ => in_threads.as_mut().ok_or_else(|| Error::Unavailable { capability: "cross-origin isolation".into() }),
    }
}

fn task(params: &Params, variant: RaceVariant) -> Task {
    let Params { scene, rounds, window, lanes, .. } = *params;
    Task { scene, way: variant.way(), rounds, window, times: 1, first: 0, of: lanes }
}

/// Runs a way once to see how long it takes, and then so long that it can be watched.
async fn rehearse<C: Cluster>(
    cluster: &mut C,
    variant: RaceVariant,
    params: &Params,
    machine: &Machine,
    observer: &mut impl Observer,
) -> Result<Entry> {
    let task = task(params, variant);
    let first = play(cluster, &task, variant, &mut play::Nobody).await?;
    let stretch = REHEARSAL_MS / first.elapsed_ms.max(machine.clock_resolution_ms);
    let rounds = (f64::from(task.rounds) * stretch).clamp(f64::from(task.rounds), f64::from(ROUNDS_MAX));
    let task = Task { rounds: rounds as u32, ..task };
    let topology = cluster.topology();
    observer.event(play::machine(topology, true));
    let mut watch = play::Watcher::new(&task, variant, observer);
    let played = play(cluster, &task, variant, &mut watch).await?;
    watch.finish(&played);
    // Of a few runs, some are disturbed: a few more than should do.
    let wanted_ms = (1.5 * measure::sample_ms(machine.clock_resolution_ms)).max(SAMPLE_MS);
    let times = (wanted_ms / first.elapsed_ms.max(machine.clock_resolution_ms)).ceil().clamp(1.0, f64::from(TIMES_MAX));
    // A process's messages are part of its way, so it is asked again for each time.
    let times = if variant == RaceVariant::Processes { 1 } else { times as u32 };
    Ok(Entry { variant, rehearsal_rounds: task.rounds, times, samples: Vec::new() })
}

/// One sample. Gives back the last run of it.
async fn sample_once<C: Cluster>(
    cluster: &mut C,
    entry: &mut Entry,
    params: &Params,
    machine: &Machine,
) -> Result<Played> {
    let task = Task { times: entry.times, ..task(params, entry.variant) };
    let (mut total_ms, mut runs, mut found, mut beside) = (0.0, 0, 0, 0);
    let played = loop {
        let once = async || play(cluster, &task, entry.variant, &mut play::Nobody).await;
        let played = suspension::repeat_if_suspended(once).await?;
        total_ms += played.elapsed_ms;
        runs += played.found.len() as u32;
        found += played.found.iter().map(|one| one.found).sum::<u64>();
        beside += played.found.iter().map(|one| one.beside).sum::<i64>();
        if measure::is_sample(total_ms, runs, machine.clock_resolution_ms) {
            break played;
        }
    };
    if total_ms <= 0.0 {
        return Err(Error::TooShort);
    }
    let mean = |sum: f64| sum / f64::from(runs);
    entry.samples.push(Sample { elapsed_ms: mean(total_ms), found: mean(found as f64), beside: mean(beside as f64) });
    Ok(played)
}
