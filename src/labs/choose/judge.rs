//! From samples and predictions to rows, claims, and the lines that say how good the model was.

use std::{collections::BTreeMap, ptr};

use serde_json::{Map, Value, json};

use super::{
    Job,
    model::{ChooseAdvice, ChoosePrediction},
};
use crate::report::Row;
use kosut_cluster::Traffic;
use kosut_core::{
    measure::{Confidence, Ratio, median, median_interval, median_ratio, ratio},
    topology::Topology,
    verdict::{Claim, Verdict},
};

/// A recommendation is good when it takes at most this many times as long as the best.
const GOOD: f64 = 1.15;

/// Of several recommendations, this share must be good.
const GOOD_SHARE: f64 = 0.9;

/// Below this, the worst is hardly worse: there was nothing to choose.
const ALIKE: f64 = 1.05;

const CLAIM: &str = "when.choose";

/// What was measured of a candidate.
#[derive(Debug, Clone, Default)]
pub struct Entry {
    /// The job's times, with the start where it counts; milliseconds.
    pub samples_ms: Vec<f64>,
    /// What starting took, as often as it was started; milliseconds.
    pub starts_ms: Vec<f64>,
    /// Bytes of messages in one run.
    pub traffic: Traffic,
    /// Bytes of memory of all processes at the end.
    pub memory_bytes: u64,
}

/// A job with what was said of it, and what came.
#[derive(Debug, Clone)]
pub struct Judged {
    /// The job.
    pub job: Job,
    /// What the model said.
    pub advice: ChooseAdvice,
    /// What was measured, in the order of the candidates.
    pub entries: Vec<Entry>,
}

impl Judged {
    /// All candidates that may be chosen, with what was measured of them.
    fn eligible(&self) -> impl Iterator<Item = (&ChoosePrediction, &Entry)> {
        let chosen = self.advice.choice().suits;
        self.advice.candidates.iter().zip(&self.entries).filter(move |(candidate, _)| candidate.suits || !chosen)
    }

    fn recommended(&self) -> &Entry {
        &self.entries[self.advice.recommended as usize]
    }

    fn by_time(&self) -> Vec<(&ChoosePrediction, &Entry)> {
        let mut all: Vec<_> = self.eligible().collect();
        all.sort_by(|(_, one), (_, other)| median(&one.samples_ms).total_cmp(&median(&other.samples_ms)));
        all
    }

    fn best(&self) -> (Topology, &Entry) {
        self.by_time()
            .first()
            .map_or((self.advice.choice().topology, self.recommended()), |(at, entry)| (at.topology, entry))
    }

    fn worst(&self) -> (Topology, &Entry) {
        self.by_time()
            .last()
            .map_or((self.advice.choice().topology, self.recommended()), |(at, entry)| (at.topology, entry))
    }

    /// How many times as long as the best the recommended one took.
    fn over_best(&self) -> f64 {
        median(&self.recommended().samples_ms) / median(&self.best().1.samples_ms)
    }

    /// How far each prediction was from what was measured, as a share of that.
    fn errors(&self) -> impl Iterator<Item = f64> {
        let all = self.advice.candidates.iter().zip(&self.entries);
        all.map(|(candidate, entry)| error_share(candidate, &entry.samples_ms))
    }
}

fn error_share(candidate: &ChoosePrediction, samples_ms: &[f64]) -> f64 {
    let measured_ms = median(samples_ms);
    (candidate.time_ms - measured_ms).abs() / measured_ms
}

/// A row for each candidate.
pub fn rows(judged: &Judged) -> Vec<Row> {
    let best_ms = median(&judged.best().1.samples_ms);
    let all = judged.advice.candidates.iter().zip(&judged.entries).enumerate();
    let rows = all.map(|(index, (candidate, entry))| {
        let topology = candidate.topology;
        let recommended = index == judged.advice.recommended as usize;
        let mut list = vec![
            ("family", json!(topology.family())),
            ("predicted_ms", json!(candidate.time_ms)),
            ("predicted_interval_ms", json!(candidate.interval_ms)),
            ("error_share", json!(error_share(candidate, &entry.samples_ms))),
            ("over_best", json!(median(&entry.samples_ms) / best_ms)),
            ("recommended", json!(recommended)),
            ("suits", json!(candidate.suits)),
            ("predicted_start_ms", json!(candidate.start_ms)),
            ("predicted_memory_bytes", json!(candidate.memory_bytes)),
            ("sent_bytes", json!(entry.traffic.sent_bytes)),
            ("received_bytes", json!(entry.traffic.received_bytes)),
        ];
        if !entry.starts_ms.is_empty() {
            list.push(("start_ms", json!(median(&entry.starts_ms))));
        }
        if entry.memory_bytes > 0 {
            list.push(("memory_bytes", json!(entry.memory_bytes)));
        }
        if recommended {
            let codes: Vec<Value> = judged.advice.reasons.iter().map(|reason| json!(reason.code)).collect();
            list.push(("reasons", json!(codes)));
        }
        row(topology.to_string(), topology, &entry.samples_ms, list)
    });
    rows.collect()
}

