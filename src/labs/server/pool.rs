//! A pool of lanes, what was measured of it, and how that is done.

use super::{
    Params,
    arrivals::{burst, ideal, poisson},
    figures::{Figures, Run, percentiles_ms},
    front::{Plan, serve},
    live::Teller,
    params::Arrivals,
    search::Search,
};
use crate::Observer;
use kosut_cluster::{
    self as cluster, Cluster, Host, Incoming,
    protocol::{Reply, Request},
};
use kosut_core::{
    clock::{self, suspension},
    error::{Error, Result},
    measure::median,
    topology::Topology,
};
use kosut_workloads::{
    lanes::blocking::Wait,
    residence,
    serve::{BLOCKS, answer},
};

/// How long a server waits for the reader before it closes, in milliseconds.
const CLICKS_MS: f64 = 20_000.0;

/// Requests that a rate is tried with, at least: below, percentiles say nothing.
const TRIED_MIN: f64 = 20.0;

/// A rate is tried for no shorter and no longer than this, in milliseconds.
const TRIED_MS: (f64, f64) = (300.0, 2_000.0);

/// Requests of a burst for each lane. The last answers come while other lanes are idle already, so a burst's time depends on
/// its slowest request; with eight for each lane, that is a small part of it.
const BURST_EACH: u32 = 8;

/// What all runs have in common.
#[derive(Debug, Clone)]
pub struct Setting<'a> {
    /// The lab's parameters.
    pub params: &'a Params,
    /// Numbers that a request looks through, so that it computes as long as it should.
    pub numbers: u32,
    /// How it waits.
    pub wait: Wait,
    /// The answer of each block.
    right: Vec<u32>,
}

/// What an ideal server would have made of the same requests: see [`ideal`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ideal {
    /// Requests that it would have turned away.
    pub rejected: u32,
    /// 95th percentile of its times.
    pub p95_ms: Option<f64>,
}

/// A pool and what is known of it.
pub struct Pool<C> {
    /// Its topology.
    pub topology: Topology,
    /// Its processes.
    pub cluster: C,
    /// What starting it took.
    pub spawn_ms: f64,
    /// What it did with the requests that were shown.
    pub shown: Option<(Figures, Ideal)>,
    /// How long it took for each burst.
    pub bursts_ms: Vec<f64>,
    /// The highest rate at which it keeps up.
    pub search: Option<Search>,
    /// Memory of all its processes after each burst; none where no process knows it.
    pub memory_bytes: Vec<f64>,
}

impl<'a> Setting<'a> {
    /// The setting of a lab's run. The right answers are computed here, one by one, so that the run can be stopped.
    pub async fn new(host: &impl Host, params: &'a Params, numbers: u32, wait: Wait) -> Self {
        let mut right = Vec::new();
        for block in 0..BLOCKS {
            host.pause(0.0).await;
            right.push(answer(block, numbers));
        }
        Setting { params, numbers, wait, right }
    }

    fn plan(&self) -> Plan {
        Plan {
            arrivals: Vec::new(),
            queue: self.params.queue,
            numbers: self.numbers,
            wait: self.wait,
            wait_ms: f64::from(self.params.wait),
            open_ms: 0.0,
            linger_ms: 0.0,
        }
    }

    fn check(&self, topology: Topology, run: &Run) -> Result<()> {
        let right = |id: u32| self.right[(id % BLOCKS) as usize];
        match run.served.iter().find(|(_, one)| one.answer != right(one.id)) {
            None => Ok(()),
            Some((_, one)) => Err(Error::Disagree {
                topology: topology.to_string(),
                answer: one.answer.to_string(),
                expected: right(one.id).to_string(),
            }),
        }
    }
}

impl<C> Pool<C> {
    /// Returns the count of requests in a burst. It grows with the lanes, so bursts of all pools take about as long.
    pub fn burst_requests(&self) -> u32 {
        BURST_EACH * self.topology.lanes()
    }

    /// Returns how many requests the pool answers in a second when there is always one to answer.
    pub fn throughput_per_s(&self) -> f64 {
        f64::from(self.burst_requests()) / median(&self.bursts_ms) * 1e3
    }
}

impl<C: Cluster> Pool<C> {
    /// Starts a pool.
    ///
    /// # Errors
    /// Those of [`Host::spawn`].
    pub async fn start<H: Host<Cluster = C>>(host: &H, topology: Topology) -> Result<Self> {
        let (cluster, spawn_ms) = cluster::spawn_timed(host, topology).await?;
        let (shown, bursts_ms, search, memory_bytes) = (None, Vec::new(), None, Vec::new());
        Ok(Pool { topology, cluster, spawn_ms, shown, bursts_ms, search, memory_bytes })
    }

