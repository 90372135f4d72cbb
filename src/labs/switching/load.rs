//! More lanes than cores, and what starting takes.

use super::{Params, Told};
use crate::{Event, Observer, Phase, report::Machine};
use kosut_cluster::{self as cluster, Cluster, Host, Job, Outcome, Watch, probe, run};
use kosut_core::{
    clock::suspension,
    error::{Error, Result},
    measure,
    topology::Topology,
    trace::{TracedRun, coarse},
};
use kosut_kernels::{Answer, Picture, Spec};
use kosut_workloads::lanes::Schedule;

/// Samples of each start: one is some ten to hundred milliseconds, and no verdict stands on them.
pub const START_SAMPLES: u32 = 5;

/// Numbers of lanes that share the cores: each twice as many as the one before.
const LANES: [u32; 6] = [1, 2, 4, 8, 16, 32];

/// Computing only, and next to nothing to send: what differs is how many lanes there are.
const KERNEL: &str = "primes";

/// How fine a run is shown: a lane has about as many pixels.
const GRAINS: f64 = 1000.0;

/// A topology with what was measured of it.
#[derive(Debug, Clone)]
pub struct Measured {
    /// Which.
    pub topology: Topology,
    /// The samples, in milliseconds.
    pub samples_ms: Vec<f64>,
}

/// The topologies that share the cores: threads and processes, up to this many lanes, `1x1` first.
pub fn topologies(lanes: u32, isolated: bool) -> Vec<Topology> {
    let steps: Vec<u32> = LANES.into_iter().filter(|&step| step < lanes).chain([lanes]).collect();
    let threads = steps.iter().filter(|_| isolated).map(|&threads| (1, threads));
    let processes = steps.iter().map(|&processes| (processes, 1));
    let mut all = vec![Topology::SERIAL];
    let pairs = threads.chain(processes).filter(|&pair| pair != (1, 1));
    all.extend(pairs.filter_map(|(processes, threads)| Topology::new(processes, threads).ok()));
    all
}

/// The topologies that are started again and again.
pub fn starts(isolated: bool) -> Vec<Topology> {
    let all = [(1, 1), (2, 1), (1, 2), (1, 4)].into_iter();
    let all = all.filter_map(|(processes, threads)| Topology::new(processes, threads).ok());
    all.filter(|topology| isolated || !topology.shares_memory()).collect()
}

/// Gives the same work to more and more lanes.
///
/// # Errors
/// Those of [`cluster::execute`] and [`Host::spawn`]; [`Error::Disagree`] when two topologies give different answers.
pub async fn measure<H: Host>(
    host: &H,
    topologies: &[Topology],
    params: &Params,
    machine: &Machine,
    runs: &mut Vec<TracedRun>,
    told: &mut Told<'_, impl Observer>,
) -> Result<Vec<Measured>> {
    let most = topologies.last().copied().unwrap_or(Topology::SERIAL);
    told.step(Phase::Spawn, most);
    let mut clusters = Vec::new();
    for &topology in topologies {
        clusters.push(host.spawn(topology).await?);
    }
    told.step(Phase::Rehearsal, most);
    let mut expected = None;
    for cluster in &mut clusters {
        execute(cluster, params, &mut expected).await?;
    }
    let mut measured: Vec<Measured> =
        topologies.iter().map(|&topology| Measured { topology, samples_ms: Vec::new() }).collect();
    for sample in 0..params.samples as usize {
        let first = sample % measured.len();
        told.step(Phase::Measure, measured[first].topology);
        // The page draws this and what was shown last, while no clock runs.
        host.breathe().await;
        let mut shown = None;
        for turn in 0..measured.len() {
            let index = (sample + turn) % measured.len();
            let (mut total_ms, mut times) = (0.0, 0);
            let outcome = loop {
                let outcome = execute(&mut clusters[index], params, &mut expected).await?;
                (total_ms, times) = (total_ms + outcome.elapsed_ms, times + 1);
                if measure::is_sample(total_ms, times, machine.clock_resolution_ms) {
                    break outcome;
                }
            };
            if total_ms <= 0.0 {
                return Err(Error::TooShort);
            }
            measured[index].samples_ms.push(total_ms / f64::from(times));
            let topology = measured[index].topology;
            let name = format!("{topology} busy, sample {}", sample + 1);
            runs.push(TracedRun { name, started_ms: outcome.started_ms, spans: outcome.spans() });
            shown.get_or_insert((topology, outcome));
        }
        if let Some((topology, outcome)) = shown {
            show(topology, &outcome, told.observer);
        }
    }
    Ok(measured)
}

