//! What page and conductor say to each other.

use serde::{Deserialize, Serialize};

use super::{Event, report};
use kosut_cluster::probe::Constants;
use kosut_core::error::{Error, Result};
use kosut_kernels::{self as kernels, Data, Shown};

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
    /// The reader's own file; it is sent along with the run, not written into the query.
    File {
        /// Message key of what it holds: `text`, `pixels`.
        holds: String,
        /// Largest number of bytes of a text, of pixels along an edge of a picture.
        max: u32,
    },
    /// A program's text. The view edits it, so it has no control of its own.
    Source {
        /// Largest number of bytes.
        max: u32,
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
        /// The reader's own file.
        file: Option<Data>,
    },
    /// Run the short form of each lab, one after another. Answer: [`Message::Event`]s, then one of [`Message::Finished`]
    /// with a [`super::everything::Combined`], and [`Message::Failed`].
    Everything {
        /// Parameters as in a URL: `only`.
        query: String,
        /// What an earlier run found until it was stopped, as [`Event::SoFar`] told it: only what is missing is run. Its
        /// claims were asked for then, and the query is not looked at.
        so_far: Option<String>,
    },
    /// Stop the run under way and end its processes. Its answer is [`Message::Failed`] with code `cancelled`.
    Cancel,
    /// End one process of the run under way from outside, as an operating system's `kill` does.
    Kill {
        /// Index of the process in the cluster that runs, from 0.
        process: u32,
    },
    /// The page's tab was hidden or shown during the run under way. A run begins in a tab that is shown.
    Visibility {
        /// `true` from when it is hidden until it is shown.
        hidden: bool,
    },
    /// Let the network that the last run trained recognise what the reader drew. Answer: [`Message::Recognised`].
    Recognise {
        /// The drawing: [`kernels::DRAWING_EDGE`]² pixels, row by row, 0 for paper and anything else for ink.
        #[serde(with = "serde_bytes")]
        #[cfg_attr(target_arch = "wasm32", tsify(type = "Uint8Array"))]
        drawing: Vec<u8>,
    },
    /// Measure what threads and processes cost here. Answer: [`Message::Probed`] or [`Message::Failed`].
    Probe,
    /// Ask a lab something that needs no run; what, is the lab's affair. Answer: [`Message::Answered`].
    Ask {
        /// The lab's name.
        lab: String,
        /// The question, as JSON text.
        question: String,
    },
    /// Ask for the last run of a lab in another form. Answer: [`Message::Exported`].
    Export {
        /// The lab's name.
        lab: String,
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
        /// How long a sample has to last at least with this machine's clock, in milliseconds.
        sample_ms: f64,
    },
    /// A query is valid.
    Checked {
        /// The lab's fields for this query, in the order of the controls.
        fields: Vec<Field>,
        /// All values, written as in a URL, in the same order.
        values: Vec<String>,
        /// The time that a run takes at least because of the clock, in milliseconds: a sample has to last many of its steps.
        clocked_ms: f64,
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
        /// The type of the command that it answers, as it was sent; nothing when the conductor itself is broken.
        command: Option<String>,
        /// Stable code, see [`kosut_core::error::Error::code`].
        code: String,
        /// Arguments of the translated sentence: name, value.
        details: Vec<(String, String)>,
        /// The whole in English.
        message: String,
    },
    /// What the network takes a drawing for.
    Recognised {
        /// The network's score for each digit from 0 to 9; the highest is its answer.
        scores: Vec<f64>,
        /// The digit with the highest score; `None` for an empty drawing.
        digit: Option<u32>,
    },
    /// What threads and processes cost here.
    Probed {
        /// The constants; what needs threads is missing where memory can't be shared.
        constants: Constants,
    },
    /// A lab's answer to [`Command::Ask`].
    Answered {
        /// As JSON text.
        answer: String,
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
    pub family: kosut_core::topology::Family,
    /// `amdahl` or `usl`.
    pub model: String,
    /// Serial fraction (Amdahl) or contention (USL), 0 to 1.
    pub serial_fraction: f64,
    /// Coherency cost (USL), or 0.
    pub coherency: f64,
    /// Points (workers, speed-up) to draw.
    pub points: Vec<(f64, f64)>,
}

/// The answer to [`Command::Recognise`], asked of what the last run showed.
///
/// # Errors
/// [`Error::Protocol`] when the last run trained no network, or the drawing is not as large as it should be.
pub fn recognise(shown: Option<&Shown>, drawing: &[u8]) -> Result<Message> {
    let Some(Shown::Learning { network, .. }) = shown else {
        return Err(Error::Protocol { reason: "the last run trained no network".into() });
    };
    let (scores, digit) = kernels::recognise(network, drawing)?;
    Ok(Message::Recognised { scores: scores.into(), digit })
}
