//! One file per experiment: validated parameters in, a report out.
//!
//! A lab is the same code in a browser and on an operating system: it speaks to a [`kosut_cluster::Host`] that spawns
//! processes, and tells an [`Observer`] what happens while it happens.
//!
//! A new lab is one file here and one line in [`REGISTRY`].

#![deny(missing_docs)]

use serde::{Deserialize, Serialize};

use kosut_cluster::Host;
use kosut_core::{
    clock::suspension::{self, Repeats},
    error::{Error, Result},
    measure,
    trace::{Span, TracedRun, chrome_trace},
};
use kosut_kernels::{Data, Picture, Shown};

pub mod choose;
pub mod control;
pub mod crash;
pub mod deadlock;
pub mod everything;
pub mod gil;
pub mod memory;
mod message;
mod params;
pub mod race;
pub mod report;
pub mod server;
pub mod sharing;
mod short;
pub mod speedup;
pub mod switching;
mod told;
pub mod visibility;
pub mod waiting;

use control::Control;
pub use message::{Accepts, Command, Curve, Field, Format, Message, recognise};
use params::Query;
use report::{Machine, Report};
pub use short::Short;
use told::Told;

/// What happens during a run, for whoever watches.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(tag = "type", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum Event {
    /// How far the run is. `done` of `total` steps.
    Progress {
        /// What is being done.
        phase: Phase,
        /// The topology it is done with, `PxT`.
        topology: String,
        /// Steps finished.
        done: u32,
        /// Steps in all.
        total: u32,
    },
    /// A cluster is there and will be used next: draw its machine, empty.
    Cluster {
        /// The topology, `PxT`.
        topology: String,
        /// Number of boxes.
        processes: u32,
        /// Number of lanes in each box.
        threads: u32,
        /// How the units are painted.
        picture: Picture,
        /// Units in the first round.
        units: u32,
        /// Whether what follows is the rehearsal, shown live. A measured sample is shown when its clock has stopped, so
        /// that drawing does not take time from it.
        live: bool,
    },
    /// What the lanes did since the last event of this kind. A span with `endMs: null` still lasts; it comes again when
    /// it has ended.
    Lanes {
        /// Ended and lasting spans.
        spans: Vec<Span>,
        /// Milliseconds from the start of the run to now.
        now_ms: f64,
    },
    /// Units were finished and can be painted. Of a unit that several rounds have finished, the last round's is told.
    Units {
        /// The units, each once.
        units: Vec<Painted>,
    },
    /// What there is to see of the answer besides the units.
    Shown {
        /// What.
        shown: Shown,
        /// Trials in a second, where trials are counted.
        per_second: Option<f64>,
        /// Whether it is the answer, not what is known so far.
        last: bool,
    },
    /// One sample was taken.
    Sample {
        /// The topology, `PxT`.
        topology: String,
        /// Its time in milliseconds.
        elapsed_ms: f64,
    },
    /// How a table of philosophers stands, or a correspondence of processes.
    Deadlock {
        /// A moment of it.
        live: deadlock::DeadlockLive,
    },
    /// What the lab `race` counts.
    Race {
        /// The numbers.
        live: race::RaceLive,
    },
    /// How a run with a fault stands.
    Crash {
        /// A moment of it.
        live: crash::CrashLive,
    },
    /// How a server stands.
    Server {
        /// A moment of it.
        live: server::ServerLive,
    },
    /// How far the search for a server's limit is.
    ServerSearch {
        /// What was tried.
        search: server::ServerSearch,
    },
    /// How a program of the small Python stands.
    Python {
        /// A moment of it.
        live: gil::PythonLive,
    },
    /// Which run of the lab `gil` is under way, or over.
    Gil {
        /// The run.
        live: gil::GilLive,
    },
    /// How a wait for the reader's line stands.
    Waiting {
        /// A moment of it.
        live: waiting::WaitingLive,
    },
    /// How far *Run everything* is.
    Everything {
        /// The lab that runs, and what is left.
        live: everything::EverythingLive,
    },
    /// What *Run everything* has found when another lab has ended.
    SoFar {
        /// An [`everything::Combined`] as JSON text.
        report: String,
    },
    /// What the lab `choose` recommends, and what was measured of it.
    Choose {
        /// A moment of it.
        live: choose::ChooseLive,
    },
    /// Something worth telling, in English; also in the report's log.
    Log {
        /// The line.
        line: String,
    },
}