/// Starts clusters, one after another, and ends them.
///
/// # Errors
/// Those of [`Host::spawn`].
pub async fn start<H: Host>(
    host: &H,
    topologies: &[Topology],
    machine: &Machine,
    told: &mut Told<'_, impl Observer>,
) -> Result<Vec<Measured>> {
    let mut measured: Vec<Measured> =
        topologies.iter().map(|&topology| Measured { topology, samples_ms: Vec::new() }).collect();
    for sample in 0..START_SAMPLES as usize {
        told.step(Phase::Spawn, topologies[sample % topologies.len()]);
        for turn in 0..measured.len() {
            let Measured { topology, samples_ms } = &mut measured[(sample + turn) % topologies.len()];
            samples_ms.push(probe::spawn_once_ms(host, *topology, machine.clock_resolution_ms).await?);
        }
    }
    Ok(measured)
}

/// One run, whose answer must be that of all others.
async fn execute<C: Cluster>(cluster: &mut C, params: &Params, expected: &mut Option<Answer>) -> Result<Outcome> {
    let topology = cluster.topology();
    let spec = Spec::new(KERNEL, params.size, 0, topology.lanes());
    // Each lane gets its share at the start: given piece by piece, messages would be measured, not lanes.
    let job = Job { spec, schedule: Schedule::Static, live: false };
    let execute = async || cluster::execute(cluster, &job, &mut Unwatched).await;
    let outcome = suspension::repeat_if_suspended(execute).await?;
    let expected = expected.get_or_insert_with(|| outcome.answer.clone());
    if *expected == outcome.answer {
        return Ok(outcome);
    }
    let (answer, expected) = (outcome.answer.value.to_string(), expected.value.to_string());
    Err(Error::Disagree { topology: topology.to_string(), answer, expected })
}

/// Shows what the lanes did in a measured run, when its clock has stopped.
fn show(topology: Topology, outcome: &Outcome, observer: &mut impl Observer) {
    let (processes, threads) = (topology.processes(), topology.threads());
    let (picture, name) = (Picture::Strip { units: 0, note: 0 }, topology.to_string());
    observer.event(Event::Cluster { topology: name.clone(), processes, threads, picture, units: 0, live: false });
    let spans = coarse(outcome.spans(), outcome.elapsed_ms / GRAINS);
    observer.event(Event::Lanes { spans, now_ms: outcome.elapsed_ms });
    observer.event(Event::Sample { topology: name, elapsed_ms: outcome.elapsed_ms });
}

/// Nobody hears of a run while it goes on.
struct Unwatched;

impl Watch for Unwatched {
    fn prepared(&mut self, _picture: &Picture, _units: u32) {}

    fn told(&mut self, _told: Vec<run::Told>, _now_ms: f64) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(topologies: &[Topology]) -> String {
        topologies.iter().map(Topology::to_string).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn lanes_double_up_to_the_most_in_both_families() {
        assert_eq!(names(&topologies(8, true)), "1x1 1x2 1x4 1x8 2x1 4x1 8x1");
        assert_eq!(names(&topologies(3, true)), "1x1 1x2 1x3 2x1 3x1");
        assert_eq!(names(&topologies(1, true)), "1x1");
        assert_eq!(names(&topologies(32, false)), "1x1 2x1 4x1 8x1 16x1 32x1");
    }
}
