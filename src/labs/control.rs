//! Controls: before and between the rounds of samples, two processes spin independently of each other. Their throughput
//! shows how many cores the machine had for the run.
//!
//! *Cores available* is the throughput of both processes together, divided by the best throughput of a single process since
//! the page was opened or the program was started. The best one is taken over parts of 3 ms. A part is shorter than a
//! scheduler's time slice, so some parts run undisturbed even beside a busy program.

use std::cell::Cell;

use super::{Observer, Told, report::Machine};
use kosut_cluster::{
    Cluster, Host, Incoming,
    protocol::{Reply, Request},
};
use kosut_core::{
    clock::{self, suspension},
    error::{Error, Result},
    measure::{self, Ratio},
    topology::Topology,
    verdict::Claim,
};
use kosut_workloads::spin::{Outcome, Slice, Task, seed, state_after};

/// Cores that a claim on parallel work needs: with two, threads and processes can show whether they run at the same time.
const CORES_NEEDED: u32 = 2;

/// Below this share of the cores that a claim needs, they were clearly fewer. On a virtual machine with two cores, 45 runs of
/// labs without another program had 0.82 to 0.99 of them (natively and in Chromium), and 27 beside one busy program had 0.55
/// to 0.74.
const CLEARLY_FEWER: f64 = 0.8;

/// The time for which processes spin, in milliseconds: several time slices of an operating system's scheduler.
const SLICE_MS: f64 = 24.0;

/// The time of a part of a slice, in milliseconds: no longer than a scheduler's time slice.
const PART_MS: f64 = 3.0;

/// Steps of the clock that a slice lasts at least, and a part.
const SLICE_RESOLUTIONS: f64 = 6.0;
const PART_RESOLUTIONS: f64 = 2.0;

/// The least time between two readings, in milliseconds, so that they take no more than a sixth of a run.
const BETWEEN_MS: f64 = 250.0;

/// Readings that do not count. Engines make code fast while it runs.
const WARM_UP: u32 = 2;

thread_local! {
    /// Steps per millisecond of the fastest part of a slice since the page was opened or the program was started.
    static FASTEST_PER_MS: Cell<f64> = const { Cell::new(0.0) };
}

/// The control of a run: processes of its own, and what they did.
pub struct Control<C> {
    cluster: C,
    task: Task,
    read_ms: f64,
    readings: Vec<Reading>,
}

/// Throughput in steps per millisecond.
#[derive(Debug, Clone, Copy)]
struct Reading {
    /// Of one process, while the others wait.
    alone: f64,
    /// Of all processes at once.
    together: f64,
}

impl<C: Cluster> Control<C> {
    /// Starts the processes and takes the first reading.
    ///
    /// # Errors
    /// Those of [`Host::spawn`] and [`Control::read`].
    pub async fn start<H: Host<Cluster = C>>(host: &H, machine: &Machine) -> Result<Self> {
        let cluster = host.spawn(Topology::new(CORES_NEEDED.min(machine.cores), 1)?).await?;
        let at_least = |ms: f64, resolutions: f64| ms.max(resolutions * machine.clock_resolution_ms);
        let task =
            Task { slice_ms: at_least(SLICE_MS, SLICE_RESOLUTIONS), part_ms: at_least(PART_MS, PART_RESOLUTIONS) };
        let mut control = Control { cluster, task, read_ms: 0.0, readings: Vec::new() };
        for _ in 0..WARM_UP {
            control.spin(0..control.cluster.topology().processes()).await?;
        }
        control.read().await?;
        Ok(control)
    }

    /// Takes a reading if the last one was some time ago. Called between rounds.
    ///
    /// # Errors
    /// Those of [`Control::read`].
    pub async fn read_if_due(&mut self) -> Result<()> {
        if clock::now_ms() - self.read_ms >= BETWEEN_MS { self.read().await } else { Ok(()) }
    }

    /// Takes a reading.
    ///
    /// # Errors
    /// Those of [`Cluster::receive`]; [`Error::Disagree`] when a process counted wrong.
    pub async fn read(&mut self) -> Result<()> {
        let reading = suspension::repeat_if_suspended(async || {
            let alone = self.spin(0..1).await?;
            let together = self.spin(0..self.cluster.topology().processes()).await?;
            let fastest = alone.iter().map(|slice| slice.fastest_per_ms).fold(FASTEST_PER_MS.get(), f64::max);
            FASTEST_PER_MS.set(fastest);
            let per_ms = |slices: &[Slice]| slices.iter().map(Slice::per_ms).sum::<f64>();
            Ok(Reading { alone: per_ms(&alone), together: per_ms(&together) })
        });
        let reading = reading.await?;
        self.readings.push(reading);
        self.read_ms = clock::now_ms();
        Ok(())
    }

    /// Lets some processes spin at once.
    async fn spin(&mut self, processes: std::ops::Range<u32>) -> Result<Vec<Slice>> {
        for process in processes.clone() {
            self.cluster.send(process, Request::Perform { task: self.task.into(), epoch_ms: 0.0 })?;
        }
        let mut slices = Vec::new();
        while slices.len() < processes.len() {
            match self.cluster.receive(None).await? {
                Incoming::Reply(_, Reply::Performed { outcome, .. }) => {
                    let Outcome { slices: of_process } = outcome.try_into()?;
                    slices.extend(of_process);
                }
                Incoming::Reply(_, Reply::Failed { error }) => return Err(error),
                Incoming::Reply(_, other) => {
                    return Err(Error::Protocol { reason: format!("{other:?} where an outcome was expected") });
                }
                Incoming::Seen(..) => {}
            }
        }
        for slice in &slices {
            check(slice, self.cluster.topology())?;
        }
        Ok(slices)
    }

