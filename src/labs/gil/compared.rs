//! The comparison's program: its text for each run, and what it prints, taken apart and checked.

use super::{GilKind, GilWay, Params};
use kosut_core::error::{Error, Result};

/// The program, as it also runs by itself.
const TEXT: &str = include_str!("compare.py");

/// The name of the program in tracebacks.
pub const FILE: &str = "compare.py";

/// What one run of the program told.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Timed {
    /// Until all workers were ready, in milliseconds.
    pub start_ms: f64,
    /// The jobs, in milliseconds; the mean of those times that it did them.
    pub elapsed_ms: f64,
}

/// The program's text for a run that does all jobs `times` times.
pub fn source(params: &Params, kind: GilKind, way: GilWay, times: u32) -> String {
    let way = match way {
        GilWay::Serial => "serial",
        GilWay::Gil | GilWay::Free => "threads",
        GilWay::Processes => "processes",
    };
    let values = [
        ("KIND", format!("{:?}", kind.name())),
        ("WAY", format!("{way:?}")),
        ("WORKERS", params.workers.to_string()),
        ("TURNS", turns(params).to_string()),
        ("WAIT_MS", params.wait_ms.to_string()),
        ("TIMES", times.to_string()),
    ];
    let line = |line: &str| {
        let name = line.split_once(" = ").map(|(name, _)| name);
        let value = values.iter().find(|(known, _)| Some(*known) == name);
        value.map_or_else(|| line.into(), |(name, value)| format!("{name} = {value}"))
    };
    TEXT.lines().map(line).collect::<Vec<String>>().join("\n") + "\n"
}

fn turns(params: &Params) -> u64 {
    u64::from(params.size) * 1_000
}

/// How many turns of loops and calls such a run makes in one process at most, with plenty to spare.
pub fn steps(params: &Params, times: u32) -> u64 {
    2 * u64::from(times) * u64::from(params.workers) * turns(params) + 1_000_000
}

/// What each job has to answer.
pub fn answers(params: &Params, kind: GilKind) -> Vec<u64> {
    let sum = (0..turns(params)).map(|number| number % 7).sum();
    let answer = |job| match kind {
        GilKind::Cpu => sum,
        GilKind::Io => job,
    };
    (0..u64::from(params.workers)).map(answer).collect()
}

/// Reads what the program printed.
///
/// # Errors
/// [`Error::Disagree`] when its answers are others; [`Error::Protocol`] when it printed something else.
pub fn read(output: &str, expected: &[u64], label: &str) -> Result<Timed> {
    let unreadable = || Error::Protocol { reason: format!("{label}: {FILE} printed {output:?}") };
    let mut parts = output.trim_end().splitn(3, ' ');
    let mut number = || parts.next().and_then(|word| word.parse::<f64>().ok()).filter(|number| number.is_finite());
    let (start_ms, elapsed_ms) = (number().ok_or_else(unreadable)?, number().ok_or_else(unreadable)?);
    let answer = parts.next().ok_or_else(unreadable)?;
    let expected = format!("{expected:?}");
    if answer != expected {
        return Err(Error::Disagree { topology: label.into(), answer: answer.into(), expected });
    }
    Ok(Timed { start_ms: start_ms.max(0.0), elapsed_ms: elapsed_ms.max(0.0) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{params::Query, report::Machine};

    fn params(query: &str) -> Params {
        Params::new(Query::parse(query).expect("a query"), &Machine::for_tests(2)).expect("parameters")
    }

    #[test]
    fn all_settings_reach_the_text_and_nothing_else_changes() {
        let params = params("workers=3&size=7&wait=20");
        let text = source(&params, GilKind::Io, GilWay::Processes, 9);
        for line in ["KIND = \"io\"", "WAY = \"processes\"", "WORKERS = 3", "TURNS = 7000", "WAIT_MS = 20", "TIMES = 9"]
        {
            assert_eq!(text.lines().filter(|other| *other == line).count(), 1, "{line}");
        }
        let others =
            |text: &str| text.lines().filter(|line| !line.contains(" = ")).map(String::from).collect::<Vec<_>>();
        assert_eq!(others(&text), others(TEXT));
        assert_eq!(text.lines().count(), TEXT.lines().count());
    }

    #[test]
    fn the_text_as_it_stands_is_the_one_for_the_usual_values() {
        assert_eq!(source(&params(""), GilKind::Cpu, GilWay::Gil, 1).replace("2400000", "2_400_000"), TEXT);
    }

    #[test]
    fn what_was_printed_is_read_and_checked() {
        let params = params("size=1");
        let expected = answers(&params, GilKind::Cpu);
        let timed = read(&format!("-0.5 12.25 {expected:?}\n"), &expected, "cpu-gil").expect("as printed");
        assert_eq!(timed, Timed { start_ms: 0.0, elapsed_ms: 12.25 });
        let wrong = read("0.0 12.25 [1, 2]\n", &expected, "cpu-gil").expect_err("other answers");
        assert_eq!(wrong.code(), "disagree");
        for output in ["", "1.0 nan [0, 1]", "1.0 2.0", "Traceback"] {
            assert_eq!(read(output, &[0, 1], "io-free").expect_err(output).code(), "protocol");
        }
    }
}
