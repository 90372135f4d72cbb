//! `choose`: which one, for my job? The reader describes a job; a model predicts from this machine's constants what each
//! topology would take, and recommends one. Then the job is done for real on all of them.
//!
//! The constants are measured once and remembered ([`calibrate`]); the model is pure ([`model`]). What is measured is the
//! job itself ([`play`]): with all of its bytes, its waiting and its steps. So the model can be wrong, and the report says
//! by how much. With more than one job it is put to the test on random ones.

use std::collections::{BTreeMap, btree_map};

use super::{
    Control, Event, Finished, Observer, Phase, Short, Told,
    report::{self, Machine, Report},
};
use kosut_cluster::{self as cluster, Cluster, Host};
use kosut_core::{
    clock::{self, suspension},
    error::{Error, Result},
    measure,
    topology::Topology,
    trace::{TracedRun, coarse},
};
use kosut_kernels::Picture;
use kosut_workloads::{
    job::{Outcome, Task},
    lanes::blocking::Wait,
};

mod calibrate;
mod costs;
mod job;
mod judge;
mod live;
pub mod model;
mod params;
mod play;

pub use costs::Costs;
pub use job::Job;
use judge::{Entry, Judged};
pub use live::{ChooseLive, answer};
pub use params::Params;
use play::{Played, Ready, agree};

/// Its short form.
pub const SHORT: Short = Short { lab: "choose", query: "", claims: &["when.choose"], seconds: 10.0 };

/// How fine a run is shown: a lane has about as many pixels.
const GRAINS: f64 = 1000.0;

