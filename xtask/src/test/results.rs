//! The results of the parts: shown under headings while they run, and summed up in the end.

use std::time::Instant;

use anyhow::{Result, bail};

use super::{
    counts::Counts,
    table,
    times::{CaseTime, EngineTime, PartTime, Times},
};
use crate::{progress::Progress, project::Project, step::Step};

/// The file of the times, below the target folder.
const FILE: &str = "xtask/test-times.json";

/// The results so far.
#[derive(Debug)]
pub struct Results {
    progress: Progress,
    times: Times,
    /// The repetition that runs, from 1; 0 before the first.
    repetition: u32,
    /// Number of repetitions that were asked for.
    repetitions: u32,
    /// The parts that have failed, as the error names them.
    failed: Vec<String>,
    /// `true` if one of them failed in this repetition.
    repetition_failed: bool,
}

impl Results {
    /// Returns the results of parts that are still to run.
    pub fn new(progress: &Progress, repetitions: u32) -> Self {
        let (progress, times, failed) = (progress.clone(), Times::default(), Vec::new());
        Results { progress, times, repetition: 0, repetitions, failed, repetition_failed: false }
    }

    /// Begins the next repetition of the tests. Returns `false` when there is none, or when the last one has failed.
    pub fn next_repetition(&mut self) -> bool {
        if self.repetition_failed || self.repetition == self.repetitions {
            return false;
        }
        self.repetition += 1;
        self.times.repetitions = self.repetition;
        true
    }

    /// Returns whether the first repetition runs.
    pub fn is_first(&self) -> bool {
        self.repetition <= 1
    }

    /// Runs a part under its heading. `work` adds a row for each of its test binaries. Returns whether the part has
    /// passed.
    pub fn part(&mut self, name: &str, work: impl FnOnce(&Step, &mut Vec<PartTime>) -> Result<()>) -> bool {
        let title = format!("{name}{}", self.suffix());
        self.progress.say(&format!("\n━━ {title} ━━"));
        let (started, mut inner) = (Instant::now(), Vec::new());
        let result = self.progress.step(name, "correct what the output names", |step| work(step, &mut inner));
        let counts: Vec<Counts> = inner.iter().filter_map(|row| row.counts).collect();
        let counts = (!counts.is_empty()).then(|| counts.into_iter().sum());
        // The row of a part that runs one command says nothing that the part's does not.
        inner.retain(|row| row.name != name);
        let part = PartTime { counts, inner, ..PartTime::once(name, started.elapsed().as_secs_f64(), result.is_ok()) };
        part.add_to(&mut self.times.parts);
        if result.is_err() {
            self.failed.push(title);
            self.repetition_failed = self.repetition > 0;
        }
        result.is_ok()
    }

    /// Adds the engines and cases of one run of the browser tests.
    pub fn add_cases(&mut self, engines: Vec<EngineTime>, cases: Vec<CaseTime>) {
        self.times.add_cases(engines, cases);
    }

    /// Shows the times and the summary, and writes the times to a file.
    ///
    /// # Errors
    /// Returns an error when a part has failed: the names of those that have. Also when the file cannot be written.
    pub fn conclude(mut self, project: &Project) -> Result<()> {
        let parts: Vec<String> = self.times.parts.iter().map(|part| part.name.clone()).collect();
        self.times.elapsed_s = self.progress.elapsed_s();
        self.times.steps = self.progress.times().into_iter().filter(|step| !parts.contains(&step.name)).collect();
        self.progress.say(&format!("\n━━ times ━━\n{}", table::text(&self.times)));
        let written = self.times.write(&project.target(FILE));
        self.progress.say(&summary(&self.times));
        if !self.failed.is_empty() {
            bail!("failed: {}", self.failed.join("; "));
        }
        written
    }

    fn suffix(&self) -> String {
        match (self.repetition, self.repetitions) {
            (0, _) | (_, 1) => String::new(),
            (repetition, repetitions) => format!(", repetition {repetition} of {repetitions}"),
        }
    }
}

/// Writes a line for each part, and how many have passed and failed.
fn summary(times: &Times) -> String {
    let mark = |part: &PartTime| if part.passed { "✓" } else { "✗" };
    let lines: String = times.parts.iter().map(|part| format!("{} {}\n", mark(part), part.name)).collect();
    let passed = times.parts.iter().filter(|part| part.passed).count();
    let failed = times.parts.len() - passed;
    format!("━━ summary ━━\n{lines}parts: {passed} passed, {failed} failed")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_line_counts_parts_alone() {
        let mut times = Times::default();
        PartTime::once("tidy", 1.0, true).add_to(&mut times.parts);
        PartTime::once("native tests", 1.0, true).add_to(&mut times.parts);
        PartTime::once("native tests", 1.0, false).add_to(&mut times.parts);
        let expected = "━━ summary ━━\n✓ tidy\n✗ native tests\nparts: 1 passed, 1 failed";
        assert_eq!(summary(&times), expected);
    }

    /// Runs up to three repetitions of a part that fails in those given, and returns the results.
    fn repeated(failing: &[u32]) -> Results {
        let progress = Progress::new(&Project::find().expect("the project")).expect("a log folder");
        let mut results = Results::new(&progress, 3);
        results.part("before repetitions", |_, _| bail!("fails"));
        while results.next_repetition() {
            let fails = failing.contains(&results.repetition);
            results.part("repeated part", |_, rows| {
                let counts = Some(Counts { passed: 2, failed: u32::from(fails), ignored: 0 });
                rows.push(PartTime { counts, ..PartTime::once("a binary", 1.0, !fails) });
                if fails { bail!("fails") } else { Ok(()) }
            });
        }
        results
    }

    #[test]
    fn repetitions_stop_after_the_first_that_fails_and_it_is_named() {
        let results = repeated(&[2]);
        assert_eq!(results.failed, ["before repetitions", "repeated part, repetition 2 of 3"]);
        let part = &results.times.parts[1];
        assert_eq!((part.runs, part.passed, results.times.repetitions), (2, false, 2));
        assert_eq!(part.counts, Some(Counts { passed: 4, failed: 1, ignored: 0 }));
    }

    #[test]
    fn all_repetitions_run_when_none_fails() {
        let results = repeated(&[]);
        assert_eq!((results.times.parts[1].runs, results.times.parts[1].passed), (3, true));
        assert_eq!(results.failed, ["before repetitions"]);
    }
}
