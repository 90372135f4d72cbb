//! What this machine costs: the constants that the model computes with.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use kosut_cluster::probe::Constant;
use kosut_workloads::lanes::blocking::Wait;

/// The constants, each measured with its interval ([`Constant`]), or each a number. What needs threads is nothing where
/// memory can't be shared.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Costs<T> {
    /// Cores that compute at once, up to as many as a topology may have lanes.
    pub cores: u32,
    /// Steps of a job that one lane computes in a millisecond.
    pub steps_per_ms: T,
    /// Starting a process of one lane.
    pub start_process_ms: T,
    /// Starting one process more together with others.
    pub start_process_more_ms: T,
    /// What messages cost.
    pub messages: Messages<T>,
    /// Reading or writing 1 MiB of data, in milliseconds.
    pub touch_mib_ms: T,
    /// How lanes wait for the outside here; nothing where they can't.
    pub wait: Option<Wait>,
    /// How much longer a wait is than was asked for.
    pub wait_more_ms: T,
    /// The same for each lane more that waits at the same time.
    pub wait_more_lane_ms: T,
    /// How fast so many processes compute at once: number, and multiple of one.
    pub speed_processes: Vec<(u32, T)>,
    /// Bytes of a process of one lane that holds no data.
    pub process_bytes: T,
    /// What threads cost.
    pub threads: Option<Threads<T>>,
}

/// What messages cost, in milliseconds, there and back.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Messages<T> {
    /// An empty piece of a job, when nothing else is under way.
    pub piece_ms: T,
    /// What the owner of the data computes for it.
    pub piece_owner_ms: T,
    /// 1 MiB more in it.
    pub mib_ms: T,
    /// What the owner of the data computes for that.
    pub mib_owner_ms: T,
}

/// What threads cost.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Threads<T> {
    /// Starting a process of two threads.
    pub start_ms: T,
    /// Starting one thread more.
    pub start_more_ms: T,
    /// Waking all threads of a process and waiting until all are done.
    pub round_ms: T,
    /// Giving an item to a thread.
    pub dispatch_ms: T,
    /// Taking the lock of a shared state while others want it, and changing the state.
    pub lock_ms: T,
    /// How fast so many threads compute at once: number, and multiple of one lane of a process that has no other.
    pub speed: Vec<(u32, T)>,
    /// Bytes of a process of two threads that holds no data.
    pub process_bytes: T,
    /// Bytes of one thread more.
    pub more_bytes: T,
}

/// Which end of the intervals is believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Belief {
    /// Everything is as cheap as it may be.
    Cheap,
    /// The medians.
    Middle,
    /// Everything is as dear as it may be.
    Dear,
}

impl Costs<Constant> {
    /// Numbers in place of intervals.
    pub fn believed(&self, belief: Belief) -> Costs<f64> {
        let cost = |constant: &Constant| match belief {
            Belief::Cheap => constant.ci95[0],
            Belief::Middle => constant.median,
            Belief::Dear => constant.ci95[1],
        };
        // What is quicker is cheaper.
        let speed = |constant: &Constant| match belief {
            Belief::Cheap => constant.ci95[1],
            Belief::Middle => constant.median,
            Belief::Dear => constant.ci95[0],
        };
        let speeds = |list: &[(u32, Constant)]| list.iter().map(|(lanes, at)| (*lanes, speed(at))).collect();
        let messages = &self.messages;
        Costs {
            cores: self.cores,
            steps_per_ms: self.steps_per_ms.median,
            start_process_ms: cost(&self.start_process_ms),
            start_process_more_ms: cost(&self.start_process_more_ms),
            messages: Messages {
                piece_ms: cost(&messages.piece_ms),
                piece_owner_ms: cost(&messages.piece_owner_ms),
                mib_ms: cost(&messages.mib_ms),
                mib_owner_ms: cost(&messages.mib_owner_ms),
            },
            touch_mib_ms: cost(&self.touch_mib_ms),
            wait: self.wait,
            wait_more_ms: cost(&self.wait_more_ms),
            wait_more_lane_ms: cost(&self.wait_more_lane_ms),
            speed_processes: speeds(&self.speed_processes),
            process_bytes: cost(&self.process_bytes),
            threads: self.threads.as_ref().map(|threads| Threads {
                start_ms: cost(&threads.start_ms),
                start_more_ms: cost(&threads.start_more_ms),
                round_ms: cost(&threads.round_ms),
                dispatch_ms: cost(&threads.dispatch_ms),
                lock_ms: cost(&threads.lock_ms),
                speed: speeds(&threads.speed),
                process_bytes: cost(&threads.process_bytes),
                more_bytes: cost(&threads.more_bytes),
            }),
        }
    }

