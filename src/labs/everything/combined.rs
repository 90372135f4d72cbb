//! What all labs together found: the report of *Run everything*, as JSON and as CSV.
//!
//! `tests/everything.schema.json` describes the same shape for others.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{CLAIMS, Group, Machine, Report, SHORTS, Short, Table, whole_query};
use crate::{REGISTRY, params::Query, report};
use kosut_core::{
    clock,
    error::{Error, Result},
    verdict::Claim,
};

/// What stands as the lab's name in the report.
const NAME: &str = "everything";

/// The reason of a claim that was not measured yet, or was not asked for.
const NOT_RUN: &str = "not-run";

/// The reason of a claim that no lab answers yet.
const NO_LAB: &str = "no-lab";

/// The reason of a claim whose lab failed.
const FAILED: &str = "failed";

/// The report of *Run everything*.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Combined {
    /// Version of the shape: [`report::VERSION`].
    pub kosut: u32,
    /// Always `everything`.
    pub lab: String,
    /// The claims that were asked for, by their ids.
    pub only: Vec<String>,
    /// Where it ran.
    pub machine: Machine,
    /// When the first lab began: RFC 3339, UTC.
    pub started: String,
    /// How long the labs took together, in seconds.
    pub seconds: f64,
    /// Whether nothing is missing that was asked for and that a lab could answer.
    pub complete: bool,
    /// All claims of the article, in the order of its tables.
    pub claims: Vec<Judged>,
    /// The labs that ran, in order.
    pub labs: Vec<Part>,
}

/// A claim with its place and its verdict.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct Judged {
    /// The claim.
    #[serde(flatten)]
    pub claim: Claim,
    /// The lab that answers it.
    pub lab: String,
    /// The table in which it stands.
    pub table: Table,
    /// The part of the table.
    pub row: Group,
    /// The lab's parameters as in an address: of the run that answered the claim, or that would. Empty where no lab does.
    pub query: String,
}

/// What is kept of a lab's run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Part {
    /// The lab's name.
    pub lab: String,
    /// Its parameters, as in an address.
    pub query: String,
    /// Its parameters by name, as its own report has them; none when it failed.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "Record<string, string | number | boolean>"))]
    pub params: Map<String, Value>,
    /// When it began: RFC 3339, UTC.
    pub started: String,
    /// How long it took, with everything, in seconds.
    pub seconds: f64,
    /// Whether all its topologies gave the same answer.
    #[serde(rename = "answers_agree")]
    pub answers_agree: bool,
    /// Its verdicts.
    pub claims: Vec<Claim>,
    /// What happened besides, in order, in English.
    pub log: Vec<String>,
    /// Why it failed, if it did.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(optional, type = "LabFailure"))]
    pub failure: Option<LabFailure>,
}

/// Why a lab failed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct LabFailure {
    /// Stable code, see [`Error::code`].
    pub code: String,
    /// Arguments of the translated sentence: name, value.
    pub details: Vec<(String, String)>,
    /// The whole in English.
    pub message: String,
}

impl Part {
    pub(super) fn finished(query: String, seconds: f64, report: Report) -> Self {
        let Report { lab, params, started, claims, answers_agree, log, .. } = report;
        Part { lab, query, params, started, seconds, answers_agree, claims, log, failure: None }
    }

    pub(super) fn failed(lab: &str, query: String, started_ms: f64, seconds: f64, error: &Error) -> Self {
        let details = error.details().into_iter().map(|(name, value)| (name.into(), value)).collect();
        let failure = LabFailure { code: error.code().into(), details, message: error.to_string() };
        Part {
            lab: lab.into(),
            query,
            params: Map::new(),
            started: clock::rfc3339(started_ms),
            seconds,
            answers_agree: false,
            claims: Vec::new(),
            log: Vec::new(),
            failure: Some(failure),
        }
    }
}

impl Combined {
    /// A report in which nothing was measured yet. The query's only parameter is `only`: ids of claims, separated by
    /// commas; without it, all of them.
    ///
    /// # Errors
    /// [`Error::Parameter`] and [`Error::UnknownParameter`].
    pub fn planned(query: &str, machine: &Machine) -> Result<Self> {
        let mut query = Query::parse(query)?;
        let only = query.take("only").map_or_else(|| Ok(all()), |value| chosen(&value))?;
        query.finish()?;
        let mut combined = Combined {
            kosut: report::VERSION,
            lab: NAME.into(),
            only,
            machine: machine.clone(),
            started: clock::rfc3339(clock::now_ms()),
            seconds: 0.0,
            complete: false,
            claims: Vec::new(),
            labs: Vec::new(),
        };
        combined.judge();
        Ok(combined)
    }