/// A row for each job, of the topology that was recommended for it.
pub fn rows_of_several(several: &[Judged]) -> Vec<Row> {
    let rows = (1..).zip(several).map(|(number, judged): (u32, &Judged)| {
        let (choice, entry) = (judged.advice.choice(), judged.recommended());
        let ((best, best_entry), (worst, worst_entry)) = (judged.best(), judged.worst());
        let Job { items, cpu_us, wait_ms, in_kib, out_kib, shared, survive, .. } = judged.job;
        let list = vec![
            ("family", json!(choice.topology.family())),
            ("predicted_ms", json!(choice.time_ms)),
            ("error_share", json!(error_share(choice, &entry.samples_ms))),
            ("over_best", json!(judged.over_best())),
            ("best", json!(best.to_string())),
            ("best_ms", json!(median(&best_entry.samples_ms))),
            ("worst", json!(worst.to_string())),
            ("worst_ms", json!(median(&worst_entry.samples_ms))),
            ("items", json!(items)),
            ("cpu_us", json!(cpu_us)),
            ("wait_ms", json!(wait_ms)),
            ("in_kib", json!(in_kib)),
            ("out_kib", json!(out_kib)),
            ("shared", json!(shared)),
            ("survive", json!(survive)),
        ];
        row(format!("job {number}"), choice.topology, &entry.samples_ms, list)
    });
    rows.collect()
}

fn row(label: String, topology: Topology, samples_ms: &[f64], list: Vec<(&str, Value)>) -> Row {
    let (median_ms, ci95_ms) = (median(samples_ms), median_interval(samples_ms));
    let fields: Map<String, Value> = list.into_iter().map(|(name, value)| (name.into(), value)).collect();
    Row { label, topology: topology.to_string(), samples_ms: samples_ms.to_vec(), median_ms, ci95_ms, fields }
}

/// What the run says of the claim that one can know which to choose: the worst topology's time ÷ the recommended one's.
///
/// That ratio is large as soon as the job can be spread at all, whatever is recommended. So the verdict hangs on the
/// recommendation: it holds when the recommended one takes at most 15 % longer than the best measured of the others, by the
/// whole interval, and the worst takes longer by 5 % or more; it fails when it takes longer than that. Where all are alike,
/// there was nothing to choose, and nothing is shown.
pub fn claim(judged: &Judged) -> Claim {
    let chosen = judged.recommended();
    let mut others = judged.by_time().into_iter().map(|(_, entry)| entry);
    let Some(rival) = others.find(|entry| !ptr::eq(*entry, chosen)) else {
        return Claim::unavailable(CLAIM, "nothing-to-choose");
    };
    let chosen = &chosen.samples_ms;
    let (_, worst) = judged.worst();
    let [low, high] = ratio(chosen, &rival.samples_ms).interval;
    decide(ratio(&worst.samples_ms, chosen), high <= GOOD, low > GOOD)
}

/// The same of several jobs: the median of their ratios, and whether nine of ten recommendations were good.
pub fn claim_of_several(several: &[Judged]) -> Claim {
    let ratio = |judged: &Judged| median(&judged.worst().1.samples_ms) / median(&judged.recommended().samples_ms);
    let ratios: Vec<f64> = several.iter().map(ratio).collect();
    let good = several.iter().filter(|judged| judged.over_best() <= GOOD).count() as f64 / several.len() as f64;
    decide(median_ratio(&ratios, Confidence::Final), good >= GOOD_SHARE, good < GOOD_SHARE)
}

fn decide(ratio: Ratio, good: bool, bad: bool) -> Claim {
    let (verdict, reason) = match (good, bad) {
        (_, true) => (Verdict::Fails, None),
        (true, _) if ratio.interval[0] >= ALIKE => (Verdict::Holds, None),
        (true, _) => (Verdict::Unclear, Some("all-alike")),
        _ => (Verdict::Unclear, Some("within-noise")),
    };
    Claim { verdict, reason: reason.map(String::from), ..Claim::better(CLAIM, ratio) }
}

