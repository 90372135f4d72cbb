//! *Run everything*: a short form of each lab, one after another, and what comes of all the article's claims.
//!
//! It is no lab of its own: it runs the labs as they are, with parameters that stand beside each ([`Short`]), and puts
//! their verdicts together in one report ([`Combined`]). A lab that fails costs its own claims only. What was measured is
//! told after each lab, so whoever watches can stop it and go on later with what is missing.

use serde::{Deserialize, Serialize};

use super::{
    Accepts, Event, Observer, check, choose, crash, deadlock, gil, memory, parse, race,
    report::{Machine, Report},
    run, server, sharing,
    short::Short,
    speedup, switching, waiting,
};
use kosut_cluster::Host;
use kosut_core::{
    clock,
    error::{Error, Result},
};

mod claims;
mod combined;

pub use claims::{CLAIMS, Group, Place, Table};
pub use combined::{Combined, Judged, LabFailure, Part};

/// The short forms of the labs, in the order in which they run: that of the article.
pub const SHORTS: &[Short] = &[
    speedup::SHORT,
    sharing::SHORT,
    memory::SHORT,
    switching::SHORT,
    race::SHORT,
    gil::SHORT,
    deadlock::SHORT,
    crash::SHORT,
    waiting::SHORT,
    server::SHORT,
    choose::SHORT,
];

/// How far it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct EverythingLive {
    /// The lab that runs.
    pub lab: String,
    /// The first of the claims that it answers, counted from 1 among those that can be answered.
    pub first: u32,
    /// The last of them.
    pub last: u32,
    /// Claims that can be answered.
    pub total: u32,
    /// The share that is done, 0 to 1.
    pub share: f64,
    /// An estimate of what is left, in seconds.
    pub seconds_left: f64,
}

/// What can be asked without a run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum EverythingQuestion {
    /// What would be run? Answer: a [`Combined`] in which nothing was measured yet.
    Plan {
        /// Parameters as in an address.
        query: String,
    },
    /// A report as CSV. Answer: the text, as JSON.
    Csv {
        /// The [`Combined`] as JSON text.
        report: String,
    },
}

/// Answers an [`EverythingQuestion`], both as JSON text.
///
/// # Errors
/// Those of [`Combined::planned`] and [`Combined::read`].
pub fn answer(question: &str, machine: &Machine) -> Result<String> {
    let unreadable = |error: serde_json::Error| Error::Protocol { reason: error.to_string() };
    match serde_json::from_str(question).map_err(unreadable)? {
        EverythingQuestion::Plan { query } => Combined::planned(&query, machine)?.json(),
        EverythingQuestion::Csv { report } => {
            serde_json::to_string(&Combined::read(&report)?.csv()).map_err(unreadable)
        }
    }
}

/// Runs the labs that are missing in a report, one after another, and fills it. After each, [`Event::SoFar`] tells the
/// report; of what the labs tell, only how far they are is passed on, as [`Event::Everything`].
///
/// A lab that fails is told in the report, and the others run all the same.
///
/// # Errors
/// [`Error::Protocol`] when the report holds a number that is not finite.
pub async fn fill<H: Host>(
    host: &H,
    machine: &Machine,
    mut combined: Combined,
    observer: &mut impl Observer,
) -> Result<Combined> {
    while let Some((short, query)) = combined.next(machine) {
        let started_ms = clock::now_ms();
        let mut watch = Watch { pace: Pace::new(&combined, short), started_ms, observer: &mut *observer };
        watch.tell(0.0);
        // The page draws who is next while no clock runs.
        host.breathe().await;
        let outcome = match parse(short.lab, &query, None, machine) {
            Ok(params) => run(host, machine, &params, &mut watch).await,
            Err(error) => Err(error),
        };
        let seconds = (clock::now_ms() - started_ms) / 1000.0;
        let part = match outcome {
            Ok(finished) => Part::finished(query, seconds, finished.report),
            Err(error) => Part::failed(short.lab, query, started_ms, seconds, &error),
        };
        combined.add(part);
        observer.event(Event::SoFar { report: combined.json()? });
    }
    Ok(combined)
}

/// All values of a lab under a query, written as a query: so what a link names does not depend on the machine's defaults.
/// Programs and files are left out, as their defaults are everywhere the same.
fn whole_query(short: &Short, machine: &Machine) -> Result<String> {
    let (fields, values) = check(short.lab, short.query, machine)?;
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (field, value) in fields.iter().zip(&values) {
        if !matches!(field.accepts, Accepts::Source { .. } | Accepts::File { .. }) {
            query.append_pair(&field.name, value);
        }
    }
    Ok(query.finish())
}

