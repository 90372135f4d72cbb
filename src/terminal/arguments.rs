//! The commands and options, made from what the labs say of their fields, and the query that comes of them.

use std::fs;

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use form_urlencoded::Serializer;
use kosut::{
    cluster::native::{PROCESS_COMMAND, THREADS_OPTION},
    error::Result,
    kernels::{REGISTRY, Source},
    labs::{self, Accepts, Field, report::Machine},
    topology::MAX_LANES,
};

use super::{everything, python};

/// The command that measures the machine's constants.
pub const PROBE: &str = "probe";
/// The option for the report as JSON.
pub const JSON: &str = "json";
/// The option for the samples as CSV.
pub const CSV: &str = "csv";
/// The option for a table with all fields.
pub const WIDE: &str = "wide";
/// The option for a file that gets the trace.
pub const TRACE: &str = "trace";
/// The option for the reader's own file.
pub const FILE: &str = "file";

/// The field whose value decides which other fields there are, and their ranges.
const KERNEL: &str = "kernel";

/// Another such field.
const MODE: &str = "mode";

/// The program's commands: one for each lab, and those of the program itself.
pub fn command(machine: &Machine) -> Command {
    let labs = labs::REGISTRY.iter().map(|lab| lab_command(lab, machine));
    let probe = Command::new(PROBE)
        .about("Measures what starting, messages and hand-offs cost on this machine")
        .arg(flag(JSON, "Print the constants as JSON"));
    Command::new("kosut")
        .about("Threads and processes, told by experiments that run for real, on this operating system")
        .version(env!("CARGO_PKG_VERSION"))
        .after_help(kernels_help())
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommands(labs)
        .subcommand(everything::command())
        .subcommand(probe)
        .subcommand(python::command())
}

/// The command that makes the program a process of a cluster. It is not for people, so it stands beside the others.
pub fn process() -> Command {
    let threads = Arg::new(THREADS_OPTION)
        .long(THREADS_OPTION)
        .required(true)
        .value_parser(value_parser!(u32).range(1..=i64::from(MAX_LANES)));
    Command::new(PROCESS_COMMAND).about("A process of a cluster; speaks on its pipes").arg(threads)
}

fn lab_command(lab: &'static str, machine: &Machine) -> Command {
    let fields = fields(lab, machine);
    let kernels = if fields.iter().any(|(field, _)| field.name == KERNEL) { kernels_help() } else { String::new() };
    Command::new(lab)
        .about(format!("Runs the lab {lab}"))
        .after_help(kernels)
        .args(fields.into_iter().map(|(field, same)| option(&field, same)))
        .arg(flag(JSON, "Print the report as JSON instead of a table").conflicts_with(CSV))
        .arg(flag(CSV, "Print every sample as CSV instead of a table"))
        .arg(flag(WIDE, "Show all fields of the report in the table").conflicts_with_all([JSON, CSV]))
        .arg(path(TRACE, "Also write what each lane did, as a trace for https://ui.perfetto.dev"))
}

/// All fields of a lab, for whichever kernel or mode, and whether they are the same for all.
fn fields(lab: &str, machine: &Machine) -> Vec<(Field, bool)> {
    // The defaults are valid for every lab and every kernel: tests see to that.
    let of = |query: &str| labs::check(lab, query, machine).map(|(fields, _)| fields).unwrap_or_default();
    let first = of("");
    let deciding = first.iter().filter(|field| [KERNEL, MODE].contains(&field.name.as_str()));
    let queries: Vec<String> = deciding
        .flat_map(|Field { name, accepts, .. }| match accepts {
            Accepts::Choice { options } => options.iter().map(|option| format!("{name}={option}")).collect(),
            _ => Vec::new(),
        })
        .collect();
    let mut all: Vec<(Field, bool)> = first.into_iter().map(|field| (field, true)).collect();
    for field in queries.iter().flat_map(|query| of(query)) {
        match all.iter_mut().find(|(other, _)| other.name == field.name) {
            Some((other, same)) => *same &= *other == field,
            None => all.push((field, true)),
        }
    }
    all
}

fn option(field: &Field, same: bool) -> Arg {
    let default = if field.default.is_empty() { String::new() } else { format!(" [default: {}]", field.default) };
    let (value, help) = match &field.accepts {
        Accepts::Number { .. } if !same => ("N", "depends on the kernel, see below".into()),
        Accepts::Number { min, max, .. } => ("N", format!("{min}–{max}{default}")),
        Accepts::Choice { options } => ("WORD", format!("{}{default}", options.join(", "))),
        Accepts::Topologies { options } => {
            ("LIST", format!("{}, or concrete ones like 2x4, separated by commas{default}", options.join(", ")))
        }
        Accepts::Source { max } => {
            ("PROGRAM", format!("a program's file, or its text, up to {max} bytes [default: an example]"))
        }
        Accepts::File { .. } => {
            return path(
                FILE,
                "Your own text or picture, for a kernel that takes one; a picture is scaled down to the size",
            );
        }
    };
    Arg::new(field.name.clone()).long(field.name.clone()).value_name(value).help(help).allow_hyphen_values(true)
}

/// An option without a value.
pub fn flag(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).help(help).action(ArgAction::SetTrue)
}

fn path(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).help(help).value_name("PATH")
}

fn kernels_help() -> String {
    let mut text = String::from("Kernels, and the sizes that they take:\n");
    for entry in REGISTRY {
        let own = match entry.source {
            Source::Text => "; takes your own text",
            Source::Pixels => "; takes your own picture",
            Source::Seed | Source::Dataset(_) => "",
        };
        let (id, unit) = (entry.id, entry.size_unit);
        let (min, max, default) = (entry.size_min, entry.size_max, entry.size_default);
        text.push_str(&format!("  {id:<12} {min}–{max} {unit}, default {default}{own}\n"));
    }
    text
}

/// The query of what was given, but for the file.
///
/// # Errors
/// Those of [`labs::check`].
pub fn query(lab: &str, machine: &Machine, arguments: &ArgMatches) -> Result<String> {
    let mut query = Serializer::new(String::new());
    for (field, _) in fields(lab, machine).iter().filter(|(field, _)| field.name != FILE) {
        if let Some(value) = arguments.get_one::<String>(&field.name) {
            let from_file = matches!(field.accepts, Accepts::Source { .. }).then(|| fs::read_to_string(value).ok());
            query.append_pair(&field.name, from_file.flatten().as_ref().unwrap_or(value));
        }
    }
    let query = query.finish();
    labs::check(lab, &query, machine).map(|_| query)
}
