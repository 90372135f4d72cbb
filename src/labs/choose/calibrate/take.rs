//! The small parts of calibrating: samples to constants, and questions to processes.

use crate::choose::{
    job::Job,
    play::{Ready, ask, performed},
};
use kosut_cluster::{Cluster, probe::Constant, protocol::Request};
use kosut_core::{
    error::{Error, Result},
    measure,
};
use kosut_workloads::{
    job::{Outcome, Task},
    lanes::blocking::{Offers, Wait},
};

/// An item that has nothing to do, with so many KiB in and out.
pub(super) fn idle(items: u32, kib: u32) -> Ready {
    let job =
        Job { items, cpu_us: 0, wait_ms: 0, in_kib: kib, out_kib: kib, shared: false, survive: false, start: false };
    Ready::new(job, job.load(0.0, Wait::Pause))
}

/// MiB that an item of [`idle`] takes in and gives out, with so many KiB.
pub(super) fn mib(kib: u32) -> f64 {
    f64::from(2 * kib) / 1024.0
}

pub(super) fn constant(samples: &[f64]) -> Constant {
    Constant { median: measure::median(samples), ci95: measure::median_interval(samples) }
}

/// How fast so many lanes compute at once: their number, and how many times as fast as one.
pub(super) type Speed = (u32, Constant);

/// The speeds of so many processes and of as many threads, from their samples; of threads none if there are no samples. The
/// same cores do their work: unless the samples tell them apart, all samples are of one speed. What differs by chance would
/// decide for one of them.
pub(super) fn same_speed(processes: &(u32, Vec<f64>), threads: &(u32, Vec<f64>)) -> (Speed, Option<Speed>) {
    let of = |(count, speeds): &(u32, Vec<f64>)| (*count, constant(speeds));
    if threads.1.is_empty() {
        return (of(processes), None);
    }
    let (one, other) = (of(processes), of(threads));
    if one.1.ci95[0] > other.1.ci95[1] || other.1.ci95[0] > one.1.ci95[1] {
        return (one, Some(other));
    }
    let all = constant(&[processes.1.as_slice(), &threads.1].concat());
    ((processes.0, all), Some((threads.0, all)))
}

/// A number without an interval.
pub(super) fn exactly(value: f64) -> Constant {
    Constant { median: value, ci95: [value; 2] }
}

/// This much of the constant, and never below 0.
pub(super) fn scaled(constant: &Constant, factor: f64) -> Constant {
    let at = |value: f64| (value * factor).max(0.0);
    Constant { median: at(constant.median), ci95: constant.ci95.map(at) }
}

/// What is left when this is taken away, sample by sample, per piece; never below 0.
pub(super) fn rest(samples: &[f64], taken: f64, per: f64) -> Constant {
    constant(&samples.iter().map(|sample| ((sample - taken) / per).max(0.0)).collect::<Vec<_>>())
}

/// What is left of a constant, never below 0.
pub(super) fn rest_of(constant: &Constant, taken: f64) -> Constant {
    let at = |value: f64| (value - taken).max(0.0);
    Constant { median: at(constant.median), ci95: constant.ci95.map(at) }
}

/// What all lanes of the first process can wait for.
pub(super) async fn offers<C: Cluster>(cluster: &mut C) -> Result<Offers> {
    match ask(cluster, 0, Task::Offers).await? {
        Outcome::Offered(offers) => Ok(offers),
        other => Err(Error::Protocol { reason: format!("{other:?} where offers were asked for") }),
    }
}

pub(super) async fn memory_bytes<C: Cluster>(cluster: &mut C) -> Result<f64> {
    match ask(cluster, 0, Task::Check).await? {
        Outcome::Checked { memory_bytes, .. } => Ok(memory_bytes as f64),
        other => Err(Error::Protocol { reason: format!("{other:?} where a check was asked for") }),
    }
}

/// Lets all processes do this at the same time: how long each took, by its own clock, in milliseconds.
pub(super) async fn took<C: Cluster>(cluster: &mut C, task: impl Fn() -> Task) -> Result<Vec<f64>> {
    let processes = cluster.topology().processes();
    took_of(cluster, processes, task).await
}

/// The same for the first so many of them.
pub(super) async fn took_of<C: Cluster>(cluster: &mut C, processes: u32, task: impl Fn() -> Task) -> Result<Vec<f64>> {
    for process in 0..processes {
        cluster.send(process, Request::Perform { task: task().into(), epoch_ms: 0.0 })?;
    }
    let mut all_ms = Vec::new();
    for _ in 0..processes {
        match performed(cluster).await? {
            (_, Outcome::Took { elapsed_ms }, _) => all_ms.push(elapsed_ms),
            (_, other, _) => return Err(Error::Protocol { reason: format!("{other:?} where a time was expected") }),
        }
    }
    Ok(all_ms)
}

/// The time of the only one.
pub(super) fn one(all_ms: Vec<f64>) -> f64 {
    all_ms.into_iter().fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speeds_that_samples_do_not_tell_apart_are_one() {
        let around = |speed: f64| (2, (0..7).map(|n| speed + 0.02 * f64::from(n - 3)).collect::<Vec<_>>());
        let (processes, threads) = same_speed(&around(1.90), &around(1.93));
        assert_eq!(Some(processes), threads);
        assert!((1.90..=1.93).contains(&processes.1.median));
        let (processes, threads) = same_speed(&around(1.90), &around(1.40));
        assert!(processes.1.median > 1.85 && threads.is_some_and(|(_, speed)| speed.median < 1.45));
        // Where there are no threads, nothing is made of nothing.
        let (processes, threads) = same_speed(&around(1.90), &(2, Vec::new()));
        assert!(processes.1.median > 1.85 && threads.is_none());
    }
}
