//! `waiting`: jobs that wait, for an answer, for a file, for the reader. How many can wait at once, and what does it cost?
//!
//! The same jobs are done by one lane, one after another; by lanes of one process; by as many processes; and by one lane
//! with an event loop, which waits for all of them at once. A waiting lane needs no core, so there can be far more lanes
//! than cores. The kind `input` is another scene: see [`line`].

use serde::Deserialize;

use super::{
    Control, Finished, Observer, Phase, Short, Told,
    report::{self, Machine, Report},
};
use kosut_cluster::Host;
use kosut_core::{
    clock::{self, suspension},
    error::{Error, Result},
    measure::{Confidence, Rounds},
    topology::Topology,
    trace::TracedRun,
    verdict::are_clear,
};
use kosut_workloads::{
    lanes::blocking::{Offers, Wait},
    waits::What,
};

mod deal;
mod judge;
mod line;
mod live;
mod params;

use judge::Measured;
pub use live::{WaitingLive, WaitingStage};
use params::Kind;
pub use params::Params;

/// Its short form.
pub const SHORT: Short = Short { lab: "waiting", query: "delay=40", claims: &["when.threads.io"], seconds: 6.0 };

/// A way of doing the jobs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// One lane, which calls and waits.
    Lanes(Topology),
    /// One lane that asks for everything and then waits for whatever comes.
    EventLoop,
}

impl Way {
    /// What it runs on.
    pub fn topology(self) -> Topology {
        match self {
            Way::Lanes(topology) => topology,
            Way::EventLoop => Topology::SERIAL,
        }
    }

    /// Its name in the report.
    pub fn label(self) -> String {
        match self {
            Way::Lanes(topology) => topology.to_string(),
            Way::EventLoop => "event-loop".into(),
        }
    }
}

/// Runs all ways.
///
/// # Errors
/// Those of [`Host::spawn`] and [`kosut_cluster::Cluster::receive`]; [`Error::Unavailable`] where nothing of the kind can
/// be waited for.
pub async fn run<H: Host>(
    host: &H,
    machine: &Machine,
    params: &Params,
    observer: &mut impl Observer,
) -> Result<Finished> {
    let started = clock::rfc3339(clock::now_ms());
    let mut told = Told::new(observer);
    if params.kind == Kind::Input {
        return line::run(host, machine, params, started, told).await;
    }
    let mut ways = ways(params, machine, &mut told)?;
    if params.kind == Kind::File {
        told.log("no event loop for files: a regular file is always ready, so loops leave it to threads".into());
        ways.retain(|way| *way != Way::EventLoop);
    }
    // Before all others: where browsers refuse further processes, the largest cluster is left out, not the control.
    let mut control = Control::start(host, machine).await?;
    let mut measured = Vec::new();
    let mut offers = host.offers().await;
    told.total = ways.len() as u32 * (2 + params.samples) + 1;
    for way in ways {
        told.step(Phase::Spawn, way.topology());
        let spawn = async || {
            let asked_ms = clock::now_ms();
            let cluster = match params.kind {
                Kind::File => host.spawn_with_files(way.topology()).await?,
                _ => host.spawn(way.topology()).await?,
            };
            Ok((cluster, clock::now_ms() - asked_ms))
        };
        let (mut cluster, spawn_ms) = match suspension::repeat_if_suspended(spawn).await {
            // Browsers have a limit for memories: Chromium gives out some sixty. What refuses to start is left out.
            Err(Error::Spawn { reason, .. }) if way.topology().processes() > 1 => {
                told.log(format!("left out, as so many processes could not be started: {} ({reason})", way.label()));
                told.total -= 1 + params.samples;
                continue;
            }
            spawned => spawned?,
        };
        offers = offers.both(deal::offers(&mut cluster).await?);
        measured.push(Measured::new(way, cluster, spawn_ms));
    }
    let what = what(params, offers, &mut told)?;

    let mut runs = Vec::new();
    // The first repeat is the rehearsal: it is shown while it goes on, and not counted.
    let mut rounds = Rounds::new(1 + params.samples, clock::now_ms());
    let is_clear = |measured: &[Measured<_>]| are_clear(&[judge::claim(measured, machine, Confidence::Interim)]);
    while let Some(repeat) = rounds.next(clock::now_ms(), || is_clear(&measured)) {
        let repeat = repeat as usize;
        let phase = if repeat == 0 { Phase::Rehearsal } else { Phase::Measure };
        if repeat > params.samples as usize {
            told.more(measured.len());
        }
        control.read_if_due().await?;
        for turn in 0..measured.len() {
            let index = (repeat + turn) % measured.len();
            let entry = &mut measured[index];
            told.step(phase, entry.way.topology());
            host.breathe().await;
            let deal =
                async || deal::deal(&mut entry.cluster, entry.way, params.jobs, what, repeat == 0, told.observer).await;
            let done = suspension::repeat_if_suspended(deal).await?;
            if repeat > 0 {
                let name = format!("{} sample {repeat}", entry.way.label());
                runs.push(TracedRun { name, started_ms: done.started_ms, spans: done.spans.clone() });
                entry.add(&done);
            }
        }
    }

    told.step(Phase::Judge, Topology::SERIAL);
    let rows = judge::rows(&measured, params, what);
    let mut claims = vec![judge::claim(&measured, machine, Confidence::Final)];
    drop(measured);
    control.settle(&mut claims, &[], &mut told).await?;
    if params.kind == Kind::File {
        host.clear_files().await;
    }
    let report = Report {
        kosut: report::VERSION,
        lab: "waiting".into(),
        params: params.report(),
        machine: machine.clone(),
        started,
        rows,
        claims,
        // A run has ended when every job was done once, and not before.
        answers_agree: true,
        log: told.log,
    };
    Ok(Finished { report, curves: Vec::new(), runs, shown: None })
}

