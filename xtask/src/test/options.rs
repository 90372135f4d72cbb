//! The options of `cargo xtask test`: what they are called, which values they take, and which go together.

use std::{fmt, str::FromStr};

use anyhow::{Result, anyhow, bail};
use lexopt::prelude::*;

use crate::browsers::Requirement;

/// The text that `cargo xtask test --help` prints.
pub const HELP: &str = "\
cargo xtask test [OPTIONS]: set up what is missing, then run the tests

Options:
  --quick        check rules, formatting, lints and native tests of what changed, then ten cases in Chromium
  --only PART    run this part alone: tidy, native, wasm, browser
  --case NAME    run the native tests and the browser cases that have NAME in their name
  --engine NAME  run the browser cases in this engine: chromium, firefox, webkitgtk, webkitgtk_without_shared_memory
  --repeat N     run the tests N times, 1 to 100, and stop after the first repetition that fails
  -h, --help     print this text
--only and --engine may be given several times.

Examples:
  cargo xtask test --quick                             in an edit loop
  cargo xtask test --case labs::race --engine firefox  the cases of one lab in one browser";

/// The most repetitions.
const REPETITIONS_MAX: u32 = 100;

/// A part of the tests that can be run alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The project's own rules, formatting, lints.
    Tidy,
    /// Tests on the operating system.
    Native,
    /// Tests of both kinds of wasm builds in headless Chromium.
    Wasm,
    /// The finished site in real browsers.
    Browser,
}

impl Part {
    /// All parts, in the order in which they run: the quick ones first.
    pub const ALL: [Part; 4] = [Part::Tidy, Part::Native, Part::Wasm, Part::Browser];
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Part::Tidy => "tidy",
            Part::Native => "native",
            Part::Wasm => "wasm",
            Part::Browser => "browser",
        })
    }
}

/// An engine that browser cases run in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// Chromium.
    Chromium,
    /// Firefox.
    Firefox,
    /// WebKitGTK with shared memory.
    WebKit,
    /// WebKitGTK without shared memory.
    WebKitPrivate,
}

impl Engine {
    /// All engines, in the order in which they run.
    pub const ALL: [Engine; 4] = [Engine::Chromium, Engine::Firefox, Engine::WebKit, Engine::WebKitPrivate];

    /// The programs that it needs.
    pub fn requirement(self) -> Requirement {
        match self {
            Engine::Chromium => Requirement::Chromium,
            Engine::Firefox => Requirement::Firefox,
            Engine::WebKit | Engine::WebKitPrivate => Requirement::WebKitGtk,
        }
    }
}

impl fmt::Display for Engine {
    /// Writes the name that the browser tests use.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Engine::Chromium => "chromium",
            Engine::Firefox => "firefox",
            Engine::WebKit => "webkitgtk",
            Engine::WebKitPrivate => "webkitgtk_without_shared_memory",
        })
    }
}

/// The options, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// The parts to run, in their order, each once.
    pub parts: Vec<Part>,
    /// `true` if only the tests run that the change touches, and the smoke cases.
    pub quick: bool,
    /// A part of the names of the tests and cases to run.
    pub case: Option<String>,
    /// The engines to run browser cases in; empty for all.
    pub engines: Vec<Engine>,
    /// Number of repetitions.
    pub repeat: u32,
}

impl Default for Options {
    fn default() -> Self {
        Options { parts: Part::ALL.into(), quick: false, case: None, engines: Vec::new(), repeat: 1 }
    }
}

impl Options {
    /// Reads the options behind `test`. Returns `None` when help is asked for.
    ///
    /// # Errors
    /// Returns an error when an option is unknown, a value is wrong, or two options exclude each other: a sentence that names the
    /// option, the value and the allowed values.
    pub fn parse(parser: &mut lexopt::Parser) -> Result<Option<Self>> {
        let mut options = Options { parts: Vec::new(), ..Options::default() };
        while let Some(argument) = parser.next()? {
            match argument {
                Short('h') | Long("help") => return Ok(None),
                Long("quick") => options.quick = true,
                Long("only") => options.parts.push(one_of(parser, "--only", "part", &Part::ALL)?),
                Long("engine") => options.engines.push(one_of(parser, "--engine", "engine", &Engine::ALL)?),
                Long("case") => options.case = Some(case(parser)?),
                Long("repeat") => options.repeat = repetitions(parser)?,
                Value(value) => bail!(
                    "unexpected argument {}; parts are chosen by --only ({})",
                    value.to_string_lossy(),
                    names(&Part::ALL)
                ),
                other => bail!("{}; see cargo xtask test --help", other.unexpected()),
            }
        }
        options.check()?;
        options.parts = options.chosen_parts();
        Ok(Some(options))
    }

    /// Checks that the options go together. The list of parts is still as it was given.
    fn check(&self) -> Result<()> {
        let leaves_out = |part| !self.parts.is_empty() && !self.parts.contains(&part);
        let only = names(&self.parts);
        if self.quick && self.case.is_some() {
            bail!("--quick and --case both choose the tests: leave one of them out");
        }
        if self.quick && !self.engines.is_empty() {
            bail!("--quick runs in chromium only, so --engine {} does not go with it", names(&self.engines));
        }
        if self.quick && self.parts.contains(&Part::Wasm) {
            bail!("--quick has no part wasm; with it, --only takes tidy, native, browser");
        }
        if !self.engines.is_empty() && leaves_out(Part::Browser) {
            bail!("--engine {} needs --only browser, but the parts are {only}", names(&self.engines));
        }
        if let Some(case) = &self.case
            && leaves_out(Part::Native)
            && leaves_out(Part::Browser)
        {
            bail!("--case {case} needs --only native or --only browser, but the parts are {only}");
        }
        Ok(())
    }

