//! Running commands: to their end, within a time limit, or line by line.

use std::{
    io::{BufRead, BufReader, Read},
    process::{Command, ExitStatus, Stdio},
    sync::mpsc::{self, RecvTimeoutError, Sender},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};

use crate::project::clean;

/// The interval at which a command with a time limit is checked.
const POLL_EVERY: Duration = Duration::from_millis(50);

/// How long the output of a command may stay open after its end. Child processes of the tests notice the end of their
/// parent and need less than a second to follow.
const OUTPUT_GRACE: Duration = Duration::from_secs(10);

/// Returns what a command prints, without the white space around it.
///
/// # Errors
/// Returns an error when it cannot be started or fails.
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

/// Runs a command to its end. Returns `None` when the limit was reached and the command was ended.
///
/// # Errors
/// Returns an error when it cannot be started or ended.
pub fn wait(command: &mut Command, limit: Option<Duration>) -> Result<Option<ExitStatus>> {
    let mut child = command.spawn()?;
    let Some(limit) = limit else { return Ok(Some(child.wait()?)) };
    let started = Instant::now();
    while started.elapsed() < limit {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        thread::sleep(POLL_EVERY);
    }
    child.kill()?;
    child.wait()?;
    Ok(None)
}

/// Runs a command to its end and hands over each line of its standard output as soon as it is written.
///
/// # Errors
/// Returns an error when the command cannot be started, or has left a process behind that keeps its output open.
pub fn each_line(command: &mut Command, each: impl FnMut(&str)) -> Result<ExitStatus> {
    each_line_with(OUTPUT_GRACE, command, each)
}

fn each_line_with(grace: Duration, command: &mut Command, mut each: impl FnMut(&str)) -> Result<ExitStatus> {
    let mut child = command.stdout(Stdio::piped()).spawn()?;
    let output = child.stdout.take().context("the command has no output")?;
    let (sender, lines) = mpsc::channel();
    thread::spawn(move || send_lines(output, &sender));
    let mut ended = None;
    loop {
        match lines.recv_timeout(POLL_EVERY) {
            Ok(line) => each(&line),
            Err(RecvTimeoutError::Disconnected) => return Ok(child.wait()?),
            Err(RecvTimeoutError::Timeout) => {
                if ended.is_none() && child.try_wait()?.is_some() {
                    ended = Some(Instant::now());
                }
                if ended.is_some_and(|ended| ended.elapsed() > grace) {
                    bail!("it has ended, but a process that it started still runs and keeps its output open");
                }
            }
        }
    }
}

fn send_lines(output: impl Read, sender: &Sender<String>) {
    let mut output = BufReader::new(output);
    let mut bytes = Vec::new();
    while output.read_until(b'\n', &mut bytes).is_ok_and(|length| length > 0) {
        let line = String::from_utf8_lossy(&bytes).trim_end_matches(['\n', '\r']).to_string();
        bytes.clear();
        if sender.send(line).is_err() {
            return;
        }
    }
}

/// A command as a person would type it, without its environment.
pub fn command_line(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sh(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[test]
    fn a_command_that_takes_too_long_is_ended() {
        let mut command = Command::new("sleep");
        command.arg("60");
        let status = wait(&mut command, Some(Duration::from_millis(10))).expect("starts");
        assert!(status.is_none());
    }

    #[test]
    fn the_error_of_a_failed_command_has_its_output() {
        let error = read(sh("echo the reason >&2; exit 3")).expect_err("fails").to_string();
        assert!(error.contains("the reason") && error.contains("sh -c"), "{error}");
    }

    #[test]
    fn lines_are_handed_over_with_the_status() {
        let mut lines = Vec::new();
        let status = each_line(&mut sh("echo one; printf two; exit 3"), |line| lines.push(line.to_string()));
        assert_eq!((status.expect("runs").code(), lines), (Some(3), vec!["one".to_string(), "two".to_string()]));
    }

    #[test]
    fn a_process_that_is_left_behind_is_an_error() {
        let error = each_line_with(Duration::ZERO, &mut sh("sleep 1 &"), |_| ()).expect_err("it still runs");
        assert!(error.to_string().contains("keeps its output open"), "{error}");
    }
}
