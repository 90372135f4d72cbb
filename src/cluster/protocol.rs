//! What conductor and process say to each other: typed, versioned, encoded with postcard.
//!
//! ```text
//! conductor                                   process
//!     │  (Worker started, module posted)         │
//!     │ ◄───────────────────────────── Ready ──  │
//!     │ ── Prepare ───────────────────────────►  │   builds its kernel; no clock runs
//!     │ ◄────────────────────────── Prepared ──  │
//!     │                                          │
//!     │ ── Whole ─────────────────────────────►  │   one process: it owns the data and runs every round
//!     │ ◄── Progress … ───────────── Finished ──  │
//!     │ ── Answer ────────────────────────────►  │
//!     │ ◄──────────────────────────── Answered ── │
//!     │                                          │
//!     │ ── Round, Units … ────────────────────►  │   several: the conductor owns the data, processes help
//!     │ ◄──────────────────────────── Parts … ── │
//! ```
//!
//! A process that fails says [`Reply::Failed`] if it still can.

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_bytes::ByteBuf;

use kosut_core::{
    error::{Error, Result},
    measure::{Plan, Times},
    trace::LaneMark,
};
use kosut_kernels::{Answer, Role, Spec};
use kosut_workloads::{
    Outcome, Task,
    lanes::{Schedule, blocking::Wait},
    letters,
};

/// Version of this protocol, the first byte of every message. Both sides come from one build, so another version means
/// that a browser cache mixed two builds.
pub const VERSION: u8 = 1;

/// From the conductor to a process.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Request {
    /// Build the kernel for the next run. Answer: [`Reply::Prepared`].
    Prepare {
        /// What to compute.
        spec: Spec,
        /// Whether this process owns the data.
        role: Role,
    },
    /// Run all rounds, as the owner. Answer: [`Reply::Progress`] if live, then [`Reply::Finished`].
    Whole {
        /// How units are given to lanes.
        schedule: Schedule,
        /// When the run started: milliseconds since the Unix epoch.
        epoch_ms: f64,
        /// Whether to tell of progress.
        live: bool,
    },
    /// Tell the answer of the run that has finished. Answer: [`Reply::Answered`].
    Answer,
    /// A round begins; as a helper. No answer.
    Round {
        /// When the run started: milliseconds since the Unix epoch.
        epoch_ms: f64,
        /// The round's number, from 0.
        round: u32,
        /// See [`kosut_kernels::Kernel::broadcast`].
        broadcast: ByteBuf,
    },
    /// Run units, as a helper. Answer: [`Reply::Parts`], one or more; the last has `last` set.
    Units {
        /// Each unit with its input, see [`kosut_kernels::Kernel::input`].
        units: Vec<(u32, ByteBuf)>,
        /// How the units are given to the lanes of this process.
        schedule: Schedule,
        /// Whether to write previews for the live picture.
        live: bool,
    },
    /// Send this back; for [`super::probe`]. Answer: [`Reply::Echoed`].
    Echo {
        /// Anything.
        payload: ByteBuf,
    },
    /// Run a program. Answer: [`Reply::Performed`], if it ever ends.
    Perform {
        /// Which, with what it needs.
        task: Task,
        /// When the run started: milliseconds since the Unix epoch.
        epoch_ms: f64,
    },
    /// Show these cells of the board. Answered even while the lanes are at work or blocked; only where the conductor
    /// can't read the board by itself. Answer: [`Reply::Cells`].
    Look {
        /// The first cell.
        first: u32,
        /// How many.
        count: u32,
    },
    /// Write into a cell of the board, for the lanes that are at work to see. As [`Request::Look`], only where the conductor
    /// can't do it by itself. No answer.
    Write {
        /// Which cell.
        cell: u32,
        /// What.
        word: u32,
    },
    /// Correspond with another process. Answer: [`Reply::Acts`], as often as there is something to tell; the last one
    /// says that it ends, and comes only when all letters have come.
    Correspond {
        /// With whom and how.
        task: letters::Task,
    },
    /// A letter for a process that corresponds. It is answered as part of [`Request::Correspond`].
    Letter {
        /// Who wrote it.
        from: u32,
    },
    /// Meet another process at an address of the operating system's; where a channel can be sent as a message, nobody asks
    /// for it. Answer: [`Reply::Linked`].
    Link {
        /// Index of the other process.
        peer: u32,
        /// Where.
        address: String,
        /// Whether to open the address, as the first of the two does.
        opens: bool,
    },
    /// Wait on one lane for many at once, as an event loop does. It belongs to whoever embeds the process: only he has a
    /// loop. Answer: [`Reply::Performed`] with the outcome of [`kosut_workloads::waits`].
    AtOnce {
        /// How many.
        jobs: u32,
        /// How each of them waits.
        wait: Wait,
        /// How long, in milliseconds.
        delay_ms: f64,
        /// When the run started: milliseconds since the Unix epoch.
        epoch_ms: f64,
    },
    /// Send a turn to a linked process, which sends it back at once, again and again. Answer: [`Reply::Rallied`].
    Rally {
        /// Index of the other process.
        peer: u32,
        /// How often.
        plan: Plan,
    },
}

