//! What the page is told while a run goes on, and when it asks what would come of other values.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{Params, calibrate, model};
use crate::params::Query;
use kosut_core::error::{Error, Result};

/// What is known at a moment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct ChooseLive {
    /// What the model says.
    pub advice: model::ChooseAdvice,
    /// What was measured of each candidate so far: the median in milliseconds, or nothing yet.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "(number | null)[]"))]
    pub measured_ms: Vec<Option<f64>>,
    /// The machine's constants that the model computes with, by name.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "Record<string, number>"))]
    pub costs: BTreeMap<String, f64>,
    /// Which of several jobs, from 1.
    pub job: u32,
    /// How many jobs there are.
    pub of: u32,
}

/// The page's question: what would come of this?
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Question {
    /// The parameters, as in an address.
    query: String,
}

/// The answer to a question, both as JSON: the moment before anything is measured, or `null` while this machine's
/// constants are not known.
///
/// # Errors
/// [`Error::Protocol`] for a question that can't be read; those of [`Params::new`].
pub fn answer(question: &str) -> Result<String> {
    let protocol = |error: serde_json::Error| Error::Protocol { reason: error.to_string() };
    let Question { query } = serde_json::from_str(question).map_err(protocol)?;
    let params = Params::of(Query::parse(&query)?)?;
    let live = calibrate::last().and_then(|costs| {
        let candidates = params.job.candidates(costs.cores, params.lanes, costs.threads.is_some());
        let advice = model::advise(&params.job, &costs, &candidates)?;
        let measured_ms = vec![None; advice.candidates.len()];
        Some(ChooseLive { advice, measured_ms, costs: costs.medians(), job: 1, of: 1 })
    });
    serde_json::to_string(&json!(live)).map_err(protocol)
}
