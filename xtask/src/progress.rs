//! The progress of a command: which steps run, and how long the finished ones took.
//!
//! Steps may run at the same time, on threads of their own. Each finished step leaves one line, `▸ name … 12.3 s`.
//! While steps run, the last line of each log is shown: on a terminal in one line that is painted over, elsewhere as a
//! line of its own every [`REPORT_EVERY`].

use std::{
    fmt::Write as _,
    fs::{self, File},
    io::{IsTerminal, Write},
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};

use crate::{
    project::Project,
    step::{Step, tail},
};

/// How often the line of running steps is painted on a terminal: fast enough to look alive.
const PAINT_EVERY: Duration = Duration::from_millis(500);

/// How often running steps are reported where there is no terminal: seldom enough for a log that is read later.
const REPORT_EVERY: Duration = Duration::from_secs(20);

/// Shows which steps run. Clones share the same steps.
#[derive(Debug, Clone)]
pub struct Progress {
    state: Arc<Mutex<State>>,
    logs: PathBuf,
    begun: Instant,
    /// How many jobs cargo has in the background; `None` in the foreground, where cargo takes one for each core.
    background_jobs: Option<u32>,
}

#[derive(Debug)]
struct State {
    running: Vec<Running>,
    finished: Vec<StepTime>,
    terminal: bool,
    /// `true` if a command's own output is shown, which must not be painted over.
    silent: bool,
    reported: Instant,
}

#[derive(Debug)]
struct Running {
    name: String,
    started: Instant,
    log: PathBuf,
}

/// The time that a finished step took.
#[derive(Debug, Clone, PartialEq)]
pub struct StepTime {
    /// The step's name.
    pub name: String,
    /// From the start of the command to the start of the step, in seconds.
    pub started_s: f64,
    /// From the start of the step to its end, in seconds.
    pub elapsed_s: f64,
    /// `true` if it ran in the background.
    pub background: bool,
}

impl Progress {
    /// Returns the progress of steps whose logs go to `target/xtask/logs`.
    ///
    /// # Errors
    /// Returns an error when that folder cannot be made.
    pub fn new(project: &Project) -> Result<Self> {
        let logs = project.target("xtask/logs");
        fs::create_dir_all(&logs).with_context(|| format!("{} cannot be made", logs.display()))?;
        let begun = Instant::now();
        let state = Arc::new(Mutex::new(State {
            running: Vec::new(),
            finished: Vec::new(),
            terminal: std::io::stdout().is_terminal(),
            silent: false,
            reported: begun,
        }));
        let shown = Arc::downgrade(&state);
        thread::spawn(move || keep_showing(&shown));
        Ok(Progress { state, logs, begun, background_jobs: None })
    }

    /// Returns the progress of steps that run beside others, with this many jobs for each cargo.
    #[must_use]
    pub fn in_background(&self, cargo_jobs: u32) -> Self {
        Progress { background_jobs: Some(cargo_jobs), ..self.clone() }
    }

    /// Runs one step. `remedy` says what to do when it fails.
    ///
    /// # Errors
    /// The error of `work`, after it was shown with the remedy; the returned error then only names the step.
    pub fn step<T>(&self, name: &str, remedy: &str, work: impl FnOnce(&Step) -> Result<T>) -> Result<T> {
        let log = self.logs.join(format!("{}.log", file_name(name)));
        File::create(&log).with_context(|| format!("{} cannot be written", log.display()))?;
        let started = Instant::now();
        self.state().running.push(Running { name: name.into(), started, log: log.clone() });
        let step = Step::new(log, self.clone());
        let result = work(&step);

        let elapsed_s = started.elapsed().as_secs_f64();
        let mut state = self.state();
        state.running.retain(|running| running.name != name);
        state.finished.push(StepTime {
            name: name.into(),
            started_s: (started - self.begun).as_secs_f64(),
            elapsed_s,
            background: self.background_jobs.is_some(),
        });
        let time = duration_text(elapsed_s);
        match result {
            Ok(value) => {
                let note = step.take_note().map(|note| format!("{note}, ")).unwrap_or_default();
                state.print(&format!("▸ {name} … {note}{time}"));
                Ok(value)
            }
            Err(error) => {
                let mut text = format!("✗ {name} … failed after {time}\n");
                for line in format!("{error:#}").lines() {
                    let _ = writeln!(text, "    {line}");
                }
                let _ = write!(text, "    What to do: {remedy}");
                state.print(&text);
                bail!("{name} failed")
            }
        }
    }

    /// Prints a line between the steps.
    pub fn say(&self, line: &str) {
        self.state().print(line);
    }

    /// Returns the times of the steps that have finished, in the order in which they ended.
    pub fn times(&self) -> Vec<StepTime> {
        self.state().finished.clone()
    }

    /// Returns the time since the command began, in seconds.
    pub fn elapsed_s(&self) -> f64 {
        self.begun.elapsed().as_secs_f64()
    }

    /// Returns how many jobs cargo has in the background, or `None` in the foreground.
    pub(crate) fn background_jobs(&self) -> Option<u32> {
        self.background_jobs
    }

    /// Does some work whose output must not be painted over.
    pub(crate) fn without_painting<T>(&self, work: impl FnOnce() -> T) -> T {
        self.state().silent = true;
        let result = work();
        self.state().silent = false;
        result
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A step that panicked has left nothing half done in here.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn print(&self, text: &str) {
        let wipe = if self.terminal { "\r\x1b[2K" } else { "" };
        println!("{wipe}{text}");
    }

    fn show(&mut self) {
        if self.silent || self.running.is_empty() {
            return;
        }
        if self.terminal {
            let all: Vec<String> = self.running.iter().filter_map(|running| running.text(28)).collect();
            let line: String = all.join("   ").chars().take(110).collect();
            print!("\r\x1b[2K  {line}");
            let _ = std::io::stdout().flush();
        } else if self.reported.elapsed() >= REPORT_EVERY {
            self.reported = Instant::now();
            let is_slow = |running: &&Running| running.started.elapsed() >= REPORT_EVERY;
            for line in self.running.iter().filter(is_slow).filter_map(|running| running.text(80)) {
                println!("  {line}");
            }
        }
    }
}

impl Running {
    /// Returns its name, its age and the last line of its log. Returns `None` when the log is empty: the step waits for
    /// others, which say more.
    fn text(&self, width: usize) -> Option<String> {
        let last = tail(&self.log, 1).ok().filter(|line| !line.is_empty())?;
        let last: String = last.trim().chars().take(width).collect();
        Some(format!("{} {} s: {last}", self.name, self.started.elapsed().as_secs()))
    }
}

fn keep_showing(state: &Weak<Mutex<State>>) {
    while let Some(state) = state.upgrade() {
        state.lock().unwrap_or_else(PoisonError::into_inner).show();
        drop(state);
        thread::sleep(PAINT_EVERY);
    }
}

/// Writes a time so that a reader can compare it: minutes above 60 seconds, else seconds.
pub fn duration_text(seconds: f64) -> String {
    if seconds > 60.0 { format!("{:.1} min", seconds / 60.0) } else { format!("{seconds:.1} s") }
}

fn file_name(name: &str) -> String {
    let words = name.split(|character: char| !character.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_is_named_after_its_step() {
        assert_eq!(file_name("wasm, threads build"), "wasm-threads-build");
    }

    #[test]
    fn times_above_a_minute_are_in_minutes() {
        let texts = [0.04, 59.9, 60.0, 61.0, 90.0].map(duration_text);
        assert_eq!(texts, ["0.0 s", "59.9 s", "60.0 s", "1.0 min", "1.5 min"]);
    }
}
