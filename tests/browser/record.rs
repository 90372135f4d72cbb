//! How long each case took, which checks it made, and what it found: printed, and written as JSON for `cargo xtask test`.

use std::{collections::BTreeMap, path::Path, time::Instant};

use anyhow::{Context, Result};
use serde::Serialize;

/// Names a file for the [`Record`], as JSON.
const FILE: &str = "KOSUT_CASES";

/// One case in one engine.
#[derive(Debug, Clone, Serialize)]
pub struct CaseRecord {
    /// Its name, which begins with the engine's.
    pub name: String,
    /// The engine.
    pub engine: String,
    /// From its start to its end, in seconds.
    pub elapsed_s: f64,
    /// The named checks that it made, in order.
    pub checks: Vec<String>,
    /// What was found: a place, and what runs there or the sentence that the reader gets.
    pub findings: Vec<(String, String)>,
    /// `true` if all of them passed.
    pub passed: bool,
}

/// One engine.
#[derive(Debug, Clone, Serialize)]
struct EngineRecord {
    engine: String,
    version: String,
    /// From the start of its first case to the end of its last one, in seconds.
    wall_s: f64,
    #[serde(skip)]
    span: Option<(Instant, Instant)>,
}

/// All cases of a run.
#[derive(Debug, Default, Serialize)]
pub struct Record {
    engines: Vec<EngineRecord>,
    cases: Vec<CaseRecord>,
}

impl Record {
    /// Adds a case that has ended, with its start and its end.
    pub fn add(&mut self, case: CaseRecord, (began, ended): (Instant, Instant)) {
        let engine = self.engine(&case.engine);
        let (first, last) = engine.span.unwrap_or((began, ended));
        let span = (first.min(began), last.max(ended));
        engine.span = Some(span);
        engine.wall_s = (span.1 - span.0).as_secs_f64();
        self.cases.push(case);
    }

    /// Notes an engine's name and version.
    pub fn set_version(&mut self, engine: &str, version: String) {
        self.engine(engine).version = version;
    }

    /// Prints how many cases and checks there were, and writes everything to the file that `KOSUT_CASES` names, if any.
    ///
    /// # Errors
    /// Returns an error when the file cannot be written.
    pub fn conclude(&self) -> Result<()> {
        let checks: usize = self.cases.iter().map(|case| case.checks.len().max(1)).sum();
        print!("{}", self.findings());
        println!("{} cases made {checks} checks", self.cases.len());
        let Some(path) = std::env::var_os(FILE) else { return Ok(()) };
        let path = Path::new(&path);
        std::fs::write(path, serde_json::to_string_pretty(self)?)
            .with_context(|| format!("{} cannot be written", path.display()))
    }

    /// The places where something was found, and below each what it was in which engine.
    fn findings(&self) -> String {
        let mut places: BTreeMap<&str, Vec<(&str, &str)>> = BTreeMap::new();
        for case in &self.cases {
            for (place, what) in &case.findings {
                places.entry(place).or_default().push((&case.engine, what));
            }
        }
        let mut text = String::new();
        for (place, mut engines) in places {
            engines.sort_unstable();
            text += &format!("{place}\n");
            for (engine, what) in engines {
                text += &format!("    {engine:<11} {what}\n");
            }
        }
        text
    }

    fn engine(&mut self, name: &str) -> &mut EngineRecord {
        let at = self.engines.iter().position(|other| other.engine == name).unwrap_or_else(|| {
            let (engine, version) = (name.into(), String::new());
            self.engines.push(EngineRecord { engine, version, wall_s: 0.0, span: None });
            self.engines.len() - 1
        });
        &mut self.engines[at]
    }
}
