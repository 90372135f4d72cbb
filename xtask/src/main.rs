//! `cargo xtask`: the project's commands.

use std::{ffi::OsString, path::PathBuf, process::ExitCode, str::FromStr};

use anyhow::{Result, anyhow, bail};
use lexopt::prelude::*;
use xtask::{
    bench,
    project::Project,
    serve::{self, Headers},
    site,
    step::Progress,
    test::{self, Part},
    tidy,
};

const USAGE: &str = "\
cargo xtask start [--port N]    set up what is missing, build, serve on http://localhost:8080
cargo xtask test [--only PART]  set up what is missing, run all tests; parts: tidy, native, wasm, browser
cargo xtask bench [--quick] [--json FILE]
                                measure every side in one run; writes docs/BENCHMARKS.md
cargo xtask dist                make the finished site in dist/
cargo xtask tidy                check the project's own rules";

/// The port that `start` serves on.
const PORT: u16 = 8080;

enum Command {
    Help,
    Start { port: u16 },
    Test { parts: Vec<Part> },
    Bench(bench::Options),
    Dist,
    Tidy,
}

fn main() -> ExitCode {
    match parse(std::env::args_os().skip(1)).and_then(run) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn parse(arguments: impl Iterator<Item = OsString> + 'static) -> Result<Command> {
    let mut parser = lexopt::Parser::from_args(arguments);
    let mut command = None;
    while let Some(argument) = parser.next()? {
        match (&mut command, argument) {
            (_, Short('h') | Long("help")) => return Ok(Command::Help),
            (None, Value(name)) => {
                command = Some(match name.to_string_lossy().as_ref() {
                    "start" => Command::Start { port: PORT },
                    "test" => Command::Test { parts: Part::ALL.into() },
                    "bench" => Command::Bench(bench::Options::default()),
                    "dist" => Command::Dist,
                    "tidy" => Command::Tidy,
                    "help" => Command::Help,
                    name => bail!("there is no command {name}\n{USAGE}"),
                });
            }
            (Some(Command::Start { port }), Long("port")) => *port = value_of(&mut parser)?,
            (Some(Command::Bench(options)), Long("quick")) => options.quick = true,
            (Some(Command::Bench(options)), Long("json")) => options.json = Some(PathBuf::from(parser.value()?)),
            (Some(Command::Test { parts }), Long("only")) => *parts = vec![value_of(&mut parser)?],
            (_, argument) => bail!("{}\n{USAGE}", argument.unexpected()),
        }
    }
    Ok(command.unwrap_or(Command::Help))
}

fn value_of<T>(parser: &mut lexopt::Parser) -> Result<T>
where
    T: FromStr,
    T::Err: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    // Such an error tells its cause by itself: as a chain of errors it would tell it twice.
    parser.value()?.parse().map_err(|error| anyhow!("{error}"))
}

fn run(command: Command) -> Result<()> {
    let project = Project::find()?;
    match command {
        Command::Help => println!("{USAGE}"),
        Command::Start { port } => start(&project, port)?,
        Command::Test { parts } => test::run(&project, &parts)?,
        Command::Bench(options) => bench::run(&project, &options)?,
        Command::Dist => {
            site::make(&project, &Progress::new(&project)?)?;
            println!("The site is in {}", project.dist().display());
        }
        Command::Tidy => {
            let remedy = "mend the places named";
            Progress::new(&project)?.step("tidy", remedy, |step| tidy::check(&project, step))?;
        }
    }
    Ok(())
}

fn start(project: &Project, port: u16) -> Result<()> {
    // The port comes first: nobody wants to hear after minutes of building that it is taken.
    let listener = serve::bind(port)?;
    let address = listener.local_addr()?;
    site::make(project, &Progress::new(project)?)?;
    println!("Koşut is served on http://localhost:{} (end with Ctrl-C)", address.port());
    serve::run(serve::router(&project.dist(), Headers::Isolated), listener)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn parsed(line: &str) -> Result<Command> {
        let words: Vec<OsString> = line.split_whitespace().map(OsString::from).collect();
        parse(words.into_iter())
    }

    #[test]
    fn commands_and_their_options_are_understood() {
        assert!(matches!(parsed("start --port 9000"), Ok(Command::Start { port: 9000 })));
        assert!(matches!(parsed("test --only wasm"), Ok(Command::Test { parts }) if parts == [Part::Wasm]));
        assert!(matches!(parsed(""), Ok(Command::Help)));
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (line, named) in [
            ("begin", "begin"),
            ("start --port 70000", "70000"),
            ("test --only fast", "fast"),
            ("dist --port 1", "--port"),
            ("bench --slow", "--slow"),
        ] {
            let error = parsed(line).err().map(|error| format!("{error:#}")).unwrap_or_default();
            assert!(error.contains(named), "{line}: {error}");
        }
    }
}
