//! The command line: which commands and options there are.

use std::{ffi::OsString, path::PathBuf, str::FromStr};

use anyhow::{Result, anyhow, bail};
use lexopt::prelude::*;

use crate::{bench, test, verdicts};

/// The text that `cargo xtask --help` prints.
pub const HELP: &str = "\
cargo xtask start [--port N]    set up what is missing, build, serve on http://localhost:8080
cargo xtask test [OPTIONS]      set up what is missing, run the tests; test --help lists the options
cargo xtask bench [--quick] [--json FILE]
                                measure every side in one run; writes docs/BENCHMARKS.md
cargo xtask verdicts [--runs N] [--busy CORES] [--engine NAME]
                                run everything N times (20) in the engine native, chromium or firefox, or judge
                                claims that are known to be false (engine false); writes docs/VERDICTS.md
cargo xtask hosts [--store]     try the finished site with real servers, in real course pages; --store keeps the
                                pages of the course tools for the tests
cargo xtask dist                make the finished site in dist/
cargo xtask tidy                check the project's own rules";

/// The port that `start` serves on.
const PORT: u16 = 8080;

/// A command with its options.
#[derive(Debug)]
pub enum Command {
    /// Print a help text.
    Help(&'static str),
    /// Build and serve the site.
    Start {
        /// The port to serve on.
        port: u16,
    },
    /// Run tests.
    Test(test::Options),
    /// Measure every side.
    Bench(bench::Options),
    /// Count the verdicts of repeated runs.
    Verdicts(verdicts::Options),
    /// Try the finished site with real servers, in real course pages.
    Hosts {
        /// Whether the pages of the course tools are stored in `tests/browser/pages`.
        stores: bool,
    },
    /// Make the finished site.
    Dist,
    /// Check the project's own rules.
    Tidy,
}

/// Reads a command and its options from the arguments behind the program's name.
///
/// # Errors
/// Returns an error when the command or an option is unknown, or a value is wrong: a sentence that names it.
pub fn parse<I>(arguments: I) -> Result<Command>
where
    I: IntoIterator,
    I::Item: Into<OsString>,
{
    let mut parser = lexopt::Parser::from_args(arguments);
    let mut command = None;
    while let Some(argument) = parser.next()? {
        match (&mut command, argument) {
            (_, Short('h') | Long("help")) => return Ok(Command::Help(HELP)),
            (None, Value(name)) => {
                command = Some(match name.to_string_lossy().as_ref() {
                    "start" => Command::Start { port: PORT },
                    "test" => {
                        let options = test::Options::parse(&mut parser)?;
                        return Ok(options.map_or(Command::Help(test::HELP), Command::Test));
                    }
                    "bench" => Command::Bench(bench::Options::default()),
                    "verdicts" => Command::Verdicts(verdicts::Options::default()),
                    "hosts" => Command::Hosts { stores: false },
                    "dist" => Command::Dist,
                    "tidy" => Command::Tidy,
                    "help" => Command::Help(HELP),
                    name => bail!("there is no command {name}\n{HELP}"),
                });
            }
            (Some(Command::Start { port }), Long("port")) => *port = value_of(&mut parser)?,
            (Some(Command::Hosts { stores }), Long("store")) => *stores = true,
            (Some(Command::Bench(options)), Long("quick")) => options.quick = true,
            (Some(Command::Bench(options)), Long("json")) => options.json = Some(PathBuf::from(parser.value()?)),
            (Some(Command::Verdicts(options)), Long("runs")) => options.runs = value_of(&mut parser)?,
            (Some(Command::Verdicts(options)), Long("busy")) => options.busy = value_of(&mut parser)?,
            (Some(Command::Verdicts(options)), Long("engine")) => options.engine = value_of(&mut parser)?,
            (_, argument) => bail!("{}\n{HELP}", argument.unexpected()),
        }
    }
    Ok(command.unwrap_or(Command::Help(HELP)))
}

fn value_of<T>(parser: &mut lexopt::Parser) -> Result<T>
where
    T: FromStr,
    T::Err: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    // The text of such an error contains its cause; as a chain of errors it would appear twice.
    parser.value()?.parse().map_err(|error| anyhow!("{error}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test::Part;

    fn parsed(line: &str) -> Result<Command> {
        let words: Vec<String> = line.split_whitespace().map(String::from).collect();
        parse(words)
    }

    #[test]
    fn commands_and_their_options_are_understood() {
        assert!(matches!(parsed("start --port 9000"), Ok(Command::Start { port: 9000 })));
        assert!(matches!(parsed("test --only wasm"), Ok(Command::Test(options)) if options.parts == [Part::Wasm]));
        assert!(matches!(parsed("bench --quick"), Ok(Command::Bench(options)) if options.quick));
        let verdicts = parsed("verdicts --runs 5 --busy 1 --engine firefox");
        assert!(matches!(verdicts, Ok(Command::Verdicts(options)) if (options.runs, options.busy) == (5, 1)));
        assert!(matches!(parsed("hosts"), Ok(Command::Hosts { stores: false })));
        assert!(matches!(parsed("hosts --store"), Ok(Command::Hosts { stores: true })));
        assert!(matches!(parsed("dist"), Ok(Command::Dist)));
    }

    #[test]
    fn help_is_that_of_the_command() {
        assert!(matches!(parsed(""), Ok(Command::Help(HELP))));
        assert!(matches!(parsed("tidy --help"), Ok(Command::Help(HELP))));
        assert!(matches!(parsed("test --only wasm --help"), Ok(Command::Help(test::HELP))));
    }

    #[test]
    fn wrong_arguments_are_named() {
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