    /// A report as [`Combined::json`] wrote it, to go on with what is missing.
    ///
    /// # Errors
    /// [`Error::Protocol`] for anything else, and for a report of another version of the project.
    pub fn read(text: &str) -> Result<Self> {
        let combined: Combined =
            serde_json::from_str(text).map_err(|error| Error::Protocol { reason: error.to_string() })?;
        let ours = combined.kosut == report::VERSION
            && combined.lab == NAME
            && combined.machine.build == env!("CARGO_PKG_VERSION");
        if ours { Ok(combined) } else { Err(Error::Protocol { reason: "not a report of this version".into() }) }
    }

    /// The report as JSON text.
    ///
    /// # Errors
    /// [`Error::Protocol`] when a number of it is not finite.
    pub fn json(&self) -> Result<String> {
        serde_json::to_string(self).map_err(|error| Error::Protocol { reason: error.to_string() })
    }

    /// The claims as CSV (RFC 4180), one line for each. No value of them has a comma or a quotation mark.
    pub fn csv(&self) -> String {
        let mut text = String::from("table,row,claim,lab,verdict,ratio,ci95_low,ci95_high,basis,reason,query\r\n");
        for Judged { claim, lab, table, row, query } in &self.claims {
            let number = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
            let [low, high] = claim.ci95.map_or([None; 2], |ci95| ci95.map(Some));
            let cells = [
                word(table),
                word(row),
                claim.id.clone(),
                lab.clone(),
                word(&claim.verdict),
                number(claim.ratio),
                number(low),
                number(high),
                word(&claim.basis),
                claim.reason.clone().unwrap_or_default(),
                query.clone(),
            ];
            text.push_str(&cells.join(","));
            text.push_str("\r\n");
        }
        text
    }

    /// Whether any claim of a lab was asked for.
    pub(super) fn wants(&self, short: &Short) -> bool {
        self.wanted_of(short) > 0
    }

    /// How many claims of a lab were asked for.
    pub(super) fn wanted_of(&self, short: &Short) -> usize {
        short.claims.iter().filter(|id| self.only.iter().any(|only| only == *id)).count()
    }

    /// Whether a lab has run.
    pub(super) fn has(&self, short: &Short) -> bool {
        self.labs.iter().any(|part| part.lab == short.lab)
    }

    /// The lab to run next, with all its parameters.
    pub(super) fn next(&self, machine: &Machine) -> Option<(&'static Short, String)> {
        let short = SHORTS.iter().find(|short| self.wants(short) && !self.has(short))?;
        // A query that is not allowed is told when it is run.
        let query = whole_query(short, machine).unwrap_or_else(|_| short.query.into());
        Some((short, query))
    }

    /// Takes in what a lab found.
    pub(super) fn add(&mut self, part: Part) {
        if self.labs.is_empty() {
            self.started.clone_from(&part.started);
        }
        self.seconds += part.seconds;
        self.labs.push(part);
        self.judge();
    }

    /// Fills the tables with what the labs found.
    fn judge(&mut self) {
        let judged = CLAIMS.map(|place| {
            let (claim, query) = self.judged(place.id, place.lab);
            Judged { claim, lab: place.lab.into(), table: place.table, row: place.row, query }
        });
        self.claims = judged.into();
        self.complete = SHORTS.iter().all(|short| self.has(short) || !self.wants(short));
    }

    fn judged(&self, id: &str, lab: &str) -> (Claim, String) {
        let unavailable = |reason| Claim::unavailable(id, reason);
        let asked = self.only.iter().any(|only| only == id);
        let part = self.labs.iter().find(|part| part.lab == lab).filter(|_| asked);
        let Some(part) = part else {
            let short = SHORTS.iter().find(|short| short.lab == lab).filter(|_| REGISTRY.contains(&lab));
            let query = short.and_then(|short| whole_query(short, &self.machine).ok()).unwrap_or_default();
            return (unavailable(if short.is_some() { NOT_RUN } else { NO_LAB }), query);
        };
        let found = part.claims.iter().find(|claim| claim.id == id).cloned();
        let missing = if part.failure.is_some() { FAILED } else { "not-in-run" };
        (found.unwrap_or_else(|| unavailable(missing)), part.query.clone())
    }
}

