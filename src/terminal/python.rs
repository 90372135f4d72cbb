//! `kosut python FILE`: a program of the small Python on processes and threads of the operating system, as `python3 FILE`
//! runs it: what it prints and what it exits with are the same.

use std::{
    io::{self, Write},
    process::ExitCode,
};

use clap::{Arg, ArgMatches, Command, value_parser};
use kosut::{
    cluster::{
        native::NativeHost,
        office::{self, Watch},
    },
    error::{Error, Result},
    topology::MAX_LANES,
    trace::LaneMark,
};
use kosut_python::{
    compile::compile,
    fault::SyntaxFault,
    outside::{Checks, Options, ProcessId},
};

use super::own_file;

/// The name of the command.
pub const COMMAND: &str = "python";

/// Bytes of values that a program may have in each of its processes.
const BYTES_MAX: u64 = 1 << 30;

/// The longest program, in bytes.
const SOURCE_BYTES_MAX: u32 = 16 << 20;

/// CPython's switch interval, in milliseconds.
const SWITCH_INTERVAL_MS: f64 = 5.0;

/// The longest switch interval, in milliseconds: a minute.
const SWITCH_INTERVAL_MAX_MS: f64 = 60_000.0;

/// How many threads a program may have besides its main one, if nobody says it. They are there before it asks for them.
const THREADS: &str = "16";

const FILE: &str = "file";
const GIL: &str = "gil";
const INTERVAL: &str = "switch-interval-ms";
const CHECKS: &str = "checks";
const THREADS_MAX: &str = "threads";
const STEPS: &str = "steps";

/// The command with its options.
pub fn command() -> Command {
    let option = |name: &'static str, value: &'static str| Arg::new(name).long(name).value_name(value);
    let threads = i64::from(MAX_LANES) - 1;
    Command::new(COMMAND)
        .about("Runs a program of the small Python, on threads and processes of this operating system")
        .arg(Arg::new(FILE).value_name("FILE").help("The program's file").required(true))
        .arg(
            option(GIL, "WORD")
                .help("Whether there is a global interpreter lock [default: on]")
                .value_parser(["on", "off"])
                .hide_possible_values(false),
        )
        .arg(
            option(INTERVAL, "MS")
                .help(format!("After how long a thread asks for the lock, above 0 [default: {SWITCH_INTERVAL_MS}]"))
                .value_parser(interval),
        )
        .arg(
            option(CHECKS, "WORD")
                .help("Where a thread looks whether others ask for the lock [default: loops-and-calls]")
                .value_parser(["loops-and-calls", "instructions"]),
        )
        .arg(
            option(THREADS_MAX, "N")
                .help(format!("How many threads it may have besides its main one, 0–{threads}"))
                .value_parser(value_parser!(u32).range(0..=threads))
                .default_value(THREADS),
        )
        .arg(
            option(STEPS, "N")
                .help("How many turns of loops and calls it may make in each process [default: any number]")
                .value_parser(value_parser!(u64).range(1..)),
        )
}

fn interval(text: &str) -> std::result::Result<f64, String> {
    let allowed = || format!("allowed are numbers above 0, up to {SWITCH_INTERVAL_MAX_MS}");
    let interval: f64 = text.parse().map_err(|_| allowed())?;
    if interval > 0.0 && interval <= SWITCH_INTERVAL_MAX_MS { Ok(interval) } else { Err(allowed()) }
}

