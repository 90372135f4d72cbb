//! Programs under CPython and in the small Python.

use std::{
    path::{Path, PathBuf},
    sync::{
        Mutex, OnceLock,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use super::{
    command::{self, command},
    program::{Run, run},
};

/// The oldest version that the twins run under.
const TWINS_MIN: (u32, u32) = (3, 9);

/// The version whose words and whose output count. Others say some things differently.
const COMPARED: (u32, u32) = (3, 11);

/// The interpreter that `python3` starts.
#[derive(Debug, Clone)]
pub struct Interpreter {
    path: PathBuf,
    /// Major and minor version.
    version: (u32, u32),
}

/// Prints what makes an [`Interpreter`].
const INTRODUCTION: &str = "import sys; print(sys.version_info[0], sys.version_info[1], sys.executable)";

impl Interpreter {
    /// Asks `python3` once where it is: a version manager's `python3` is a script that looks for the real one at each
    /// start.
    fn found() -> Result<&'static Self, &'static str> {
        static FOUND: OnceLock<Result<Interpreter, String>> = OnceLock::new();
        let found = FOUND.get_or_init(|| {
            let said = command("python3").args(["-c", INTRODUCTION]).output().map_err(|error| error.to_string())?;
            let text = String::from_utf8_lossy(&said.stdout);
            Self::introduced(text.trim()).ok_or_else(|| format!("{text}{}", String::from_utf8_lossy(&said.stderr)))
        });
        found.as_ref().map_err(String::as_str)
    }

    fn introduced(text: &str) -> Option<Self> {
        let mut words = text.splitn(3, ' ');
        let mut number = || words.next()?.parse().ok();
        let version = (number()?, number()?);
        let path = words.next().filter(|path| !path.is_empty())?;
        Some(Interpreter { path: path.into(), version })
    }

    /// Returns an interpreter for the twins. Without one, it prints a note: the product does not need it.
    pub fn for_twins() -> Option<&'static Self> {
        Self::with_note("the Python twins are not tested", |version| version >= TWINS_MIN)
    }

    /// Returns the interpreter to compare with. Without one, it prints a note: the product does not need it.
    pub fn to_compare_with() -> Option<&'static Self> {
        Self::with_note("nothing is compared with CPython 3.11", |version| version == COMPARED)
    }

    fn with_note(note: &str, serves: fn((u32, u32)) -> bool) -> Option<&'static Self> {
        match Self::found() {
            Ok(interpreter) if serves(interpreter.version) => return Some(interpreter),
            Ok(Interpreter { version: (major, minor), .. }) => eprintln!("note: {note}: python3 is {major}.{minor}"),
            Err(error) => eprintln!("note: {note}: python3 does not run: {error}"),
        }
        None
    }

    /// Runs a program to its end.
    #[track_caller]
    pub fn run(&self, file: &Path, arguments: &[&str]) -> Run {
        run(command(&self.path).arg(file).args(arguments))
    }
}

/// Runs a program in the small Python, to its end.
#[track_caller]
pub fn kosut(file: &Path, options: &[&str]) -> Run {
    run(command::kosut(&["python"]).args(options).arg(file))
}

/// Threads for each core in [`on_all_cores`], as some programs sleep most of their time.
const THREADS_PER_CORE: usize = 2;

/// Does something with each item, on all cores; returns the answers in the order of the items.
pub fn on_all_cores<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let next = AtomicUsize::new(0);
    let answers: Vec<Mutex<Option<R>>> = items.iter().map(|_| Mutex::new(None)).collect();
    thread::scope(|scope| {
        for _ in 0..THREADS_PER_CORE * cores {
            scope.spawn(|| {
                loop {
                    // Relaxed: the counter only hands out indices.
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(item) = items.get(index) else { break };
                    *answers[index].lock().expect("one writer") = Some(work(item));
                }
            });
        }
    });
    answers.into_iter().map(|answer| answer.into_inner().expect("one writer").expect("all are done")).collect()
}
