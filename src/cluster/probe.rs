//! What this machine's threads and processes cost, measured by the same code in a browser and on an operating system:
//! starting them, talking to them, giving them work.
//!
//! Whoever asks is a conductor; what only lanes of one memory can see (a turn handed from one to the other) is measured
//! inside of a process, which sends the time. A sample is repeated until it lasted as long as [`measure::is_sample`]
//! wants, so that coarse clocks do not matter.

use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;

use super::{
    Cluster, Host, Incoming,
    protocol::{Reply, Request},
    spawn_timed,
};
use kosut_core::{
    clock,
    error::{Error, Result},
    measure::{self, Plan},
    topology::Topology,
};
use kosut_workloads::{Outcome, Task, dispatch, hand_off};

/// Samples of each constant. An odd number, so that the median is one of them.
const SAMPLES: usize = 9;

/// The clock is taken to be no finer than this, so that a sample lasts 2 ms or more: less is over before a scheduler has
/// done anything unusual, and would say nothing of what is usual.
const RESOLUTION_LEAST_MS: f64 = 0.02;

/// Messages of one measurement of a round trip, so that reading the clock does not count.
const ROUND_TRIPS: u32 = 16;

/// Bytes of a large message.
const LARGE_BYTES: usize = 1 << 20;

/// Requests that a process has at a time when it is given many: as [`super::run`] does.
const AHEAD: u32 = 3;

/// Requests of one measurement of dispatching to a process.
const DISPATCHES: u32 = 64;

/// A measured constant.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Constant {
    /// The median of the samples.
    pub median: f64,
    /// 95 % bootstrap interval of the median: low, high.
    pub ci95: [f64; 2],
}

impl Constant {
    fn of(samples: &[f64]) -> Self {
        Constant { median: measure::median(samples), ci95: measure::median_interval(samples) }
    }
}

/// What threads and processes cost here. Where memory can't be shared, what needs threads is `None`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Constants {
    /// Starting a process with one lane, until it says that it runs; milliseconds.
    pub spawn_process_ms: Constant,
    /// Starting a process with two threads; milliseconds.
    pub spawn_threads_ms: Option<Constant>,
    /// An empty message to a process and back; microseconds.
    pub process_us: Constant,
    /// A message of 1 MiB to a process and back; microseconds.
    pub process_mib_us: Constant,
    /// Handing a turn from one thread to another of the same memory that waits for it, one way; microseconds.
    pub threads_us: Option<Constant>,
    /// Giving one unit that does nothing to a thread, among many; microseconds.
    pub dispatch_thread_us: Option<Constant>,
    /// Waking two threads for one round of work and waiting until both are done; microseconds.
    pub round_threads_us: Option<Constant>,
    /// Giving one unit that does nothing to a process, while others are under way; microseconds.
    pub dispatch_process_us: Constant,
}

/// Measures all of it; takes a second or a few.
///
/// # Errors
/// Those of [`Host::spawn`] and [`Cluster::receive`]. That memory can't be shared is none.
pub async fn run<H: Host>(host: &H, resolution_ms: f64) -> Result<Constants> {
    let (serial, resolution_ms) = (Topology::SERIAL, resolution_ms.max(RESOLUTION_LEAST_MS));
    let spawn_process_ms = spawn_ms(host, serial, resolution_ms).await?;
    let mut process = host.spawn(serial).await?;
    let empty = || Request::Echo { payload: ByteBuf::new() };
    let large = || Request::Echo { payload: ByteBuf::from(vec![1; LARGE_BYTES]) };
    let one = || perform(dispatch::Task { units: 1, rounds: 1 });
    let process_us = exchange_us(&mut process, &empty, ROUND_TRIPS, 1, resolution_ms).await?;
    let process_mib_us = exchange_us(&mut process, &large, 1, 1, resolution_ms).await?;
    let dispatch_process_us = exchange_us(&mut process, &one, DISPATCHES, AHEAD, resolution_ms).await?;
    drop(process);

    let mut constants = Constants {
        spawn_process_ms,
        spawn_threads_ms: None,
        process_us,
        process_mib_us,
        threads_us: None,
        dispatch_thread_us: None,
        round_threads_us: None,
        dispatch_process_us,
    };
    let pair = Topology::new(1, 2)?;
    let mut threads = match host.spawn(pair).await {
        Err(Error::Unavailable { .. }) => return Ok(constants),
        other => other?,
    };
    let units = dispatch::UNITS_MAX;
    let hand_off = |each| {
        let task = hand_off::Task { way: hand_off::Way::Condvar, plan: Plan { groups: 1, each }, noted: false };
        (perform(task), 2.0 * f64::from(each))
    };
    let dispatch = |rounds| (perform(dispatch::Task { units, rounds }), f64::from(units) * f64::from(rounds));
    let round = |rounds| (perform(dispatch::Task { units: 2, rounds }), f64::from(rounds));
    constants.threads_us = Some(inside_us(&mut threads, &hand_off, resolution_ms).await?);
    constants.dispatch_thread_us = Some(inside_us(&mut threads, &dispatch, resolution_ms).await?);
    constants.round_threads_us = Some(inside_us(&mut threads, &round, resolution_ms).await?);
    drop(threads);
    constants.spawn_threads_ms = Some(spawn_ms(host, pair, resolution_ms).await?);
    Ok(constants)
}