    async fn serve<H: Host<Cluster = C>>(
        &mut self,
        host: &H,
        setting: &Setting<'_>,
        plan: &Plan,
        teller: &mut Option<Teller<'_, impl Observer>>,
    ) -> Result<Run> {
        let run = serve(host, &mut self.cluster, plan, teller).await?;
        setting.check(self.topology, &run)?;
        Ok(run)
    }

    /// Serves while nobody watches, and again if the program was suspended meanwhile.
    async fn serve_unseen<H: Host<Cluster = C>>(
        &mut self,
        host: &H,
        setting: &Setting<'_>,
        plan: &Plan,
    ) -> Result<Run> {
        let mut nobody = None::<Teller<'_, fn(super::Event)>>;
        suspension::repeat_if_suspended(async || self.serve(host, setting, plan, &mut nobody).await).await
    }

    /// Serves a burst: requests that all come at once.
    ///
    /// # Errors
    /// Those of [`serve`].
    pub async fn burst<H: Host<Cluster = C>>(&mut self, host: &H, setting: &Setting<'_>) -> Result<Run> {
        let requests = self.burst_requests();
        let plan = Plan { queue: requests, arrivals: burst(requests), ..setting.plan() };
        self.serve_unseen(host, setting, &plan).await
    }

    /// Serves what comes, while somebody watches, and keeps its figures.
    ///
    /// # Errors
    /// Those of [`serve`].
    pub async fn show<H: Host<Cluster = C>>(
        &mut self,
        host: &H,
        setting: &Setting<'_>,
        observer: &mut impl Observer,
    ) -> Result<Run> {
        let Params { arrivals, rate, window, seed, queue, .. } = *setting.params;
        let plan = match arrivals {
            Arrivals::Poisson => {
                Plan { arrivals: poisson(seed, f64::from(rate), window), open_ms: f64::from(window), ..setting.plan() }
            }
            Arrivals::Clicks => Plan { open_ms: CLICKS_MS, linger_ms: CLICKS_MS, ..setting.plan() },
        };
        let rate_per_s = if arrivals == Arrivals::Poisson { f64::from(rate) } else { 0.0 };
        let mut teller = Some(Teller::new(self.topology, rate_per_s, observer));
        let run = self.serve(host, setting, &plan, &mut teller).await?;
        let figures = run.figures(self.topology);
        if let Some(teller) = teller {
            teller.over(figures);
        }
        let service_us = (setting.params.service_ms() * 1e3) as u32;
        let times_us = ideal(&plan.arrivals, self.topology.lanes(), queue, service_us);
        let rejected = (plan.arrivals.len() - times_us.len()) as u32;
        let [p95_ms] = percentiles_ms(times_us, [0.95]);
        self.shown = Some((figures, Ideal { rejected, p95_ms }));
        Ok(run)
    }

    /// Tries a rate, and keeps what came of it.
    ///
    /// # Errors
    /// Those of [`serve`].
    pub async fn try_rate<H: Host<Cluster = C>>(
        &mut self,
        host: &H,
        setting: &Setting<'_>,
        search: &mut Search,
        rate_per_s: f64,
    ) -> Result<()> {
        let window_ms = (TRIED_MIN / rate_per_s * 1e3).clamp(TRIED_MS.0, TRIED_MS.1) as u32;
        let plan = Plan { arrivals: poisson(setting.params.seed, rate_per_s, window_ms), ..setting.plan() };
        let run = self.serve_unseen(host, setting, &plan).await?;
        search.tried(rate_per_s, &run.figures(self.topology), f64::from(setting.params.limit));
        Ok(())
    }

    /// Asks all processes for their memory.
    ///
    /// # Errors
    /// Those of the cluster; where nobody tells how much memory a process takes, there is simply no figure.
    pub async fn weigh(&mut self) -> Result<()> {
        let processes = self.topology.processes();
        for process in 0..processes {
            let task = residence::Task::Read.into();
            self.cluster.send(process, Request::Perform { task, epoch_ms: clock::now_ms() })?;
        }
        let (mut left, mut bytes, mut known) = (processes, 0, true);
        while left > 0 {
            match self.cluster.receive(None).await? {
                Incoming::Reply(_, Reply::Performed { outcome, .. }) => {
                    bytes += residence::Outcome::try_from(outcome)?.memory_bytes;
                    left -= 1;
                }
                Incoming::Reply(_, Reply::Failed { error: Error::Unavailable { .. } }) => {
                    known = false;
                    left -= 1;
                }
                Incoming::Reply(_, Reply::Failed { error }) => return Err(error),
                Incoming::Reply(..) | Incoming::Seen(..) => {}
            }
        }
        self.memory_bytes.extend(known.then_some(bytes as f64));
        Ok(())
    }
}
