//! The file of the times, `target/xtask/test-times.json`:
//!
//! ```text
//! elapsed_s      from the start of the command to its end
//! repetitions    how often the tests ran
//! parts          one for each part, in the order in which they ran
//!   name, passed, elapsed_s
//!   runs         how often it ran; elapsed_s and the counts are the sums over them
//!   tests        {passed, failed, ignored}, or null where there are none to count
//!   inner        the same for each test binary of the part
//! steps          set-up and builds, in the order in which they ended
//!   name, elapsed_s
//!   started_s    from the start of the command to the start of the step
//!   background   whether it ran beside a part
//! engines
//!   engine, version, cases, checks
//!   case_s       the sum over its cases; several run at a time
//!   wall_s       from the start of its first case to the end of its last one
//! cases          browser cases, the slowest first
//!   name, engine, passed, elapsed_s, runs
//!   checks       the names of its checks
//! ```
//!
//! All times are in seconds. Parts run one after another, steps beside them and beside each other.

use std::{fs, path::Path};

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::{
    counts::Counts,
    times::{CaseTime, EngineTime, PartTime, Times},
};
use crate::progress::StepTime;

impl Times {
    /// Writes the times as JSON.
    ///
    /// # Errors
    /// Returns an error when the file cannot be written.
    pub fn write(&self, path: &Path) -> Result<()> {
        let text = format!("{:#}\n", self.to_json());
        fs::write(path, text).with_context(|| format!("{} cannot be written", path.display()))
    }

    fn to_json(&self) -> Value {
        let step = |step: &StepTime| {
            json!({
                "name": step.name,
                "started_s": rounded(step.started_s),
                "elapsed_s": rounded(step.elapsed_s),
                "background": step.background,
            })
        };
        let engine = |engine: &EngineTime| {
            json!({
                "engine": engine.engine,
                "version": engine.version,
                "cases": self.cases_of(engine).count(),
                "checks": self.cases_of(engine).map(CaseTime::checks).sum::<usize>(),
                "case_s": rounded(self.case_s(engine)),
                "wall_s": rounded(engine.wall_s),
            })
        };
        let case = |case: &CaseTime| {
            json!({
                "name": case.name,
                "engine": case.engine,
                "passed": case.passed,
                "elapsed_s": rounded(case.elapsed_s),
                "runs": case.runs,
                "checks": case.checks,
            })
        };
        json!({
            "elapsed_s": rounded(self.elapsed_s),
            "repetitions": self.repetitions,
            "parts": self.parts.iter().map(part_json).collect::<Vec<_>>(),
            "steps": self.steps.iter().map(step).collect::<Vec<_>>(),
            "engines": self.engines.iter().map(engine).collect::<Vec<_>>(),
            "cases": self.cases.iter().map(case).collect::<Vec<_>>(),
        })
    }
}

fn part_json(part: &PartTime) -> Value {
    let tests = |counts: Counts| json!({"passed": counts.passed, "failed": counts.failed, "ignored": counts.ignored});
    json!({
        "name": part.name,
        "passed": part.passed,
        "elapsed_s": rounded(part.elapsed_s),
        "runs": part.runs,
        "tests": part.counts.map(tests),
        "inner": part.inner.iter().map(part_json).collect::<Vec<_>>(),
    })
}

/// Rounds to milliseconds, which is finer than any of these times repeats.
fn rounded(seconds: f64) -> f64 {
    (seconds * 1000.0).round() / 1000.0
}

#[cfg(test)]
mod tests {
    use super::{super::times::tests::made_up, *};

    #[test]
    fn the_file_has_all_of_it() {
        let json = made_up().to_json();
        assert_eq!(json["repetitions"], 2);
        assert_eq!(json["parts"][1]["inner"][0]["tests"]["passed"], 496);
        assert_eq!(json["parts"][0]["tests"], Value::Null);
        assert_eq!(json["steps"][1]["background"], true);
        let chromium =
            json!({"engine": "chromium", "version": "1.0", "cases": 2, "checks": 4, "case_s": 131.0, "wall_s": 180.0});
        assert_eq!(json["engines"][0], chromium);
        assert_eq!(json["cases"][0]["checks"], json!(["read"]));
    }
}