/// A finished unit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Painted {
    /// Index of the unit.
    pub unit: u32,
    /// Round of the run, from 0.
    pub round: u32,
    /// Index of the process that computed it.
    pub process: u32,
    /// Index of the lane in that process.
    pub lane: u32,
    /// See [`Picture`].
    #[serde(with = "serde_bytes")]
    #[cfg_attr(target_arch = "wasm32", tsify(type = "Uint8Array"))]
    pub preview: Vec<u8>,
}

/// The phases of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum Phase {
    /// Finding out what this machine costs.
    Calibrate,
    /// Starting processes and threads.
    Spawn,
    /// Running once without counting, shown live.
    Rehearsal,
    /// Taking samples.
    Measure,
    /// Computing medians, intervals and verdicts.
    Judge,
}

/// Hears of everything that happens in a run.
pub trait Observer {
    /// Called for each event, in order, on the conductor's lane.
    fn event(&mut self, event: Event);
}

impl<F: FnMut(Event)> Observer for F {
    fn event(&mut self, event: Event) {
        self(event);
    }
}

/// What a run leaves: the report, and what is drawn or taken away besides.
#[derive(Debug, Clone)]
pub struct Finished {
    /// The report.
    pub report: Report,
    /// Fitted curves.
    pub curves: Vec<Curve>,
    /// What all lanes did in each measured run.
    pub runs: Vec<TracedRun>,
    /// What there is to see of the answer.
    pub shown: Option<Shown>,
}

impl Finished {
    /// The report as JSON text.
    ///
    /// # Errors
    /// [`Error::Protocol`] when a number of it is not finite.
    pub fn report_json(&self) -> Result<String> {
        serde_json::to_string(&self.report).map_err(|error| Error::Protocol { reason: error.to_string() })
    }
}

