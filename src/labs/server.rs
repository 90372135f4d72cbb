//! `server`: a pool of lanes serves many clients, each of whose requests computes a little and waits a lot.
//!
//! First every pool is given the same requests, at moments that a seed gives, while the reader looks on and sends some of
//! his own. Then the pools take turns at bursts of requests, which is what is compared: how many a second can be answered.
//! Last, the highest rate is looked for at which nobody is turned away and 95 of 100 clients get their answer in time.

use super::{
    Control, Event, Finished, Observer, Phase, Short, Told,
    report::{self, Machine, Report, Row},
};
use kosut_cluster::Host;
use kosut_core::{
    clock,
    error::{Error, Result},
    measure::{Confidence, Rounds},
    topology::{Family, Topology},
    trace::TracedRun,
    verdict::{Claim, are_clear},
};
use kosut_workloads::{lanes::blocking::Wait, serve::numbers_for};

mod arrivals;
mod figures;
mod front;
mod judge;
mod live;
mod params;
mod pool;
mod search;

pub use arrivals::{ideal, poisson};
pub use figures::Figures;
pub use live::{ServerDoing, ServerLane, ServerLive, ServerQueue, ServerSearch, ServerStep};
pub use params::{Arrivals, Params};
use pool::{Pool, Setting};
use search::{STEPS, Search};

/// The short form of this lab: fewer requests are shown, and the bursts are all there.
pub const SHORT: Short =
    Short { lab: "server", query: "window=300&samples=14", claims: &["when.threads.server"], seconds: 12.0 };

/// Answers a question of the page, or hears what the reader does to the server that is open: `send 20`, `close`.
///
/// # Errors
/// [`Error::Protocol`] for anything else.
pub fn hear(host: &impl Host, words: &str) -> Result<String> {
    let known = words == "close" || words.strip_prefix("send ").is_some_and(|count| count.parse::<u32>().is_ok());
    if !known {
        return Err(Error::Protocol { reason: format!("{words:?} means nothing to a server") });
    }
    host.say(words.into());
    Ok("null".into())
}

/// Runs the lab.
///
/// # Errors
/// Those of [`Host::spawn`] and of the cluster; [`Error::Disagree`] for a wrong answer; [`Error::Unavailable`] where a lane
/// can't wait for anything.
pub async fn run<H: Host>(
    host: &H,
    machine: &Machine,
    params: &Params,
    observer: &mut impl Observer,
) -> Result<Finished> {
    let started = clock::rfc3339(clock::now_ms());
    let mut told = Told::new(observer);
    let mut topologies = told.runnable(params.topologies(), machine);
    if params.arrivals == Arrivals::Clicks {
        // The reader has one server: the first pool of more than one lane, where there is one.
        let topology = topologies.get(1).or(topologies.first()).copied();
        topologies = topology.into_iter().collect();
    }
    let measures = params.arrivals == Arrivals::Poisson;
    let searched = topologies.iter().filter(|topology| topology.family() != Family::Mixed).count() as u32;
    let each = 2 + if measures { params.samples } else { 0 };
    told.total = topologies.len() as u32 * each + if measures { searched * STEPS as u32 } else { 0 } + 1;

    let mut control = Control::start(host, machine).await?;
    let (mut pools, mut runs) = (Vec::new(), Vec::new());
    for &topology in &topologies {
        told.step(Phase::Spawn, topology);
        pools.push(Pool::start(host, topology).await?);
    }
    let (setting, rehearsed) = rehearse(host, machine, params, &mut pools, &mut told).await?;
    let mut clicked = Vec::new();
    for pool in &mut pools {
        told.step(Phase::Rehearsal, pool.topology);
        host.breathe().await;
        let run = pool.show(host, &setting, told.observer).await?;
        let name = format!("{} open", pool.topology);
        clicked.extend(run.times_us().filter(|_| !measures).map(|time_us| f64::from(time_us) / 1e3));
        runs.push(TracedRun { name, started_ms: run.started_ms, spans: run.spans });
    }
    if measures {
        bursts(host, machine, &setting, &mut pools, &mut control, &mut runs, &mut told).await?;
        limits(host, &setting, &mut pools, &mut told).await?;
    }
    if clicked.is_empty() && !measures {
        told.log("nobody sent a request: what the row shows is the rehearsal".into());
        clicked = rehearsed;
    }
    for pool in pools.iter_mut().filter(|pool| pool.memory_bytes.is_empty()) {
        pool.weigh().await?;
    }

    told.step(Phase::Judge, Topology::SERIAL);
    let rows: Vec<Row> = match pools.first() {
        Some(pool) if !measures => vec![judge::clicked(pool, &clicked)],
        _ => judge::rows(&pools),
    };
    let mut claims = vec![if measures {
        judge::claim(&pools, machine, Confidence::Final)
    } else {
        Claim::unavailable("when.threads.server", "not-in-run")
    }];
    control.settle(&mut claims, &[], &mut told).await?;
    let report = Report {
        kosut: report::VERSION,
        lab: "server".into(),
        params: params.report(),
        machine: machine.clone(),
        started,
        rows,
        claims,
        // Each answer was looked at when it came; a wrong one ends the run.
        answers_agree: true,
        log: told.log,
    };
    Ok(Finished { report, curves: Vec::new(), runs, shown: None })
}

