//! A finished run as a table for people.

use kosut::{
    labs::{Curve, Finished, report::Row},
    verdict::{Claim, Condition, Verdict},
};
use serde_json::Value;

use super::{columns, shown, words};

/// The longest list that stands in a cell of the wide table.
const LIST_MAX: usize = 4;

/// A table: its headings, and the cells of each row.
struct Table {
    headings: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// Returns a run as text: its settings, the table, the claims and the log. The table has the page's columns; a `wide` one has
/// all fields of the report, by their names.
pub fn text(finished: &Finished, wide: bool) -> String {
    let report = &finished.report;
    let machine = &report.machine;
    let mut lines = vec![format!("kosut {} · {} · {} cores", machine.build, machine.browser, machine.cores)];
    let params = report.params.iter().map(|(name, value)| format!("{name}={}", plain(value)));
    lines.push(format!("{}: {}", report.lab, params.collect::<Vec<_>>().join(" ")));
    lines.push(String::new());
    let table = if wide { Table::of_all_fields(&report.rows) } else { Table::of_the_page(&report.lab, &report.rows) };
    lines.extend(table.lines());
    lines.push(String::new());
    lines.extend(finished.curves.iter().map(curve));
    lines.extend(report.claims.iter().map(claim));
    lines.push(String::new());
    if let Some(row) = report.rows.first().filter(|_| report.lab == "speedup") {
        let agree = if report.answers_agree { "the same on all topologies" } else { "NOT the same on all topologies" };
        let digest = row.fields.get("answer_digest").map(plain).unwrap_or_default();
        lines.push(format!("answer {} ({digest}), {agree}", whole(row, "answer")));
    }
    lines.extend(finished.shown.iter().flat_map(shown::lines));
    lines.extend(report.log.iter().map(|line| format!("note: {line}")));
    lines.join("\n") + "\n"
}

impl Table {
    fn of_the_page(lab: &str, rows: &[Row]) -> Self {
        let columns = columns::of(lab, rows);
        // Where all rows are called by their topologies, these are the names.
        let names: Vec<String> = rows.iter().map(|row| columns::row_name(lab, row)).collect();
        let has_names = names.iter().zip(rows).any(|(name, row)| *name != row.topology);
        let first = if has_names { vec!["", "Topology"] } else { vec!["Topology"] };
        let headings = first.into_iter().chain(columns.iter().map(|column| column.heading(lab)));
        let cells = |(row, name): (&Row, String)| {
            let topology = has_names.then(|| row.topology.clone());
            let own = columns.iter().map(|column| column.cell(lab, row));
            std::iter::once(name).chain(topology).chain(own).collect()
        };
        Table { headings: headings.map(String::from).collect(), rows: rows.iter().zip(names).map(cells).collect() }
    }

    /// Objects and long lists appear in the JSON only.
    fn of_all_fields(rows: &[Row]) -> Self {
        let mut own: Vec<&str> = Vec::new();
        for (name, value) in rows.iter().flat_map(|row| &row.fields) {
            let long = value.is_object() || value.as_array().is_some_and(|list| list.len() > LIST_MAX);
            if !long && !own.contains(&name.as_str()) {
                own.push(name);
            }
        }
        let headings = ["", "topology", "median_ms", "ci95_ms"].into_iter().chain(own.iter().copied());
        let cells = |row: &Row| {
            let common = [row.label.clone(), row.topology.clone(), number(row.median_ms), interval(row.ci95_ms)];
            let own = own.iter().map(|name| row.fields.get(*name).map(written).unwrap_or_default());
            common.into_iter().chain(own).collect()
        };
        Table { headings: headings.map(String::from).collect(), rows: rows.iter().map(cells).collect() }
    }

    /// Names to the left, everything else to the right; headings in as many lines as they need.
    fn lines(&self) -> Vec<String> {
        let widths: Vec<usize> = (0..self.headings.len()).map(|column| self.width(column)).collect();
        let headings: Vec<Vec<String>> =
            self.headings.iter().zip(&widths).map(|(heading, width)| wrapped(heading, *width)).collect();
        let height = headings.iter().map(Vec::len).max().unwrap_or_default();
        let heads = (0..height).map(|line| {
            let word = |lines: &Vec<String>| (line + lines.len()).checked_sub(height).map(|at| lines[at].clone());
            headings.iter().map(|lines| word(lines).unwrap_or_default()).collect()
        });
        let aligned = |cells: Vec<String>| {
            let cells = cells.iter().zip(&widths).enumerate().map(|(column, (cell, &width))| match column {
                0 => format!("{cell:<width$}"),
                _ => format!("{cell:>width$}"),
            });
            cells.collect::<Vec<_>>().join("  ").trim_end().to_string()
        };
        heads.chain(self.rows.iter().cloned()).map(aligned).filter(|line| !line.is_empty()).collect()
    }

    /// The width of a column: that of its widest cell, or of the longest word above.
    fn width(&self, column: usize) -> usize {
        let cells = self.rows.iter().map(|row| row[column].as_str());
        cells.chain(self.headings[column].split(' ')).map(|text| text.chars().count()).max().unwrap_or_default()
    }
}

/// A heading in lines of at most this many characters, if its words are not longer.
fn wrapped(heading: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in heading.split(' ') {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.into()),
        }
    }
    lines
}

/// A field of a lab's own, as short as it can be read.
fn written(value: &Value) -> String {
    match value {
        Value::Array(list) => list.iter().map(written).collect::<Vec<_>>().join("–"),
        Value::Number(count) if count.is_f64() => number(count.as_f64().unwrap_or_default()),
        other => plain(other),
    }
}

/// Returns a claim as text: its verdict, its number, its sentence and the reason for a verdict that is not clear.
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
    let sentence = words::claim(&claim.id).map(String::from);
    let reason = claim.reason.as_ref().map(|reason| words::reason(reason, claim.cores_available));
    let below = sentence.into_iter().chain(reason).map(|sentence| format!("\n    {sentence}"));
    format!("{:<24} {verdict}{ratio}{}", claim.id, below.collect::<String>())
}

fn curve(curve: &Curve) -> String {
    let family = serde_json::to_value(curve.family).map(|family| plain(&family)).unwrap_or_default();
    let coherency = if curve.coherency > 0.0 { format!(", coherency {:.5}", curve.coherency) } else { String::new() };
    format!("{:<24} serial fraction {:.3}{coherency}", format!("{family}, {}", curve.model), curve.serial_fraction)
}

fn whole(row: &Row, name: &str) -> String {
    row.fields.get(name).map(plain).unwrap_or_default()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_take_as_many_lines_as_they_need() {
        let texts = |words: &[&str]| words.iter().map(|word| (*word).to_string()).collect::<Vec<_>>();
        let rows = vec![texts(&["With a lock", "1x2", "12.5 ms"]), texts(&["Without", "1x2", "3 ms"])];
        let table = Table { headings: texts(&["", "Topology", "Time per step"]), rows };
        let expected = [
            "                          Time",
            "                           per",
            "             Topology     step",
            "With a lock       1x2  12.5 ms",
            "Without           1x2     3 ms",
        ];
        assert_eq!(table.lines(), expected);
    }
}
