//! `sharing`: a payload goes to workers and back, in five ways, from one byte to 64 MiB.
//!
//! What *there and back* means is the same for all ways: see [`payload`]. By reference and through a ring, the payload
//! goes from one lane of a process to others; cloned, transferred and serialised, from the conductor to processes. With
//! several workers each gets a payload of its own, all at once, and a trip is over when the last one is back.
//!
//! For each size the ways take turns, one sample each. A sample is as many trips as the clock needs.

use kosut_cluster::{Cluster, Host};
use kosut_core::{
    clock::{self, suspension},
    error::{Error, Result},
    measure::{self, Confidence},
    topology::Topology,
};
use kosut_workloads::payload;

use super::{
    Control, Event, Finished, Observer, Phase, Short, Told,
    report::{self, Machine, Report},
};

mod judge;
mod lines;
mod params;
mod trips;

use judge::Measured;
pub use judge::Way;
pub use lines::lines_of_code;
pub use params::Params;
use trips::Ways;

/// The short form of this lab.
pub const SHORT: Short = Short {
    lab: "sharing",
    query: "largest=1MiB&samples=21",
    claims: &["threads.sharing", "processes.ipc"],
    seconds: 6.0,
};

/// The clock is taken to be no finer than this, so that a sample lasts 2 ms or more: less is over before a scheduler has
/// done anything unusual, and would say nothing of what is usual.
const RESOLUTION_LEAST_MS: f64 = 0.02;

/// Samples of how fast a process adds.
const ADDITIONS: usize = 7;

/// Runs all sizes in all ways.
///
/// # Errors
/// Those of [`Host::spawn`] and of [`Cluster::receive`]; [`Error::Disagree`] when an answer was wrong.
pub async fn run<H: Host>(
    host: &H,
    machine: &Machine,
    params: &Params,
    observer: &mut impl Observer,
) -> Result<Finished> {
    let started = clock::rfc3339(clock::now_ms());
    let resolution_ms = machine.clock_resolution_ms.max(RESOLUTION_LEAST_MS);
    let mut told = Told::new(observer);
    tell_what_is_left_out::<H::Cluster>(params, machine, &mut told);
    let (processes, threads) = (Topology::new(params.workers, 1)?, Topology::new(1, params.workers + 1)?);
    let sizes = params.sizes();
    told.total = 2 + sizes.len() as u32 * (1 + params.samples);

    told.step(Phase::Spawn, processes);
    let mut control = Control::start(host, machine).await?;
    let cluster = host.spawn(processes).await?;
    let sharing = if machine.isolated { Some(host.spawn(threads).await?) } else { None };
    let mut ways = Ways { processes: cluster, threads: sharing, resolution_ms };
    let mut additions_per_us = Vec::new();
    for _ in 0..ADDITIONS {
        additions_per_us.push(suspension::repeat_if_suspended(async || ways.additions_per_us().await).await?);
    }

    let mut measured: Vec<Measured> = Vec::new();
    for &bytes in &sizes {
        // The rehearsal: each way once, not counted. Memory is touched for the first time, code is made fast.
        told.step(Phase::Rehearsal, processes);
        let first = payload::fresh(bytes);
        let order = ways.available();
        for &way in &order {
            ways.sample_ms(way, &first).await?;
            let topology = if way.between_lanes() { threads } else { processes };
            measured.push(Measured { way, payload_bytes: bytes, topology, samples_ms: Vec::new() });
        }
        let rows = measured.len() - order.len();
        for sample in 0..params.samples as usize {
            told.step(Phase::Measure, processes);
            control.read_if_due().await?;
            for turn in 0..order.len() {
                // Each round begins with another way, so that none always comes after the same other one.
                let index = (sample + turn) % order.len();
                let sample = async || ways.sample_ms(order[index], &first).await;
                let elapsed_ms = suspension::repeat_if_suspended(sample).await?;
                let row = &mut measured[rows + index];
                row.samples_ms.push(elapsed_ms);
                told.observer.event(Event::Sample { topology: row.topology.to_string(), elapsed_ms });
            }
        }
        host.breathe().await;
    }
    drop(ways);

    told.step(Phase::Judge, processes);
    let additions_per_us = measure::median(&additions_per_us);
    let mut claims = judge::claims(&measured, Confidence::Final);
    control.settle(&mut claims, &[], &mut told).await?;
    let report = Report {
        kosut: report::VERSION,
        lab: "sharing".into(),
        params: params.report(),
        machine: machine.clone(),
        started,
        rows: judge::rows(&measured, params.workers, additions_per_us),
        claims,
        answers_agree: true,
        log: told.log,
    };
    Ok(Finished { report, curves: Vec::new(), runs: Vec::new(), shown: None })
}

/// Tells what can't be shown here.
fn tell_what_is_left_out<C: Cluster>(params: &Params, machine: &Machine, told: &mut Told<'_, impl Observer>) {
    if !machine.isolated {
        told.not_isolated("by reference, through a ring");
    }
    for (way, _) in trips::passings().filter(|(_, passing)| !C::PASSINGS.contains(passing)) {
        told.log(format!("left out, as no pipe has it: {}", way.word()));
    }
    let all = params.all_sizes();
    if let Some(size) = all.iter().find(|size| !params.sizes().contains(size)) {
        told.log(format!("left out from {size} bytes on, as {} workers would need too much", params.workers));
    }
}

/// [`Error::Disagree`] for a way with a wrong answer.
fn wrong(way: Way, topology: Topology, expected: u32, sum: u32) -> Error {
    let topology = format!("{topology}, {}", way.word());
    Error::Disagree { topology, answer: format!("{sum:08x}"), expected: format!("{expected:08x}") }
}