/// What is told of it in the log.
pub fn lines(judged: &[Judged]) -> Vec<String> {
    let mut lines = Vec::new();
    if let [one] = judged {
        let choice = one.advice.choice();
        let reason = |value: Value, number: f64| format!("{} ({number:.3})", value.as_str().unwrap_or_default());
        let reasons = one.advice.reasons.iter().map(|at| reason(json!(at.code), at.value)).collect::<Vec<_>>();
        lines.push(format!("recommended: {}, for {}", choice.topology, reasons.join(", ")));
        let (best, over) = (one.best().0, one.over_best());
        lines.push(format!("best measured: {best}; the recommended one took {over:.2} times as long"));
    } else {
        let good = judged.iter().filter(|one| one.over_best() <= GOOD).count();
        let of = judged.len();
        lines.push(format!("{good} of {of} recommendations were within 15 % of the best measured topology"));
    }
    let errors: Vec<f64> = judged.iter().flat_map(Judged::errors).collect();
    lines.push(format!("median error of predicted time: {:.1} % of {} times", median(&errors) * 100.0, errors.len()));
    lines
}

/// Constants as they stand in the log.
pub fn written(costs: &BTreeMap<String, f64>) -> String {
    costs.iter().map(|(name, value)| format!("{name} {value:.4}")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::choose::{costs::tests::known, job::Preset, model::advise};

    /// A job on two cores, of which the candidates took so long; the recommended one is put where it is wanted.
    fn judged(times_ms: &[f64], recommended: u32) -> Judged {
        let job = Preset::Thumbnails.job();
        let mut advice = advise(&job, &known(2, true), &job.candidates(2, 16, true)).expect("advice");
        assert_eq!(advice.candidates.len(), times_ms.len());
        advice.recommended = recommended;
        let entry = |&ms: &f64| Entry {
            samples_ms: (0..7).map(|n| ms * (1.0 + 0.001 * f64::from(n))).collect(),
            ..Entry::default()
        };
        Judged { job, advice, entries: times_ms.iter().map(entry).collect() }
    }

    #[test]
    fn the_recommendation_decides_not_the_ratio() {
        let verdict = |times_ms: &[f64], recommended| claim(&judged(times_ms, recommended)).verdict;
        assert_eq!(verdict(&[200.0, 100.0, 105.0], 1), Verdict::Holds);
        assert_eq!(verdict(&[200.0, 100.0, 105.0], 2), Verdict::Holds);
        // The worst is five times as slow, and still a better one was missed.
        assert_eq!(verdict(&[500.0, 100.0, 130.0], 2), Verdict::Fails);
        let alike = claim(&judged(&[100.0, 101.0, 102.0], 1));
        // That its own times wander does not matter as long as all others take longer.
        let mut wanders = judged(&[200.0, 80.0, 110.0], 1);
        wanders.entries[1].samples_ms = vec![79.0, 80.0, 81.0, 82.0, 80.0, 100.0, 104.0];
        assert_eq!(claim(&wanders).verdict, Verdict::Holds);
        assert_eq!((alike.verdict, alike.reason.as_deref()), (Verdict::Unclear, Some("all-alike")));
        assert!((claim(&judged(&[200.0, 100.0, 105.0], 1)).ratio.expect("a ratio") - 2.0).abs() < 1e-9);
    }

    #[test]
    fn what_does_not_suit_is_neither_best_nor_worst() {
        let mut one = judged(&[200.0, 100.0, 130.0], 2);
        one.advice.candidates[0].suits = false;
        one.advice.candidates[1].suits = false;
        assert_eq!(one.over_best(), 1.0);
        assert_eq!(claim(&one).reason.as_deref(), Some("nothing-to-choose"));
    }

    #[test]
    fn of_several_nine_in_ten_must_be_good() {
        let of = |bad: usize| {
            let all: Vec<_> = (0..20).map(|n| judged(&[200.0, 100.0, 130.0], if n < bad { 2 } else { 1 })).collect();
            (claim_of_several(&all).verdict, lines(&all)[0].clone())
        };
        assert_eq!(of(2).0, Verdict::Holds);
        assert_eq!(of(3).0, Verdict::Fails);
        assert_eq!(of(3).1, "17 of 20 recommendations were within 15 % of the best measured topology");
    }

    #[test]
    fn an_error_is_a_share_of_what_was_measured() {
        let mut one = judged(&[200.0, 100.0, 100.0], 1);
        one.advice.candidates[0].time_ms = 150.3;
        let row = &rows(&one)[0];
        let error = row.fields["error_share"].as_f64().expect("a number");
        assert!((error - 0.25).abs() < 1e-2, "{error}");
        assert_eq!(rows_of_several(&[one]).len(), 1);
    }
}
