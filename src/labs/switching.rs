//! `switching`: what it takes to hand a turn from one thread to another, and from one process to another; what more
//! lanes than cores cost; and what starting takes.
//!
//! Every way of handing on has its place on one of two clusters, two threads and two processes, which live until all ways
//! are measured. The ways take turns, one sample each. A sample is a row of single times, or, where the clock can't tell a
//! single one, of short groups: see [`ways`]. Then the same work is given to more and more lanes, and clusters are
//! started again and again.

use super::{
    Control, Finished, Observer, Phase, Short, Told,
    report::{self, Machine, Report},
};
use kosut_cluster::Host;
use kosut_core::{clock, error::Result, topology::Topology};

mod judge;
mod load;
mod params;
mod ways;

pub use params::Params;

/// The short form of this lab.
pub const SHORT: Short = Short {
    lab: "switching",
    query: "count=100&lanes=2&size=1000000",
    claims: &["threads.switching", "processes.switching"],
    seconds: 4.0,
};

/// Runs the lab.
///
/// # Errors
/// Those of [`Host::spawn`] and [`kosut_cluster::Cluster::receive`]; [`kosut_core::error::Error::Disagree`] when two numbers
/// of lanes give different answers. What can't be had here is left out, and said in the log.
pub async fn run<H: Host>(
    host: &H,
    machine: &Machine,
    params: &Params,
    observer: &mut impl Observer,
) -> Result<Finished> {
    let started = clock::rfc3339(clock::now_ms());
    let loads = load::topologies(params.lanes, machine.isolated);
    let starts = load::starts(machine.isolated);
    // The ways: start, rehearse, samples; the loads: start, rehearse, samples; the starts: samples; at the end, judge.
    let mut told = Told::new(observer);
    told.total = 2 + params.samples + 2 + params.samples + load::START_SAMPLES + 1;
    if !machine.isolated {
        told.not_isolated("everything with threads");
    }

    let mut runs = Vec::new();
    let mut control = Control::start(host, machine).await?;
    let measured = ways::measure(host, machine, params, &mut control, &mut runs, &mut told).await?;
    let mut claims = judge::claims(&measured, machine);
    control.settle(&mut claims, &[], &mut told).await?;
    let loaded = load::measure(host, &loads, params, machine, &mut runs, &mut told).await?;
    let spawned = load::start(host, &starts, machine, &mut told).await?;

    told.step(Phase::Judge, Topology::SERIAL);
    let rows = [judge::way_rows(&measured), judge::load_rows(&loaded), judge::start_rows(&spawned)].concat();
    let report = Report {
        kosut: report::VERSION,
        lab: "switching".into(),
        params: params.report(),
        machine: machine.clone(),
        started,
        rows,
        claims,
        answers_agree: true,
        log: told.log,
    };
    Ok(Finished { report, curves: Vec::new(), runs, shown: None })
}
