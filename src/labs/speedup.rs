//! `speedup`: the same kernel one after another, on threads, on processes, and on both, for more and more workers.
//!
//! Each topology gets one cluster, which lives for the whole run. After a rehearsal that is shown and not counted, the
//! topologies take turns, one sample each, so that a machine that slows down slows all of them down alike. Every answer
//! is checked against the first.

use serde_json::{Map, Value, json};

use super::{
    Control, Event, Finished, Observer, Phase, Short, Told,
    report::{self, Machine, Report, Row},
};
use kosut_cluster::{self as cluster, Cluster, Host, Job, Outcome, Traffic};
use kosut_core::{
    clock::{self, suspension},
    error::{Error, Result},
    measure::{self, Ratio},
    topology::Topology,
    trace::{Span, TracedRun, coarse},
};
use kosut_kernels::{self as kernels, Answer, Picture, Source, Spec};

mod judge;
mod params;
mod watch;

pub use params::Params;
use watch::{Live, Quiet, cluster_event};

/// The short form of this lab.
pub const SHORT: Short =
    Short { lab: "speedup", query: "kernel=mandelbrot&topologies=Nx1", claims: &["processes.parallel"], seconds: 6.0 };

/// How fine a measured run is shown: a lane has about as many pixels.
const GRAINS: f64 = 1000.0;

/// One topology of the sweep, with what was measured of it.
struct Entry<C> {
    topology: Topology,
    cluster: C,
    spawn_ms: f64,
    samples_ms: Vec<f64>,
    traffic: Traffic,
    rounds: u32,
    busy_share: Vec<f64>,
}

/// Runs the sweep.
///
/// # Errors
/// Those of [`cluster::execute`] and [`Host::spawn`]; [`Error::Disagree`] when two topologies give different answers;
/// [`Error::Unavailable`] when no topology of the parameters can run here.
pub async fn run<H: Host>(
    host: &H,
    machine: &Machine,
    params: &Params,
    observer: &mut impl Observer,
) -> Result<Finished> {
    let started = clock::rfc3339(clock::now_ms());
    let mut told = Told::new(observer);
    let topologies = available(params, machine, &mut told)?;
    let spec = spec(host, params).await?;
    // For each topology: start, rehearse, take samples; at the end, judge.
    told.total = topologies.len() as u32 * (2 + params.samples) + 1;

    let mut control = Control::start(host, machine).await?;
    let mut entries = Vec::new();
    for topology in topologies {
        told.step(Phase::Spawn, topology);
        let (cluster, spawn_ms) = cluster::spawn_timed(host, topology).await?;
        let (traffic, samples_ms, busy_share) = (Traffic::default(), Vec::new(), Vec::new());
        entries.push(Entry { topology, cluster, spawn_ms, samples_ms, traffic, rounds: 0, busy_share });
    }

    let mut first: Option<Answer> = None;
    for entry in &mut entries {
        told.step(Phase::Rehearsal, entry.topology);
        let outcome = rehearse(entry, &spec, params, told.observer).await?;
        agree(&mut first, entry.topology, &outcome.answer)?;
        host.breathe().await;
    }

    let mut runs = Vec::new();
    for sample in 0..params.samples as usize {
        control.read().await?;
        for turn in 0..entries.len() {
            // Each round begins with another topology, so that none always comes after the same other one.
            let index = (sample + turn) % entries.len();
            let entry = &mut entries[index];
            told.step(Phase::Measure, entry.topology);
            // The page draws this step and the sample before it now, while no clock runs.
            host.breathe().await;
            let (outcome, picture, units) = sample_once(entry, &spec, params, machine, &mut first).await?;
            let spans = outcome.spans();
            entry.busy_share = busy_share(entry.topology, &spans, outcome.elapsed_ms);
            show(entry.topology, picture, units, &spans, &outcome, told.observer);
            let topology = entry.topology.to_string();
            let elapsed_ms = entry.samples_ms.last().copied().unwrap_or_default();
            told.observer.event(Event::Sample { topology, elapsed_ms });
            let name = format!("{} sample {}", entry.topology, sample + 1);
            runs.push(TracedRun { name, started_ms: outcome.started_ms, spans });
        }
    }

    told.step(Phase::Judge, Topology::SERIAL);
    let answer = first.ok_or_else(|| Error::Protocol { reason: "no topology ran".into() })?;
    let measured: Vec<_> = entries.into_iter().map(Measured::from).collect();
    let mut claims = judge::claims((machine.cores > 1).then(|| control.parallel()));
    control.settle(&mut claims, &["processes.parallel"], &mut told).await?;
    let report = Report {
        kosut: report::VERSION,
        lab: "speedup".into(),
        params: params.report(),
        machine: machine.clone(),
        started,
        rows: rows(&measured, &answer),
        claims,
        answers_agree: true,
        log: told.log,
    };
    Ok(Finished { report, curves: judge::curves(&measured), runs, shown: answer.shown })
}

/// What is left of an [`Entry`] when its cluster has ended.
struct Measured {
    topology: Topology,
    spawn_ms: f64,
    samples_ms: Vec<f64>,
    traffic: Traffic,
    rounds: u32,
    busy_share: Vec<f64>,
}

impl<C> From<Entry<C>> for Measured {
    fn from(entry: Entry<C>) -> Self {
        let Entry { topology, spawn_ms, samples_ms, traffic, rounds, busy_share, .. } = entry;
        Measured { topology, spawn_ms, samples_ms, traffic, rounds, busy_share }
    }
}

