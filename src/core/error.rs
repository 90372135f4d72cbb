//! One error type with stable codes.
//!
//! Errors travel as data: a process encodes its [`Error`] into a reply, the conductor hands it to the page, and the
//! page shows the translated sentence that belongs to [`Error::code`], filled in with [`Error::details`].

use serde::{Deserialize, Serialize};

/// A `Result` whose error is [`Error`].
pub type Result<T> = std::result::Result<T, Error>;

/// Everything that can go wrong in Koşut.
///
/// The variants' names, in kebab case, are their codes: [`Error::code`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum Error {
    /// A parameter's value is malformed or outside of its range.
    #[error("{field}={value}: allowed is {allowed}")]
    Parameter {
        /// The parameter's name, as in the URL.
        field: String,
        /// The value that was given.
        value: String,
        /// The range or the list of values that are accepted.
        allowed: String,
    },
    /// A file cannot be read or written, or is of another kind than is wanted.
    #[error("cannot {action} {path}: {reason}")]
    File {
        /// `read` or `write`.
        action: String,
        /// The file's path, as it was given.
        path: String,
        /// The reason, in English.
        reason: String,
    },
    /// A parameter's name is not known.
    #[error("unknown parameter {field}; known are {known}")]
    UnknownParameter {
        /// The name that was given.
        field: String,
        /// All names that are known, separated by commas.
        known: String,
    },
    /// The lab asked for does not exist.
    #[error("unknown lab {lab}; known are {known}")]
    UnknownLab {
        /// The name that was given.
        lab: String,
        /// All labs, separated by commas.
        known: String,
    },
    /// A process could not be started: its script or its wasm file was not found or is corrupt.
    #[error("process {process} could not be started: {reason}")]
    Spawn {
        /// Index of the process in its cluster, from 0.
        process: u32,
        /// What the browser or operating system said.
        reason: String,
    },
    /// Code in a process panicked.
    #[error("process {process} panicked: {reason}")]
    Panicked {
        /// Index of the process in its cluster, from 0.
        process: u32,
        /// The panic's message and place.
        reason: String,
    },
    /// A process ended by a trap or an uncaught error, or was ended from outside.
    #[error("process {process} died: {reason}")]
    Died {
        /// Index of the process in its cluster, from 0.
        process: u32,
        /// What is known of the end.
        reason: String,
    },
    /// A process gave no sign of life for longer than the watchdog allows.
    #[error("process {process} gave no sign of life for {waited_ms} ms")]
    Stuck {
        /// Index of the process in its cluster, from 0.
        process: u32,
        /// How long the watchdog waited, in milliseconds.
        waited_ms: u32,
    },
    /// A message could not be understood.
    #[error("protocol: {reason}")]
    Protocol {
        /// What was wrong with the message.
        reason: String,
    },
    /// Two topologies gave different answers to the same question.
    #[error("{topology} answered {answer}, but the first topology answered {expected}")]
    Disagree {
        /// The topology with the deviating answer.
        topology: String,
        /// Its answer.
        answer: String,
        /// The answer of the first topology.
        expected: String,
    },
    /// The environment lacks something that the run needs.
    #[error("{capability} is not available here")]
    Unavailable {
        /// The missing capability, e.g. `cross-origin isolation`.
        capability: String,
    },
    /// The work is done before the clock can see time pass.
    #[error("the work takes no time that this clock can see: choose a larger size")]
    TooShort,
    /// The reader stopped the run.
    #[error("stopped by the reader")]
    Cancelled,
    /// A run was asked for while another one is under way.
    #[error("a run is under way")]
    Busy,
}

impl Error {
    /// The stable code, part of the public contract: it never changes for a variant.
    pub fn code(&self) -> &'static str {
        match self {
            Error::Parameter { .. } => "parameter",
            Error::File { .. } => "file",
            Error::UnknownParameter { .. } => "unknown-parameter",
            Error::UnknownLab { .. } => "unknown-lab",
            Error::Spawn { .. } => "spawn",
            Error::Panicked { .. } => "panicked",
            Error::Died { .. } => "died",
            Error::Stuck { .. } => "stuck",
            Error::Protocol { .. } => "protocol",
            Error::Disagree { .. } => "disagree",
            Error::Unavailable { .. } => "unavailable",
            Error::TooShort => "too-short",
            Error::Cancelled => "cancelled",
            Error::Busy => "busy",
        }
    }

    /// The variant's fields by name, as text: the arguments of the translated sentence.
    pub fn details(&self) -> Vec<(&'static str, String)> {
        match self {
            Error::Parameter { field, value, allowed } => {
                vec![("field", field.clone()), ("value", value.clone()), ("allowed", allowed.clone())]
            }
            Error::File { action, path, reason } => {
                vec![("action", action.clone()), ("path", path.clone()), ("reason", reason.clone())]
            }
            Error::UnknownParameter { field, known } => {
                vec![("field", field.clone()), ("known", known.clone())]
            }
            Error::UnknownLab { lab, known } => vec![("lab", lab.clone()), ("known", known.clone())],
            Error::Spawn { process, reason }
            | Error::Panicked { process, reason }
            | Error::Died { process, reason } => {
                vec![("process", (process + 1).to_string()), ("reason", reason.clone())]
            }
            Error::Stuck { process, waited_ms } => {
                vec![("process", (process + 1).to_string()), ("seconds", (waited_ms / 1000).to_string())]
            }
            Error::Protocol { reason } => vec![("reason", reason.clone())],
            Error::Disagree { topology, answer, expected } => {
                vec![("topology", topology.clone()), ("answer", answer.clone()), ("expected", expected.clone())]
            }
            Error::Unavailable { capability } => vec![("capability", capability.clone())],
            Error::TooShort | Error::Cancelled | Error::Busy => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn says(error: Error, code: &str, sentence: &str) {
        assert_eq!(error.code(), code);
        assert_eq!(error.to_string(), sentence);
    }

    #[test]
    fn sentences_name_field_value_and_range() {
        let error =
            Error::Parameter { field: "size".into(), value: "-3".into(), allowed: "whole numbers 1 to 9".into() };
        assert_eq!(error.details()[0], ("field", "size".to_string()));
        says(error, "parameter", "size=-3: allowed is whole numbers 1 to 9");
        says(Error::Cancelled, "cancelled", "stopped by the reader");
    }

    #[test]
    fn errors_survive_the_border() {
        let error = Error::Stuck { process: 1, waited_ms: 30_000 };
        let bytes = postcard::to_stdvec(&error).expect("encodes");
        assert_eq!(postcard::from_bytes::<Error>(&bytes).expect("decodes"), error);
    }
}
