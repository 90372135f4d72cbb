//! From a claim and a measurement to *holds*, *fails*, *unclear* or *unavailable*.
//!
//! A claim rests on one condition or several. Each compares two medians by their ratio, and asks that one side is
//! [better](Demand::Better) than the other or [not worse](Demand::NotWorse). The claim holds if all conditions hold, and
//! fails if one of them fails.

use serde::{Deserialize, Serialize};

use crate::measure::Ratio;

/// What a measurement says of a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub enum Verdict {
    /// The whole interval is on the claimed side, by 5 % or more.
    Holds,
    /// The whole interval is on the other side.
    Fails,
    /// Neither, or the measurement was disturbed; the reason says why.
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

/// The range of ratios that a condition asks for. Above 1 is the claimed side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub enum Demand {
    /// Holds from 1.05 on: 5 % are more than the noise of a quiet machine. Fails below 1.
    Better,
    /// Holds from 0.95 on: the claimed side may be as good as the other. Fails below 0.95.
    NotWorse,
}

impl Demand {
    /// The condition holds if the lower end of the interval is here or above.
    fn holds_from(self) -> f64 {
        match self {
            Demand::Better => 1.05,
            Demand::NotWorse => 0.95,
        }
    }

    /// The condition fails if the upper end of the interval is below.
    fn fails_below(self) -> f64 {
        match self {
            Demand::Better => 1.0,
            Demand::NotWorse => 0.95,
        }
    }
}

/// One comparison on which a claim rests.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct Condition {
    /// The quantity compared: `time`, `memory`, `rate`.
    pub name: String,
    /// The range that is asked for.
    pub demand: Demand,
    /// Result of the comparison.
    pub verdict: Verdict,
    /// The measured ratio; above 1 is the claimed side.
    pub ratio: f64,
    /// 95 % bootstrap interval of the ratio: low, high.
    pub ci95: [f64; 2],
}

impl Condition {
    /// Judges a measured ratio by its interval.
    pub fn new(name: &str, demand: Demand, Ratio { value, interval }: Ratio) -> Self {
        let [low, high] = interval;
        let verdict = if ![value, low, high].into_iter().all(f64::is_finite) {
            Verdict::Unavailable
        } else if low >= demand.holds_from() {
            Verdict::Holds
        } else if high < demand.fails_below() {
            Verdict::Fails
        } else {
            Verdict::Unclear
        };
        Condition { name: name.into(), demand, verdict, ratio: value, ci95: interval }
    }

    /// Orders conditions from the weakest to the strongest: by verdict, then by how far the lower end of the interval lies
    /// above what is demanded, as a share of that.
    fn strength(&self) -> (u8, f64) {
        let rank = match self.verdict {
            Verdict::Unavailable => 0,
            Verdict::Fails => 1,
            Verdict::Unclear => 2,
            Verdict::Holds => 3,
        };
        (rank, self.ci95[0] / self.demand.holds_from())
    }
}

/// A claim of the article with its verdict.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct Claim {
    /// The claim's name, e.g. `processes.parallel`.
    pub id: String,
    /// What the measurement says.
    pub verdict: Verdict,
    /// The measured ratio of the weakest condition; above 1 is the claimed side. `None` when unavailable.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "number | null"))]
    pub ratio: Option<f64>,
    /// 95 % bootstrap interval of the ratio: low, high.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "[number, number] | null"))]
    pub ci95: Option<[f64; 2]>,
    /// Where the number comes from.
    pub basis: Basis,
    /// All conditions, if the claim rests on several.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub conditions: Vec<Condition>,
    /// Why it is unavailable or unclear, as a message key: `one-core`, `not-isolated`, `within-noise`, `machine-busy`,
    /// `clock-too-coarse`, `tab-hidden`, `suspended`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(optional, type = "string"))]
    pub reason: Option<String>,
    /// Cores that were available during the run, where the claim needs several, as the control of the labs measured them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(optional, type = "number"))]
    pub cores_available: Option<f64>,
}

