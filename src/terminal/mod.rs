//! The program's side to the reader: arguments in, tables and files out.

use std::{
    env,
    fs::File,
    io::{self, Write},
    process::ExitCode,
    thread,
};

use clap::ArgMatches;
use futures_util::FutureExt;
use kosut::{
    cluster::{
        Host,
        native::{self, NativeHost, PROCESS_COMMAND, THREADS_OPTION},
        probe,
    },
    error::{Error, Result},
    labs::{self, Event, Finished, Format, report::Machine},
};

mod arguments;
mod columns;
mod everything;
mod machine;
mod own_file;
mod probed;
mod progress;
mod python;
mod shown;
mod table;
mod units;
mod words;

use progress::Line;

/// What a program exits with when its arguments are wrong; clap's own number for it.
const USAGE: u8 = 2;

/// The program.
pub fn main() -> ExitCode {
    // Before anything else: how long a process takes to start is measured.
    if env::args_os().nth(1).is_some_and(|first| first == PROCESS_COMMAND) {
        let arguments = arguments::process().get_matches_from(env::args_os().skip(1));
        return native::serve(arguments.get_one(THREADS_OPTION).copied().unwrap_or(1));
    }
    let machine = machine::this();
    let matches = arguments::command(&machine).get_matches();
    let (name, arguments) = matches.subcommand().unwrap_or_else(|| unreachable!("clap insists on a subcommand"));
    let done = match name {
        arguments::PROBE => probe(&machine, arguments).map(|()| ExitCode::SUCCESS),
        everything::COMMAND => {
            everything::run(&machine, arguments).and_then(|text| print(&text)).map(|()| ExitCode::SUCCESS)
        }
        python::COMMAND => python::run(arguments),
        lab => run(lab, &machine, arguments).map(|()| ExitCode::SUCCESS),
    };
    match done {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error}");
            remedy(&error, name)
        }
    }
}

/// Says what to do about an error, and what the program exits with.
fn remedy(error: &Error, command: &str) -> ExitCode {
    match error {
        Error::Parameter { .. } | Error::UnknownParameter { .. } | Error::UnknownLab { .. } => {
            eprintln!("kosut {command} --help lists what is allowed.");
            ExitCode::from(USAGE)
        }
        Error::File { .. } => ExitCode::from(USAGE),
        Error::Died { .. } | Error::Panicked { .. } | Error::Stuck { .. } => {
            eprintln!("The run is over, all other processes were ended. Run it again, or with a smaller size.");
            ExitCode::FAILURE
        }
        _ => ExitCode::FAILURE,
    }
}

fn run(lab: &str, machine: &Machine, arguments: &ArgMatches) -> Result<()> {
    let query = arguments::query(lab, machine, arguments)?;
    let file = own_file::read(lab, &query, machine, arguments)?;
    let params = labs::parse(lab, &query, file, machine)?;
    let host = NativeHost::of_this_program()?;
    // Made before the run: what can't be written should not cost a run.
    let trace = arguments.get_one::<String>(arguments::TRACE).map(create).transpose()?;
    warn_of_a_slow_build();
    listen(lab, &query, &host);
    let line = Line::new();
    let mut observer = |event: Event| line.event(&event);
    let finished = wait(labs::run(&host, machine, &params, &mut observer));
    line.clear();
    let finished = finished?;
    if let Some(mut trace) = trace {
        let (text, _) = labs::export(&finished, Format::Trace)?;
        trace.write_all(text.as_bytes()).map_err(|error| Error::Protocol { reason: format!("the trace: {error}") })?;
    }
    print(&text(&finished, arguments)?)
}

/// Hands in the first line of the terminal to whoever waits for it.
fn listen(lab: &str, query: &str, host: &NativeHost) {
    if lab != "waiting" || !query.contains("kind=input") {
        return;
    }
    eprintln!("Type a line, and Enter.");
    let host = host.clone();
    // It ends with the program, if nobody types. Without the thread nobody is heard, which the run then says.
    let _ = thread::Builder::new().name("terminal".into()).spawn(move || {
        let mut line = String::new();
        if io::stdin().read_line(&mut line).is_ok_and(|bytes| bytes > 0) {
            let _ = wait(host.type_line(line.trim_end().into()));
        }
    });
}

fn create(path: &String) -> Result<File> {
    File::create(path).map_err(|error| Error::File {
        action: "write".into(),
        path: path.clone(),
        reason: own_file::plain(&error),
    })
}

fn text(finished: &Finished, arguments: &ArgMatches) -> Result<String> {
    if arguments.get_flag(arguments::JSON) {
        return finished.report_json().map(|json| json + "\n");
    }
    if arguments.get_flag(arguments::CSV) {
        return Ok(finished.report.to_csv());
    }
    Ok(table::text(finished, arguments.get_flag(arguments::WIDE)))
}

fn probe(machine: &Machine, arguments: &ArgMatches) -> Result<()> {
    let host = NativeHost::of_this_program()?;
    warn_of_a_slow_build();
    let constants = wait(probe::run(&host, machine.clock_resolution_ms))?;
    print(&probed::text(&constants, machine, arguments.get_flag(arguments::JSON))?)
}

/// The result of a future of the native host, which never waits: it blocks.
fn wait<T>(future: impl Future<Output = Result<T>>) -> Result<T> {
    let never = || Err(Error::Protocol { reason: "a native run waited for an event loop".into() });
    future.now_or_never().unwrap_or_else(never)
}

fn warn_of_a_slow_build() {
    if cfg!(debug_assertions) {
        eprintln!("note: this build is made for tests; measure with `cargo run --release`");
    }
}

/// Prints to standard output. Whoever reads only the beginning has all that they want.
fn print(text: &str) -> Result<()> {
    let mut output = io::stdout().lock();
    match output.write_all(text.as_bytes()).and_then(|()| output.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Error::Protocol { reason: error.to_string() }),
        _ => Ok(()),
    }
}
