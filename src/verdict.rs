//! From a claim and a measurement to *holds*, *fails*, *unclear* or *unavailable*.

use serde::{Deserialize, Serialize};

/// What a measurement says of a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
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
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub enum Basis {
    /// From samples of this run.
    Measured,
    /// From a model whose constants were measured.
    Modelled,
}

/// A claim of the article with its verdict.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct Claim {
    /// The claim's name, e.g. `processes.parallel`.
    pub id: String,
    /// What the measurement says.
    pub verdict: Verdict,
    /// The measured ratio; above 1 is the claimed side. `None` when unavailable.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "number | null"))]
    pub ratio: Option<f64>,
    /// 95 % bootstrap interval of the ratio: low, high.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "[number, number] | null"))]
    pub ci95: Option<[f64; 2]>,
    /// Where the number comes from.
    pub basis: Basis,
    /// Why it is unavailable or unclear, as a message key: `one-core`, `not-isolated`, `within-noise`,
    /// `clock-too-coarse`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// The claimed side begins here for the lower end of the interval: 5 % are more than the noise of a quiet machine.
const HOLDS_FROM: f64 = 1.05;

/// The other side ends here for the upper end of the interval.
const FAILS_BELOW: f64 = 1.0;

impl Claim {
    /// Judges a measured ratio, above 1 on the claimed side, by its 95 % interval (low, high). Where the ratio or a bound
    /// is not finite, one of the two times was zero or missing, and the claim is unavailable.
    ///
    /// ```
    /// use kosut::verdict::{Claim, Verdict};
    ///
    /// let claim = Claim::judged("processes.parallel", 1.93, [1.88, 1.97]);
    /// assert_eq!(claim.verdict, Verdict::Holds);
    /// ```
    pub fn judged(id: &str, ratio: f64, ci95: [f64; 2]) -> Self {
        let [low, high] = ci95;
        if ![ratio, low, high].into_iter().all(f64::is_finite) {
            return Claim::unavailable(id, "clock-too-coarse");
        }
        let verdict = if low >= HOLDS_FROM {
            Verdict::Holds
        } else if high < FAILS_BELOW {
            Verdict::Fails
        } else {
            Verdict::Unclear
        };
        let reason = (verdict == Verdict::Unclear).then(|| "within-noise".to_string());
        Claim { id: id.into(), verdict, ratio: Some(ratio), ci95: Some(ci95), basis: Basis::Measured, reason }
    }

    /// Says that nothing could be measured here, and why: `one-core`, `not-isolated`.
    pub fn unavailable(id: &str, reason: &str) -> Self {
        Claim {
            id: id.into(),
            verdict: Verdict::Unavailable,
            ratio: None,
            ci95: None,
            basis: Basis::Measured,
            reason: Some(reason.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn verdict(ci95: [f64; 2]) -> Verdict {
        Claim::judged("threads.gil", 1.0, ci95).verdict
    }

    #[test]
    fn the_whole_interval_decides() {
        assert_eq!(verdict([1.05, 1.2]), Verdict::Holds);
        assert_eq!(verdict([1.04, 9.0]), Verdict::Unclear);
        assert_eq!(verdict([0.5, 1.0]), Verdict::Unclear);
        assert_eq!(verdict([0.5, 0.99]), Verdict::Fails);
    }

    #[test]
    fn without_numbers_there_is_no_verdict() {
        let cases = [(f64::NAN, [f64::NAN; 2]), (f64::INFINITY, [15.0, f64::INFINITY]), (3.0, [2.0, f64::INFINITY])];
        for (ratio, ci95) in cases {
            let claim = Claim::judged("processes.switching", ratio, ci95);
            assert_eq!(claim, Claim::unavailable("processes.switching", "clock-too-coarse"));
        }
    }

    #[test]
    fn only_what_is_unclear_or_unavailable_needs_a_reason() {
        assert_eq!(Claim::judged("threads.gil", 2.0, [1.9, 2.1]).reason, None);
        assert_eq!(Claim::judged("threads.gil", 0.5, [0.4, 0.6]).reason, None);
        assert_eq!(Claim::judged("threads.gil", 1.0, [0.9, 1.1]).reason.as_deref(), Some("within-noise"));
        let unavailable = Claim::unavailable("threads.gil", "one-core");
        assert_eq!((unavailable.verdict, unavailable.ratio, unavailable.ci95), (Verdict::Unavailable, None, None));
        assert_eq!(unavailable.reason.as_deref(), Some("one-core"));
    }

    #[test]
    fn a_claim_is_written_as_the_report_promises() {
        let json = serde_json::to_string(&Claim::judged("when.choose", 2.0, [1.5, 2.5])).expect("serialises");
        let expected = r#"{"id":"when.choose","verdict":"holds","ratio":2.0,"ci95":[1.5,2.5],"basis":"measured"}"#;
        assert_eq!(json, expected);
    }

    proptest! {
        #[test]
        fn a_better_interval_is_never_judged_worse(low in 0.0f64..3.0, width in 0.0f64..3.0, better in 0.0f64..3.0) {
            let rank = |verdict| [Verdict::Fails, Verdict::Unclear, Verdict::Holds].iter().position(|&v| v == verdict);
            let before = rank(verdict([low, low + width]));
            prop_assert!(before <= rank(verdict([low + better, low + better + width])));
        }
    }
}
