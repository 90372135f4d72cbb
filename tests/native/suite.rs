//! *Run everything* on the operating system: its plan, its report, and what a second run takes from the first.
//!
//! One of its labs here is `memory`, which reads `/proc`.

use std::sync::OnceLock;

use kosut::{
    labs::{
        Event,
        everything::{self, CLAIMS, Combined},
    },
    verdict::Verdict,
};
use serde_json::Value;

use crate::support::{
    command,
    lab::{self, machine},
    program::{Run, run},
};

/// Two claims of short labs.
const TWO: &str = "only=threads.switching,processes.memory";

fn report(combined: &Combined) -> Value {
    let report = serde_json::from_str(&combined.json().expect("JSON")).expect("JSON");
    assert_eq!(complaints(&report), Vec::<String>::new(), "{report:#}");
    report
}

fn complaints(report: &Value) -> Vec<String> {
    lab::violations(include_str!("../everything.schema.json"), report)
}

/// Runs the labs of [`TWO`] once, with shared memory.
fn filled() -> &'static (Combined, Vec<Event>) {
    static FILLED: OnceLock<(Combined, Vec<Event>)> = OnceLock::new();
    FILLED.get_or_init(|| fill(TWO, true))
}

/// Runs the labs of a query; returns the report and the events.
fn fill(query: &str, isolated: bool) -> (Combined, Vec<Event>) {
    let mut events = Vec::new();
    let planned = Combined::planned(query, &machine(isolated)).expect(query);
    report(&planned);
    let mut observer = |event| events.push(event);
    let filled = lab::now(everything::fill(&lab::host(), &machine(isolated), planned, &mut observer));
    (filled.expect("runs"), events)
}

fn verdict(combined: &Combined, id: &str) -> (Verdict, Option<String>) {
    let judged = combined.claims.iter().find(|judged| judged.claim.id == id).expect(id);
    (judged.claim.verdict, judged.claim.reason.clone())
}

#[test]
fn labs_run_one_after_another_and_only_the_requested_ones() {
    let (combined, events) = filled();
    let labs: Vec<&str> = combined.labs.iter().map(|part| part.lab.as_str()).collect();
    assert_eq!((labs, combined.complete), (vec!["memory", "switching"], true));
    for judged in report(combined)["claims"].as_array().expect("claims") {
        let asked = TWO.contains(judged["id"].as_str().expect("an id"));
        assert_eq!(judged["ratio"].is_number(), asked, "{judged:#}");
    }
    for part in &combined.labs {
        assert!(part.answers_agree && part.failure.is_none() && part.seconds > 0.0, "{part:#?}");
        // The query of the link gives the same parameters again.
        let (again, _) = lab::run(&part.lab, &part.query, &machine(true)).expect("runs");
        assert_eq!(again.report.params, part.params);
    }
    let shares: Vec<f64> = events
        .iter()
        .filter_map(|event| if let Event::Everything { live } = event { Some(live.share) } else { None })
        .collect();
    assert!(shares.is_sorted() && shares.first() == Some(&0.0), "{shares:?}");
    assert_eq!(events.iter().filter(|event| matches!(event, Event::SoFar { .. })).count(), 2);
}

#[test]
fn results_of_an_earlier_run_are_kept_and_the_rest_is_run() {
    let (_, events) = filled();
    let first = events.iter().find_map(|event| if let Event::SoFar { report } = event { Some(report) } else { None });
    let mut stopped: Value = serde_json::from_str(first.expect("a report of the first lab")).expect("JSON");
    stopped["machine"]["build"] = env!("CARGO_PKG_VERSION").into();
    let stopped = Combined::read(&stopped.to_string()).expect("a report");
    assert_eq!((stopped.labs.len(), stopped.complete), (1, false));
    let kept = stopped.labs[0].clone();
    let resumed = lab::now(everything::fill(&lab::host(), &machine(true), stopped, &mut |_: Event| ())).expect("runs");
    assert_eq!((&resumed.labs[0], resumed.labs.len(), resumed.complete), (&kept, 2, true));
}

#[test]
fn without_shared_memory_some_claims_are_measured_and_the_others_say_why_not() {
    let (combined, _) = fill(TWO, false);
    report(&combined);
    assert_eq!(verdict(&combined, "threads.switching"), (Verdict::Unavailable, Some("not-isolated".into())));
    assert_ne!(verdict(&combined, "processes.memory").0, Verdict::Unavailable);
}

fn kosut(arguments: &[&str]) -> Run {
    run(command::kosut(&["everything"]).args(arguments))
}

#[test]
fn the_program_prints_tables_json_and_csv_and_refuses_unknown_claims() {
    let text = |arguments: &[&str]| kosut(arguments).succeeded();
    let only = ["--only", "processes.memory"];
    let tables = text(&only);
    for words in [
        "Threads: advantages",
        "Use processes",
        "  processes.memory ",
        "It was not part of this run.",
        "workers=3&data=2&samples=7",
    ] {
        assert!(tables.contains(words), "{words:?} in\n{tables}");
    }
    let json: Value = serde_json::from_str(&text(&[&only[..], &["--json"]].concat())).expect("JSON");
    assert_eq!(complaints(&json), Vec::<String>::new());
    assert_eq!(text(&[&only[..], &["--csv"]].concat()).lines().count(), 1 + CLAIMS.len());
    let refused = kosut(&["--only", "processes.memroy"]);
    assert_eq!(refused.code, Some(2), "{}", refused.stderr);
    assert!(refused.stderr.contains("only=processes.memroy"), "{}", refused.stderr);
}