impl Claim {
    /// Judges a claim that asks for one side to be better.
    ///
    /// ```
    /// use kosut_core::{measure::Ratio, verdict::{Claim, Verdict}};
    ///
    /// let claim = Claim::better("threads.gil", Ratio { value: 1.93, interval: [1.88, 1.97] });
    /// assert_eq!(claim.verdict, Verdict::Holds);
    /// ```
    pub fn better(id: &str, ratio: Ratio) -> Self {
        let claim = Claim::judged(id, vec![Condition::new("time", Demand::Better, ratio)]);
        Claim { conditions: Vec::new(), ..claim }
    }

    /// Judges a claim by its conditions, of which there is at least one. Where a ratio or a bound is not finite, one of the two
    /// times was zero or missing, and the claim is unavailable.
    pub fn judged(id: &str, conditions: Vec<Condition>) -> Self {
        let by_strength = |one: &&Condition, other: &&Condition| {
            let ((rank, margin), (other_rank, other_margin)) = (one.strength(), other.strength());
            rank.cmp(&other_rank).then(margin.total_cmp(&other_margin))
        };
        let Some(weakest) = conditions.iter().min_by(by_strength) else {
            return Claim::unavailable(id, "not-in-run");
        };
        let Condition { verdict, ratio, ci95, .. } = *weakest;
        if verdict == Verdict::Unavailable {
            return Claim::unavailable(id, "clock-too-coarse");
        }
        let reason = (verdict == Verdict::Unclear).then(|| "within-noise".to_string());
        Claim {
            id: id.into(),
            verdict,
            ratio: Some(ratio),
            ci95: Some(ci95),
            basis: Basis::Measured,
            conditions,
            reason,
            cores_available: None,
        }
    }

    /// Says that nothing could be measured here, and why: `one-core`, `not-isolated`.
    pub fn unavailable(id: &str, reason: &str) -> Self {
        Claim {
            id: id.into(),
            verdict: Verdict::Unavailable,
            ratio: None,
            ci95: None,
            basis: Basis::Measured,
            conditions: Vec::new(),
            reason: Some(reason.into()),
            cores_available: None,
        }
    }

    /// Makes the claim unclear for this reason, unless it is unavailable. Its numbers stay.
    pub fn unclear(&mut self, reason: &str) {
        if self.verdict != Verdict::Unavailable {
            self.verdict = Verdict::Unclear;
            self.reason = Some(reason.into());
        }
    }

    /// Makes the claim unclear for this reason if it does not hold. What holds in spite of a disturbance is left.
    pub fn doubt(&mut self, reason: &str) {
        if self.verdict != Verdict::Holds {
            self.unclear(reason);
        }
    }
}

