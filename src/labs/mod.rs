//! One file per experiment: validated parameters in, a report out.
//!
//! A lab is the same code in a browser and on an operating system: it speaks to a [`crate::cluster::Host`] that spawns
//! processes, and tells an [`Observer`] what happens while it happens.
//!
//! A new lab is one file here and one line in [`REGISTRY`].

use serde::{Deserialize, Serialize};

use crate::{
    cluster::Host,
    error::{Error, Result},
    kernels::Picture,
    trace::{Span, TracedRun, chrome_trace},
};

mod params;
pub mod report;
pub mod speedup;

use params::Query;
use report::{Machine, Report};

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
    /// A unit was finished and can be painted.
    Unit {
        /// Index of the unit.
        unit: u32,
        /// Round of the run, from 0.
        round: u32,
        /// Index of the process that computed it.
        process: u32,
        /// Index of the lane in that process.
        lane: u32,
        /// See [`Picture`].
        #[serde(with = "serde_bytes")]
        #[cfg_attr(target_arch = "wasm32", tsify(type = "Uint8Array"))]
        preview: Vec<u8>,
    },
    /// One sample was taken.
    Sample {
        /// The topology, `PxT`.
        topology: String,
        /// Its time in milliseconds.
        elapsed_ms: f64,
    },
    /// Something worth telling, in English; also in the report's log.
    Log {
        /// The line.
        line: String,
    },
}

/// The phases of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum Phase {
    /// Starting processes and threads.
    Spawn,
    /// Running once without counting, shown live.
    Rehearsal,
    /// Taking samples.
    Measure,
    /// Computing medians, intervals and verdicts.
    Judge,
}

/// One field of a lab's parameters, for whoever builds the controls.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Field {
    /// Name in URLs, on the command line and in reports.
    pub name: String,
    /// What it accepts.
    pub accepts: Accepts,
    /// The default, as it is written in a URL.
    pub default: String,
}

/// What a field accepts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Accepts {
    /// A whole number.
    Number {
        /// Smallest.
        min: u32,
        /// Largest.
        max: u32,
        /// Message key of the unit that is counted, or empty.
        unit: String,
    },
    /// One of a list of words.
    Choice {
        /// The words.
        options: Vec<String>,
    },
    /// One or more of a list of words, or concrete topologies `PxT`, separated by commas.
    Topologies {
        /// The words, each a family of topologies: `1xN`, `Nx1`, `PxT`.
        options: Vec<String>,
    },
}

/// What the page sends to the conductor.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(tag = "type", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum Command {
    /// Check a query and tell the fields of the lab for it (ranges can depend on other fields). Answer:
    /// [`Message::Checked`] or [`Message::Failed`].
    Check {
        /// The lab's name.
        lab: String,
        /// Parameters as in a URL, without `?`; missing ones take their defaults.
        query: String,
    },
    /// Run a lab. Answer: [`Message::Event`]s, then one of [`Message::Finished`] and [`Message::Failed`].
    Run {
        /// The lab's name.
        lab: String,
        /// As in [`Command::Check`].
        query: String,
    },
    /// Stop the run under way and end its processes. Its answer is [`Message::Failed`] with code `cancelled`.
    Cancel,
    /// End one process of the run under way from outside, as an operating system's `kill` does.
    Kill {
        /// Index of the process in the cluster that runs, from 0.
        process: u32,
    },
    /// Something about the page that belongs in the log of the run under way.
    Note {
        /// The line, in English.
        line: String,
    },
    /// Ask for the last run in another form. Answer: [`Message::Exported`].
    Export {
        /// The form.
        format: Format,
    },
}

/// Forms in which a run can be taken away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// The report as JSON.
    Json,
    /// The report's rows as CSV.
    Csv,
    /// The spans as Chrome trace-event JSON, for Perfetto.
    Trace,
}

/// What the conductor sends to the page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(tag = "type", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum Message {
    /// The conductor's wasm is running.
    Ready {
        /// The machine as measured at start.
        machine: report::Machine,
    },
    /// A query is valid.
    Checked {
        /// The lab's fields for this query, in the order of the controls.
        fields: Vec<Field>,
        /// All values, written as in a URL, in the same order.
        values: Vec<String>,
    },
    /// Something happened in the run.
    Event {
        /// What.
        event: Event,
    },
    /// The run has ended well.
    Finished {
        /// The report as JSON text; see [`report::Report`].
        report: String,
        /// What the page draws besides the rows: fitted curves by workers.
        curves: Vec<Curve>,
    },
    /// The command could not be carried out, or the run ended badly. A new run can be started.
    Failed {
        /// Stable code, see [`crate::error::Error::code`].
        code: String,
        /// Arguments of the translated sentence: name, value.
        details: Vec<(String, String)>,
        /// The whole in English.
        message: String,
    },
    /// The last run in another form.
    Exported {
        /// The form.
        format: Format,
        /// The content.
        text: String,
        /// A name for the file.
        file_name: String,
    },
}

/// A fitted curve: speed-up against workers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Curve {
    /// `threads` or `processes` or `mixed`.
    pub family: crate::topology::Family,
    /// `amdahl` or `usl`.
    pub model: String,
    /// Serial fraction (Amdahl) or contention (USL), 0 to 1.
    pub serial_fraction: f64,
    /// Coherency cost (USL), or 0.
    pub coherency: f64,
    /// Points (workers, speed-up) to draw.
    pub points: Vec<(f64, f64)>,
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
/// with `new`, `fields` and `values`, and an async function `run`.
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
        pub fn parse(lab: &str, query: &str, machine: &Machine) -> Result<Params> {
            let query = Query::parse(query)?;
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
            Ok(match parse(lab, query, machine)? {
                $(Params::$variant(params) => (params.fields(machine), params.values()),)*
            })
        }

        /// Runs a lab.
        ///
        /// # Errors
        /// Those of the lab; everything that it started has ended then.
        pub async fn run<H: Host>(
            host: &H,
            machine: &Machine,
            params: &Params,
            observer: &mut impl Observer,
        ) -> Result<Finished> {
            match params {
                $(Params::$variant(params) => $module::run(host, machine, params, observer).await,)*
            }
        }
    };
}

registry! {
    speedup => Speedup,
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
