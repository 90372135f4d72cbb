//! From a claim and a measurement to *holds*, *fails*, *unclear* or *unavailable*.

use serde::{Deserialize, Serialize};

/// What a measurement says of a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// The whole interval is on the claimed side, by 5 % or more.
    Holds,
    /// The whole interval is on the other side.
    Fails,
    /// Neither.
    Unclear,
    /// This browser or machine cannot show it; the reason says why.
    Unavailable,
}

/// Where a claim's number comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// From samples of this run.
    Measured,
    /// From a model whose constants were measured.
    Modelled,
}

/// A claim of the article with its verdict.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Claim {
    /// The claim's name, e.g. `processes.parallel`.
    pub id: String,
    /// What the measurement says.
    pub verdict: Verdict,
    /// The measured ratio; above 1 is the claimed side. `None` when unavailable.
    pub ratio: Option<f64>,
    /// 95 % bootstrap interval of the ratio: low, high.
    pub ci95: Option<[f64; 2]>,
    /// Where the number comes from.
    pub basis: Basis,
    /// Why it is unavailable or unclear, as a message key: `one-core`, `not-isolated`, `within-noise`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}