impl Request {
    /// Whether a request of this kind is answered at all.
    pub fn is_answered(&self) -> bool {
        !matches!(self, Request::Round { .. } | Request::Letter { .. } | Request::Write { .. })
    }
}

/// From a process to the conductor.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Reply {
    /// The process runs.
    Ready {
        /// Where its [`kosut_workloads::lanes::board::Board`] begins in its memory, in bytes, when that memory is shared.
        board_address: Option<u32>,
    },
    /// The kernel is built.
    Prepared,
    /// What happened lately in a live run of one lane.
    Progress {
        /// Marks since the last reply.
        marks: Vec<LaneMark>,
        /// Previews of finished units: unit, round, bytes.
        previews: Vec<(u32, u32, ByteBuf)>,
    },
    /// All rounds are done.
    Finished {
        /// Marks of the whole run, but for those that were told in [`Reply::Progress`].
        marks: Vec<LaneMark>,
        /// How many rounds there were.
        rounds: u32,
    },
    /// The answer of the run that has finished.
    Answered {
        /// The answer.
        answer: Answer,
    },
    /// Results of units.
    Parts {
        /// Each unit with its part, see [`kosut_kernels::Kernel::encode`].
        parts: Vec<(u32, ByteBuf)>,
        /// Marks since the last reply.
        marks: Vec<LaneMark>,
        /// Whether this is the last reply to its request.
        last: bool,
    },
    /// What [`Request::Echo`] sent.
    Echoed {
        /// The same.
        payload: ByteBuf,
    },
    /// A program has ended.
    Performed {
        /// What came of it.
        outcome: Outcome,
        /// What its lanes noted.
        marks: Vec<LaneMark>,
    },
    /// What [`Request::Look`] asked for.
    Cells {
        /// The cells, as many as there are.
        cells: Vec<u32>,
    },
    /// What a process that corresponds does.
    Acts {
        /// What.
        act: letters::Act,
    },
    /// The address is open, or the other was met there.
    Linked,
    /// All turns have come back.
    Rallied {
        /// How long they took, by the clock of the process that sent them.
        times: Times,
    },
    /// The process failed.
    Failed {
        /// Why.
        error: Error,
    },
}

impl Reply {
    /// [`Reply::Performed`], of a program's own outcome.
    pub fn performed((outcome, marks): (impl Into<Outcome>, Vec<LaneMark>)) -> Self {
        Reply::Performed { outcome: outcome.into(), marks }
    }

    /// Whether this is the last reply to its request.
    pub fn ends_request(&self) -> bool {
        match self {
            Reply::Progress { .. } | Reply::Parts { last: false, .. } => false,
            Reply::Acts { act } => *act == letters::Act::Ends,
            _ => true,
        }
    }
}

/// A message as bytes: version, then postcard.
pub fn encode(message: &impl Serialize) -> Result<Vec<u8>> {
    postcard::to_extend(message, vec![VERSION]).map_err(|error| Error::Protocol { reason: error.to_string() })
}

/// A message from its bytes.
///
/// # Errors
/// [`Error::Protocol`] when the version differs or the bytes are malformed.
pub fn decode<M: DeserializeOwned>(bytes: &[u8]) -> Result<M> {
    match bytes.split_first() {
        Some((&VERSION, body)) => {
            postcard::from_bytes(body).map_err(|error| Error::Protocol { reason: error.to_string() })
        }
        Some((version, _)) => {
            Err(Error::Protocol { reason: format!("version {version} where {VERSION} was expected: reload the page") })
        }
        None => Err(Error::Protocol { reason: "an empty message".into() }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn messages_survive_the_border() {
        let spec = Spec::new("primes", 10, 1, 2);
        let request = Request::Prepare { spec, role: Role::Helper };
        let bytes = encode(&request).expect("encodes");
        assert_eq!(decode::<Request>(&bytes), Ok(request));
    }

    #[test]
    fn another_version_is_refused_with_a_remedy() {
        let error = decode::<Reply>(&[VERSION + 1, 0]).expect_err("another version");
        assert_eq!(error.to_string(), "protocol: version 2 where 1 was expected: reload the page");
    }

    proptest! {
        #[test]
        fn malformed_bytes_are_an_error_not_a_panic(bytes: Vec<u8>) {
            let _ = decode::<Request>(&bytes);
            let _ = decode::<Reply>(&bytes);
        }
    }
}
