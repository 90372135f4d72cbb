//! Counts of verdicts, and the page that shows them.

use std::{fmt::Write as _, fs, path::Path};

use anyhow::{Context, Result};
use kosut::{
    labs::everything::Combined,
    measure::median,
    verdict::{Claim, Verdict},
};
use xtask::verdicts::merge_sections;

/// All runs of one engine beside so many busy programs.
pub struct Series {
    /// The engine's name and the number of busy programs, from the file's name.
    name: String,
    browser: String,
    seconds: Vec<f64>,
    /// The claims of each run.
    runs: Vec<Vec<Claim>>,
}

impl Series {
    /// Reads a file with one report in each line, or one list of claims.
    ///
    /// # Errors
    /// Returns an error when a line is none.
    pub fn read(file: &Path) -> Result<Self> {
        let stem = file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let mut series = Series { name: stem, browser: String::new(), seconds: Vec::new(), runs: Vec::new() };
        for line in fs::read_to_string(file)?.lines() {
            let damaged = || format!("{} is damaged", file.display());
            if line.starts_with('[') {
                series.runs.push(serde_json::from_str(line).with_context(damaged)?);
                continue;
            }
            let report: Combined = serde_json::from_str(line).with_context(damaged)?;
            series.browser = report.machine.browser;
            series.seconds.push(report.seconds);
            series.runs.push(report.claims.into_iter().map(|judged| judged.claim).collect());
        }
        Ok(series)
    }

    /// The claims' ids, in the order of the first run.
    fn ids(&self) -> Vec<&str> {
        self.runs.first().into_iter().flatten().map(|claim| claim.id.as_str()).collect()
    }

    fn of<'a>(&'a self, id: &'a str) -> impl Iterator<Item = &'a Claim> {
        self.runs.iter().flatten().filter(move |claim| claim.id == id)
    }

    fn count(&self, id: &str, verdict: Verdict) -> usize {
        self.of(id).filter(|claim| claim.verdict == verdict).count()
    }

    /// Claims that held in one run and failed in another.
    fn flips(&self) -> usize {
        let flips = |id: &str| self.count(id, Verdict::Holds) > 0 && self.count(id, Verdict::Fails) > 0;
        self.ids().into_iter().filter(|id| flips(id)).count()
    }

    fn share(&self, verdict: Verdict) -> f64 {
        let claims: usize = self.runs.iter().map(Vec::len).sum();
        let counted = self.runs.iter().flatten().filter(|claim| claim.verdict == verdict).count();
        counted as f64 / claims.max(1) as f64
    }

    fn median_holding(&self) -> f64 {
        let holding = |run: &Vec<Claim>| run.iter().filter(|claim| claim.verdict == Verdict::Holds).count() as f64;
        median(&self.runs.iter().map(holding).collect::<Vec<f64>>())
    }

    fn write(&self, text: &mut String, commit: &str, machine: &[String]) {
        let (runs, claims) = (self.runs.len(), self.ids().len());
        let _ = writeln!(text, "## {}\n\nAt commit {commit}, on {}.\n", self.name, machine.join("; "));
        if self.seconds.is_empty() {
            let _ = writeln!(text, "Claims that are known to be false, {runs} runs.\n");
        } else {
            let _ = writeln!(text, "{}, {runs} runs of {:.0} s (median).\n", self.browser, median(&self.seconds));
        }
        let _ = writeln!(
            text,
            "{:.0} of {claims} claims hold in the median run; {} claims held in one run and failed in another; {:.1} % of all \
             verdicts are unclear, {:.1} % fail.\n",
            self.median_holding(),
            self.flips(),
            100.0 * self.share(Verdict::Unclear),
            100.0 * self.share(Verdict::Fails),
        );
        text.push_str("| claim | holds | fails | unclear | unavailable | ratio (median; least, most) | reasons |\n");
        text.push_str("|---|---:|---:|---:|---:|---:|---|\n");
        for id in self.ids() {
            let count = |verdict| self.count(id, verdict);
            let [holds, fails, unclear, unavailable] =
                [Verdict::Holds, Verdict::Fails, Verdict::Unclear, Verdict::Unavailable].map(count);
            let ratios: Vec<f64> = self.of(id).filter_map(|claim| claim.ratio).collect();
            let ratio = if ratios.is_empty() { "–".into() } else { spread(&ratios) };
            let mut reasons: Vec<&str> = self.of(id).filter_map(|claim| claim.reason.as_deref()).collect();
            reasons.sort_unstable();
            reasons.dedup();
            let reasons = reasons.join(", ");
            let _ = writeln!(text, "| `{id}` | {holds} | {fails} | {unclear} | {unavailable} | {ratio} | {reasons} |",);
        }
        text.push('\n');
    }
}

fn spread(ratios: &[f64]) -> String {
    let least = ratios.iter().copied().fold(f64::INFINITY, f64::min);
    let most = ratios.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    format!("{:.2} ({least:.2}, {most:.2})", median(ratios))
}

/// The page's introduction.
const INTRODUCTION: &str = "# Verdicts\n\nWritten by `cargo xtask verdicts`: how often each claim was judged how, in repeated runs of \
                            *Run everything*. In the name of a series stands how many other programs kept a core busy.\n\n";

/// The page with these series, taken at a commit on a machine. A series of an earlier page that is not among them stays.
pub fn markdown(commit: &str, machine: &[String], series: &[Series], earlier: &str) -> String {
    let section = |one: &Series| {
        let mut text = String::new();
        one.write(&mut text, commit, machine);
        (one.name.clone(), text)
    };
    let sections = series.iter().filter(|one| !one.runs.is_empty()).map(section);
    merge_sections(INTRODUCTION, earlier, sections)
}
