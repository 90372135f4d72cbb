//! From a job and a machine's constants to what each topology would take, and which one to choose. No clock, no browser:
//! what it is given is all that it knows.

use serde::{Deserialize, Serialize};

use super::{
    costs::{Belief, Costs, Threads, speed},
    job::Job,
};
use kosut_cluster::probe::Constant;
use kosut_core::topology::Topology;
use kosut_workloads::job::STATE_BYTES;

mod reasons;
mod simulate;

pub use reasons::{ChooseReason, ChooseReasonCode};
use simulate::{Cores, Plan, makespan_ms};

/// What the model leaves out, as a share of the time each way: caches that lanes share, the scheduler's moods, a clock
/// that is throttled. On a quiet machine, four in five errors of the native `--jobs 40` are smaller.
const LEFT_OUT: f64 = 0.1;

/// Topologies whose times differ by less are alike, and what decides between them is memory.
const ALIKE: f64 = 0.05;

/// Bytes of a MiB.
const MIB: f64 = 1_048_576.0;

/// What a topology would take.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct ChoosePrediction {
    /// Which.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "string"))]
    pub topology: Topology,
    /// From the request to the last result, in milliseconds.
    pub run_ms: f64,
    /// Until processes and threads are ready, in milliseconds.
    pub start_ms: f64,
    /// What counts: the run, and the start if the job asks for it; milliseconds.
    pub time_ms: f64,
    /// From the time that it takes if all constants are as cheap as they may be, to that if all are as dear; and a share
    /// each way for what the model leaves out.
    pub interval_ms: [f64; 2],
    /// Bytes of memory of all processes together.
    pub memory_bytes: f64,
    /// Whether it does what the job asks for.
    pub suits: bool,
}

/// What the model says of a job.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct ChooseAdvice {
    /// What each candidate would take.
    pub candidates: Vec<ChoosePrediction>,
    /// The recommended one's place in the list.
    pub recommended: u32,
    /// Why, what weighs most first.
    pub reasons: Vec<ChooseReason>,
}

impl ChooseAdvice {
    /// What the recommended topology would take.
    pub fn choice(&self) -> &ChoosePrediction {
        &self.candidates[self.recommended as usize]
    }
}

/// Predicts all candidates and recommends one; `None` when there is no candidate.
pub fn advise(job: &Job, costs: &Costs<Constant>, candidates: &[Topology]) -> Option<ChooseAdvice> {
    let candidates: Vec<ChoosePrediction> = candidates.iter().map(|&topology| predict(job, costs, topology)).collect();
    let suits = candidates.iter().any(|candidate| candidate.suits);
    // Where nothing does what the job asks for, the best of what there is has to do, and the reasons say so.
    let eligible = || candidates.iter().enumerate().filter(|(_, candidate)| candidate.suits || !suits);
    let least_ms = eligible().map(|(_, candidate)| candidate.time_ms).fold(f64::INFINITY, f64::min);
    let alike = eligible().filter(|(_, candidate)| candidate.time_ms <= least_ms * (1.0 + ALIKE));
    let (recommended, _) = alike.min_by(|(_, one), (_, other)| one.memory_bytes.total_cmp(&other.memory_bytes))?;
    let reasons = reasons::give(job, &costs.believed(Belief::Middle), &candidates, recommended);
    Some(ChooseAdvice { candidates, recommended: recommended as u32, reasons })
}

/// What a topology would take.
pub fn predict(job: &Job, costs: &Costs<Constant>, topology: Topology) -> ChoosePrediction {
    let [cheap, middle, dear] = [Belief::Cheap, Belief::Middle, Belief::Dear].map(|belief| {
        let costs = costs.believed(belief);
        (run_ms(job, &costs, topology), start_ms(&costs, topology))
    });
    let time = |(run_ms, start_ms): (f64, f64)| if job.start { run_ms + start_ms } else { run_ms };
    let time_ms = time(middle);
    // A simulation can turn out quicker with something dearer, once in a while.
    let low = time(cheap).min(time_ms).min(time(dear)) * (1.0 - LEFT_OUT);
    let high = time(dear).max(time_ms).max(time(cheap)) * (1.0 + LEFT_OUT);
    let memory_bytes = memory_bytes(job, &costs.believed(Belief::Middle), topology);
    let suits = job.suits(topology);
    ChoosePrediction {
        topology,
        run_ms: middle.0,
        start_ms: middle.1,
        time_ms,
        interval_ms: [low, high],
        memory_bytes,
        suits,
    }
}

