//! Running programs, to their end or beside a test.

use std::{
    io::{ErrorKind, Read},
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex, PoisonError, mpsc},
    thread,
};

use super::wait::{HANG, until};

/// The output and the exit code of a program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// Its output, with line feeds alone as ends of lines.
    pub stdout: String,
    /// Its error output, with line feeds alone as ends of lines.
    pub stderr: String,
    /// Its exit code; `None` when a signal ended it.
    pub code: Option<i32>,
}

impl Run {
    /// Returns what a program has printed that ended well.
    #[track_caller]
    pub fn succeeded(self) -> String {
        assert_eq!(self.code, Some(0), "{}", self.stderr);
        self.stdout
    }
}

/// Runs a program to its end.
///
/// # Panics
/// When the program can't be started, hangs, leaves a process behind that holds its output open, or prints anything but
/// UTF-8.
#[track_caller]
pub fn run(command: &mut Command) -> Run {
    Program::start(command).wait()
}

/// A program that runs beside the test. It is killed when this is dropped.
pub struct Program {
    child: Child,
    /// The command, for messages.
    name: String,
    stdout: Output,
    stderr: Output,
}

impl Program {
    /// Starts a program, whose output is collected.
    ///
    /// # Panics
    /// Panics when the program can't be started.
    #[track_caller]
    pub fn start(command: &mut Command) -> Self {
        let name = format!("{:?} {:?}", command.get_program(), command.get_args().collect::<Vec<_>>());
        let started = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        let mut child = started.unwrap_or_else(|error| panic!("{name}: {error}"));
        let stdout = Output::collect(child.stdout.take().expect("it is piped"));
        let stderr = Output::collect(child.stderr.take().expect("it is piped"));
        Program { child, name, stdout, stderr }
    }

    /// Returns its process number.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Returns whether it has not ended yet.
    pub fn is_running(&mut self) -> bool {
        self.child.try_wait().expect("it is our child").is_none()
    }

    /// Waits until it has printed a line this many times, as a sign of how far it is.
    ///
    /// # Panics
    /// When it ends before that, or hangs.
    #[track_caller]
    pub fn wait_for_lines(&mut self, line: &str, count: usize) {
        until(&format!("{count} × {line:?} from {}", self.name), || {
            // Before the output is read: what it printed before its end is there then.
            let ended = !self.is_running() && self.stdout.is_closed();
            let printed = self.stdout.text(&self.name);
            let found = printed.lines().filter(|printed| *printed == line).count();
            assert!(found >= count || !ended, "{} ended and had printed {printed:?}", self.name);
            (found >= count).then_some(())
        });
    }

    /// Waits for its end.
    ///
    /// # Panics
    /// See [`run`].
    #[track_caller]
    pub fn wait(mut self) -> Run {
        if !(self.stdout.closes_in_time() && self.stderr.closes_in_time()) {
            let fault = if self.is_running() { "did not end" } else { "left a process behind" };
            panic!("{} {fault} within {HANG:?}", self.name);
        }
        let status = until(&format!("the end of {}", self.name), || self.child.try_wait().expect("it is our child"));
        Run { stdout: self.stdout.text(&self.name), stderr: self.stderr.text(&self.name), code: status.code() }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // An error means that it has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A pipe that a thread reads to its end, so that the program that writes into it never waits.
struct Output {
    bytes: Arc<Mutex<Vec<u8>>>,
    /// Disconnected when the pipe has come to its end.
    open: mpsc::Receiver<()>,
}

impl Output {
    fn collect(mut pipe: impl Read + Send + 'static) -> Self {
        let bytes = Arc::new(Mutex::new(Vec::new()));
        let (held, open) = mpsc::channel();
        let collected = Arc::clone(&bytes);
        thread::spawn(move || {
            let mut chunk = [0; 1 << 14];
            loop {
                match pipe.read(&mut chunk) {
                    Ok(0) => break,
                    Ok(read) => lock(&collected).extend_from_slice(&chunk[..read]),
                    Err(error) if error.kind() == ErrorKind::Interrupted => {}
                    Err(_) => break,
                }
            }
            drop::<mpsc::Sender<()>>(held);
        });
        Output { bytes, open }
    }

    fn is_closed(&self) -> bool {
        self.open.try_recv() == Err(mpsc::TryRecvError::Disconnected)
    }

    fn closes_in_time(&self) -> bool {
        self.open.recv_timeout(HANG) == Err(mpsc::RecvTimeoutError::Disconnected)
    }

    /// What has arrived. Of a character of which only some bytes have arrived, nothing is returned.
    #[track_caller]
    fn text(&self, name: &str) -> String {
        let bytes = lock(&self.bytes);
        let text = match std::str::from_utf8(&bytes) {
            Ok(text) => text,
            Err(error) => {
                let is_cut = error.error_len().is_none() && !self.is_closed();
                assert!(is_cut, "{name} printed {:?}, which is not UTF-8", String::from_utf8_lossy(&bytes));
                std::str::from_utf8(&bytes[..error.valid_up_to()]).expect("it was checked")
            }
        };
        text.replace("\r\n", "\n")
    }
}

fn lock(bytes: &Mutex<Vec<u8>>) -> std::sync::MutexGuard<'_, Vec<u8>> {
    // A test that panicked while it read has changed nothing.
    bytes.lock().unwrap_or_else(PoisonError::into_inner)
}
