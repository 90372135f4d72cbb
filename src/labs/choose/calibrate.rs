//! What this machine costs, found out once: by the probe of all labs, and by what it does not tell.
//!
//! Messages are those of a job, over the same protocol, with items that have nothing to do. What the owner of the data
//! computes for a message shows when several processes are sent more than he can send: then each message takes as long as
//! he needs for it.

use std::sync::{Mutex, PoisonError};

use super::{
    costs::{Costs, Messages, Threads},
    job::{Deal, LANES_MAX},
};
use crate::{Observer, Phase, Told, report::Machine};
use kosut_cluster::{
    self as cluster, Cluster, Host,
    probe::{self, Constant, Constants},
};
use kosut_core::{
    clock::suspension,
    error::{Error, Result},
    measure,
    topology::Topology,
};
use kosut_workloads::{job::Task, lanes::blocking::Wait};

mod take;

use take::{
    Speed, constant, exactly, idle, memory_bytes, mib, offers, one, rest, rest_of, same_speed, scaled, took, took_of,
};

/// Steps that are told while it goes on.
pub const STEPS: u32 = 4;

/// Samples of each constant.
const SAMPLES: usize = 7;

/// Starts of a larger topology: one takes as long as several samples of other things.
const STARTS: usize = 2;

/// The clock is taken to be no finer than this, so that a sample lasts 2 ms or more; as in the probe.
const RESOLUTION_LEAST_MS: f64 = 0.02;

/// How long lanes compute to tell how fast they are, in milliseconds: longer than a scheduler takes to give each lane a
/// core of its own.
const COMPUTE_MS: f64 = 24.0;

/// Pieces of one measurement of messages.
const PIECES: u32 = 32;

/// KiB of an item's input, and of its output, where bytes are measured.
const LARGE_KIB: u32 = 256;

/// Items of one measurement of bytes.
const LARGE_ITEMS: u32 = 8;

/// The wait whose excess is measured, in milliseconds, and the least number of waits in a sample.
const WAIT_MS: f64 = 3.0;
const WAITS: u32 = 2;

/// The part of [`measure::sample_ms`] that waits last at least, so that a coarse clock hides no more than a tenth of a wait.
const WAITS_SHARE: f64 = 0.1;

/// How often each lane takes the lock in a sample.
const LOCKS: u32 = 2_000;

/// The lanes of the larger topology that tells what one more costs.
const MORE: u32 = 4;

/// Cores and isolation, with what was found out with them.
type Known = ((u32, bool), Costs<Constant>);

/// Everything that was found out since the program began.
static KNOWN: Mutex<Vec<Known>> = Mutex::new(Vec::new());

/// What this machine costs, if it was found out already.
pub fn known(machine: &Machine) -> Option<Costs<Constant>> {
    let known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    known.iter().find(|(key, _)| *key == (machine.cores, machine.isolated)).map(|(_, costs)| costs.clone())
}

/// What was found out last, wherever that was.
pub fn last() -> Option<Costs<Constant>> {
    let known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    known.last().map(|(_, costs)| costs.clone())
}

/// Measures what this machine costs, and remembers it for [`known`].
///
/// # Errors
/// Those of [`Host::spawn`] and [`Cluster::receive`].
pub async fn measured<H: Host>(
    host: &H,
    machine: &Machine,
    told: &mut Told<'_, impl Observer>,
) -> Result<Costs<Constant>> {
    told.step(Phase::Calibrate, Topology::SERIAL);
    let probed = probe::run(host, machine.clock_resolution_ms).await?;
    let costs = Calibration { host, machine, probed }.measure(told).await?;
    KNOWN.lock().unwrap_or_else(PoisonError::into_inner).push(((machine.cores, machine.isolated), costs.clone()));
    Ok(costs)
}

struct Calibration<'a, H> {
    host: &'a H,
    machine: &'a Machine,
    probed: Constants,
}