/// How long what was seen has to last until it counts as much as what was expected, in seconds: about as long as a lab.
const CONFIDENCE_S: f64 = 5.0;

/// What is known of the time that a run takes.
struct Pace {
    live: EverythingLive,
    /// Seconds that labs took, and that they were to take.
    took: f64,
    was_to_take: f64,
    /// Seconds that the lab under way, and those after it, are to take.
    current: f64,
    later: f64,
}

impl Pace {
    fn new(combined: &Combined, short: &Short) -> Self {
        let wanted = |short: &&Short| combined.wants(short);
        let total: usize = SHORTS.iter().filter(wanted).map(|short| combined.wanted_of(short)).sum();
        let done: usize =
            SHORTS.iter().filter(|short| combined.has(short)).map(|short| combined.wanted_of(short)).sum();
        let seconds = |kept: &dyn Fn(&&Short) -> bool| SHORTS.iter().filter(kept).map(|short| short.seconds).sum();
        Pace {
            live: EverythingLive {
                lab: short.lab.into(),
                first: done as u32 + 1,
                last: (done + combined.wanted_of(short)) as u32,
                total: total as u32,
                share: 0.0,
                seconds_left: 0.0,
            },
            took: combined.seconds,
            was_to_take: seconds(&|short| combined.has(short)),
            current: short.seconds,
            later: seconds(&|other| combined.wants(other) && !combined.has(other) && other.lab != short.lab),
        }
    }

    /// With a share of the lab under way done, after so many seconds of it.
    fn at(&self, share: f64, seconds: f64) -> EverythingLive {
        let left = self.current * (1.0 - share) + self.later;
        let all = self.was_to_take + self.current + self.later;
        // What was expected counts like some seconds that went as expected: the very first ones say little.
        let expected = self.was_to_take + self.current * share + CONFIDENCE_S;
        let pace = (self.took + seconds + CONFIDENCE_S) / expected;
        EverythingLive { share: (1.0 - left / all).clamp(0.0, 1.0), seconds_left: left * pace, ..self.live.clone() }
    }
}

/// Hears what a lab tells and passes on how far everything is.
struct Watch<'a, O> {
    pace: Pace,
    started_ms: f64,
    observer: &'a mut O,
}

impl<O: Observer> Watch<'_, O> {
    fn tell(&mut self, share: f64) {
        self.observer
            .event(Event::Everything { live: self.pace.at(share, (clock::now_ms() - self.started_ms) / 1000.0) });
    }
}

impl<O: Observer> Observer for Watch<'_, O> {
    fn event(&mut self, event: Event) {
        if let Event::Progress { done, total, .. } = event {
            self.tell(f64::from(done) / f64::from(total.max(1)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_estimate_follows_what_was_seen() {
        let machine = Machine::for_tests(2);
        let combined = Combined::planned("only=processes.parallel,threads.race", &machine).expect("a plan");
        let pace = Pace::new(&combined, &SHORTS[0]);
        assert_eq!((pace.live.first, pace.live.last, pace.live.total), (1, 1, 2));
        let all = speedup::SHORT.seconds + race::SHORT.seconds;
        let begun = pace.at(0.0, 0.0);
        assert_eq!((begun.share, begun.seconds_left), (0.0, all));
        // As expected, and then three times as slow.
        let half = speedup::SHORT.seconds / 2.0;
        let left = all - half;
        assert!((pace.at(0.5, half).seconds_left - left).abs() < 1e-9);
        let slow = pace.at(0.5, 3.0 * half).seconds_left;
        assert!(slow > left && slow < 3.0 * left, "{slow}");
    }

    #[test]
    fn questions_are_answered_as_the_page_asks_them() {
        let machine = Machine { build: env!("CARGO_PKG_VERSION").into(), ..Machine::for_tests(2) };
        let plan = answer(r#"{"kind":"plan","query":""}"#, &machine).expect("an answer");
        assert!(plan.contains(r#""reason":"not-run""#), "{plan}");
        let csv = serde_json::json!({ "kind": "csv", "report": plan }).to_string();
        assert!(answer(&csv, &machine).expect("an answer").starts_with("\"table,row,claim,lab,"));
        assert!(answer("{}", &machine).is_err());
    }
}
