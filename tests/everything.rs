//! *Run everything* on the operating system, and the article's tables that it fills.

use std::process::{Command, Output};

use kosut::{
    labs::{
        Event, REGISTRY,
        everything::{self, CLAIMS, Combined, Group, Table},
    },
    verdict::Verdict,
};
use serde_json::Value;

mod lab;
use lab::machine;

/// Two claims of labs that are soon done, also in a build for tests.
const TWO: &str = "only=threads.race,processes.memory";

fn report(combined: &Combined) -> Value {
    let report = serde_json::from_str(&combined.json().expect("JSON")).expect("JSON");
    assert_eq!(complaints(&report), Vec::<String>::new(), "{report:#}");
    report
}

fn complaints(report: &Value) -> Vec<String> {
    let schema: Value = serde_json::from_str(include_str!("everything.schema.json")).expect("the schema is JSON");
    let validator = jsonschema::validator_for(&schema).expect("the schema is a schema");
    validator.iter_errors(report).map(|error| error.to_string()).collect()
}

/// Runs what a query asks for; gives back the report and what was told.
fn run(query: &str, isolated: bool) -> (Combined, Vec<Event>) {
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
fn labs_run_one_after_another_and_only_those_that_were_asked_for() {
    let (combined, events) = run(TWO, true);
    let labs: Vec<&str> = combined.labs.iter().map(|part| part.lab.as_str()).collect();
    assert_eq!((labs, combined.complete), (vec!["memory", "race"], true));
    for judged in report(&combined)["claims"].as_array().expect("claims") {
        let asked = TWO.contains(judged["id"].as_str().expect("an id"));
        assert_eq!(judged["ratio"].is_number(), asked, "{judged:#}");
    }
    for part in &combined.labs {
        assert!(part.answers_agree && part.failure.is_none() && part.seconds > 0.0, "{part:#?}");
        // What a link names gives the same parameters again.
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
fn what_an_earlier_run_has_found_is_kept_and_the_rest_is_run() {
    let (_, events) = run(TWO, true);
    let first = events.iter().find_map(|event| if let Event::SoFar { report } = event { Some(report) } else { None });
    let mut stopped: Value = serde_json::from_str(first.expect("told")).expect("JSON");
    stopped["machine"]["build"] = env!("CARGO_PKG_VERSION").into();
    let stopped = Combined::read(&stopped.to_string()).expect("a report");
    assert_eq!((stopped.labs.len(), stopped.complete), (1, false));
    let kept = stopped.labs[0].clone();
    let resumed = lab::now(everything::fill(&lab::host(), &machine(true), stopped, &mut |_: Event| ())).expect("runs");
    assert_eq!((&resumed.labs[0], resumed.labs.len(), resumed.complete), (&kept, 2, true));
}

#[test]
fn without_shared_memory_what_can_be_measured_is_and_the_rest_says_why() {
    let (combined, _) = run(TWO, false);
    report(&combined);
    assert_eq!(verdict(&combined, "threads.race"), (Verdict::Unavailable, Some("not-isolated".into())));
    assert_ne!(verdict(&combined, "processes.memory").0, Verdict::Unavailable);
}

fn kosut(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_kosut")).arg("everything").args(arguments).output().expect("the program runs")
}

#[test]
fn the_program_prints_tables_json_and_csv_and_refuses_claims_that_are_none() {
    let text = |arguments: &[&str]| {
        let output = kosut(arguments);
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    let only = ["--only", "processes.memory"];
    let tables = text(&only);
    for words in
        ["Threads: advantages", "Use processes", "  processes.memory ", "not-run", "workers=3&data=2&samples=7"]
    {
        assert!(tables.contains(words), "{words:?} in\n{tables}");
    }
    let json: Value = serde_json::from_str(&text(&[&only[..], &["--json"]].concat())).expect("JSON");
    assert_eq!(complaints(&json), Vec::<String>::new());
    assert_eq!(text(&[&only[..], &["--csv"]].concat()).lines().count(), 1 + CLAIMS.len());
    let refused = kosut(&["--only", "processes.memroy"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("only=processes.memroy"));
}

/// What stands between two texts, for the first time.
fn between<'a>(text: &'a str, begin: &str, end: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(begin)?;
    rest.split_once(end).map(|(inner, _)| inner)
}

#[test]
fn the_articles_tables_have_each_claim_once_in_order_with_a_sentence_and_its_lab() {
    for article in [include_str!("../www/tr/index.html"), include_str!("../www/en/index.html")] {
        let tables = between(article, "<kosut-everything", "</kosut-everything>").expect("the tables");
        let rows: Vec<&str> = tables.split("<tr data-claim=\"").skip(1).collect();
        assert_eq!(rows.len(), CLAIMS.len());
        let (mut table, mut row) = ("", "");
        let mut before = tables.split("<tr data-claim=\"");
        for (claim, html) in CLAIMS.iter().zip(rows) {
            // Where a table or a part of one begins, it begins before the row.
            let gap = before.next().unwrap_or_default();
            table = between(gap, "data-table=\"", "\"").unwrap_or(table);
            row = between(gap, "data-row=\"", "\"").unwrap_or(row);
            assert_eq!((table, row), names(claim.table, claim.row), "{}", claim.id);
            assert!(html.starts_with(&format!("{}\"", claim.id)), "{} is expected, there is {html}", claim.id);
            let sentence = between(html, "<span data-part=\"sentence\">", "</span>").unwrap_or_default();
            assert!(sentence.split(' ').count() > 4, "{}: {sentence}", claim.id);
            let link = format!("<a href=\"#{}\">", claim.lab);
            assert_eq!(html.contains(&link), REGISTRY.contains(&claim.lab), "{}: a link to its lab", claim.id);
        }
    }
}

fn names(table: Table, row: Group) -> (&'static str, &'static str) {
    let table = match table {
        Table::Threads => "threads",
        Table::Processes => "processes",
        Table::When => "when",
    };
    let row = match row {
        Group::Advantage => "advantage",
        Group::Disadvantage => "disadvantage",
        Group::Threads => "threads",
        Group::Processes => "processes",
        Group::Either => "either",
    };
    (table, row)
}