impl<H: Host> Calibration<'_, H> {
    async fn measure(&self, told: &mut Told<'_, impl Observer>) -> Result<Costs<Constant>> {
        let (host, isolated) = (self.host, self.machine.isolated);
        let cores = self.machine.cores.clamp(1, LANES_MAX);
        let (mut lone, _) = self.start(Topology::SERIAL).await?;
        // Before it has done anything: memory grows with what was done.
        let process_bytes = memory_bytes(&mut lone).await?;

        told.step(Phase::Calibrate, Topology::new(MORE, 1)?);
        let mut start_more = Vec::new();
        let mut four = None;
        for _ in 0..STARTS {
            let (cluster, ready_ms) = self.start(Topology::new(MORE, 1)?).await?;
            start_more.push(ready_ms);
            four = Some(cluster);
            host.breathe().await;
        }
        let start_process_ms = self.probed.spawn_process_ms;
        let start_process_more_ms = rest(&start_more, start_process_ms.median, f64::from(MORE - 1));
        let mut wait = offers(&mut lone).await?.wait();
        if isolated {
            let mut pair = self.start(Topology::TWO_THREADS).await?.0;
            wait = offers(&mut lone).await?.both(offers(&mut pair).await?).wait();
        }
        let (wait_more_ms, wait_more_lane_ms) = match (&mut four, wait) {
            (Some(four), Some(wait)) => self.waits(&mut lone, four, wait).await?,
            _ => (exactly(0.0), exactly(0.0)),
        };
        drop(four);

        told.step(Phase::Calibrate, Topology::new(cores.max(2), 1)?);
        let (mut several, _) = self.start(Topology::new(cores.max(2), 1)?).await?;
        let mut pool = match isolated {
            true => Some(self.start(Topology::new(1, cores.max(2))?).await?.0),
            false => None,
        };
        let (steps_per_ms, speed_processes, speed) = self.speeds(&mut lone, &mut several, pool.as_mut(), cores).await?;
        let (messages, touch_mib_ms) = self.messages(&mut lone, &mut several).await?;
        drop((lone, several));
        told.step(Phase::Calibrate, Topology::new(1, cores.max(2))?);
        let threads = match &mut pool {
            Some(pool) => Some(self.threads(pool, speed).await?),
            None => None,
        };
        Ok(Costs {
            cores,
            steps_per_ms,
            start_process_ms,
            start_process_more_ms,
            messages,
            touch_mib_ms,
            wait,
            wait_more_ms,
            wait_more_lane_ms,
            speed_processes,
            process_bytes: exactly(process_bytes),
            threads,
        })
    }

    /// A cluster, and how long it took until it was ready, in milliseconds.
    async fn start(&self, topology: Topology) -> Result<(H::Cluster, f64)> {
        cluster::spawn_timed(self.host, topology).await
    }

    fn resolution_ms(&self) -> f64 {
        self.machine.clock_resolution_ms.max(RESOLUTION_LEAST_MS)
    }

    /// How much longer waits are than was asked for, on one lane, and for each lane more.
    async fn waits(&self, lone: &mut H::Cluster, four: &mut H::Cluster, wait: Wait) -> Result<(Constant, Constant)> {
        let least_ms = WAITS_SHARE * measure::sample_ms(self.machine.clock_resolution_ms);
        let times = WAITS.max((least_ms / WAIT_MS).ceil() as u32);
        let task = || Task::Pause { times, wait_ms: WAIT_MS, wait };
        let (mut one, mut each) = (Vec::new(), Vec::new());
        // The first of each is a rehearsal: it pays for what is set up once.
        for sample in 0..=SAMPLES {
            let more = |all_ms: Vec<f64>| all_ms.into_iter().fold(0.0, f64::max) / f64::from(times) - WAIT_MS;
            let (alone, together) = (more(took(lone, task).await?), more(took(four, task).await?));
            if sample > 0 {
                one.push(alone);
                each.push(together - alone);
            }
        }
        Ok((rest(&one, 0.0, 1.0), rest(&each, 0.0, f64::from(MORE - 1))))
    }

    /// How many steps one lane computes in a millisecond, and how fast several do: processes, threads.
    async fn speeds(
        &self,
        lone: &mut H::Cluster,
        several: &mut H::Cluster,
        mut pool: Option<&mut H::Cluster>,
        cores: u32,
    ) -> Result<(Constant, Vec<Speed>, Vec<Speed>)> {
        let mut steps = 1 << 16;
        let least_ms = COMPUTE_MS.max(measure::sample_ms(self.machine.clock_resolution_ms));
        while one(took(lone, || Task::Compute { steps, lanes: 1 }).await?) < least_ms && steps < 1 << 30 {
            steps *= 2;
        }
        let mut counts: Vec<u32> = [cores / 2, cores].into_iter().filter(|&count| count > 1).collect();
        counts.dedup();
        let mut serial = Vec::new();
        let mut processes: Vec<(u32, Vec<f64>)> = counts.iter().map(|&count| (count, Vec::new())).collect();
        let mut threads = processes.clone();
        for _ in 0..SAMPLES {
            let alone_ms = one(took(lone, || Task::Compute { steps, lanes: 1 }).await?);
            serial.push(f64::from(steps) / alone_ms.max(f64::MIN_POSITIVE));
            for (count, speeds) in &mut processes {
                let all_ms = took_of(several, *count, || Task::Compute { steps, lanes: 1 }).await?;
                speeds.push(all_ms.iter().map(|own_ms| alone_ms / own_ms.max(f64::MIN_POSITIVE)).sum());
            }
            if let Some(pool) = pool.as_deref_mut() {
                for (count, speeds) in &mut threads {
                    let own_ms = one(took(pool, || Task::Compute { steps, lanes: *count }).await?);
                    speeds.push(f64::from(*count) * alone_ms / own_ms.max(f64::MIN_POSITIVE));
                }
            }
            self.host.breathe().await;
        }
        let (of_processes, of_threads): (_, Vec<_>) =
            processes.iter().zip(&threads).map(|(processes, threads)| same_speed(processes, threads)).unzip();
        Ok((constant(&serial), of_processes, of_threads.into_iter().flatten().collect()))
    }

    /// What messages and bytes cost.
    async fn messages(
        &self,
        lone: &mut H::Cluster,
        several: &mut H::Cluster,
    ) -> Result<(Messages<Constant>, Constant)> {
        let (small, large) = (idle(PIECES, 0), idle(LARGE_ITEMS, LARGE_KIB));
        let (one_at_a_time, ahead) = (Deal { piece: 1, ahead: 1 }, Deal { piece: 1, ahead: 2 });
        let (mut touched, mut empty, mut full) = (Vec::new(), Vec::new(), Vec::new());
        let (mut owner_empty, mut owner_full) = (Vec::new(), Vec::new());
        large.prepare(lone).await?;
        for sample in 0..=SAMPLES {
            let all = [
                (self.repeated(async |_| Ok(large.play(lone, false).await?.elapsed_ms)).await?, &mut touched),
                (
                    self.repeated(async |_| Ok(small.dealt(lone, one_at_a_time, false).await?.elapsed_ms)).await?,
                    &mut empty,
                ),
                (
                    self.repeated(async |_| Ok(large.dealt(lone, one_at_a_time, false).await?.elapsed_ms)).await?,
                    &mut full,
                ),
                (
                    self.repeated(async |_| Ok(small.dealt(several, ahead, false).await?.elapsed_ms)).await?,
                    &mut owner_empty,
                ),
                (
                    self.repeated(async |_| Ok(large.dealt(several, ahead, false).await?.elapsed_ms)).await?,
                    &mut owner_full,
                ),
            ];
            for (elapsed_ms, samples) in all {
                // The first time pays for memory that is touched for the first time.
                if sample > 0 {
                    samples.push(elapsed_ms);
                }
            }
        }
        let (pieces, items) = (f64::from(PIECES), f64::from(LARGE_ITEMS));
        let piece_ms = rest(&empty, 0.0, pieces);
        let piece_owner_ms = rest(&owner_empty, 0.0, pieces);
        let touch_mib_ms = rest(&touched, piece_ms.median, items * mib(LARGE_KIB));
        let of_bytes = |samples: &[f64], piece: &Constant| rest(samples, items * piece.median, items * mib(LARGE_KIB));
        let mib_ms = rest_of(&of_bytes(&full, &piece_ms), touch_mib_ms.median);
        let mib_owner_ms = of_bytes(&owner_full, &piece_owner_ms);
        let least = |one: Constant, bound: &Constant| {
            let at = |value: f64, most: f64| value.min(most);
            Constant {
                median: at(one.median, bound.median),
                ci95: [at(one.ci95[0], bound.ci95[0]), at(one.ci95[1], bound.ci95[1])],
            }
        };
        let messages = Messages {
            piece_owner_ms: least(piece_owner_ms, &piece_ms),
            mib_owner_ms: least(mib_owner_ms, &mib_ms),
            piece_ms,
            mib_ms,
        };
        Ok((messages, touch_mib_ms))
    }

    /// The mean time of what is repeated until it is a sample, in milliseconds.
    async fn repeated(&self, mut once: impl AsyncFnMut(u32) -> Result<f64>) -> Result<f64> {
        let (mut total_ms, mut times) = (0.0, 0);
        while times == 0 || !measure::is_sample(total_ms, times, self.resolution_ms()) {
            total_ms += suspension::repeat_if_suspended(async || once(times).await).await?;
            times += 1;
        }
        Ok(total_ms / f64::from(times))
    }

    /// What threads cost; the pool has as many as there are cores.
    async fn threads(&self, pool: &mut H::Cluster, speed: Vec<Speed>) -> Result<Threads<Constant>> {
        let missing = || Error::Unavailable { capability: "cross-origin isolation".into() };
        let lanes = pool.topology().threads();
        let mut locks = Vec::new();
        for _ in 0..SAMPLES {
            let elapsed_ms =
                self.repeated(async |_| Ok(one(took(pool, || Task::Lock { times: LOCKS }).await?))).await?;
            locks.push(elapsed_ms / f64::from(LOCKS * lanes));
        }
        let start_ms = self.probed.spawn_threads_ms.ok_or_else(missing)?;
        let process_bytes = memory_bytes(&mut self.start(Topology::TWO_THREADS).await?.0).await?;
        let (mut more, mut more_bytes) = (Vec::new(), 0.0);
        for _ in 0..STARTS {
            let (mut cluster, ready_ms) = self.start(Topology::new(1, MORE)?).await?;
            more.push(ready_ms);
            more_bytes = (memory_bytes(&mut cluster).await? - process_bytes).max(0.0) / f64::from(MORE - 2);
            drop(cluster);
            self.host.breathe().await;
        }
        let us = |constant: Option<Constant>| constant.map(|constant| scaled(&constant, 1e-3)).ok_or_else(missing);
        Ok(Threads {
            start_ms,
            start_more_ms: rest(&more, start_ms.median, f64::from(MORE - 2)),
            round_ms: us(self.probed.round_threads_us)?,
            dispatch_ms: us(self.probed.dispatch_thread_us)?,
            lock_ms: constant(&locks),
            speed,
            process_bytes: exactly(process_bytes),
            more_bytes: exactly(more_bytes),
        })
    }
}