    /// The medians by name, speeds with the number of lanes behind theirs: for the report and the page.
    pub fn medians(&self) -> BTreeMap<String, f64> {
        let mut all = BTreeMap::new();
        let middle = self.believed(Belief::Middle);
        collect(&serde_json::to_value(&middle).unwrap_or_default(), &mut all);
        let threads = middle.threads.map(|threads| threads.speed).unwrap_or_default();
        for (name, speeds) in [("speedProcesses", middle.speed_processes), ("speedThreads", threads)] {
            all.extend(speeds.into_iter().map(|(lanes, speed)| (format!("{name}{lanes}"), speed)));
        }
        all
    }
}

/// All numbers of nested objects; of lists none.
fn collect(value: &Value, into: &mut BTreeMap<String, f64>) {
    let Some(object) = value.as_object() else { return };
    for (name, value) in object {
        match value.as_f64() {
            Some(number) => {
                // A process of threads has names that a process has, too.
                let known = into.contains_key(name);
                into.insert(if known { format!("{name}Threads") } else { name.clone() }, number);
            }
            None => collect(value, into),
        }
    }
}

/// The speed of so many lanes that compute at once, by those that were measured: between two of them on a straight line,
/// and from the last one on no faster.
pub fn speed(measured: &[(u32, f64)], lanes: usize) -> f64 {
    let lanes = lanes as f64;
    let (mut before, mut last) = ((1.0, 1.0), 1.0);
    for &(count, speed) in measured {
        let count = f64::from(count);
        if lanes <= count {
            let share = if count > before.0 { (lanes - before.0) / (count - before.0) } else { 1.0 };
            return before.1 + share.clamp(0.0, 1.0) * (speed - before.1);
        }
        (before, last) = ((count, speed), speed);
    }
    last
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A machine whose constants are known, with intervals of a tenth each way.
    pub fn known(cores: u32, isolated: bool) -> Costs<Constant> {
        let at = |median: f64| Constant { median, ci95: [0.9 * median, 1.1 * median] };
        let messages = Messages { piece_ms: at(0.1), piece_owner_ms: at(0.04), mib_ms: at(1.0), mib_owner_ms: at(0.5) };
        let threads = Threads {
            start_ms: at(100.0),
            start_more_ms: at(20.0),
            round_ms: at(0.02),
            dispatch_ms: at(0.0001),
            lock_ms: at(0.0005),
            speed: vec![(cores, at(0.98 * f64::from(cores)))],
            process_bytes: at(4e6),
            more_bytes: at(1e6),
        };
        Costs {
            cores,
            steps_per_ms: at(700_000.0),
            start_process_ms: at(40.0),
            start_process_more_ms: at(30.0),
            messages,
            touch_mib_ms: at(0.1),
            wait: Some(Wait::Pause),
            wait_more_ms: at(0.5),
            wait_more_lane_ms: at(0.0),
            speed_processes: vec![(cores, at(0.98 * f64::from(cores)))],
            process_bytes: at(2e6),
            threads: isolated.then_some(threads),
        }
    }

    #[test]
    fn speeds_lie_on_a_line_between_those_that_were_measured() {
        let measured = [(2, 1.9), (4, 3.0)];
        for (lanes, expected) in [(1, 1.0), (2, 1.9), (3, 2.45), (4, 3.0), (9, 3.0)] {
            assert!((speed(&measured, lanes) - expected).abs() < 1e-9, "{lanes}");
        }
        assert_eq!(speed(&[], 3), 1.0);
        assert_eq!(speed(&[(1, 1.0)], 1), 1.0);
    }

    #[test]
    fn who_believes_in_cheap_costs_believes_in_fast_cores() {
        let costs = known(4, true);
        let [cheap, dear] = [Belief::Cheap, Belief::Dear].map(|belief| costs.believed(belief));
        assert!(cheap.messages.mib_ms < dear.messages.mib_ms);
        assert!(cheap.speed_processes[0].1 > dear.speed_processes[0].1);
        assert_eq!(costs.medians()["mibMs"], 1.0);
        assert_eq!(costs.medians()["processBytesThreads"], 4e6);
        assert_eq!(costs.medians()["speedThreads4"], 0.98 * 4.0);
    }
}
