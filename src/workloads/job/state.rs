//! The state that all items of a job share: a table of sums.

use kosut_core::error::{Error, Result};
use crate::residence::Digest;

/// Numbers of the table.
const SLOTS: usize = 512;

/// Bytes of the table as it travels: as much as a page of memory, which is what a table of settings, a session or the
/// weights of a small network take.
pub const STATE_BYTES: usize = SLOTS * 8;

/// The table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State(Vec<u64>);

impl Default for State {
    fn default() -> Self {
        State(vec![0; SLOTS])
    }
}

impl State {
    /// No table; for who has none to share.
    pub const EMPTY: State = State(Vec::new());

    /// The table from its bytes.
    ///
    /// # Errors
    /// [`Error::Protocol`] when there are more or fewer than [`STATE_BYTES`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self> {
        if bytes.len() != STATE_BYTES {
            return Err(Error::Protocol { reason: format!("a state of {} bytes", bytes.len()) });
        }
        Ok(State(bytes.as_chunks().0.iter().map(|word| u64::from_le_bytes(*word)).collect()))
    }

    /// The table's bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.0.iter().flat_map(|word| word.to_le_bytes()).collect()
    }

    /// Which number of the table a value is added to.
    pub fn slot(value: u64) -> u16 {
        (value >> 32) as u16 % SLOTS as u16
    }

    /// Adds to one number; what is out of the table is left out.
    pub fn add(&mut self, slot: u16, value: u64) {
        if let Some(number) = self.0.get_mut(slot as usize) {
            *number = number.wrapping_add(value);
        }
    }

    /// A number that differs when one of the table's does.
    pub fn digest(&self) -> u64 {
        Digest::of(&self.to_bytes()).0
    }
}
