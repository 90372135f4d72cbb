//! `memory`: a data set that all workers must read, and how much memory threads and processes take for it.
//!
//! Each repeat starts every topology anew, ships the data set to each of its processes, lets all lanes read all of it and
//! asks each process how much memory it takes: see [`residence`]. Threads share the one copy that their process has; each
//! process has a copy of its own.

use kosut_cluster::{self as cluster, Host};
use kosut_core::{
    clock::{self, suspension},
    error::{Error, Result},
    topology::Topology,
    trace::TracedRun,
};
use kosut_kernels::Picture;
use kosut_workloads::residence;

use super::{
    Event, Finished, Observer, Phase, Short, Told,
    report::{self, Machine, Report},
};

mod judge;
mod params;
mod reading;

use judge::Measured;
pub use params::Params;

/// The short form of this lab.
pub const SHORT: Short =
    Short { lab: "memory", query: "workers=3&data=2", claims: &["threads.memory", "processes.memory"], seconds: 6.0 };

/// Runs all repeats.
///
/// # Errors
/// Those of [`Host::spawn`] and of [`kosut_cluster::Cluster::receive`]; [`Error::Disagree`] when a lane read something else than the
/// data set; [`Error::Unavailable`] where nobody tells how much memory a process takes.
pub async fn run<H: Host>(
    host: &H,
    machine: &Machine,
    params: &Params,
    observer: &mut impl Observer,
) -> Result<Finished> {
    let started = clock::rfc3339(clock::now_ms());
    let mut told = Told::new(observer);
    let can = told.runnable(params.sweep(), machine);

    let mut measured: Vec<Measured> = can.iter().map(|&topology| Measured::new(topology)).collect();
    let mut runs = Vec::new();
    told.total = can.len() as u32 * (1 + params.samples) + 1;
    // The first repeat is the rehearsal: what is loaded and compiled but once is not part of what a worker takes.
    for repeat in 0..=params.samples as usize {
        let phase = if repeat == 0 { Phase::Rehearsal } else { Phase::Measure };
        for turn in 0..can.len() {
            let index = (repeat + turn) % can.len();
            let topology = can[index];
            told.step(phase, topology);
            let (mut cluster, spawn_ms) = cluster::spawn_timed(host, topology).await?;
            let read = async || reading::read(&mut cluster, params.data_bytes()).await;
            let reading = suspension::repeat_if_suspended(read).await?;
            told.observer.event(cluster_event(topology));
            let spans = reading.spans.clone();
            told.observer.event(Event::Lanes { spans, now_ms: reading.elapsed_ms });
            if repeat > 0 {
                told.observer.event(Event::Sample { topology: topology.to_string(), elapsed_ms: reading.elapsed_ms });
                let name = format!("{topology} sample {repeat}");
                runs.push(TracedRun { name, started_ms: reading.started_ms, spans: reading.spans.clone() });
                measured[index].add(reading, spawn_ms);
            }
            drop(cluster);
            host.breathe().await;
        }
    }

    told.step(Phase::Judge, Topology::SERIAL);
    let own_bytes = residence::memory_bytes()?;
    let report = Report {
        kosut: report::VERSION,
        lab: "memory".into(),
        params: params.report(),
        machine: machine.clone(),
        started,
        rows: judge::rows(&measured, params.data_bytes(), own_bytes),
        claims: judge::claims(&measured),
        answers_agree: true,
        log: told.log,
    };
    Ok(Finished { report, curves: Vec::new(), runs, shown: None })
}

fn cluster_event(topology: Topology) -> Event {
    let (processes, threads) = (topology.processes(), topology.threads());
    let picture = Picture::Strip { units: 0, note: 0 };
    Event::Cluster { topology: topology.to_string(), processes, threads, picture, units: 0, live: false }
}

/// [`Error::Disagree`] for a lane that read something else.
fn wrong(topology: Topology, expected: u64, digest: u64) -> Error {
    let topology = topology.to_string();
    Error::Disagree { topology, answer: format!("{digest:016x}"), expected: format!("{expected:016x}") }
}