/// Asks for a program whose marks nobody looks at.
fn perform(task: impl Into<Task>) -> Request {
    Request::Perform { task: task.into(), epoch_ms: 0.0 }
}

/// The time until a cluster is ready, in milliseconds; ending it does not count.
async fn spawn_ms<H: Host>(host: &H, topology: Topology, resolution_ms: f64) -> Result<Constant> {
    let mut samples = Vec::new();
    while samples.len() < SAMPLES {
        samples.push(spawn_once_ms(host, topology, resolution_ms).await?);
    }
    Ok(Constant::of(&samples))
}

/// One sample of the time until a cluster is ready, in milliseconds, of as many starts as the clock needs; ending it does
/// not count.
///
/// # Errors
/// Those of [`Host::spawn`].
pub async fn spawn_once_ms<H: Host>(host: &H, topology: Topology, resolution_ms: f64) -> Result<f64> {
    let (mut total_ms, mut spawns) = (0.0, 0);
    while spawns == 0 || !measure::is_sample(total_ms, spawns, resolution_ms) {
        let (cluster, spawn_ms) = spawn_timed(host, topology).await?;
        total_ms += spawn_ms;
        spawns += 1;
        drop(cluster);
        host.breathe().await;
    }
    Ok(total_ms / f64::from(spawns))
}

/// The time for one of `count` requests to the first process, of which it has `ahead` at a time; microseconds.
async fn exchange_us<C: Cluster>(
    cluster: &mut C,
    request: &dyn Fn() -> Request,
    count: u32,
    ahead: u32,
    resolution_ms: f64,
) -> Result<Constant> {
    let mut samples = Vec::new();
    // One more than is kept: the first pays for memory that is touched for the first time, and for caches.
    while samples.len() <= SAMPLES {
        let (mut total_ms, mut batches) = (0.0, 0);
        while batches == 0 || !measure::is_sample(total_ms, batches, resolution_ms) {
            let requests: Vec<Request> = (0..count).map(|_| request()).collect();
            let began_ms = clock::now_ms();
            let mut under_way = 0;
            for request in requests {
                if under_way == ahead {
                    answer(cluster).await?;
                    under_way -= 1;
                }
                cluster.send(0, request)?;
                under_way += 1;
            }
            for _ in 0..under_way {
                answer(cluster).await?;
            }
            total_ms += clock::now_ms() - began_ms;
            batches += 1;
        }
        samples.push(total_ms * 1e3 / (f64::from(batches) * f64::from(count)));
    }
    Ok(Constant::of(&samples[1..]))
}

/// The time for one step of what the process itself measures, in microseconds. `request(n)` asks for `n` times as much as
/// `request(1)` and tells how many steps that is.
async fn inside_us<C: Cluster>(
    cluster: &mut C,
    request: &dyn Fn(u32) -> (Request, f64),
    resolution_ms: f64,
) -> Result<Constant> {
    let (mut samples, mut repeats) = (Vec::new(), 1);
    while samples.len() < SAMPLES {
        let (request, steps) = request(repeats);
        cluster.send(0, request)?;
        let elapsed_ms = match answer(cluster).await? {
            Reply::Performed { outcome: Outcome::HandOff(hand_off::Outcome { times }), .. } => times.elapsed_ms(),
            Reply::Performed { outcome: Outcome::Dispatch(dispatch::Outcome { elapsed_ms }), .. } => elapsed_ms,
            other => return Err(Error::Protocol { reason: format!("{other:?} where a time was expected") }),
        };
        if repeats < u32::MAX / 4 && !measure::is_sample(elapsed_ms, 1, resolution_ms) {
            repeats *= 2;
        } else {
            samples.push(elapsed_ms * 1e3 / steps);
        }
    }
    Ok(Constant::of(&samples))
}

/// The next reply.
///
/// # Errors
/// Those of [`Cluster::receive`], and what the process says of its own.
pub async fn answer<C: Cluster>(cluster: &mut C) -> Result<Reply> {
    loop {
        match cluster.receive(None).await? {
            Incoming::Reply(_, Reply::Failed { error }) => return Err(error),
            Incoming::Reply(_, reply) => return Ok(reply),
            Incoming::Seen(..) => {}
        }
    }
}
