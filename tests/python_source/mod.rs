//! Programs for `kosut python` that tests write by themselves.

use std::{
    path::PathBuf,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

/// The program under test.
const PROGRAM: &str = env!("CARGO_BIN_EXE_kosut");

/// Longer than any of this takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// A program's file, which is gone afterwards.
pub struct Source(pub PathBuf);

impl Source {
    pub fn new(name: &str, text: impl AsRef<[u8]>) -> Self {
        let path = std::env::temp_dir().join(format!("kosut-{}-{name}.py", std::process::id()));
        std::fs::write(&path, text).expect("writes");
        Source(path)
    }

    pub fn command(&self, options: &[&str]) -> Command {
        let mut command = Command::new(PROGRAM);
        command.arg("python").args(options).arg(&self.0).stdin(Stdio::null());
        command
    }
}

impl Drop for Source {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

/// What comes of something that takes a while.
#[track_caller]
pub fn until<T>(mut look: impl FnMut() -> Option<T>) -> T {
    let began = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(began.elapsed() < PATIENCE, "waited for {PATIENCE:?}");
        std::thread::sleep(Duration::from_millis(5));
    }
}
