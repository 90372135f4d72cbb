//! A step of a command: its name, its progress, its log, and what to do when it fails.
//!
//! Steps may run at the same time, on threads of their own. Each finished step leaves one line, `▸ name … 12.3 s`. While
//! steps run, the last line of each one's log is shown: on a terminal in one line that is painted over, elsewhere as a
//! line of its own every [`REPORT_EVERY`].

use std::{
    cell::RefCell,
    fmt::Write as _,
    fs::{self, File},
    io::{IsTerminal, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
    process::{Command, ExitStatus},
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};

use crate::project::{Project, clean};

/// How often the line of running steps is painted on a terminal: fast enough to look alive.
const PAINT_EVERY: Duration = Duration::from_millis(500);

/// How often running steps are reported where there is no terminal: seldom enough for a log that is read later.
const REPORT_EVERY: Duration = Duration::from_secs(20);

/// How many lines of a failed command's output are shown; the log has all.
const TAIL_LINES: usize = 40;

/// Shows which steps run. Clones speak of the same steps.
#[derive(Debug, Clone)]
pub struct Progress {
    state: Arc<Mutex<State>>,
    logs: PathBuf,
}

#[derive(Debug)]
struct State {
    running: Vec<Running>,
    terminal: bool,
    /// Whether a command's own output is shown, which must not be painted over.
    silent: bool,
    reported: Instant,
}

#[derive(Debug)]
struct Running {
    name: String,
    started: Instant,
    log: PathBuf,
}

impl Progress {
    /// Progress of steps whose logs go to `target/xtask/logs`.
    ///
    /// # Errors
    /// When that folder cannot be made.
    pub fn new(project: &Project) -> Result<Self> {
        let logs = project.target("xtask/logs");
        fs::create_dir_all(&logs).with_context(|| format!("{} cannot be made", logs.display()))?;
        let terminal = std::io::stdout().is_terminal();
        let state =
            Arc::new(Mutex::new(State { running: Vec::new(), terminal, silent: false, reported: Instant::now() }));
        let shown = Arc::downgrade(&state);
        thread::spawn(move || keep_showing(&shown));
        Ok(Progress { state, logs })
    }

    /// Runs one step. `remedy` tells what to do when it fails.
    ///
    /// # Errors
    /// What `work` returns, after it was shown with the remedy; the error itself then only names the step.
    pub fn step<T>(&self, name: &str, remedy: &str, work: impl FnOnce(&Step) -> Result<T>) -> Result<T> {
        let log = self.logs.join(format!("{}.log", file_name(name)));
        File::create(&log).with_context(|| format!("{} cannot be written", log.display()))?;
        let started = Instant::now();
        self.state().running.push(Running { name: name.into(), started, log: log.clone() });
        let step = Step { log, progress: self.clone(), note: RefCell::new(None) };
        let result = work(&step);

        let seconds = started.elapsed().as_secs_f64();
        let mut state = self.state();
        state.running.retain(|running| running.name != name);
        match result {
            Ok(value) => {
                let note = step.note.take().map(|note| format!("{note}, ")).unwrap_or_default();
                state.print(&format!("▸ {name} … {note}{seconds:.1} s"));
                Ok(value)
            }
            Err(error) => {
                let mut text = format!("✗ {name} … failed after {seconds:.1} s\n");
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
            let all: Vec<String> = self.running.iter().map(|running| running.text(28)).collect();
            let line: String = all.join("   ").chars().take(110).collect();
            print!("\r\x1b[2K  {line}");
            let _ = std::io::stdout().flush();
        } else if self.reported.elapsed() >= REPORT_EVERY {
            self.reported = Instant::now();
            for running in self.running.iter().filter(|running| running.started.elapsed() >= REPORT_EVERY) {
                println!("  {}", running.text(80));
            }
        }
    }
}

impl Running {
    fn text(&self, width: usize) -> String {
        let last = tail(&self.log, 1).unwrap_or_default();
        let last: String = last.trim().chars().take(width).collect();
        format!("{} {} s: {last}", self.name, self.started.elapsed().as_secs())
    }
}

fn keep_showing(state: &Weak<Mutex<State>>) {
    while let Some(state) = state.upgrade() {
        state.lock().unwrap_or_else(PoisonError::into_inner).show();
        drop(state);
        thread::sleep(PAINT_EVERY);
    }
}

/// A step at work.
#[derive(Debug)]
pub struct Step {
    log: PathBuf,
    progress: Progress,
    note: RefCell<Option<String>>,
}

impl Step {
    /// Something to tell on the step's line, such as *unchanged*.
    pub fn note(&self, note: impl Into<String>) {
        self.note.replace(Some(note.into()));
    }

    /// Runs a command to its end, with its output in the log.
    ///
    /// # Errors
    /// When it cannot be started or fails: the command, and the end of its output.
    pub fn run(&self, command: impl Into<Command>) -> Result<()> {
        self.run_within(command, None)
    }

    /// As [`Step::run`], but ends the command when it takes longer than `limit`.
    ///
    /// # Errors
    /// As [`Step::run`], and when the limit is reached.
    pub fn run_within(&self, command: impl Into<Command>, limit: Option<Duration>) -> Result<()> {
        let mut command = command.into();
        clean(&mut command);
        let line = command_line(&command);
        let mut log = File::options().append(true).open(&self.log)?;
        writeln!(log, "$ {line}")?;
        let from = log.stream_position()?;
        command.stdin(std::process::Stdio::null()).stdout(log.try_clone()?).stderr(log);
        let status = wait(&mut command, limit).with_context(|| format!("command: {line}"))?;
        match status {
            Some(status) if status.success() => Ok(()),
            Some(status) => bail!("command: {line}\n{status}; {}", self.output(from)),
            None => bail!("command: {line}\nnot finished in time; {}", self.output(from)),
        }
    }

    /// Runs a command to its end, with its output shown to whoever watches.
    ///
    /// # Errors
    /// When it cannot be started or fails.
    pub fn show(&self, command: impl Into<Command>) -> Result<()> {
        let mut command = command.into();
        clean(&mut command);
        let line = command_line(&command);
        self.progress.say(&format!("$ {line}"));
        self.progress.state().silent = true;
        let status = command.status();
        self.progress.state().silent = false;
        let status = status.with_context(|| format!("command: {line}"))?;
        if !status.success() {
            bail!("command: {line}\n{status}; its output is above");
        }
        Ok(())
    }

    fn output(&self, from: u64) -> String {
        let lines = tail_from(&self.log, from, TAIL_LINES).unwrap_or_default();
        let lines: String = lines.lines().map(|line| format!("\n| {line}")).collect();
        format!("the end of its output (all of it is in {}):{lines}", self.log.display())
    }
}

/// Runs several pieces of work at the same time and waits for all of them.
///
/// # Errors
/// The first error, when all have ended.
pub fn together<'work>(works: Vec<Box<dyn FnOnce() -> Result<()> + Send + 'work>>) -> Result<()> {
    thread::scope(|scope| {
        let threads: Vec<_> = works.into_iter().map(|work| scope.spawn(work)).collect();
        let results: Vec<Result<()>> = threads
            .into_iter()
            .map(|thread| thread.join().unwrap_or_else(|_| bail!("a step panicked; the message is above")))
            .collect();
        results.into_iter().collect()
    })
}

/// What a command prints, without the white space around it.
///
/// # Errors
/// When it cannot be started or fails.
pub fn read(command: impl Into<Command>) -> Result<String> {
    let mut command = command.into();
    clean(&mut command);
    let line = command_line(&command);
    let output = command.output().with_context(|| format!("command: {line}"))?;
    if !output.status.success() {
        bail!("command: {line}\n{}: {}", output.status, String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_string())
}

/// `None` when the limit was reached and the command was ended.
fn wait(command: &mut Command, limit: Option<Duration>) -> Result<Option<ExitStatus>> {
    let mut child = command.spawn()?;
    let Some(limit) = limit else { return Ok(Some(child.wait()?)) };
    let started = Instant::now();
    while started.elapsed() < limit {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        thread::sleep(Duration::from_millis(50));
    }
    child.kill()?;
    child.wait()?;
    Ok(None)
}

/// A command as one would type it, without its environment.
fn command_line(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}

fn file_name(name: &str) -> String {
    let words = name.split(|character: char| !character.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-").to_lowercase()
}

/// The last `count` lines of a log that are not empty.
fn tail(log: &Path, count: usize) -> Result<String> {
    // The last line is asked for twice a second: never more than its neighbourhood is read.
    let length = fs::metadata(log)?.len();
    tail_from(log, length.saturating_sub(4096), count)
}

fn tail_from(log: &Path, from: u64, count: usize) -> Result<String> {
    let mut file = File::open(log)?;
    file.seek(SeekFrom::Start(from))?;
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    let text = String::from_utf8_lossy(&bytes);
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    Ok(lines[lines.len().saturating_sub(count)..].join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_is_named_after_its_step() {
        assert_eq!(file_name("wasm, threads build"), "wasm-threads-build");
    }

    #[test]
    fn a_command_that_takes_too_long_is_ended() {
        let mut command = Command::new("sleep");
        command.arg("60");
        let status = wait(&mut command, Some(Duration::from_millis(10))).expect("starts");
        assert!(status.is_none());
    }

    #[test]
    fn what_a_failed_command_printed_is_in_the_error() {
        let mut command = Command::new("sh");
        command.args(["-c", "echo the reason >&2; exit 3"]);
        let error = read(command).expect_err("fails").to_string();
        assert!(error.contains("the reason") && error.contains("sh -c"), "{error}");
    }
}