fn all() -> Vec<String> {
    CLAIMS.iter().map(|claim| claim.id.to_string()).collect()
}

/// Claims by their ids, none twice.
fn chosen(value: &str) -> Result<Vec<String>> {
    let wrong = || Error::Parameter { field: "only".into(), value: value.into(), allowed: all().join(", ") };
    let mut ids: Vec<String> = Vec::new();
    for id in value.split(',') {
        let known = CLAIMS.iter().any(|claim| claim.id == id);
        if !known || ids.iter().any(|other| other == id) {
            return Err(wrong());
        }
        ids.push(id.into());
    }
    Ok(ids)
}

/// A value that is written as one word.
fn word(value: &impl Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(String::from)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use kosut_core::{measure::Ratio, verdict::Verdict};

    fn planned(query: &str) -> Result<Combined> {
        let machine = Machine { build: env!("CARGO_PKG_VERSION").into(), ..Machine::for_tests(2) };
        Combined::planned(query, &machine)
    }

    fn reason<'a>(combined: &'a Combined, id: &str) -> &'a str {
        let judged = combined.claims.iter().find(|judged| judged.claim.id == id).expect(id);
        judged.claim.reason.as_deref().unwrap_or_default()
    }

    fn race(claim: Claim) -> Part {
        let error = Error::Cancelled;
        let part = Part::failed("race", "rounds=1000".into(), 0.0, 1.5, &error);
        Part { claims: vec![claim], failure: None, answers_agree: true, ..part }
    }

    #[test]
    fn what_was_not_measured_says_so_and_what_was_goes_into_its_table() {
        let mut combined = planned("").expect("a plan");
        assert_eq!((combined.claims.len(), combined.complete), (17, false));
        assert!(
            combined.claims.iter().all(|judged| ["not-run", "no-lab"].contains(&reason(&combined, &judged.claim.id)))
        );
        combined.add(race(Claim::better("threads.race", Ratio { value: 3.0, interval: [2.0, 4.0] })));
        let judged = combined.claims.iter().find(|judged| judged.lab == "race").expect("there");
        assert_eq!((judged.claim.verdict, judged.query.as_str()), (Verdict::Holds, "rounds=1000"));
        assert_eq!(combined.seconds, 1.5);
    }

    #[test]
    fn a_lab_that_fails_costs_its_own_claims_and_is_not_run_again() {
        let mut combined = planned("only=threads.race").expect("a plan");
        let (short, query) = combined.next(&combined.machine.clone()).expect("a lab");
        assert_eq!(short.lab, "race");
        combined.add(Part::failed("race", query, 0.0, 1.0, &Error::Stuck { process: 0, waited_ms: 1000 }));
        assert_eq!(reason(&combined, "threads.race"), "failed");
        assert_eq!(reason(&combined, "threads.gil"), "not-run");
        assert!(combined.complete && combined.next(&combined.machine.clone()).is_none());
    }

    #[test]
    fn it_can_be_stopped_and_gone_on_with() {
        let mut combined = planned("only=threads.race,processes.parallel").expect("a plan");
        combined.add(race(Claim::better("threads.race", Ratio { value: 3.0, interval: [2.0, 4.0] })));
        let read = Combined::read(&combined.json().expect("JSON")).expect("the same");
        assert_eq!(read, combined);
        assert_eq!(read.next(&read.machine).expect("one is missing").0.lab, "speedup");
        let other = combined.json().expect("JSON").replace("\"kosut\":1", "\"kosut\":2");
        assert!(Combined::read(&other).is_err() && Combined::read("{}").is_err());
    }

    #[test]
    fn the_csv_has_a_line_of_as_many_cells_for_each_claim() {
        let mut combined = planned("").expect("a plan");
        combined.add(race(Claim::better("threads.race", Ratio { value: 3.0, interval: [2.0, 4.0] })));
        let csv = combined.csv();
        assert_eq!(csv.lines().count(), 18);
        assert!(csv.lines().all(|line| line.split(',').count() == 11), "{csv}");
        assert!(csv.contains("threads,disadvantage,threads.race,race,holds,3,2,4,measured,,rounds=1000\r\n"), "{csv}");
    }

    #[test]
    fn claims_that_are_unknown_or_named_twice_are_refused() {
        for query in ["only=", "only=threads.speed", "only=threads.race,threads.race", "claims=threads.race"] {
            planned(query).expect_err(query);
        }
    }
}
