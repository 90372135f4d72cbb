//! Runs programs under `python3` and under `kosut python`, and says what came out.

#![allow(dead_code, reason = "each test file uses its part of this")]

use std::{
    fs,
    io::Read,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
        mpsc,
    },
    thread,
    time::{Duration, Instant},
};

/// No program here needs more than a second; a machine that does a lot else besides gets more.
const LIMIT: Duration = Duration::from_secs(120);

/// The version whose words and whose output count. Others say some things differently.
const VERSION: &str = "Python 3.11.";

/// What came out of a program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    pub stdout: String,
    pub stderr: String,
    pub code: Option<i32>,
}

/// Whether `python3` is the one to compare with. Where it is not, a test that needs it says so and passes: the project
/// itself does not need it.
pub fn has_python() -> bool {
    let said = match Command::new("python3").arg("--version").output() {
        Ok(output) => String::from_utf8_lossy(&output.stdout).trim().to_string(),
        Err(error) => error.to_string(),
    };
    if !said.starts_with(VERSION) {
        eprintln!("note: nothing is compared, since python3 is no {VERSION}x: {said}");
    }
    said.starts_with(VERSION)
}

/// What CPython does with a program.
pub fn python(file: &Path) -> Run {
    // Unbuffered, so that what processes print keeps its order.
    let environment =
        [("PYTHONUNBUFFERED", "1"), ("PYTHONUTF8", "1"), ("PYTHONDONTWRITEBYTECODE", "1"), ("PYTHONHASHSEED", "0")];
    run(Command::new("python3").arg(file).envs(environment))
}

/// What the small Python does with it.
pub fn kosut(file: &Path, options: &[&str]) -> Run {
    run(Command::new(env!("CARGO_BIN_EXE_kosut")).arg("python").args(options).arg(file))
}

/// Runs a command to its end.
///
/// # Panics
/// When it does not come to its end in time: it is killed.
fn run(command: &mut Command) -> Run {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let began = Instant::now();
    let stdout = collect(child.stdout.take().expect("a pipe"));
    let stderr = collect(child.stderr.take().expect("a pipe"));
    let code = loop {
        match child.try_wait().expect("a child") {
            Some(status) => break status.code(),
            None if began.elapsed() > LIMIT => give_up(child, command),
            None => thread::sleep(Duration::from_millis(2)),
        }
    };
    // A process that it left behind could hold the pipes open.
    let text = |pipe: mpsc::Receiver<String>| {
        pipe.recv_timeout(LIMIT).unwrap_or_else(|_| panic!("{command:?} left a process behind"))
    };
    Run { stdout: text(stdout), stderr: text(stderr), code }
}

fn give_up(mut child: Child, command: &Command) -> ! {
    // It may have ended just now; then there is nobody to kill.
    let _ = child.kill();
    panic!("{command:?} did not end within {LIMIT:?}");
}

/// Reads a pipe to its end, so that whoever writes never waits.
fn collect(mut pipe: impl Read + Send + 'static) -> mpsc::Receiver<String> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let mut bytes = Vec::new();
        let _ = pipe.read_to_end(&mut bytes);
        // Nobody listens any more when the run was given up.
        let _ = sender.send(String::from_utf8_lossy(&bytes).replace("\r\n", "\n"));
    });
    receiver
}

/// All `.py` files in a folder and the folders in it, in order.
pub fn programs(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap_or_else(|error| panic!("{folder:?}: {error}")) {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(programs(&path));
        } else if path.extension().is_some_and(|extension| extension == "py") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Does something with each item, on all cores; gives the answers in order.
pub fn on_all_cores<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let next = AtomicUsize::new(0);
    let answers: Vec<Mutex<Option<R>>> = items.iter().map(|_| Mutex::new(None)).collect();
    thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| {
                loop {
                    // Relaxed: it only gives out places.
                    let place = next.fetch_add(1, Ordering::Relaxed);
                    let Some(item) = items.get(place) else { break };
                    *answers[place].lock().expect("one writer") = Some(work(item));
                }
            });
        }
    });
    answers.into_iter().map(|answer| answer.into_inner().expect("one writer").expect("all are done")).collect()
}