/// Runs the lab.
///
/// # Errors
/// Those of [`Host::spawn`] and [`Cluster::receive`]; [`Error::Disagree`] when two topologies come to different results.
pub async fn run<H: Host>(
    host: &H,
    machine: &Machine,
    params: &Params,
    observer: &mut impl Observer,
) -> Result<Finished> {
    let started = clock::rfc3339(clock::now_ms());
    let mut told = Told::new(observer);
    if !machine.isolated {
        told.not_isolated("everything with threads");
    }
    let jobs = params.all_jobs();
    let cores = machine.cores.clamp(1, job::LANES_MAX);
    let candidates = |job: &Job| job.candidates(cores, params.lanes, machine.isolated);
    let topologies: usize = jobs.iter().map(|job| candidates(job).len()).sum();
    // Looked up once: another run in this program may find the constants while this one counts its steps.
    let known = calibrate::known(machine);
    let calibration = if known.is_some() { 0 } else { calibrate::STEPS };
    // The constants; of each topology of each job the rehearsal and the samples; at the end, judge.
    told.total = calibration + topologies as u32 * (1 + params.samples) + 1;
    let costs = match known {
        Some(costs) => costs,
        None => calibrate::measured(host, machine, &mut told).await?,
    };
    told.log(format!("constants: {}", judge::written(&costs.medians())));

    // A job that does not wait is done whether waits can be had or not.
    let wait = match costs.wait {
        None if jobs.iter().any(|job| job.wait_ms > 0) => {
            return Err(Error::Unavailable { capability: "a wait for something outside".into() });
        }
        wait => wait.unwrap_or(Wait::Pause),
    };
    if jobs.iter().any(|job| job.wait_ms > 0) {
        told.log(match wait {
            Wait::Request => "a wait is a request that a server answers after that time".into(),
            Wait::Pause => "a wait is a bare wait: nobody answers requests here".into(),
        });
    }

    let mut control = Control::start(host, machine).await?;
    let (mut runs, mut judged) = (Vec::new(), Vec::new());
    let mut clusters = BTreeMap::new();
    for (number, &job) in (1..).zip(&jobs) {
        let nothing = || Error::Protocol { reason: "a job without a topology".into() };
        let advice = model::advise(&job, &costs, &candidates(&job)).ok_or_else(nothing)?;
        let load = job.load(costs.steps_per_ms.median, wait);
        let place = (number, params.jobs);
        let trial = Trial { host, machine, params, ready: Ready::new(job, load), job, advice, place };
        judged.push(trial.run(&mut clusters, &costs.medians(), &mut control, &mut runs, &mut told).await?);
    }
    drop(clusters);

    told.step(Phase::Judge, Topology::SERIAL);
    let (rows, claim) = match judged.as_slice() {
        [one] => (judge::rows(one), judge::claim(one)),
        several => (judge::rows_of_several(several), judge::claim_of_several(several)),
    };
    let mut claims = vec![claim];
    judge::lines(&judged).into_iter().for_each(|line| told.log(line));
    control.settle(&mut claims, &[], &mut told).await?;
    let report = Report {
        kosut: report::VERSION,
        lab: "choose".into(),
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

/// One job, and what is to be done with it.
struct Trial<'a, H> {
    host: &'a H,
    machine: &'a Machine,
    params: &'a Params,
    ready: Ready,
    job: Job,
    advice: model::ChooseAdvice,
    /// Which job of how many.
    place: (u32, u32),
}

/// Clusters that are there, by their topology.
type Clusters<C> = BTreeMap<Topology, C>;

impl<H: Host> Trial<'_, H> {
    /// Does the job on all candidates, in turns.
    async fn run(
        self,
        clusters: &mut Clusters<H::Cluster>,
        costs: &BTreeMap<String, f64>,
        control: &mut Control<H::Cluster>,
        runs: &mut Vec<TracedRun>,
        told: &mut Told<'_, impl Observer>,
    ) -> Result<Judged> {
        let topologies: Vec<Topology> = self.advice.candidates.iter().map(|candidate| candidate.topology).collect();
        let mut entries: Vec<Entry> = topologies.iter().map(|_| Entry::default()).collect();
        let mut expected = None;
        self.tell(&entries, costs, told);
        for (&topology, entry) in topologies.iter().zip(&mut entries) {
            told.step(Phase::Rehearsal, topology);
            if let btree_map::Entry::Vacant(place) = clusters.entry(topology) {
                let (cluster, start_ms) = cluster::spawn_timed(self.host, topology).await?;
                entry.starts_ms.push(start_ms);
                place.insert(cluster);
            }
            let cluster = of(clusters, topology)?;
            self.ready.prepare(cluster).await?;
            let played = self.ready.play(cluster, true).await?;
            agree(topology, played.answer, &mut expected)?;
            show(topology, &played, told.observer);
            self.host.breathe().await;
        }
        if self.job.start {
            // Each sample starts its own; those of the rehearsal would only take memory from them.
            clusters.clear();
        }
        for sample in 0..self.params.samples as usize {
            control.read_if_due().await?;
            for turn in 0..topologies.len() {
                // Each round begins with another one, so that none always comes after the same other one.
                let index = (sample + turn) % topologies.len();
                let (topology, entry) = (topologies[index], &mut entries[index]);
                told.step(Phase::Measure, topology);
                self.host.breathe().await;
                let played = self.sample(clusters, topology, entry).await?;
                agree(topology, played.answer, &mut expected)?;
                let elapsed_ms = entry.samples_ms.last().copied().unwrap_or_default();
                told.observer.event(Event::Sample { topology: topology.to_string(), elapsed_ms });
                let name = format!("job {}, {topology}, sample {}", self.place.0, sample + 1);
                runs.push(TracedRun { name, started_ms: played.started_ms, spans: played.spans });
            }
            self.tell(&entries, costs, told);
        }
        for (&topology, entry) in topologies.iter().zip(&mut entries) {
            if let Some(cluster) = clusters.get_mut(&topology) {
                entry.memory_bytes = memory_bytes(cluster).await?;
            }
        }
        Ok(Judged { job: self.job, advice: self.advice, entries })
    }

    /// One sample: the job as often as the clock needs, and the start where it counts.
    async fn sample(
        &self,
        clusters: &mut Clusters<H::Cluster>,
        topology: Topology,
        entry: &mut Entry,
    ) -> Result<Played> {
        let (mut total_ms, mut times) = (0.0, 0);
        loop {
            let mut own;
            let (cluster, start_ms) = if self.job.start {
                let (spawned, start_ms) = cluster::spawn_timed(self.host, topology).await?;
                own = spawned;
                entry.starts_ms.push(start_ms);
                self.ready.prepare(&mut own).await?;
                (&mut own, start_ms)
            } else {
                (of(clusters, topology)?, 0.0)
            };
            let play = async || self.ready.play(cluster, false).await;
            let played = suspension::repeat_if_suspended(play).await?;
            entry.traffic = played.traffic;
            total_ms += start_ms + played.elapsed_ms;
            times += 1;
            if self.job.start {
                entry.memory_bytes = memory_bytes(cluster).await?;
            }
            if measure::is_sample(total_ms, times, self.machine.clock_resolution_ms) {
                if total_ms <= 0.0 {
                    return Err(Error::TooShort);
                }
                entry.samples_ms.push(total_ms / f64::from(times));
                return Ok(played);
            }
        }
    }

    fn tell(&self, entries: &[Entry], costs: &BTreeMap<String, f64>, told: &mut Told<'_, impl Observer>) {
        let median = |entry: &Entry| (!entry.samples_ms.is_empty()).then(|| measure::median(&entry.samples_ms));
        let live = ChooseLive {
            advice: self.advice.clone(),
            measured_ms: entries.iter().map(median).collect(),
            costs: costs.clone(),
            job: self.place.0,
            of: self.place.1,
        };
        told.observer.event(Event::Choose { live });
    }
}

/// The cluster of a topology, which was started before.
fn of<C>(clusters: &mut Clusters<C>, topology: Topology) -> Result<&mut C> {
    clusters.get_mut(&topology).ok_or_else(|| Error::Protocol { reason: format!("{topology} was not started") })
}

/// What all processes of a cluster take of memory; 0 where nobody tells.
async fn memory_bytes<C: Cluster>(cluster: &mut C) -> Result<u64> {
    let mut total = 0;
    for process in 0..cluster.topology().processes() {
        if let Outcome::Checked { memory_bytes, .. } = play::ask(cluster, process, Task::Check).await? {
            total += memory_bytes;
        }
    }
    Ok(total)
}

/// Shows what the lanes did, when the clock has stopped.
fn show(topology: Topology, played: &Played, observer: &mut impl Observer) {
    let (processes, threads) = (topology.processes(), topology.threads());
    let (picture, name) = (Picture::Strip { units: 0, note: 0 }, topology.to_string());
    observer.event(Event::Cluster { topology: name, processes, threads, picture, units: 0, live: false });
    let spans = coarse(played.spans.clone(), played.elapsed_ms / GRAINS);
    observer.event(Event::Lanes { spans, now_ms: played.elapsed_ms });
}