/// MiB that an item takes in and gives out.
fn item_mib(job: &Job) -> f64 {
    f64::from(job.in_kib + job.out_kib) / 1024.0
}

/// What an item computes on a lane that has a core for itself, in milliseconds: its steps, and looking at its bytes.
fn item_ms(job: &Job, costs: &Costs<f64>) -> f64 {
    f64::from(job.cpu_us) / 1e3 + item_mib(job) * costs.touch_mib_ms
}

fn run_ms(job: &Job, costs: &Costs<f64>, topology: Topology) -> f64 {
    let (processes, threads, lanes) = (topology.processes(), topology.threads(), topology.lanes());
    let pool = costs.threads.as_ref().filter(|_| threads > 1);
    let shared_ms = |pool: &Threads<f64>| if job.shared { pool.lock_ms } else { 0.0 };
    let messages = &costs.messages;
    // What travels: with one process nothing but the request.
    let travels = processes > 1;
    let shipped_mib = if travels { item_mib(job) } else { 0.0 };
    // A shared state goes with the message, not with the item, and only there.
    let state_mib = if travels && job.shared { STATE_BYTES as f64 / MIB } else { 0.0 };
    let mib_lane_ms = (messages.mib_ms - messages.mib_owner_ms).max(0.0);
    // Of a message's own cost, half of what is not the owner's is the process's, and half is time under way.
    let beside_ms = (messages.piece_ms - messages.piece_owner_ms).max(0.0);
    let wait_more_ms = costs.wait_more_ms + costs.wait_more_lane_ms * f64::from(lanes - 1);
    let plan = Plan {
        processes,
        threads,
        items: job.items,
        deal: job.deal(topology),
        wait_ms: if job.wait_ms > 0 { f64::from(job.wait_ms) + wait_more_ms } else { 0.0 },
        item_ms: item_ms(job, costs) + pool.map_or(0.0, |pool| pool.dispatch_ms + shared_ms(pool)),
        message_ms: beside_ms / 2.0 + state_mib * mib_lane_ms + pool.map_or(0.0, |pool| pool.round_ms),
        message_item_ms: shipped_mib * mib_lane_ms,
        owner_ms: messages.piece_owner_ms + state_mib * messages.mib_owner_ms,
        owner_item_ms: shipped_mib * messages.mib_owner_ms,
        way_ms: beside_ms / 4.0,
    };
    let of_processes = |busy: usize| speed(&costs.speed_processes, busy);
    let of_threads = |busy: usize| pool.map_or_else(|| of_processes(busy), |pool| speed(&pool.speed, busy));
    let of_both = |busy: usize| of_processes(busy).min(of_threads(busy));
    let speed: &dyn Fn(usize) -> f64 = match (processes, threads) {
        (1, _) => &of_threads,
        (_, 1) => &of_processes,
        _ => &of_both,
    };
    let simulated_ms = makespan_ms(&plan, &Cores { count: costs.cores as usize, speed });
    // One lock for all: whatever the lanes do besides, they get it one after the other.
    let locked_ms = pool.map_or(0.0, |pool| shared_ms(pool) * f64::from(job.items) / f64::from(processes));
    simulated_ms.max(locked_ms)
}

fn start_ms(costs: &Costs<f64>, topology: Topology) -> f64 {
    let (processes, threads) = (f64::from(topology.processes()), f64::from(topology.threads()));
    match costs.threads.as_ref().filter(|_| topology.shares_memory()) {
        // Processes start beside each other, as far as there are cores; threads of each one after the other.
        Some(pool) => {
            let one_ms = pool.start_ms + (threads - 2.0) * pool.start_more_ms;
            let more_ms = costs.start_process_more_ms / costs.start_process_ms.max(f64::MIN_POSITIVE);
            one_ms * (1.0 + (processes - 1.0) * more_ms)
        }
        None => costs.start_process_ms + (processes - 1.0) * costs.start_process_more_ms,
    }
}

fn memory_bytes(job: &Job, costs: &Costs<f64>, topology: Topology) -> f64 {
    let one = match costs.threads.as_ref().filter(|_| topology.shares_memory()) {
        Some(pool) => pool.process_bytes + f64::from(topology.threads() - 2) * pool.more_bytes,
        None => costs.process_bytes,
    };
    let deal = job.deal(topology);
    // One process holds all of the data; one of several, what it is at and what it was sent ahead.
    let items = f64::from((deal.piece * deal.ahead).min(job.items));
    f64::from(topology.processes()) * (one + items * item_mib(job) * MIB)
}

#[cfg(test)]
mod tests;