/// Serves a burst with every pool, which is not counted: so all lanes have computed and waited once, and it is known how
/// they can wait. Gives back the last pool's times, too, in milliseconds.
async fn rehearse<'a, H: Host>(
    host: &H,
    machine: &Machine,
    params: &'a Params,
    pools: &mut [Pool<H::Cluster>],
    told: &mut Told<'_, impl Observer>,
) -> Result<(Setting<'a>, Vec<f64>)> {
    let numbers = numbers_for(f64::from(params.compute), machine.clock_resolution_ms);
    let nothing = || Error::Unavailable { capability: "something that a lane can wait for".into() };
    let wait = match host.offers().await.wait() {
        Some(wait) => wait,
        None if params.wait == 0 => Wait::Pause,
        None => return Err(nothing()),
    };
    let mut setting = Setting::new(host, params, numbers, wait).await;
    let (mut index, mut times_ms) = (0, Vec::new());
    while let Some(pool) = pools.get_mut(index) {
        match pool.burst(host, &setting).await {
            Ok(run) => {
                times_ms = run.times_us().map(|time_us| f64::from(time_us) / 1e3).collect();
                index += 1;
            }
            // What the page can ask, a Worker of it may not be able to: then all wait in the other way.
            Err(Error::Unavailable { .. }) if setting.wait == Wait::Request => {
                *pool = Pool::start(host, pool.topology).await?;
                (setting.wait, index) = (Wait::Pause, 0);
            }
            Err(error) => return Err(error),
        }
    }
    told.log(format!("computing for {} ms: trial division of {numbers} odd numbers", params.compute));
    told.log(format!("waiting for {} ms: {}", params.wait, setting.wait.word()));
    Ok((setting, times_ms))
}

/// Takes the samples: the pools take turns.
async fn bursts<H: Host>(
    host: &H,
    machine: &Machine,
    setting: &Setting<'_>,
    pools: &mut [Pool<H::Cluster>],
    control: &mut Control<H::Cluster>,
    runs: &mut Vec<TracedRun>,
    told: &mut Told<'_, impl Observer>,
) -> Result<()> {
    let (count, samples) = (pools.len(), setting.params.samples);
    let mut rounds = Rounds::new(samples, clock::now_ms());
    let is_clear = |pools: &[Pool<_>]| are_clear(&[judge::claim(pools, machine, Confidence::Interim)]);
    while let Some(sample) = rounds.next(clock::now_ms(), || is_clear(pools)) {
        if sample >= samples {
            told.more(count);
        }
        control.read_if_due().await?;
        // The page draws what was told, while no clock runs.
        host.breathe().await;
        for turn in 0..count {
            let pool = &mut pools[(sample as usize + turn) % count];
            told.step(Phase::Measure, pool.topology);
            let run = pool.burst(host, setting).await?;
            let elapsed_ms = run.figures(pool.topology).elapsed_ms;
            if elapsed_ms <= 0.0 {
                return Err(Error::TooShort);
            }
            pool.bursts_ms.push(elapsed_ms);
            pool.weigh().await?;
            told.observer.event(Event::Sample { topology: pool.topology.to_string(), elapsed_ms });
            let name = format!("{} burst, sample {}", pool.topology, sample + 1);
            runs.push(TracedRun { name, started_ms: run.started_ms, spans: run.spans });
        }
    }
    Ok(())
}

/// Looks for the highest rate at which each pool keeps up.
async fn limits<H: Host>(
    host: &H,
    setting: &Setting<'_>,
    pools: &mut [Pool<H::Cluster>],
    told: &mut Told<'_, impl Observer>,
) -> Result<()> {
    for pool in pools.iter_mut().filter(|pool| pool.topology.family() != Family::Mixed) {
        let mut search = Search::new(pool.throughput_per_s());
        while let Some(rate_per_s) = search.next() {
            told.step(Phase::Measure, pool.topology);
            pool.try_rate(host, setting, &mut search, rate_per_s).await?;
            let (topology, steps) = (pool.topology.to_string(), search.steps.clone());
            told.observer.event(Event::ServerSearch { search: ServerSearch { topology, steps } });
        }
        pool.search = Some(search);
    }
    Ok(())
}