/// Runs the program that the arguments name; gives what it exits with.
///
/// # Errors
/// Those of [`own_file::program`] and of [`office::run_program`].
pub fn run(arguments: &ArgMatches) -> Result<ExitCode> {
    let path = arguments.get_one::<String>(FILE).map_or("", String::as_str);
    let source = own_file::program(path, SOURCE_BYTES_MAX)?;
    let program = match compile(path, &source) {
        Ok(program) => program,
        Err(fault) => {
            eprint!("{}", told(path, &fault));
            return Ok(ExitCode::FAILURE);
        }
    };
    let is = |name: &str, word: &str| arguments.get_one::<String>(name).is_some_and(|given| given == word);
    let options = Options {
        gil: !is(GIL, "off"),
        switch_interval_ms: arguments.get_one(INTERVAL).copied().unwrap_or(SWITCH_INTERVAL_MS),
        checks: if is(CHECKS, "instructions") { Checks::Instructions } else { Checks::LoopsAndCalls },
        steps_max: arguments.get_one(STEPS).copied().unwrap_or(u64::MAX),
        bytes_max: BYTES_MAX,
    };
    let program = program.pack().map_err(|error| Error::Protocol { reason: error.to_string() })?;
    let lanes = office::lanes(&program, 1 + arguments.get_one(THREADS_MAX).copied().unwrap_or(0));
    let host = NativeHost::of_this_program()?;
    let ran = super::wait(office::run_program(&host, &program, options, lanes, &mut Terminal))?;
    Ok(ExitCode::from(u8::try_from(ran.code).unwrap_or(1)))
}

/// What is wrong with a source text, as CPython tells it.
fn told(path: &str, fault: &SyntaxFault) -> String {
    let SyntaxFault { kind, message, position, line, remedy } = fault;
    let shown = line.trim();
    let cut = line.chars().take_while(|letter| letter.is_whitespace()).count();
    let before = (position.column as usize).saturating_sub(1 + cut).min(shown.chars().count());
    let mut text = format!("  File \"{path}\", line {}\n", position.line);
    if !shown.is_empty() {
        text += &format!("    {shown}\n    {}^\n", " ".repeat(before));
    }
    text += &format!("{}: {message}", kind.name());
    if let Some(remedy) = remedy {
        text += &format!("; {}", remedy.text());
    }
    text + "\n"
}

/// What the program prints goes where it belongs, at once.
struct Terminal;

impl Watch for Terminal {
    const LOOKS: bool = false;

    fn mark(&mut self, _process: ProcessId, _mark: LaneMark) {}

    fn output(&mut self, _process: ProcessId, text: &str) {
        write(&mut io::stdout().lock(), text);
    }

    fn errors(&mut self, _process: ProcessId, text: &str) {
        write(&mut io::stderr().lock(), text);
    }

    fn now(&mut self, _now_ms: f64) {}
}

fn write(to: &mut impl Write, text: &str) {
    let written = to.write_all(text.as_bytes()).and_then(|()| to.flush());
    if written.is_err_and(|error| error.kind() == io::ErrorKind::BrokenPipe) {
        // Whoever reads only the beginning has all that they want.
        std::process::exit(0);
    }
}

#[cfg(test)]
mod tests {
    use kosut_python::{code::Position, exception::Kind, fault::Remedy};

    use super::*;

    #[test]
    fn what_is_wrong_with_a_text_is_shown_at_its_place() {
        let fault = |line: &str, remedy| SyntaxFault {
            kind: Kind::SyntaxError,
            message: "no".into(),
            position: Position { line: 3, column: 7 },
            line: line.into(),
            remedy,
        };
        let text = told("a.py", &fault("    x y z\n", None));
        assert_eq!(text, "  File \"a.py\", line 3\n    x y z\n      ^\nSyntaxError: no\n");
        let text = told("a.py", &fault("f = lambda: 1", Some(Remedy::Lambda)));
        assert!(text.ends_with(&format!("SyntaxError: no; {}\n", Remedy::Lambda.text())), "{text}");
        assert_eq!(told("a.py", &fault("", None)), "  File \"a.py\", line 3\nSyntaxError: no\n");
    }

    #[test]
    fn a_switch_interval_is_more_than_nothing_and_no_more_than_a_minute() {
        assert_eq!((interval("0.01"), interval("60000")), (Ok(0.01), Ok(60_000.0)));
        assert!(["0", "-1", "NaN", "60001", "x"].iter().all(|text| interval(text).is_err()));
    }
}
