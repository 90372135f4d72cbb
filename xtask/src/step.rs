//! A step at work: the commands that it runs, its log, and its remark.

use std::{
    cell::RefCell,
    fs::{self, File},
    io::{Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
    process::{Command, ExitStatus, Stdio},
    thread,
    time::Duration,
};

use anyhow::{Context, Result, bail};

use crate::{
    command::{command_line, each_line, wait},
    progress::Progress,
    project::clean,
};

/// How many lines of a failed command's output are shown; the log has all.
const TAIL_LINES: usize = 40;

/// A step at work.
#[derive(Debug)]
pub struct Step {
    log: PathBuf,
    progress: Progress,
    note: RefCell<Option<String>>,
}

impl Step {
    pub(crate) fn new(log: PathBuf, progress: Progress) -> Self {
        Step { log, progress, note: RefCell::new(None) }
    }

    pub(crate) fn take_note(&self) -> Option<String> {
        self.note.take()
    }

    /// Sets a remark for the step's line, such as *unchanged*.
    pub fn note(&self, note: impl Into<String>) {
        self.note.replace(Some(note.into()));
    }

    /// Runs a command to its end, with its output in the log.
    ///
    /// # Errors
    /// Returns an error when it cannot be started or fails: the command, and the end of its output.
    pub fn run(&self, command: impl Into<Command>) -> Result<()> {
        self.run_within(command, None)
    }

    /// As [`Step::run`], but ends the command when it takes longer than `limit`.
    ///
    /// # Errors
    /// As [`Step::run`], and when the limit is reached.
    pub fn run_within(&self, command: impl Into<Command>, limit: Option<Duration>) -> Result<()> {
        let mut command = self.prepared(command);
        self.logged(&mut command, |command, log| {
            command.stdout(log);
            wait(command, limit)
        })
    }

    /// As [`Step::run`], but hands each line of the command's standard output to `each` instead of writing it to the
    /// log.
    ///
    /// # Errors
    /// As [`Step::run`].
    pub fn read_lines(&self, command: impl Into<Command>, each: impl FnMut(&str)) -> Result<()> {
        let mut command = self.prepared(command);
        self.logged(&mut command, |command, _| each_line(command, each).map(Some))
    }

    /// Runs a command to its end and shows all that it writes.
    ///
    /// # Errors
    /// Returns an error when it cannot be started or fails.
    pub fn show(&self, command: impl Into<Command>) -> Result<()> {
        let mut command = self.prepared(command);
        self.shown(&command_line(&command), || Ok(command.status()?))
    }

    /// As [`Step::show`], but hands each line of the command's standard output to `each` instead of showing it; `each`
    /// shows the lines that concern the reader, by [`Step::say`]. The command appears as `line`.
    ///
    /// # Errors
    /// As [`Step::show`].
    pub fn show_lines(&self, line: &str, command: impl Into<Command>, each: impl FnMut(&str)) -> Result<()> {
        let mut command = self.prepared(command);
        self.shown(line, || each_line(&mut command, each))
    }

    /// Shows a line and writes it to the log.
    pub fn say(&self, line: &str) {
        self.progress.say(line);
        // The reader has the line; a log that cannot be written must not end the step.
        let _ = File::options().append(true).open(&self.log).and_then(|mut log| writeln!(log, "{line}"));
    }

    /// Makes a command's environment ready. No command reads the reader's input: nobody answers a question here.
    fn prepared(&self, command: impl Into<Command>) -> Command {
        let mut command = command.into();
        clean(&mut command);
        command.stdin(Stdio::null());
        if let Some(jobs) = self.progress.background_jobs() {
            command.env("CARGO_BUILD_JOBS", jobs.to_string());
        }
        command
    }

    fn logged(
        &self,
        command: &mut Command,
        run: impl FnOnce(&mut Command, File) -> Result<Option<ExitStatus>>,
    ) -> Result<()> {
        let line = command_line(command);
        let mut log = File::options().append(true).open(&self.log)?;
        writeln!(log, "$ {line}")?;
        let from = log.stream_position()?;
        command.stderr(log.try_clone()?);
        let status = run(command, log).with_context(|| format!("command: {line}"))?;
        match status {
            Some(status) if status.success() => Ok(()),
            Some(status) => bail!("command: {line}\n{status}; {}", self.output(from)),
            None => bail!("command: {line}\nnot finished in time; {}", self.output(from)),
        }
    }

    fn shown(&self, line: &str, run: impl FnOnce() -> Result<ExitStatus>) -> Result<()> {
        self.progress.say(&format!("$ {line}"));
        let status = self.progress.without_painting(run).with_context(|| format!("command: {line}"))?;
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
pub fn join_all<'work>(works: Vec<Box<dyn FnOnce() -> Result<()> + Send + 'work>>) -> Result<()> {
    thread::scope(|scope| {
        let threads: Vec<_> = works.into_iter().map(|work| scope.spawn(work)).collect();
        let results: Vec<Result<()>> = threads
            .into_iter()
            .map(|thread| thread.join().unwrap_or_else(|_| bail!("a step panicked; the message is above")))
            .collect();
        results.into_iter().collect()
    })
}

/// Returns the last `count` lines of a log that are not empty.
pub(crate) fn tail(log: &Path, count: usize) -> Result<String> {
    // The last line is asked for twice a second: only the end of the file is read.
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
