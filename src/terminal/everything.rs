//! `kosut everything`: a short form of each lab, one after another, and the article's tables with this machine's verdicts.

use clap::{Arg, ArgMatches, Command};
use kosut::{
    cluster::native::NativeHost,
    error::Result,
    labs::{
        Event,
        everything::{self, Combined, Group, Judged, SHORTS, Table},
        report::Machine,
    },
};

use super::{
    arguments::{CSV, JSON, flag},
    progress::Line,
    table, wait, warn_of_a_slow_build,
};

/// The command.
pub const COMMAND: &str = "everything";

const ONLY: &str = "only";

/// The command with its options.
pub fn command() -> Command {
    let seconds: f64 = SHORTS.iter().map(|short| short.seconds).sum();
    Command::new(COMMAND)
        .about(format!("Runs a short form of every lab, about {seconds:.0} s, and judges all the claims"))
        .arg(Arg::new(ONLY).long(ONLY).value_name("CLAIMS").help("Only these claims, separated by commas"))
        .arg(flag(JSON, "Print the report as JSON instead of tables").conflicts_with(CSV))
        .arg(flag(CSV, "Print the claims as CSV instead of tables"))
}

/// Runs it; gives back what is to be printed.
///
/// # Errors
/// Those of [`Combined::planned`] and [`everything::fill`].
pub fn run(machine: &Machine, arguments: &ArgMatches) -> Result<String> {
    let mut query = form_urlencoded::Serializer::new(String::new());
    if let Some(only) = arguments.get_one::<String>(ONLY) {
        query.append_pair(ONLY, only);
    }
    let planned = Combined::planned(&query.finish(), machine)?;
    let host = NativeHost::of_this_program()?;
    warn_of_a_slow_build();
    let line = Line::new();
    let mut observer = |event: Event| line.event(&event);
    let combined = wait(everything::fill(&host, machine, planned, &mut observer));
    line.clear();
    let combined = combined?;
    if arguments.get_flag(JSON) {
        return combined.json().map(|json| json + "\n");
    }
    Ok(if arguments.get_flag(CSV) { combined.csv() } else { text(&combined) })
}

fn text(combined: &Combined) -> String {
    let machine = &combined.machine;
    let mut lines = vec![
        format!("kosut {} · {} · {} cores", machine.build, machine.browser, machine.cores),
        format!("{} · {:.1} s in {} labs", combined.started, combined.seconds, combined.labs.len()),
    ];
    let mut heading = None;
    for Judged { claim, table, row, .. } in &combined.claims {
        if heading.replace((*table, *row)) != Some((*table, *row)) {
            lines.extend([String::new(), title(*table, *row).to_string()]);
        }
        lines.push(format!("  {}", table::claim(claim).replace('\n', "\n  ")));
    }
    lines.push(String::new());
    for part in &combined.labs {
        let failure = part.failure.as_ref().map(|failure| format!("  failed: {}", failure.message)).unwrap_or_default();
        lines.push(format!("{:<10} {:>5.1} s  {}{failure}", part.lab, part.seconds, part.query));
    }
    lines.join("\n") + "\n"
}

fn title(table: Table, row: Group) -> &'static str {
    match (table, row) {
        (Table::Threads, Group::Advantage) => "Threads: advantages",
        (Table::Threads, _) => "Threads: disadvantages",
        (Table::Processes, Group::Advantage) => "Processes: advantages",
        (Table::Processes, _) => "Processes: disadvantages",
        (Table::When, Group::Threads) => "Use threads",
        (Table::When, Group::Processes) => "Use processes",
        (Table::When, _) => "It depends on the job",
    }
}
