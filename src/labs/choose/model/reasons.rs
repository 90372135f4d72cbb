//! Why a topology is recommended, in the article's terms: codes, for the page to put into words.

use serde::{Deserialize, Serialize};

use super::{ChoosePrediction, MIB, item_mib, item_ms};
use crate::choose::{costs::Costs, job::Job};
use kosut_core::topology::{Family, Topology};
use kosut_workloads::job::STATE_BYTES;

/// From this share of its time on, a job mostly waits.
const MOSTLY: f64 = 0.5;

/// From this share of the computing on, messages are dear.
const DEAR: f64 = 0.15;

/// Below this share, they hardly count.
const CHEAP: f64 = 0.03;

/// From this factor on, memory is worth a word.
const MEMORY_FACTOR: f64 = 1.3;

/// Times that differ by less make a close call: it is what a measurement of the recommendation forgives.
const CLOSE: f64 = 0.15;

/// Why. The names, in kebab case, are public: they stand in reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum ChooseReasonCode {
    /// A crash may cost a part only, so one process is not enough. `value`: processes.
    Survive,
    /// A crash may cost a part only, and nothing here can do that.
    SurviveNot,
    /// Threads can't run here, for want of shared memory.
    NotIsolated,
    /// The items mostly wait, and lanes that wait need no core. `value`: share of the waiting, 0 to 1.
    IoBound,
    /// The items compute, and lanes compute on all cores at once. `value`: how many times as fast as one lane.
    CpuBound,
    /// There is one core.
    OneCore,
    /// What handing out would cost is more than it would save. `value`: time of the next best ÷ time of this one.
    TooSmall,
    /// The data lies in one memory, so nothing is sent. `value`: MiB that processes would be sent.
    DataInPlace,
    /// Messages cost much beside the computing. `value`: their share of it.
    MessagesDear,
    /// Messages cost next to nothing beside the work. `value`: their share of it.
    MessagesCheap,
    /// A lock for the shared state is cheaper than sending the state there and back. `value`: how many times.
    SharedLock,
    /// The shared state is sent to each process and back. `value`: what that costs, in milliseconds for each item.
    SharedSent,
    /// Starting counts, and it is quicker here. `value`: milliseconds that the dearest start takes longer.
    StartCheap,
    /// It takes less memory. `value`: how many times as much the most hungry of the equally fast takes.
    LessMemory,
    /// Another one would take hardly longer. `value`: its time ÷ the recommended one's.
    CloseCall,
}

/// A reason with its number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct ChooseReason {
    /// Why.
    pub code: ChooseReasonCode,
    /// What belongs to it: see [`ChooseReasonCode`].
    pub value: f64,
    /// Another topology that it speaks of, `PxT`; empty when it speaks of none.
    pub other: String,
}

/// The reasons for this one of the candidates, what weighs most first.
pub(super) fn give(
    job: &Job,
    costs: &Costs<f64>,
    candidates: &[ChoosePrediction],
    recommended: usize,
) -> Vec<ChooseReason> {
    let chosen = &candidates[recommended];
    let given = Given { job, costs, candidates, chosen };
    let mut reasons = given.demands();
    reasons.extend(given.work());
    reasons.extend(given.data());
    reasons.extend(given.beside());
    reasons
}

struct Given<'a> {
    job: &'a Job,
    costs: &'a Costs<f64>,
    candidates: &'a [ChoosePrediction],
    chosen: &'a ChoosePrediction,
}

fn reason(code: ChooseReasonCode, value: f64, other: Option<Topology>) -> ChooseReason {
    ChooseReason { code, value, other: other.map(|topology| topology.to_string()).unwrap_or_default() }
}

