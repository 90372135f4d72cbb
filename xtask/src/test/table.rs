//! The tables at the end of a run: where the time went, for people.

use super::times::{CaseTime, PartTime, Times};
use crate::{
    progress::{StepTime, duration_text},
    project::version_pair,
};

/// How many of the slowest browser cases are listed, so that the author of a new one sees its cost.
const SLOWEST: usize = 20;

/// The shortest set-up or build step that is listed, in seconds.
const STEP_MIN_S: f64 = 1.0;

/// A table whose first column is aligned to the left and whose others are aligned to the right.
struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    fn new<const COLUMNS: usize>(heading: [&str; COLUMNS]) -> Self {
        Table { rows: vec![heading.map(String::from).into()] }
    }

    fn row<const COLUMNS: usize>(&mut self, cells: [String; COLUMNS]) {
        self.rows.push(cells.into());
    }

    /// Returns the lines, or nothing when there is no row below the heading.
    fn text(&self) -> String {
        if self.rows.len() < 2 {
            return String::new();
        }
        let columns = self.rows[0].len();
        let width = |column: usize| self.rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
        let widths: Vec<usize> = (0..columns).map(width).collect();
        let line = |row: &Vec<String>| {
            let cells = row.iter().zip(&widths).enumerate().map(|(column, (cell, width))| match column {
                0 => format!("{cell:<width$}"),
                _ => format!("  {cell:>width$}"),
            });
            let line: String = cells.collect();
            format!("{}\n", line.trim_end())
        };
        let lines: String = self.rows.iter().map(line).collect();
        format!("{lines}\n")
    }
}

/// Writes the tables: parts, set-up and builds, engines, the slowest browser cases; and the counts below them.
pub fn text(times: &Times) -> String {
    [parts(times), steps(times), engines(times), slowest(times), counts(times)].concat()
}

fn parts(times: &Times) -> String {
    let mut table = Table::new(["part", "time", "passed", "failed"]);
    for part in &times.parts {
        part_row(&mut table, part, "");
        for inner in &part.inner {
            part_row(&mut table, inner, "  ");
        }
    }
    table.row(["whole run".into(), duration_text(times.elapsed_s), String::new(), String::new()]);
    table.text()
}

fn part_row(table: &mut Table, part: &PartTime, indent: &str) {
    let [passed, failed] = match part.counts {
        Some(counts) => [counts.passed.to_string(), counts.failed.to_string()],
        None => [String::new(), String::new()],
    };
    let name = format!("{indent}{}", with_runs(&part.name, part.runs));
    table.row([name, duration_text(part.elapsed_s), passed, failed]);
}

fn with_runs(name: &str, runs: u32) -> String {
    if runs > 1 { format!("{name} ({runs} runs)") } else { name.into() }
}

fn steps(times: &Times) -> String {
    let mut table = Table::new(["set-up and builds", "time", "begun after", ""]);
    let mut steps: Vec<&StepTime> = times.steps.iter().filter(|step| step.elapsed_s >= STEP_MIN_S).collect();
    steps.sort_by(|one, other| one.started_s.total_cmp(&other.started_s));
    for step in steps {
        let place = if step.background { "in the background" } else { "" };
        let [elapsed, started] = [step.elapsed_s, step.started_s].map(duration_text);
        table.row([step.name.clone(), elapsed, started, place.into()]);
    }
    table.text()
}

fn engines(times: &Times) -> String {
    let mut table = Table::new(["engine", "version", "cases", "checks", "case time", "first start to last end"]);
    for engine in &times.engines {
        let cases: Vec<&CaseTime> = times.cases_of(engine).collect();
        table.row([
            engine.engine.clone(),
            short_version(&engine.version),
            cases.len().to_string(),
            cases.iter().map(|case| case.checks()).sum::<usize>().to_string(),
            duration_text(times.case_s(engine)),
            duration_text(engine.wall_s),
        ]);
    }
    table.text()
}

/// A version's first two numbers: the rest of a browser's version is long and tells a reader nothing.
fn short_version(version: &str) -> String {
    version_pair(version).map_or_else(|| version.into(), |(major, minor)| format!("{major}.{minor}"))
}

fn slowest(times: &Times) -> String {
    let mut table = Table::new(["slowest browser cases", "time", "checks"]);
    for case in times.cases.iter().take(SLOWEST) {
        table.row([with_runs(&case.name, case.runs), duration_text(case.elapsed_s), case.checks().to_string()]);
    }
    table.text()
}

fn counts(times: &Times) -> String {
    let mut text = String::new();
    if times.parts.iter().any(|part| part.counts.is_some()) {
        text += &format!("native and wasm tests: {}\n", times.tests());
    }
    if !times.cases.is_empty() {
        let failed = times.cases.iter().filter(|case| !case.passed).count();
        let checks: usize = times.cases.iter().map(CaseTime::checks).sum();
        let passed = times.cases.len() - failed;
        text += &format!("browser cases: {passed} passed, {failed} failed; {checks} checks\n");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{super::times, *};

    #[test]
    fn the_tables_show_all_times_and_counts() {
        let expected = "\
part                              time  passed  failed
clippy                         1.3 min
native tests (2 runs)          3.5 min     776       0
  kosut, unit tests (2 runs)    40.0 s     496       0
  kosut, native (2 runs)       2.8 min     280       0
browser tests                  5.0 min
whole run                     12.6 min

set-up and builds     time  begun after
wasm, plain build  2.5 min        2.0 s  in the background

engine    version  cases  checks  case time  first start to last end
chromium      1.0      2       4    2.2 min                  3.0 min
firefox       1.0      1       1     10.0 s                   60.0 s

slowest browser cases              time  checks
chromium::article::en (2 runs)  2.0 min       1
firefox::labs::race (2 runs)     10.0 s       1
chromium::labs::race (2 runs)     8.0 s       3

native and wasm tests: 776 passed, 0 failed
browser cases: 2 passed, 1 failed; 5 checks
";
        assert_eq!(text(&times::tests::made_up()), expected);
    }

    #[test]
    fn parts_that_did_not_run_leave_no_table() {
        let times = Times { parts: vec![PartTime::once("tidy", 0.9, true)], elapsed_s: 1.0, ..Times::default() };
        assert_eq!(text(&times), "part        time  passed  failed\ntidy       0.9 s\nwhole run  1.0 s\n\n");
    }
}
