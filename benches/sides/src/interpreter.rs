//! The small Python, natively and in the pages, beside CPython: how fast it is, and what threads and processes gain.

use std::{collections::BTreeMap, path::PathBuf, process::Command};

use anyhow::{Context, Result, ensure};
use serde_json::{Map, Value, json};

use crate::{
    browser::Side,
    native,
    outcome::{Ratio, ratio},
    plan::Plan,
};

/// The sides, in the order of the columns.
pub const SIDES: [&str; 4] = ["native", "Chromium", "Firefox", "CPython"];

/// What CPython's column is in [`SIDES`].
const CPYTHON: usize = 3;

/// A program that measures itself.
const SPEED: &str = include_str!("../python/speed.py");

/// What it measures, each with its answer.
pub const SPEEDS: [(&str, &str); 2] = [("loop", "10000000"), ("fib", "196418")];

/// Kinds of jobs and ways of doing them, as reports name them.
const KINDS: [&str; 2] = ["cpu", "io"];
const WAYS: [&str; 3] = ["gil", "free", "processes"];

/// Samples of each side, in milliseconds, by what was done.
#[derive(Debug, Clone, Default)]
pub struct Interpreter {
    samples_ms: BTreeMap<String, [Vec<f64>; SIDES.len()]>,
}

/// A line of the table: what was compared, and the ratio on each side that has one.
pub type Line = (String, [Option<Ratio>; SIDES.len()]);

impl Interpreter {
    fn add(&mut self, what: &str, side: usize, samples_ms: impl IntoIterator<Item = f64>) {
        self.samples_ms.entry(what.into()).or_default()[side].extend(samples_ms);
    }

    /// What the program has printed.
    fn add_speeds(&mut self, side: usize, printed: &str) -> Result<()> {
        for (name, expected) in SPEEDS {
            let lines = printed.lines().map(str::split_whitespace).filter_map(|mut words| {
                let line = (words.next()?, words.next()?, words.next()?);
                (line.0 == name).then_some(line)
            });
            let times = lines.map(|(_, ms, answer)| {
                ensure!(answer == expected, "{}, {name}: {answer}, not {expected}", SIDES[side]);
                Ok(ms.parse()?)
            });
            let times: Vec<f64> = times.collect::<Result<_>>()?;
            ensure!(times.len() > 1, "{}, {name}: printed {printed:?}", SIDES[side]);
            self.add(name, side, times.into_iter().skip(1));
        }
        Ok(())
    }

    /// A report of the lab, or of its twin, whose threads have the lock or not, as its interpreter does.
    fn add_gains(&mut self, side: usize, report: &Value) -> Result<()> {
        for row in report["rows"].as_array().context("a report without rows")? {
            let (kind, way) = (row["kind"].as_str().context("no kind")?, row["way"].as_str().context("no way")?);
            let way = match way {
                "threads" if report["gil"] == true => "gil",
                "threads" => "free",
                way => way,
            };
            let samples = row["samples_ms"].as_array().context("no samples")?;
            self.add(&format!("{kind}-{way}"), side, samples.iter().filter_map(Value::as_f64));
        }
        Ok(())
    }

    fn ratio(&self, numerator: (&str, usize), denominator: (&str, usize)) -> Option<Ratio> {
        let samples =
            |(what, side): (&str, usize)| Some(&self.samples_ms.get(what)?[side]).filter(|all| !all.is_empty());
        Some(ratio(samples(numerator)?, samples(denominator)?))
    }

    /// How many times as long as CPython each side takes for a program.
    pub fn speeds(&self) -> Vec<Line> {
        let line = |(name, _): (&str, _)| {
            (name.to_string(), std::array::from_fn(|side| self.ratio((name, side), (name, CPYTHON))))
        };
        SPEEDS.into_iter().map(line).collect()
    }

    /// How many times as fast as one after the other.
    pub fn gains(&self) -> Vec<Line> {
        let pairs = KINDS.into_iter().flat_map(|kind| WAYS.map(|way| (kind, way)));
        let line = |(kind, way)| {
            let (what, serial) = (format!("{kind}-{way}"), format!("{kind}-serial"));
            let ratios = std::array::from_fn(|side| self.ratio((&serial, side), (&what, side)));
            (what, ratios)
        };
        pairs.map(line).collect()
    }

    /// All of it as JSON.
    pub fn json(&self) -> Value {
        let object = |lines: Vec<Line>| {
            let side = |(name, ratio): (&&str, Option<Ratio>)| {
                (
                    name.to_string(),
                    ratio.map_or(Value::Null, |ratio| json!({ "value": ratio.value, "ci95": ratio.ci95 })),
                )
            };
            let line = |(what, ratios): Line| (what, SIDES.iter().zip(ratios).map(side).collect::<Map<_, _>>().into());
            lines.into_iter().map(line).collect::<Map<String, Value>>()
        };
        json!({ "over_cpython": object(self.speeds()), "speedup": object(self.gains()) })
    }
}

/// Measures all sides; they take turns.
///
/// # Errors
/// Returns an error when one of them fails, or answers something else than it has to.
pub async fn measure(chromium: &mut Side, firefox: &mut Side, plan: &Plan) -> Result<Interpreter> {
    let root = PathBuf::from(std::env::var_os("KOSUT_ROOT").context("KOSUT_ROOT is not set")?);
    let (speed, twin) = (text(root.join("benches/sides/python/speed.py")), text(root.join("www/python/gil.py")));
    let samples = plan.samples.to_string();
    let options = ["--workers", "2", "--samples", &samples, "--json"];
    let query = format!("lab=gil&lang=en&workers=2&samples={samples}");
    let program = format!("lab=gil&lang=en&mode=program&source={}", encoded(SPEED));
    let kosut = std::env::var("KOSUT_PROGRAM").context("KOSUT_PROGRAM is not set")?;
    let mut all = Interpreter::default();
    for round in 0..plan.rounds {
        for turn in 0..SIDES.len() {
            let side = (round + turn) % SIDES.len();
            eprintln!("▸ the small Python, {} … round {} of {}", SIDES[side], round + 1, plan.rounds);
            let (printed, report) = match side {
                0 => (printed(&kosut, &["python", &speed])?, native::kosut(&[&["gil"], &options[..]].concat())?),
                1 => (chromium.printed(&program).await?, chromium.report(&query).await?),
                2 => (firefox.printed(&program).await?, firefox.report(&query).await?),
                _ => {
                    let report = native::json("python3".into(), &[&[twin.as_str()], &options[..]].concat())?;
                    (printed("python3", &[&speed])?, report)
                }
            };
            all.add_speeds(side, &printed)?;
            all.add_gains(side, &report)?;
        }
    }
    Ok(all)
}

fn text(path: PathBuf) -> String {
    path.to_string_lossy().into_owned()
}

fn printed(program: &str, arguments: &[&str]) -> Result<String> {
    let output =
        Command::new(program).args(arguments).output().with_context(|| format!("{program} cannot be started"))?;
    ensure!(output.status.success(), "{program} failed: {}", String::from_utf8_lossy(&output.stderr));
    Ok(String::from_utf8(output.stdout)?)
}

/// As part of an address.
fn encoded(text: &str) -> String {
    let byte = |byte: u8| match byte {
        b if b.is_ascii_alphanumeric() => char::from(b).to_string(),
        b => format!("%{b:02X}"),
    };
    text.bytes().map(byte).collect()
}