    /// The throughput of all processes together ÷ that of one alone.
    pub fn parallel(&self) -> Ratio {
        let of = |throughput: fn(&Reading) -> f64| self.readings.iter().map(throughput).collect::<Vec<f64>>();
        measure::ratio(&of(|reading| reading.together), &of(|reading| reading.alone))
    }

    /// Ends the control with a last reading, logs how many cores were available, and makes claims unclear that needed
    /// more. Claims whose ids are not among `parallel` need no second core; they are doubted if they do not hold.
    ///
    /// # Errors
    /// Those of [`Control::read`].
    pub async fn settle(
        mut self,
        claims: &mut [Claim],
        parallel: &[&str],
        told: &mut Told<'_, impl Observer>,
    ) -> Result<()> {
        self.read().await?;
        let cores = Cores::of(&self.readings, self.cluster.topology().processes());
        told.log(cores.line());
        for claim in claims {
            cores.settle(claim, parallel.contains(&claim.id.as_str()));
        }
        Ok(())
    }
}

/// [`Error::Disagree`] for a slice whose state is not that of its number of steps.
fn check(slice: &Slice, topology: Topology) -> Result<()> {
    let expected = state_after(seed(0), slice.steps);
    if slice.state == expected {
        return Ok(());
    }
    let (answer, expected) = (format!("{:016x}", slice.state), format!("{expected:016x}"));
    Err(Error::Disagree { topology: format!("{topology}, control"), answer, expected })
}

/// Cores that were available during a run.
#[derive(Debug, Clone)]
struct Cores {
    of: u32,
    /// One number for each reading.
    available: Vec<f64>,
}

impl Cores {
    fn of(readings: &[Reading], of: u32) -> Self {
        let fastest = FASTEST_PER_MS.get();
        Cores { of, available: readings.iter().map(|reading| reading.together / fastest).collect() }
    }

    fn median(&self) -> f64 {
        measure::median(&self.available)
    }

    fn are_too_few(&self) -> bool {
        self.median() < CLEARLY_FEWER * f64::from(self.of)
    }

    fn line(&self) -> String {
        let least = self.available.iter().copied().fold(f64::INFINITY, f64::min);
        let most = self.available.iter().copied().fold(0.0, f64::max);
        let Cores { of, available } = self;
        let (median, readings) = (self.median(), available.len());
        format!("cores available: {median:.2} of {of} (median of {readings} readings; {least:.2} to {most:.2})")
    }

    fn settle(&self, claim: &mut Claim, is_parallel: bool) {
        if is_parallel && claim.ratio.is_some() {
            claim.cores_available = Some(self.median());
        }
        match (self.are_too_few(), is_parallel) {
            (true, true) => claim.unclear("machine-busy"),
            (true, false) => {
                claim.doubt("machine-busy");
                if claim.reason.as_deref() == Some("machine-busy") {
                    claim.cores_available = Some(self.median());
                }
            }
            (false, _) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kosut_core::verdict::Verdict;

    fn cores(available: f64) -> Cores {
        Cores { of: 2, available: vec![available; 7] }
    }

    fn settled(available: f64, value: f64, is_parallel: bool) -> (Verdict, Option<String>, Option<f64>) {
        let mut claim = Claim::better("threads.gil", Ratio { value, interval: [value - 0.01, value + 0.01] });
        cores(available).settle(&mut claim, is_parallel);
        (claim.verdict, claim.reason, claim.cores_available)
    }

    #[test]
    fn with_too_few_cores_a_claim_on_parallel_work_is_unclear() {
        let busy = Some("machine-busy".to_string());
        assert_eq!(settled(1.96, 1.9, true), (Verdict::Holds, None, Some(1.96)));
        assert_eq!(settled(1.96, 0.8, true), (Verdict::Fails, None, Some(1.96)));
        assert_eq!(settled(1.33, 1.3, true), (Verdict::Unclear, busy.clone(), Some(1.33)));
        assert_eq!(settled(1.0, 0.8, true), (Verdict::Unclear, busy, Some(1.0)));
    }

    #[test]
    fn other_claims_are_doubted_only_if_they_do_not_hold() {
        assert_eq!(settled(1.33, 5.0, false), (Verdict::Holds, None, None));
        assert_eq!(settled(1.33, 0.8, false), (Verdict::Unclear, Some("machine-busy".into()), Some(1.33)));
        assert_eq!(settled(1.96, 0.8, false), (Verdict::Fails, None, None));
    }

    #[test]
    fn a_wrong_count_is_an_error() {
        let right = Slice { steps: 9, elapsed_ms: 1.0, fastest_per_ms: 9.0, state: state_after(seed(0), 9) };
        assert_eq!(check(&right, Topology::SERIAL), Ok(()));
        let wrong = Slice { steps: 10, ..right };
        assert_eq!(check(&wrong, Topology::SERIAL).expect_err("one too many").code(), "disagree");
    }

    #[test]
    fn the_log_says_how_many_cores_there_were() {
        let mut cores = cores(1.94);
        cores.available.extend([1.5, 1.99]);
        assert_eq!(cores.line(), "cores available: 1.94 of 2 (median of 9 readings; 1.50 to 1.99)");
    }
}
