//! One child process with the threads that serve its pipes.

use std::{
    io::{self, BufReader, BufWriter, Read},
    net::SocketAddr,
    path::Path,
    process::{Child, ChildStderr, ChildStdin, ChildStdout, Command, ExitStatus, Stdio},
    sync::mpsc::{Receiver, Sender, channel},
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use super::{PROCESS_COMMAND, THREADS_OPTION, frame, outside::ADDRESS_VARIABLE};

/// Bytes that a pipe's buffer takes: as many as the pipe itself has on Linux, so that a small message is one call.
pub const BUFFER_BYTES: usize = 1 << 16;

/// How long a child may live on after its output has ended, before it is killed.
const LAST_BREATH: Duration = Duration::from_secs(1);

/// Bytes of a child's last words that are kept.
const LAST_WORDS_BYTES: usize = 1024;

/// What a reader thread hands on.
#[derive(Debug)]
pub enum Arrival {
    /// A message's bytes.
    Message(Vec<u8>),
    /// The output has ended, with what was wrong with it.
    Ended(Option<String>),
}

/// What arrives, with the process and with which of the children that have stood in its place.
#[derive(Debug)]
pub struct Delivery {
    /// Index of the process.
    pub process: u32,
    /// How often the process had been started anew.
    pub generation: u32,
    /// What arrives.
    pub arrival: Arrival,
}

/// Where the arrivals of a child go.
#[derive(Debug, Clone)]
pub struct Post {
    /// Index of the process.
    pub process: u32,
    /// How often the process was started anew.
    pub generation: u32,
    /// To whom.
    pub deliveries: Sender<Delivery>,
}

impl Post {
    /// Hands an arrival on; false when the cluster is gone.
    fn send(&self, arrival: Arrival) -> bool {
        let Post { process, generation, .. } = *self;
        self.deliveries.send(Delivery { process, generation, arrival }).is_ok()
    }
}

/// A process of a cluster, from outside.
#[derive(Debug)]
pub struct BoxProcess {
    child: Child,
    requests: Sender<Vec<u8>>,
    last_words: Option<JoinHandle<String>>,
    /// How often the process was started anew.
    pub generation: u32,
    /// Whether its end was told.
    pub dead: bool,
    /// Whether it has said that it runs.
    pub ready: bool,
    /// Requests whose last reply has not come.
    pub unanswered: u32,
    /// When it was last known to be at work, at a reply or when it got something to do: in milliseconds of its cluster's
    /// [`AwakeClock`](kosut_core::clock::AwakeClock).
    pub alive_ms: f64,
}

impl BoxProcess {
    /// Starts the program as a process with this many lanes, whose messages go to `post`, and whose waits are answered at
    /// `outside`.
    pub fn start(program: &Path, threads: u32, outside: Option<SocketAddr>, post: Post) -> io::Result<Self> {
        let mut command = Command::new(program);
        if let Some(address) = outside {
            command.env(ADDRESS_VARIABLE, address.to_string());
        }
        let mut child = command
            .arg(PROCESS_COMMAND)
            .arg(format!("--{THREADS_OPTION}"))
            .arg(threads.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            // Its last lines say why it died: where it panicked, that its stack or the memory was used up.
            .stderr(Stdio::piped())
            // Its last words shall be what happened, not which functions it was in.
            .env("RUST_BACKTRACE", "0")
            .spawn()?;
        let (requests, to_write) = channel();
        let pipes = (child.stdin.take(), child.stdout.take(), child.stderr.take());
        let mut process = BoxProcess {
            child,
            requests,
            last_words: None,
            generation: post.generation,
            dead: false,
            ready: false,
            unanswered: 0,
            alive_ms: 0.0,
        };
        let started = match pipes {
            (Some(stdin), Some(stdout), Some(stderr)) => process.serve_pipes((stdin, to_write), (stdout, post), stderr),
            _ => Err(io::Error::other("it has no pipes")),
        };
        if started.is_err() {
            process.kill();
            process.reap();
        }
        started.map(|()| process)
    }

    fn serve_pipes(
        &mut self,
        (stdin, requests): (ChildStdin, Receiver<Vec<u8>>),
        (stdout, post): (ChildStdout, Post),
        stderr: ChildStderr,
    ) -> io::Result<()> {
        let index = post.process;
        let thread = |name: &str| thread::Builder::new().name(format!("{name} of process {index}"));
        thread("writer").spawn(move || write_all(stdin, &requests))?;
        thread("reader").spawn(move || read_all(stdout, &post))?;
        self.last_words = Some(thread("stderr").spawn(move || last_words(stderr))?);
        Ok(())
    }

    /// The operating system's number of it.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Hands a message to the writer; false when the process takes none any more.
    pub fn send(&self, message: Vec<u8>) -> bool {
        self.requests.send(message).is_ok()
    }

    /// Ends it, if it has not ended.
    pub fn kill(&mut self) {
        // An error means that it is gone already.
        let _ = self.child.kill();
    }

    /// Waits for its end, so that the operating system can forget it.
    pub fn reap(&mut self) {
        let _ = self.child.wait();
    }

    /// Why it ended, in words, once its output has ended; `fault` is what was wrong with the output.
    pub fn reason_of_death(&mut self, fault: Option<String>) -> String {
        let deadline = Instant::now() + LAST_BREATH;
        let status = loop {
            match self.child.try_wait() {
                Ok(Some(status)) => break Some(status),
                Ok(None) if Instant::now() < deadline => thread::sleep(Duration::from_millis(1)),
                _ => break None,
            }
        };
        let how = status.map_or_else(|| "it no longer answers".to_string(), in_words);
        self.kill();
        self.reap();
        let words = self.last_words.take().and_then(|thread| thread.join().ok()).unwrap_or_default();
        let details = [fault.unwrap_or_default(), words];
        details.iter().filter(|text| !text.is_empty()).fold(how, |reason, text| format!("{reason}: {text}"))
    }
}

/// Writes messages until the cluster is dropped or the child takes no more; then its input ends.
fn write_all(stdin: ChildStdin, messages: &Receiver<Vec<u8>>) {
    let mut stdin = BufWriter::with_capacity(BUFFER_BYTES, stdin);
    for message in messages {
        // A child that is gone is noticed by its output.
        if frame::write(&mut stdin, &message).is_err() {
            break;
        }
    }
}

fn read_all(stdout: ChildStdout, post: &Post) {
    let mut stdout = BufReader::with_capacity(BUFFER_BYTES, stdout);
    let fault = loop {
        match frame::read(&mut stdout) {
            Ok(Some(message)) => {
                if !post.send(Arrival::Message(message)) {
                    // The cluster is gone; the child goes with it.
                    return;
                }
            }
            Ok(None) => break None,
            Err(error) => break Some(error.to_string()),
        }
    };
    post.send(Arrival::Ended(fault));
}

/// Reads to the end and keeps the last lines, as one.
fn last_words(mut stderr: ChildStderr) -> String {
    let (mut kept, mut chunk) = (Vec::new(), [0; LAST_WORDS_BYTES]);
    while let Ok(read @ 1..) = stderr.read(&mut chunk) {
        kept.extend_from_slice(&chunk[..read]);
        let excess = kept.len().saturating_sub(LAST_WORDS_BYTES);
        kept.drain(..excess);
    }
    let text = String::from_utf8_lossy(&kept);
    text.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" | ")
}

fn in_words(status: ExitStatus) -> String {
    match (status.code(), signal(status)) {
        (Some(code), _) => format!("it exited with code {code}"),
        (None, Some(signal)) => match signal_name(signal) {
            Some(name) => format!("it was ended by signal {signal} ({name})"),
            None => format!("it was ended by signal {signal}"),
        },
        (None, None) => "it ended".into(),
    }
}

#[cfg(unix)]
fn signal(status: ExitStatus) -> Option<i32> {
    std::os::unix::process::ExitStatusExt::signal(&status)
}

#[cfg(not(unix))]
fn signal(_status: ExitStatus) -> Option<i32> {
    None
}

/// The names of the signals whose numbers are the same on every Unix (POSIX.1, `kill`) and of two that Linux and macOS
/// have in common.
fn signal_name(signal: i32) -> Option<&'static str> {
    Some(match signal {
        1 => "SIGHUP",
        2 => "SIGINT",
        3 => "SIGQUIT",
        4 => "SIGILL",
        6 => "SIGABRT",
        8 => "SIGFPE",
        9 => "SIGKILL",
        11 => "SIGSEGV",
        13 => "SIGPIPE",
        14 => "SIGALRM",
        15 => "SIGTERM",
        _ => return None,
    })
}
