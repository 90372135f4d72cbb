//! The one idea of this project: a box is a memory, a lane is a flow of control.
//!
//! A [`Topology`] `P×T` is `P` boxes (processes) with `T` lanes (threads) each. It is written `PxT`:
//!
//! | topology | in words |
//! |---|---|
//! | `1x1` | one after another |
//! | `1xN` | multi-threading |
//! | `Nx1` | multi-processing |
//! | `PxT` | what real servers do |

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// The most lanes that a topology may have in all its processes together.
///
/// Above this, browsers begin to refuse Workers.
pub const MAX_LANES: u32 = 64;

/// What is accepted as a topology, for errors.
pub const ALLOWED: &str = "PxT with P and T at least 1 and P·T at most 64";

/// `P` processes with `T` threads each; both at least 1, and `P · T` at most [`MAX_LANES`].
///
/// ```
/// use kosut_core::topology::Topology;
///
/// let topology: Topology = "2x4".parse().unwrap();
/// assert_eq!((topology.processes(), topology.threads()), (2, 4));
/// assert_eq!(topology.lanes(), 8);
/// assert_eq!(topology.to_string(), "2x4");
/// assert!("0x1".parse::<Topology>().is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Topology {
    processes: u32,
    threads: u32,
}

impl Topology {
    /// One process with one thread: `1x1`.
    pub const SERIAL: Topology = Topology { processes: 1, threads: 1 };

    /// Two threads of one process: `1x2`.
    pub const TWO_THREADS: Topology = Topology { processes: 1, threads: 2 };

    /// Two processes with one thread each: `2x1`.
    pub const TWO_PROCESSES: Topology = Topology { processes: 2, threads: 1 };

    /// `processes` memories with `threads` flows of control each.
    ///
    /// # Errors
    /// [`Error::Parameter`] when either is 0 or their product is above [`MAX_LANES`].
    pub fn new(processes: u32, threads: u32) -> Result<Self> {
        let lanes = processes.checked_mul(threads);
        match lanes {
            Some(1..=MAX_LANES) => Ok(Topology { processes, threads }),
            _ => Err(out_of_bounds(&format!("{processes}x{threads}"))),
        }
    }

    /// Number of processes, at least 1.
    pub fn processes(self) -> u32 {
        self.processes
    }

    /// Number of threads in each process, at least 1.
    pub fn threads(self) -> u32 {
        self.threads
    }

    /// Number of lanes in all processes together.
    pub fn lanes(self) -> u32 {
        self.processes * self.threads
    }

    /// Whether its threads share a memory with others: such a process needs cross-origin isolation in a browser.
    pub fn shares_memory(self) -> bool {
        self.threads > 1
    }

    /// In which of the article's four ways it works.
    pub fn family(self) -> Family {
        match (self.processes, self.threads) {
            (1, 1) => Family::Serial,
            (1, _) => Family::Threads,
            (_, 1) => Family::Processes,
            _ => Family::Mixed,
        }
    }
}

/// The article's ways of working.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum Family {
    /// `1x1`.
    Serial,
    /// `1xN`.
    Threads,
    /// `Nx1`.
    Processes,
    /// `PxT` with both above 1.
    Mixed,
}

fn out_of_bounds(text: &str) -> Error {
    Error::Parameter { field: "topologies".into(), value: text.into(), allowed: ALLOWED.into() }
}

impl fmt::Display for Topology {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}x{}", self.processes, self.threads)
    }
}

impl FromStr for Topology {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let number = |digits: &str| -> Option<u32> {
            let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
            if plain { digits.parse().ok() } else { None }
        };
        let (processes, threads) = text.split_once('x').ok_or_else(|| out_of_bounds(text))?;
        match (number(processes), number(threads)) {
            (Some(processes), Some(threads)) => Topology::new(processes, threads),
            _ => Err(out_of_bounds(text)),
        }
    }
}

impl TryFrom<String> for Topology {
    type Error = Error;

    fn try_from(text: String) -> Result<Self> {
        text.parse()
    }
}

impl From<Topology> for String {
    fn from(topology: Topology) -> String {
        topology.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_printed_parses_back(processes in 1u32..=64, threads in 1u32..=64) {
            match Topology::new(processes, threads) {
                Ok(topology) => prop_assert_eq!(topology.to_string().parse::<Topology>(), Ok(topology)),
                Err(_) => prop_assert!(processes * threads > MAX_LANES),
            }
        }

        #[test]
        fn no_text_makes_it_panic(text in ".*") {
            let _ = text.parse::<Topology>();
        }
    }

    #[test]
    fn bounds_and_malformed_text_are_refused_with_the_value() {
        for text in ["", "1", "x", "0x1", "1x0", "65x1", "8x9", "+1x2", " 1x2", "1x2x3", "4294967295x4294967295"] {
            let error = text.parse::<Topology>().expect_err(text);
            assert!(matches!(&error, Error::Parameter { value, .. } if value == text), "{text}: {error}");
        }
    }

    #[test]
    fn families_follow_the_article() {
        let family = |text: &str| text.parse::<Topology>().expect(text).family();
        assert_eq!(family("1x1"), Family::Serial);
        assert_eq!(family("1x4"), Family::Threads);
        assert_eq!(family("4x1"), Family::Processes);
        assert_eq!(family("2x2"), Family::Mixed);
    }
}
