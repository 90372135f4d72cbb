//! The browser part: which cases run in which engines, and what the browser tests write about them.

use std::{fs, path::Path, process::Command};

use anyhow::{Context, Result};
use serde_json::Value;

use super::{
    options::Engine,
    selection::tests_in,
    times::{CaseTime, EngineTime},
};
use crate::{browsers::Requirement, command::read, project::Project, test_binary::TestBinary, tools::Tool};

/// The cases to run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cases {
    /// The engines to run them in; empty for all.
    pub engines: Vec<Engine>,
    /// A part of their names; `None` for all.
    pub name: Option<String>,
    /// `true` if only the smoke cases run, which are in Chromium.
    pub smoke: bool,
}

impl Cases {
    /// Returns the engines that run, in their order.
    pub fn engines(&self) -> Vec<Engine> {
        let runs = |engine: &Engine| match (self.smoke, self.engines.is_empty()) {
            (true, _) => *engine == Engine::Chromium,
            (false, true) => true,
            (false, false) => self.engines.contains(engine),
        };
        Engine::ALL.into_iter().filter(runs).collect()
    }

    /// Returns the programs that the cases need, each once.
    pub fn requirements(&self) -> Vec<Requirement> {
        let mut requirements: Vec<Requirement> = self.engines().into_iter().map(Engine::requirement).collect();
        requirements.dedup();
        requirements
    }

    /// Returns the names of the cases.
    ///
    /// # Errors
    /// Returns an error when the browser tests do not list them.
    pub fn list(&self, binary: &TestBinary) -> Result<Vec<String>> {
        let mut command = self.command(binary);
        command.args(["--list", "--format", "terse"]);
        Ok(tests_in(&read(command)?))
    }

    /// Leaves out the engines in which none of these cases runs. A case's name begins with its engine's.
    #[must_use]
    pub fn in_engines_of(self, names: &[String]) -> Self {
        let has_case = |engine: &Engine| names.iter().any(|name| name.starts_with(&format!("{engine}::")));
        Cases { engines: self.engines().into_iter().filter(has_case).collect(), ..self }
    }

    /// Returns the command that runs the cases on the finished site. They write their times to `times`.
    ///
    /// # Errors
    /// Returns an error when there is no home folder.
    pub fn run(&self, project: &Project, binary: &TestBinary, times: &Path) -> Result<Command> {
        let mut command = self.command(binary);
        command
            .env("KOSUT_DIST", project.dist())
            .env("KOSUT_GECKODRIVER", Tool::geckodriver().program("geckodriver")?)
            .env("KOSUT_CASES", times);
        Ok(command)
    }

    fn command(&self, binary: &TestBinary) -> Command {
        let mut command = Command::new(&binary.executable);
        command.args(&self.name).current_dir(&binary.folder).env("CARGO_MANIFEST_DIR", &binary.folder);
        // These choose cases, so only the options may set them.
        command.env_remove("KOSUT_ENGINES").env_remove("KOSUT_SMOKE");
        if !self.engines.is_empty() {
            let names: Vec<String> = self.engines.iter().map(Engine::to_string).collect();
            command.env("KOSUT_ENGINES", names.join(","));
        }
        if self.smoke {
            command.env("KOSUT_SMOKE", "1");
        }
        command
    }
}

/// Reads the file that the browser tests write.
///
/// # Errors
/// Returns an error when it is missing or not of the known form.
pub fn read_times(path: &Path) -> Result<(Vec<EngineTime>, Vec<CaseTime>)> {
    let text = fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))?;
    parse_times(&text).with_context(|| format!("{} is malformed", path.display()))
}

fn parse_times(text: &str) -> Result<(Vec<EngineTime>, Vec<CaseTime>)> {
    let json: Value = serde_json::from_str(text)?;
    let list = |name: &str| json[name].as_array().with_context(|| format!("there are no {name}"));
    let engines =
        list("engines")?.iter().map(|engine| engine_time(engine).context("an engine")).collect::<Result<_>>()?;
    let cases = list("cases")?.iter().map(|case| case_time(case).context("a case")).collect::<Result<_>>()?;
    Ok((engines, cases))
}

fn engine_time(engine: &Value) -> Option<EngineTime> {
    Some(EngineTime {
        engine: engine["engine"].as_str()?.into(),
        version: engine["version"].as_str()?.into(),
        wall_s: engine["wall_s"].as_f64()?,
    })
}

fn case_time(case: &Value) -> Option<CaseTime> {
    let checks = case["checks"].as_array()?.iter();
    Some(CaseTime {
        name: case["name"].as_str()?.into(),
        engine: case["engine"].as_str()?.into(),
        passed: case["passed"].as_bool()?,
        elapsed_s: case["elapsed_s"].as_f64()?,
        runs: 1,
        checks: checks.filter_map(|check| check.as_str().map(String::from)).collect(),
    })
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;

    use super::*;

    fn binary() -> TestBinary {
        TestBinary {
            package: "kosut-browser-tests".into(),
            target: "browsers".into(),
            kind: "test".into(),
            executable: "/p/target/debug/deps/browsers-1".into(),
            folder: "/p/tests/browser".into(),
        }
    }

    #[track_caller]
    fn has(command: &Command, name: &str, value: Option<&str>) {
        let set = command.get_envs().find(|(known, _)| *known == name).and_then(|(_, value)| value);
        assert_eq!(set, value.map(OsStr::new), "{name}");
    }

    #[test]
    fn engines_names_and_smoke_reach_the_browser_tests() {
        let command = Cases::default().command(&binary());
        has(&command, "KOSUT_ENGINES", None);
        has(&command, "KOSUT_SMOKE", None);
        assert_eq!(command.get_args().count(), 0);
        let engines = vec![Engine::Firefox, Engine::Chromium];
        let command = Cases { engines, name: Some("race".into()), smoke: false }.command(&binary());
        has(&command, "KOSUT_ENGINES", Some("firefox,chromium"));
        assert!(command.get_args().eq(["race"]));
        assert_eq!(command.get_current_dir(), Some(Path::new("/p/tests/browser")));
        has(&Cases { smoke: true, ..Cases::default() }.command(&binary()), "KOSUT_SMOKE", Some("1"));
    }

    #[test]
    fn only_the_engines_that_run_are_required() {
        let all = [Requirement::Chromium, Requirement::Firefox, Requirement::WebKitGtk];
        assert_eq!(Cases::default().requirements(), all);
        assert_eq!(Cases { smoke: true, ..Cases::default() }.requirements(), [Requirement::Chromium]);
        let cases = Cases { name: Some("race".into()), ..Cases::default() };
        let cases = cases.in_engines_of(&["webkitgtk::labs::race".into(), "chromium::labs::race".into()]);
        assert_eq!(cases.engines, [Engine::Chromium, Engine::WebKit]);
    }

    #[test]
    fn the_file_of_the_browser_tests_is_read() {
        let text = r#"{"engines":[{"engine":"chromium","version":"156.0","wall_s":1.5}],
            "cases":[{"name":"chromium::labs::race","engine":"chromium","elapsed_s":1,"checks":["a"],"passed":true}]}"#;
        let (engines, cases) = parse_times(text).expect("read");
        assert_eq!((engines[0].engine.as_str(), engines[0].wall_s), ("chromium", 1.5));
        assert_eq!((cases[0].elapsed_s, cases[0].checks.len(), cases[0].passed), (1.0, 1, true));
        for wrong in ["", "{}", r#"{"engines":[{}],"cases":[]}"#] {
            assert!(parse_times(wrong).is_err(), "{wrong}");
        }
    }
}
