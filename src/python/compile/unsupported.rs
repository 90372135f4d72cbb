//! What Python has and this one lacks: each is told with its place and a remedy.

use ruff_text_size::Ranged;

use crate::{
    compile::{Compiler, Done, error},
    fault::Remedy,
};

impl Compiler<'_> {
    /// `what` is not supported here.
    pub(super) fn lacks<T>(&self, node: &impl Ranged, what: &str, remedy: Remedy) -> Done<T> {
        let mut fault = error::fault(self.places, node, format!("{what} not supported here"));
        fault.remedy = Some(remedy);
        Err(fault)
    }
}
