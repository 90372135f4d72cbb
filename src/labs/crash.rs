//! `crash`: one lane commits a fault. What is lost, and who goes on?
//!
//! 64 tiles of a picture are computed by lanes of one process and by as many processes, in turns. In each run one fault is
//! injected into one lane at one tile; a supervisor ([`kosut_cluster::supervisor`]) notices, starts the process anew and
//! has the lost tiles computed again. Every tile that is delivered is checked, so a tile that something has written over
//! is found, and a run always ends with the right picture.

use super::{
    Event, Finished, Observer, Phase, Short, Told,
    report::{self, Machine, Report},
};
use kosut_cluster::Host;
use kosut_core::{
    clock::{self, suspension},
    error::Result,
    topology::Topology,
    trace::TracedRun,
};
use kosut_workloads::tiles::{Fault, Mosaic, Scatter, Strike, TILES, digest};

mod judge;
mod live;
mod params;
mod trial;

use judge::Entry;
pub use live::{CrashFate, CrashLive, CrashTile};
pub use params::{Params, Which};
use trial::{Plan, trial};

/// The short form of this lab.
pub const SHORT: Short = Short { lab: "crash", query: "size=512", claims: &["processes.isolation"], seconds: 9.0 };

/// Undisturbed runs of each topology, for comparison only.
const UNDISTURBED: u32 = 3;

/// Tiles that the conductor computes by itself before it looks whether it was told to stop.
const TILES_AT_A_TIME: usize = 4;

/// Runs all faults.
///
/// # Errors
/// Those of [`Host::spawn`] and [`kosut_cluster::Cluster::restart`]; [`kosut_core::error::Error::Stuck`] when a run does not
/// come to its end however often processes are started anew.
pub async fn run<H: Host>(
    host: &H,
    machine: &Machine,
    params: &Params,
    observer: &mut impl Observer,
) -> Result<Finished> {
    let started = clock::rfc3339(clock::now_ms());
    let mut told = Told::new(observer);
    let topologies = vec![Topology::new(1, params.workers)?, Topology::new(params.workers, 1)?];
    let topologies = told.runnable(topologies, machine);
    // For each topology: start, and all runs; at the end, judge.
    told.total = topologies.len() as u32 * (1 + UNDISTURBED + params.rounds) + 1;
    let right = right_digests(host, params.size).await?;
    let mut entries = Vec::new();
    for topology in topologies {
        told.step(Phase::Spawn, topology);
        entries.push(Entry { topology, cluster: host.spawn(topology).await?, trials: Vec::new() });
    }

    let mut runs = Vec::new();
    for round in 0..UNDISTURBED + params.rounds {
        let injection = round.checked_sub(UNDISTURBED);
        for entry in &mut entries {
            let phase = if injection.is_some() { Phase::Measure } else { Phase::Rehearsal };
            told.step(phase, entry.topology);
            host.breathe().await;
            let strike = injection.map(|number| strike(params, number));
            let plan = Plan { params, right: &right, strike, number: injection.map_or(0, |number| number + 1) };
            let attempt = async || trial(host, &mut entry.cluster, &plan, told.observer).await;
            let trial = suspension::repeat_if_suspended(attempt).await?;
            let topology = entry.topology.to_string();
            told.observer.event(Event::Sample { topology, elapsed_ms: trial.elapsed_ms });
            trial.told.iter().for_each(|line| told.log(line.clone()));
            let name =
                format!("{} {}", entry.topology, trial.strike.map_or("undisturbed", |strike| strike.fault.word()));
            runs.push(TracedRun { name, started_ms: trial.started_ms, spans: trial.spans.clone() });
            entry.trials.push(trial);
        }
    }

    told.step(Phase::Judge, Topology::SERIAL);
    let report = Report {
        kosut: report::VERSION,
        lab: "crash".into(),
        params: params.report(),
        machine: machine.clone(),
        started,
        rows: judge::rows(&entries),
        claims: vec![judge::claim(&entries)],
        // A run ends when every tile has been delivered with the right digest, and not before.
        answers_agree: entries.iter().flat_map(|entry| &entry.trials).all(|trial| trial.done == TILES),
        log: told.log,
    };
    Ok(Finished { report, curves: Vec::new(), runs, shown: None })
}

/// The fault of a run, from 0.
fn strike(params: &Params, number: u32) -> Strike {
    let mut scatter = Scatter((u64::from(params.seed) << 32) + u64::from(number));
    let (fault, lane, moment) = match params.fault {
        Which::One(fault) => (fault, params.lane, params.moment),
        Which::All => (Fault::ALL[number as usize % Fault::ALL.len()], params.lane, params.moment),
        Which::Random => {
            let fault = Fault::ALL[scatter.below(Fault::ALL.len() as u32) as usize];
            (fault, 1 + scatter.below(params.workers), scatter.below(params::MOMENT_MAX + 1))
        }
    };
    // The lane's first tile at this moment or later; the last lanes' last tiles are the last ones of all.
    let first = (moment * TILES / 100).min(TILES - params.workers);
    let ahead = (lane - 1 + params.workers - first % params.workers) % params.workers;
    Strike { fault, tile: first + ahead, seed: scatter.below(u32::MAX) }
}

/// What every tile should be, computed here, where nothing goes wrong.
async fn right_digests<H: Host>(host: &H, size: u32) -> Result<Vec<u64>> {
    let mosaic = Mosaic::new(size)?;
    let tiles: Vec<u32> = (0..TILES).collect();
    let mut right = Vec::new();
    for some in tiles.chunks(TILES_AT_A_TIME) {
        right.extend(some.iter().map(|&tile| digest(&mosaic.compute(tile))));
        host.pause(0.0).await;
    }
    Ok(right)
}