/// The topologies of the sweep that can run here; those that can't are told in the log.
fn available(params: &Params, machine: &Machine, told: &mut Told<'_, impl Observer>) -> Result<Vec<Topology>> {
    let (all, can) = (params.sweep().len(), told.runnable(params.sweep(), machine));
    if can.len() < all && can.iter().all(|&topology| topology == Topology::SERIAL) {
        return Err(Error::Unavailable { capability: "cross-origin isolation".into() });
    }
    Ok(can)
}

fn job(spec: &Spec, params: &Params, topology: Topology, live: bool) -> Job {
    Job { spec: Spec { lanes: topology.lanes(), ..spec.clone() }, schedule: params.schedule, live }
}

/// The work, with its data.
async fn spec<H: Host>(host: &H, params: &Params) -> Result<Spec> {
    let Params { kernel, size, seed, .. } = *params;
    let data = match kernel.source {
        Source::Dataset(name) => Some(host.dataset(name).await?),
        _ => params.file.clone(),
    };
    Ok(Spec { data, ..Spec::new(kernel.id, size, seed, 1) })
}

/// The run that is shown while it runs, and not counted.
async fn rehearse<C: Cluster>(
    entry: &mut Entry<C>,
    spec: &Spec,
    params: &Params,
    observer: &mut impl Observer,
) -> Result<Outcome> {
    let job = job(spec, params, entry.topology, true);
    let mut watch = Live::new(entry.topology, kernels::tally(spec)?, observer);
    let outcome = cluster::execute(&mut entry.cluster, &job, &mut watch).await?;
    watch.finish(&outcome);
    Ok(outcome)
}

/// One sample: as many runs as the clock needs. Gives back the last run.
async fn sample_once<C: Cluster>(
    entry: &mut Entry<C>,
    spec: &Spec,
    params: &Params,
    machine: &Machine,
    first: &mut Option<Answer>,
) -> Result<(Outcome, Picture, u32)> {
    let job = job(spec, params, entry.topology, false);
    let mut quiet = Quiet { picture: Picture::Strip { units: 0, note: 0 }, units: 0 };
    let (mut total_ms, mut runs) = (0.0, 0);
    let outcome = loop {
        let execute = async || cluster::execute(&mut entry.cluster, &job, &mut quiet).await;
        let outcome = suspension::repeat_if_suspended(execute).await?;
        agree(first, entry.topology, &outcome.answer)?;
        (total_ms, runs) = (total_ms + outcome.elapsed_ms, runs + 1);
        if measure::is_sample(total_ms, runs, machine.clock_resolution_ms) {
            break outcome;
        }
    };
    if total_ms <= 0.0 {
        return Err(Error::TooShort);
    }
    entry.samples_ms.push(total_ms / f64::from(runs));
    entry.traffic = outcome.traffic;
    entry.rounds = outcome.rounds;
    Ok((outcome, quiet.picture, quiet.units))
}

/// Compares an answer with the first one.
fn agree(first: &mut Option<Answer>, topology: Topology, answer: &Answer) -> Result<()> {
    let expected = first.get_or_insert_with(|| answer.clone());
    if expected == answer {
        return Ok(());
    }
    let text = |answer: &Answer| format!("{} ({:016x})", answer.value, answer.digest);
    Err(Error::Disagree { topology: topology.to_string(), answer: text(answer), expected: text(expected) })
}

/// Shows a measured run after its clock has stopped.
fn show(
    topology: Topology,
    picture: Picture,
    units: u32,
    spans: &[Span],
    outcome: &Outcome,
    observer: &mut impl Observer,
) {
    observer.event(cluster_event(topology, picture, units, false));
    let spans = coarse(spans.to_vec(), outcome.elapsed_ms / GRAINS);
    observer.event(Event::Lanes { spans, now_ms: outcome.elapsed_ms });
}

/// The share of the run that each lane spent computing, process by process.
fn busy_share(topology: Topology, spans: &[Span], elapsed_ms: f64) -> Vec<f64> {
    let mut busy_ms = vec![0.0; topology.lanes() as usize];
    for span in spans {
        let lane = (span.process * topology.threads() + span.lane) as usize;
        // The conductor's own lane comes behind those of the processes and is not among them.
        if let (Some(busy_ms), Some(end_ms)) = (busy_ms.get_mut(lane), span.end_ms) {
            *busy_ms += end_ms - span.start_ms;
        }
    }
    busy_ms.into_iter().map(|busy_ms| if elapsed_ms > 0.0 { (busy_ms / elapsed_ms).min(1.0) } else { 0.0 }).collect()
}

fn rows(measured: &[Measured], answer: &Answer) -> Vec<Row> {
    let serial = judge::serial(measured);
    measured
        .iter()
        .map(|entry| {
            let mut fields = Map::new();
            let mut field = |name: &str, value: Value| fields.insert(name.into(), value);
            field("workers", json!(entry.topology.lanes()));
            field("family", json!(entry.topology.family()));
            if let Some(serial) = serial {
                let Ratio { value, interval } = judge::speedup(serial, entry);
                field("speedup", json!(value));
                field("speedup_ci95", json!(interval));
            }
            field("spawn_ms", json!(entry.spawn_ms));
            field("sent_bytes", json!(entry.traffic.sent_bytes));
            field("received_bytes", json!(entry.traffic.received_bytes));
            field("rounds", json!(entry.rounds));
            field("bytes_per_round", json!(entry.traffic.per_round(entry.rounds)));
            field("busy_share", json!(entry.busy_share));
            field("answer", json!(answer.value));
            field("answer_digest", json!(format!("{:016x}", answer.digest)));
            Row {
                label: entry.topology.to_string(),
                topology: entry.topology.to_string(),
                samples_ms: entry.samples_ms.clone(),
                median_ms: measure::median(&entry.samples_ms),
                ci95_ms: measure::median_interval(&entry.samples_ms),
                fields,
            }
        })
        .collect()
}
