//! Files that tests write.

use std::{
    fs,
    io::ErrorKind,
    path::{Path, PathBuf},
    process::{self, Command},
    sync::atomic::{AtomicU32, Ordering},
};

use super::command;

/// A file in a folder of its own, which no other test and no other run of the tests has. Both are removed when this is
/// dropped.
pub struct ScratchFile {
    folder: PathBuf,
    path: PathBuf,
}

impl ScratchFile {
    /// Makes room for a file with this name; the file itself does not exist yet.
    pub fn new(name: &str) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        loop {
            // Relaxed: the counter only hands out numbers.
            let number = NEXT.fetch_add(1, Ordering::Relaxed);
            let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{}-{number}", process::id()));
            match fs::create_dir(&folder) {
                Ok(()) => return ScratchFile { path: folder.join(name), folder },
                // Left over from a run that was killed, or of a process with the same number in another container.
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => panic!("{folder:?}: {error}"),
            }
        }
    }

    /// Writes a file with this name.
    pub fn with(name: &str, bytes: impl AsRef<[u8]>) -> Self {
        let file = ScratchFile::new(name);
        fs::write(&file.path, bytes).expect("the folder is ours");
        file
    }

    /// Returns where the file is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Returns where the file is, as an argument of a program.
    pub fn argument(&self) -> &str {
        self.path.to_str().expect("a path in UTF-8")
    }

    /// Returns a command that runs the file as a program of the small Python.
    pub fn python(&self, options: &[&str]) -> Command {
        let mut command = command::kosut(&["python"]);
        command.args(options).arg(&self.path);
        command
    }

    /// Leaves the file where it is, for people to look at.
    pub fn keep(self) {
        std::mem::forget(self);
    }
}

impl Drop for ScratchFile {
    fn drop(&mut self) {
        // A folder that can't be removed is in nobody's way.
        let _ = fs::remove_dir_all(&self.folder);
    }
}