/// Returns `true` if no claim is unclear: more samples would change nothing.
pub fn are_clear(claims: &[Claim]) -> bool {
    claims.iter().all(|claim| claim.verdict != Verdict::Unclear)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ratio(value: f64, interval: [f64; 2]) -> Ratio {
        Ratio { value, interval }
    }

    fn verdict(interval: [f64; 2]) -> Verdict {
        Claim::better("threads.gil", ratio(1.0, interval)).verdict
    }

    fn condition(name: &str, demand: Demand, interval: [f64; 2]) -> Condition {
        Condition::new(name, demand, ratio(f64::midpoint(interval[0], interval[1]), interval))
    }

    #[test]
    fn the_whole_interval_decides() {
        assert_eq!(verdict([1.05, 1.2]), Verdict::Holds);
        assert_eq!(verdict([1.04, 9.0]), Verdict::Unclear);
        assert_eq!(verdict([0.5, 1.0]), Verdict::Unclear);
        assert_eq!(verdict([0.5, 0.99]), Verdict::Fails);
    }

    #[test]
    fn not_worse_begins_five_per_cent_below_equal() {
        let not_worse = |interval| condition("time", Demand::NotWorse, interval).verdict;
        assert_eq!(not_worse([0.95, 1.02]), Verdict::Holds);
        assert_eq!(not_worse([0.94, 1.02]), Verdict::Unclear);
        assert_eq!(not_worse([0.90, 0.94]), Verdict::Fails);
    }

    #[test]
    fn all_conditions_must_hold_and_one_that_fails_decides() {
        let holds = condition("memory", Demand::Better, [2.0, 2.2]);
        let judged = |interval| {
            let conditions = vec![holds.clone(), condition("time", Demand::NotWorse, interval)];
            let claim = Claim::judged("when.threads.io", conditions);
            (claim.verdict, claim.ci95, claim.reason)
        };
        let unclear = [0.9, 1.0];
        assert_eq!(judged([0.97, 1.0]), (Verdict::Holds, Some([0.97, 1.0]), None));
        assert_eq!(judged(unclear), (Verdict::Unclear, Some(unclear), Some("within-noise".into())));
        assert_eq!(judged([0.5, 0.6]), (Verdict::Fails, Some([0.5, 0.6]), None));
        let [unclear, fails] = [[0.9, 1.0], [0.5, 0.6]].map(|interval| condition("time", Demand::NotWorse, interval));
        assert_eq!(Claim::judged("when.threads.io", vec![unclear, fails, holds]).verdict, Verdict::Fails);
    }

    #[test]
    fn the_weakest_condition_is_the_one_closest_to_what_is_demanded() {
        let conditions =
            vec![condition("time", Demand::NotWorse, [1.10, 1.3]), condition("memory", Demand::Better, [1.12, 1.4])];
        assert_eq!(Claim::judged("when.threads.io", conditions).ci95, Some([1.12, 1.4]));
    }

    #[test]
    fn without_numbers_there_is_no_verdict() {
        let cases = [(f64::NAN, [f64::NAN; 2]), (f64::INFINITY, [15.0, f64::INFINITY]), (3.0, [2.0, f64::INFINITY])];
        for (value, interval) in cases {
            let claim = Claim::better("processes.switching", ratio(value, interval));
            assert_eq!(claim, Claim::unavailable("processes.switching", "clock-too-coarse"));
        }
    }

    #[test]
    fn only_what_is_unclear_or_unavailable_needs_a_reason() {
        let better = |value, interval| Claim::better("threads.gil", ratio(value, interval));
        assert_eq!(better(2.0, [1.9, 2.1]).reason, None);
        assert_eq!(better(0.5, [0.4, 0.6]).reason, None);
        assert_eq!(better(1.0, [0.9, 1.1]).reason.as_deref(), Some("within-noise"));
        let unavailable = Claim::unavailable("threads.gil", "one-core");
        assert_eq!((unavailable.verdict, unavailable.ratio, unavailable.ci95), (Verdict::Unavailable, None, None));
        assert_eq!(unavailable.reason.as_deref(), Some("one-core"));
    }

    #[test]
    fn a_disturbance_makes_a_claim_unclear_and_keeps_its_numbers() {
        let mut claim = Claim::better("threads.gil", ratio(0.5, [0.4, 0.6]));
        claim.doubt("tab-hidden");
        assert_eq!(
            (claim.verdict, claim.ratio, claim.reason.as_deref()),
            (Verdict::Unclear, Some(0.5), Some("tab-hidden"))
        );
        let mut holds = Claim::better("threads.gil", ratio(2.0, [1.9, 2.1]));
        holds.doubt("tab-hidden");
        assert_eq!(holds.verdict, Verdict::Holds);
        holds.unclear("machine-busy");
        assert_eq!((holds.verdict, holds.reason.as_deref()), (Verdict::Unclear, Some("machine-busy")));
        let mut unavailable = Claim::unavailable("threads.gil", "one-core");
        unavailable.unclear("machine-busy");
        assert_eq!(unavailable, Claim::unavailable("threads.gil", "one-core"));
    }

    #[test]
    fn a_claim_is_written_as_the_report_promises() {
        let json = serde_json::to_string(&Claim::better("when.choose", ratio(2.0, [1.5, 2.5]))).expect("serialises");
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
