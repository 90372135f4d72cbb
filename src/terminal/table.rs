//! A finished run as a table for people.

use kosut::{
    labs::{Curve, Finished, report::Row},
    verdict::{Claim, Condition, Verdict},
};
use serde_json::Value;

use super::shown;

/// A column of the table: heading and content.
type Column = (&'static str, fn(&Row) -> String);

/// The columns of the lab that compares topologies.
const SPEEDUP: &[Column] = &[
    ("topology", |row| row.topology.clone()),
    ("workers", |row| whole(row, "workers")),
    ("median ms", |row| number(row.median_ms)),
    ("95 %", |row| interval(row.ci95_ms)),
    ("speed-up", |row| field(row, "speedup").map(|speedup| format!("{speedup:.2}")).unwrap_or_default()),
    ("95 %", |row| pair(row, "speedup_ci95").map(|[low, high]| format!("{low:.2}–{high:.2}")).unwrap_or_default()),
    ("spawn ms", |row| field(row, "spawn_ms").map(number).unwrap_or_default()),
    ("sent/received B", |row| format!("{}/{}", whole(row, "sent_bytes"), whole(row, "received_bytes"))),
    ("B per step", |row| field(row, "bytes_per_round").map(|bytes| format!("{bytes:.0}")).unwrap_or_default()),
];

/// The longest list that stands in a cell of the table.
const LIST_MAX: usize = 4;

/// The columns that are there for every other lab; behind them stand the lab's own fields, by their names.
const COMMON: &[Column] = &[
    ("", |row| row.label.clone()),
    ("topology", |row| row.topology.clone()),
    ("median ms", |row| number(row.median_ms)),
    ("95 %", |row| interval(row.ci95_ms)),
];

/// Everything that is told of a run.
pub fn text(finished: &Finished) -> String {
    let report = &finished.report;
    let machine = &report.machine;
    let mut lines = vec![format!("kosut {} · {} · {} cores", machine.build, machine.browser, machine.cores)];
    let params = report.params.iter().map(|(name, value)| format!("{name}={}", plain(value)));
    lines.push(format!("{}: {}", report.lab, params.collect::<Vec<_>>().join(" ")));
    lines.push(String::new());
    let compares_topologies = report.lab == "speedup";
    lines.extend(if compares_topologies { table(SPEEDUP, &[], &report.rows) } else { with_own_fields(&report.rows) });
    lines.push(String::new());
    lines.extend(finished.curves.iter().map(curve));
    lines.extend(report.claims.iter().map(claim));
    lines.push(String::new());
    if let Some(row) = report.rows.first().filter(|_| compares_topologies) {
        let agree = if report.answers_agree { "the same on all topologies" } else { "NOT the same on all topologies" };
        let digest = row.fields.get("answer_digest").map(plain).unwrap_or_default();
        lines.push(format!("answer {} ({digest}), {agree}", whole(row, "answer")));
    }
    lines.extend(finished.shown.iter().flat_map(shown::lines));
    lines.extend(report.log.iter().map(|line| format!("note: {line}")));
    lines.join("\n") + "\n"
}

/// A table of a lab whose fields are its own affair. What is a list of lists stands in the JSON only.
fn with_own_fields(rows: &[Row]) -> Vec<String> {
    let mut own: Vec<&str> = Vec::new();
    for (name, value) in rows.iter().flat_map(|row| &row.fields) {
        let long = value.is_object() || value.as_array().is_some_and(|list| list.len() > LIST_MAX);
        if !long && !own.contains(&name.as_str()) {
            own.push(name);
        }
    }
    table(COMMON, &own, rows)
}

fn table(columns: &[Column], own: &[&str], rows: &[Row]) -> Vec<String> {
    let headings = columns.iter().map(|(heading, _)| *heading).chain(own.iter().copied()).map(String::from).collect();
    let content = rows.iter().map(|row| {
        let own = own.iter().map(|name| row.fields.get(*name).map(written).unwrap_or_default());
        columns.iter().map(|(_, cell)| cell(row)).chain(own).collect()
    });
    let cells: Vec<Vec<String>> = std::iter::once(headings).chain(content).collect();
    let width = |column: usize| cells.iter().map(|line| line[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns.len() + own.len()).map(width).collect();
    let line = |line: &Vec<String>| {
        let cells = line.iter().zip(&widths).map(|(cell, &width)| format!("{cell:>width$}"));
        cells.collect::<Vec<_>>().join("  ").trim_end().to_string()
    };
    cells.iter().map(line).collect()
}

/// A field of a lab's own, as short as it can be read.
fn written(value: &Value) -> String {
    match value {
        Value::Array(list) => list.iter().map(written).collect::<Vec<_>>().join("–"),
        Value::Number(count) if count.is_f64() => number(count.as_f64().unwrap_or_default()),
        other => plain(other),
    }
}

/// A claim with its verdict, its number and why it has none.
pub fn claim(claim: &Claim) -> String {
    let verdict = match claim.verdict {
        Verdict::Holds => "holds",
        Verdict::Fails => "fails",
        Verdict::Unclear => "unclear",
        Verdict::Unavailable => "unavailable",
    };
    let written = |ratio: f64, [low, high]: [f64; 2]| format!("{ratio:.2} ({low:.2}–{high:.2})");
    let of_condition = |one: &Condition| format!("  {} {}", one.name, written(one.ratio, one.ci95));
    let ratio = match (claim.ratio, claim.ci95) {
        (Some(ratio), Some(ci95)) if claim.conditions.is_empty() => format!("  {}", written(ratio, ci95)),
        _ => claim.conditions.iter().map(of_condition).collect(),
    };
    let cores = claim.cores_available.map(|cores| format!(" ({cores:.2} cores available)"));
    let cores = cores.filter(|_| claim.verdict == Verdict::Unclear).unwrap_or_default();
    let reason = claim.reason.as_ref().map(|reason| format!("  {reason}{cores}")).unwrap_or_default();
    format!("{:<24} {verdict}{ratio}{reason}", claim.id)
}

fn curve(curve: &Curve) -> String {
    let family = serde_json::to_value(curve.family).map(|family| plain(&family)).unwrap_or_default();
    let coherency = if curve.coherency > 0.0 { format!(", coherency {:.5}", curve.coherency) } else { String::new() };
    format!("{:<24} serial fraction {:.3}{coherency}", format!("{family}, {}", curve.model), curve.serial_fraction)
}

fn field(row: &Row, name: &str) -> Option<f64> {
    row.fields.get(name).and_then(Value::as_f64)
}

fn whole(row: &Row, name: &str) -> String {
    row.fields.get(name).map(plain).unwrap_or_default()
}

fn pair(row: &Row, name: &str) -> Option<[f64; 2]> {
    let pair = row.fields.get(name)?.as_array()?;
    Some([pair.first()?.as_f64()?, pair.get(1)?.as_f64()?])
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), String::from)
}

/// With about four digits, as many as a measurement has.
fn number(value: f64) -> String {
    let decimals = match value {
        100.0.. => 1,
        10.0.. => 2,
        _ => 3,
    };
    format!("{value:.decimals$}")
}

fn interval([low, high]: [f64; 2]) -> String {
    format!("{}–{}", number(low), number(high))
}
