//! The times of a run of the tests, summed up over its repetitions.

use super::counts::Counts;
use crate::progress::StepTime;

/// The times of a run.
#[derive(Debug, Clone, Default)]
pub struct Times {
    /// From the start of the command to its end, in seconds.
    pub elapsed_s: f64,
    /// Number of repetitions that ran.
    pub repetitions: u32,
    /// The parts, in the order in which they ran.
    pub parts: Vec<PartTime>,
    /// Set-up and builds, in the order in which they ended.
    pub steps: Vec<StepTime>,
    /// The engines that cases ran in.
    pub engines: Vec<EngineTime>,
    /// The browser cases.
    pub cases: Vec<CaseTime>,
}

/// The time of a part, or of one of its test binaries.
#[derive(Debug, Clone, PartialEq)]
pub struct PartTime {
    /// Its name.
    pub name: String,
    /// `true` if all of its runs passed.
    pub passed: bool,
    /// The time of all its runs, in seconds.
    pub elapsed_s: f64,
    /// Number of times that it ran.
    pub runs: u32,
    /// The tests of all its runs, where there are tests to count.
    pub counts: Option<Counts>,
    /// Its test binaries.
    pub inner: Vec<PartTime>,
}

/// The time of an engine.
#[derive(Debug, Clone, PartialEq)]
pub struct EngineTime {
    /// The engine.
    pub engine: String,
    /// Its version.
    pub version: String,
    /// From the start of its first case to the end of its last one, in seconds; summed up over the repetitions.
    pub wall_s: f64,
}

/// The time of a browser case.
#[derive(Debug, Clone, PartialEq)]
pub struct CaseTime {
    /// Its name, which begins with the engine's.
    pub name: String,
    /// The engine.
    pub engine: String,
    /// `true` if all of its runs passed.
    pub passed: bool,
    /// The time of all its runs, in seconds.
    pub elapsed_s: f64,
    /// Number of times that it ran.
    pub runs: u32,
    /// The names of its checks.
    pub checks: Vec<String>,
}

impl PartTime {
    /// Returns the time of one run, without tests.
    pub fn once(name: &str, elapsed_s: f64, passed: bool) -> Self {
        PartTime { name: name.into(), passed, elapsed_s, runs: 1, counts: None, inner: Vec::new() }
    }

    /// Adds a run to that of the same name in a list, or to its end.
    pub fn add_to(self, list: &mut Vec<PartTime>) {
        let Some(known) = list.iter_mut().find(|known| known.name == self.name) else { return list.push(self) };
        known.passed &= self.passed;
        known.elapsed_s += self.elapsed_s;
        known.runs += self.runs;
        if let Some(counts) = self.counts {
            *known.counts.get_or_insert_default() += counts;
        }
        for inner in self.inner {
            inner.add_to(&mut known.inner);
        }
    }
}

impl CaseTime {
    /// Returns how many checks one run makes. A case without named checks is one check.
    pub fn checks(&self) -> usize {
        self.checks.len().max(1)
    }
}

impl Times {
    /// Adds the engines and cases of one run of the browser tests.
    pub fn add_cases(&mut self, engines: Vec<EngineTime>, cases: Vec<CaseTime>) {
        for engine in engines {
            match self.engines.iter_mut().find(|known| known.engine == engine.engine) {
                Some(known) => known.wall_s += engine.wall_s,
                None => self.engines.push(engine),
            }
        }
        for case in cases {
            match self.cases.iter_mut().find(|known| known.name == case.name) {
                Some(known) => {
                    known.passed &= case.passed;
                    known.elapsed_s += case.elapsed_s;
                    known.runs += case.runs;
                }
                None => self.cases.push(case),
            }
        }
        self.cases.sort_by(|one, other| other.elapsed_s.total_cmp(&one.elapsed_s));
    }

    /// Returns the tests of all native binaries and of the wasm builds.
    pub fn tests(&self) -> Counts {
        self.parts.iter().filter_map(|part| part.counts).sum()
    }

    /// Returns the time of all cases of an engine, in seconds.
    pub fn case_s(&self, engine: &EngineTime) -> f64 {
        // Not `sum`, which is -0 for no case.
        self.cases_of(engine).fold(0.0, |sum, case| sum + case.elapsed_s)
    }

    /// Returns the cases of an engine.
    pub fn cases_of<'times>(&'times self, engine: &'times EngineTime) -> impl Iterator<Item = &'times CaseTime> {
        self.cases.iter().filter(|case| case.engine == engine.engine)
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;

    /// Made-up times of two repetitions.
    pub fn made_up() -> Times {
        let counts = |passed, failed| Some(Counts { passed, failed, ignored: 0 });
        let binary = |name: &str, elapsed_s, passed| PartTime {
            counts: counts(passed, 0),
            ..PartTime::once(name, elapsed_s, true)
        };
        let mut times = Times { elapsed_s: 754.26, repetitions: 2, ..Times::default() };
        PartTime::once("clippy", 80.0, true).add_to(&mut times.parts);
        for elapsed_s in [100.0, 110.0] {
            let inner = vec![binary("kosut, unit tests", 20.0, 248), binary("kosut, native", elapsed_s - 20.0, 140)];
            let part = PartTime::once("native tests", elapsed_s, true);
            PartTime { counts: counts(388, 0), inner, ..part }.add_to(&mut times.parts);
        }
        PartTime::once("browser tests", 300.0, false).add_to(&mut times.parts);
        let step = |name: &str, started_s, elapsed_s, background| StepTime {
            name: name.into(),
            started_s,
            elapsed_s,
            background,
        };
        times.steps = vec![step("Node.js", 0.1, 0.05, true), step("wasm, plain build", 2.0, 150.0, true)];
        let engine = |engine: &str, wall_s| EngineTime { engine: engine.into(), version: "1.0".into(), wall_s };
        let case = |engine: &str, name: &str, elapsed_s, passed, checks: &[&str]| CaseTime {
            name: format!("{engine}::{name}"),
            engine: engine.into(),
            passed,
            elapsed_s,
            runs: 1,
            checks: checks.iter().map(|check| check.to_string()).collect(),
        };
        for passed in [true, false] {
            times.add_cases(
                vec![engine("chromium", 90.0), engine("firefox", 30.0)],
                vec![
                    case("chromium", "labs::race", 4.0, true, &["run", "report", "axe"]),
                    case("chromium", "article::en", 61.5, passed, &["read"]),
                    case("firefox", "labs::race", 5.0, true, &[]),
                ],
            );
        }
        times
    }

    #[test]
    fn repetitions_are_summed_up() {
        let times = made_up();
        let native = &times.parts[1];
        assert_eq!((native.runs, native.elapsed_s, native.inner.len()), (2, 210.0, 2));
        assert_eq!(native.counts, Some(Counts { passed: 776, failed: 0, ignored: 0 }));
        assert_eq!((native.inner[1].runs, native.inner[1].elapsed_s), (2, 170.0));
        assert_eq!(times.engines[0].wall_s, 180.0);
    }

    #[test]
    fn a_case_that_failed_once_has_failed_and_the_slowest_is_first() {
        let times = made_up();
        let slowest = &times.cases[0];
        assert_eq!((slowest.name.as_str(), slowest.passed, slowest.runs), ("chromium::article::en", false, 2));
        assert_eq!(slowest.elapsed_s, 123.0);
    }
}