/// Makes [`REGISTRY`], [`Params`] and their dispatch from the list of labs: a module's name and, in it, a type `Params`
/// with `new`, `fields`, `values` and `clocked_samples`, and an async function `run`.
macro_rules! registry {
    ($($module:ident => $variant:ident),* $(,)?) => {
        /// The labs' names.
        pub const REGISTRY: &[&str] = &[$(stringify!($module)),*];

        /// The validated parameters of a lab.
        #[derive(Debug, Clone)]
        pub enum Params {
            $(#[doc = concat!("Parameters of the lab `", stringify!($module), "`.")] $variant($module::Params)),*
        }

        /// A lab's parameters from a query: `name=value&…`, percent-encoded; what is missing takes its default.
        ///
        /// # Errors
        /// [`Error::UnknownLab`], [`Error::UnknownParameter`] or [`Error::Parameter`].
        pub fn parse(lab: &str, query: &str, file: Option<Data>, machine: &Machine) -> Result<Params> {
            let query = Query::parse(query)?.with_file(file);
            match lab {
                $(stringify!($module) => Ok(Params::$variant($module::Params::new(query, machine)?)),)*
                _ => Err(Error::UnknownLab { lab: lab.into(), known: REGISTRY.join(", ") }),
            }
        }

        /// Checks a query: the lab's fields for it, and all values as text in the same order.
        ///
        /// # Errors
        /// Those of [`parse`].
        pub fn check(lab: &str, query: &str, machine: &Machine) -> Result<(Vec<Field>, Vec<String>)> {
            Ok(match parse(lab, query, None, machine)? {
                $(Params::$variant(params) => (params.fields(machine), params.values()),)*
            })
        }

        /// The time that a run takes at least because of a coarse clock, in milliseconds.
        ///
        /// # Errors
        /// Those of [`parse`].
        pub fn clocked_ms(lab: &str, query: &str, machine: &Machine) -> Result<f64> {
            let samples = match parse(lab, query, None, machine)? {
                $(Params::$variant(params) => params.clocked_samples(machine),)*
            };
            Ok(f64::from(samples) * measure::sample_ms(machine.clock_resolution_ms))
        }

        /// Runs a lab.
        ///
        /// # Errors
        /// Those of the lab; everything that it started has ended then.
        pub async fn run<H: Host>(
            host: &H,
            machine: &Machine,
            params: &Params,
            observer: &mut dyn Observer,
        ) -> Result<Finished> {
            // The labs are compiled for this observer alone, and not once for each of those behind it: all of them are in
            // the package that every reader waits for.
            let mut observer = |event: Event| observer.event(event);
            suspension::take();
            visibility::begin();
            let mut finished = match params {
                $(Params::$variant(params) => $module::run(host, machine, params, &mut observer).await?,)*
            };
            note_disturbances(&mut finished.report, &mut observer);
            Ok(finished)
        }
    };
}

registry! {
    speedup => Speedup,
    sharing => Sharing,
    memory => Memory,
    switching => Switching,
    race => Race,
    deadlock => Deadlock,
    crash => Crash,
    gil => Gil,
    waiting => Waiting,
    server => Server,
    choose => Choose,
}

/// Logs that the program was suspended or its tab hidden during a run, and doubts the claims that were measured then.
fn note_disturbances(report: &mut Report, observer: &mut impl Observer) {
    let mut log = |line: String| {
        observer.event(Event::Log { line: line.clone() });
        report.log.push(line);
    };
    let Repeats { made, gave_up } = suspension::take();
    if made > 0 {
        log(repeated_line(made));
    }
    if visibility::was_hidden() {
        log("the tab was hidden during the run, and browsers slow hidden tabs down".into());
    }
    for claim in &mut report.claims {
        if gave_up {
            claim.doubt("suspended");
        }
        if visibility::was_hidden() {
            claim.doubt("tab-hidden");
        }
    }
}

/// The line of the log for measurements that were made again.
fn repeated_line(repeats: u32) -> String {
    let measurements = if repeats == 1 { "measurement was" } else { "measurements were" };
    format!("this machine, or this program on it, was suspended: {repeats} {measurements} made again")
}

/// A lab's answer to a question that needs no run, both as JSON text; *Run everything* answers, too.
///
/// # Errors
/// [`Error::UnknownLab`] for a lab that answers none, and those of the lab.
pub async fn ask<H: Host>(host: &H, machine: &Machine, lab: &str, question: &str) -> Result<String> {
    match lab {
        "race" => race::explore::answer(question),
        "gil" => gil::ask::answer(host, question).await,
        "waiting" => waiting::answer(host, question).await,
        "server" => server::hear(host, question),
        "choose" => choose::answer(question),
        "everything" => everything::answer(question, machine),
        _ => Err(Error::UnknownLab { lab: lab.into(), known: "race, gil, waiting, server, choose, everything".into() }),
    }
}

/// A finished run as a file: its text and a name for it.
///
/// # Errors
/// Those of [`Finished::report_json`].
pub fn export(finished: &Finished, format: Format) -> Result<(String, String)> {
    let lab = &finished.report.lab;
    Ok(match format {
        Format::Json => (finished.report_json()?, format!("kosut-{lab}.json")),
        Format::Csv => (finished.report.to_csv(), format!("kosut-{lab}.csv")),
        Format::Trace => (chrome_trace(&finished.runs), format!("kosut-{lab}-trace.json")),
    })
}