impl Given<'_> {
    fn family(&self) -> Family {
        self.chosen.topology.family()
    }

    /// The quickest one of a family that does what the job asks for.
    fn best(&self, wanted: impl Fn(Family) -> bool) -> Option<&ChoosePrediction> {
        let others = self.candidates.iter().filter(|other| wanted(other.topology.family()) && other.suits);
        others.min_by(|one, other| one.time_ms.total_cmp(&other.time_ms))
    }

    /// What the job asks for, and what can't be had here.
    fn demands(&self) -> Vec<ChooseReason> {
        let mut reasons = Vec::new();
        if self.job.survive {
            let processes = f64::from(self.chosen.topology.processes());
            let code = if self.chosen.suits { ChooseReasonCode::Survive } else { ChooseReasonCode::SurviveNot };
            reasons.push(reason(code, processes, None));
        }
        if self.costs.threads.is_none() {
            reasons.push(reason(ChooseReasonCode::NotIsolated, 0.0, None));
        }
        reasons
    }

    /// What the items do most of the time, and what lanes make of it.
    fn work(&self) -> Option<ChooseReason> {
        let (wait_ms, item_ms) = (f64::from(self.job.wait_ms), item_ms(self.job, self.costs));
        let waits = wait_ms / (wait_ms + item_ms).max(f64::MIN_POSITIVE);
        let serial = self.candidates.iter().find(|other| other.topology == Topology::SERIAL)?;
        let faster = serial.time_ms / self.chosen.time_ms;
        if self.family() == Family::Serial {
            let next = self.best(|family| family != Family::Serial)?;
            let code = if self.costs.cores == 1 && waits < MOSTLY {
                ChooseReasonCode::OneCore
            } else {
                ChooseReasonCode::TooSmall
            };
            return Some(reason(code, next.time_ms / self.chosen.time_ms, Some(next.topology)));
        }
        if waits >= MOSTLY {
            return Some(reason(ChooseReasonCode::IoBound, waits, None));
        }
        (faster > 1.0).then(|| reason(ChooseReasonCode::CpuBound, faster, None))
    }

    /// Where the data lies, and what it costs to bring it to where the work is done.
    fn data(&self) -> Vec<ChooseReason> {
        let mut reasons = Vec::new();
        let Given { job, costs, .. } = self;
        let mib = item_mib(job);
        let each = job.deal(Topology::TWO_PROCESSES);
        let message_ms = costs.messages.piece_ms / f64::from(each.piece.max(1)) + mib * costs.messages.mib_ms;
        let each_ms = item_ms(job, costs) + f64::from(job.wait_ms);
        let share = message_ms / each_ms.max(f64::MIN_POSITIVE);
        let in_place = self.chosen.topology.processes() == 1;
        if in_place && share >= DEAR {
            reasons.push(reason(ChooseReasonCode::MessagesDear, share, None));
            if job.in_kib + job.out_kib > 0 {
                reasons.push(reason(ChooseReasonCode::DataInPlace, mib * f64::from(job.items), None));
            }
        }
        if !in_place && share <= CHEAP && !job.shared {
            reasons.push(reason(ChooseReasonCode::MessagesCheap, share, None));
        }
        if job.shared {
            let state_ms = costs.messages.piece_ms + costs.messages.mib_ms * STATE_BYTES as f64 / MIB;
            match costs.threads.as_ref().filter(|_| in_place && self.chosen.topology.shares_memory()) {
                Some(pool) => {
                    let times = state_ms / pool.lock_ms.max(f64::MIN_POSITIVE);
                    reasons.push(reason(ChooseReasonCode::SharedLock, times, None));
                }
                None if !in_place => reasons.push(reason(ChooseReasonCode::SharedSent, state_ms, None)),
                None => {}
            }
        }
        reasons
    }

    /// What else speaks for it, and what nearly speaks against it.
    fn beside(&self) -> Vec<ChooseReason> {
        let (mut reasons, chosen) = (Vec::new(), self.chosen);
        let suiting = || self.candidates.iter().filter(|other| other.suits && other.topology != chosen.topology);
        if self.job.start {
            let dearest_ms = suiting().map(|other| other.start_ms).fold(chosen.start_ms, f64::max);
            let saved_ms = dearest_ms - chosen.start_ms;
            if saved_ms >= CLOSE * chosen.time_ms {
                reasons.push(reason(ChooseReasonCode::StartCheap, saved_ms, None));
            }
        }
        let close = || suiting().filter(|other| other.time_ms <= chosen.time_ms * (1.0 + CLOSE));
        let hungry = close().max_by(|one, other| one.memory_bytes.total_cmp(&other.memory_bytes));
        if let Some(hungry) = hungry.filter(|hungry| hungry.memory_bytes >= MEMORY_FACTOR * chosen.memory_bytes) {
            let times = hungry.memory_bytes / chosen.memory_bytes;
            reasons.push(reason(ChooseReasonCode::LessMemory, times, Some(hungry.topology)));
        }
        if let Some(next) = close().min_by(|one, other| one.time_ms.total_cmp(&other.time_ms)) {
            reasons.push(reason(ChooseReasonCode::CloseCall, next.time_ms / chosen.time_ms, Some(next.topology)));
        }
        reasons
    }
}