    /// Returns the parts that the options ask for or imply, in their order.
    fn chosen_parts(&self) -> Vec<Part> {
        let implied: &[Part] = match self {
            Options { parts, .. } if !parts.is_empty() => parts,
            Options { engines, .. } if !engines.is_empty() => &[Part::Browser],
            Options { case: Some(_), .. } => &[Part::Native, Part::Browser],
            Options { quick: true, .. } => &[Part::Tidy, Part::Native, Part::Browser],
            _ => &Part::ALL,
        };
        Part::ALL.into_iter().filter(|part| implied.contains(part)).collect()
    }
}

/// Reads an option's value, which is the name of one of `all`.
fn one_of<T: fmt::Display + Copy>(parser: &mut lexopt::Parser, option: &str, kind: &str, all: &[T]) -> Result<T> {
    let text = value(parser, option, &names(all))?;
    let found = all.iter().find(|known| known.to_string() == text);
    found.copied().ok_or_else(|| anyhow!("{option} {text}: there is no such {kind}; allowed: {}", names(all)))
}

fn case(parser: &mut lexopt::Parser) -> Result<String> {
    let allowed = "a part of a test's or case's name";
    let text = value(parser, "--case", allowed)?;
    if text.is_empty() || text.starts_with('-') {
        bail!("--case {text:?}: allowed: {allowed}");
    }
    Ok(text)
}

fn repetitions(parser: &mut lexopt::Parser) -> Result<u32> {
    let allowed = format!("a whole number from 1 to {REPETITIONS_MAX}");
    let text = value(parser, "--repeat", &allowed)?;
    let number = u32::from_str(&text).ok().filter(|number| (1..=REPETITIONS_MAX).contains(number));
    number.ok_or_else(|| anyhow!("--repeat {text}: allowed: {allowed}"))
}

fn value(parser: &mut lexopt::Parser, option: &str, allowed: &str) -> Result<String> {
    let value = parser.value().map_err(|_| anyhow!("{option} needs a value; allowed: {allowed}"))?;
    value.into_string().map_err(|value| anyhow!("{option} {}: allowed: {allowed}", value.to_string_lossy()))
}

fn names<T: fmt::Display>(all: &[T]) -> String {
    all.iter().map(T::to_string).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Option<Options>> {
        Options::parse(&mut lexopt::Parser::from_args(line.split_whitespace()))
    }

    #[track_caller]
    fn options(line: &str) -> Options {
        parsed(line).expect(line).expect("no help")
    }

    #[test]
    fn without_options_everything_runs_once() {
        assert_eq!(options(""), Options::default());
    }

    #[test]
    fn parts_run_in_their_order_and_once() {
        assert_eq!(options("--only browser --only tidy --only browser").parts, [Part::Tidy, Part::Browser]);
    }

    #[test]
    fn options_imply_parts() {
        assert_eq!(options("--case race").parts, [Part::Native, Part::Browser]);
        assert_eq!(options("--engine firefox --engine chromium").parts, [Part::Browser]);
        assert_eq!(options("--case race --engine firefox").parts, [Part::Browser]);
        assert_eq!(options("--case race --only native").parts, [Part::Native]);
        assert_eq!(options("--quick").parts, [Part::Tidy, Part::Native, Part::Browser]);
        assert_eq!(options("--quick --only native").parts, [Part::Native]);
        assert_eq!(options("--repeat 100").repeat, 100);
    }

    #[test]
    fn help_is_recognised_anywhere() {
        assert_eq!(parsed("--quick --help").expect("help"), None);
        assert_eq!(parsed("-h --fast").expect("help"), None);
    }

    #[test]
    fn help_names_every_option_part_and_engine() {
        let engines = Engine::ALL.map(|engine| engine.to_string());
        let parts = Part::ALL.map(|part| part.to_string());
        for name in engines.iter().chain(&parts).map(String::as_str).chain(["--quick", "--case", "--repeat"]) {
            assert!(HELP.contains(name), "{name}");
        }
    }

    #[test]
    fn a_wrong_value_is_named_with_its_option_and_the_allowed_ones() {
        for (line, parts) in [
            ("--only fast", &["--only fast", "tidy, native, wasm, browser"][..]),
            ("--only", &["--only", "tidy, native, wasm, browser"]),
            ("--engine netscape", &["--engine netscape", "chromium, firefox, webkitgtk, webkitgtk_without"]),
            ("--repeat 0", &["--repeat 0", "1 to 100"]),
            ("--repeat 101", &["--repeat 101", "1 to 100"]),
            ("--repeat twice", &["--repeat twice", "1 to 100"]),
            ("--case --quick", &["--case \"--quick\"", "name"]),
            ("--fast", &["--fast", "--help"]),
            ("browser", &["browser", "--only"]),
            ("--quick=yes", &["--quick", "yes"]),
        ] {
            let error = format!("{:#}", parsed(line).expect_err(line));
            assert!(parts.iter().all(|part| error.contains(part)), "{line}: {error}");
        }
    }

    #[test]
    fn options_that_exclude_each_other_are_refused() {
        for line in [
            "--quick --case race",
            "--quick --engine chromium",
            "--quick --only wasm",
            "--engine firefox --only native",
            "--case race --only tidy",
        ] {
            assert!(parsed(line).is_err(), "{line}");
        }
    }
}