fn ways(params: &Params, machine: &Machine, told: &mut Told<'_, impl Observer>) -> Result<Vec<Way>> {
    let mut topologies = vec![Topology::SERIAL];
    if params.workers > 1 {
        topologies.extend([Topology::new(1, params.workers)?, Topology::new(params.workers, 1)?]);
    }
    let topologies = told.runnable(topologies, machine);
    Ok(topologies.into_iter().map(Way::Lanes).chain([Way::EventLoop]).collect())
}

/// What the jobs wait for: what was asked for, or what there is in its place, and then the log says so.
fn what(params: &Params, offers: Offers, told: &mut Told<'_, impl Observer>) -> Result<What> {
    let unavailable = |capability: &str| Error::Unavailable { capability: capability.into() };
    let wait = match params.kind {
        Kind::File if offers.file => return Ok(What::File(params.file_bytes())),
        Kind::File => return Err(unavailable("a file that a lane can wait for")),
        Kind::Timer if offers.pause => Wait::Pause,
        _ => offers.wait().ok_or_else(|| unavailable("anything that a lane could wait for"))?,
    };
    if params.kind == Kind::Network && wait == Wait::Pause {
        told.log("nobody answers requests here (no service worker): every lane waits for a timer instead".into());
    }
    if params.kind == Kind::Timer && wait == Wait::Request {
        told.log("lanes have no timer here: every lane waits for a request instead".into());
    }
    Ok(What::Delay(wait, f64::from(params.delay_ms)))
}

/// What the page can ask while a run is under way.
#[derive(Debug, Deserialize)]
struct Question {
    /// A line that the reader has typed.
    line: String,
}

/// The most bytes of a reader's line.
const LINE_BYTES_MAX: usize = 1_000;

/// Hands in the line that the reader has typed; the question and the answer are JSON.
///
/// # Errors
/// [`Error::Protocol`] for another question, [`Error::Parameter`] for a line that is too long, and those of
/// [`Host::type_line`].
pub async fn answer<H: Host>(host: &H, question: &str) -> Result<String> {
    let Question { line } =
        serde_json::from_str(question).map_err(|error| Error::Protocol { reason: error.to_string() })?;
    // It travels as one line.
    let line = line.replace(['\n', '\r'], " ");
    if line.len() > LINE_BYTES_MAX {
        let (field, value) = ("line".into(), format!("{} bytes", line.len()));
        return Err(Error::Parameter { field, value, allowed: format!("0–{LINE_BYTES_MAX} bytes") });
    }
    host.type_line(line).await.map(|()| "{}".into())
}
