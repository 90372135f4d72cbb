//! How tests start programs: in an environment that is set, and not the one that the tests happen to run in.
//!
//! A child inherits variables, standard input, and which signals are ignored. A terminal, an editor, `nohup` and a shell
//! that runs the tests in the background each hand on something else. So everything that a program could notice is set
//! here, and every test starts every program through [`command`]. Only the children of a cluster are started by the
//! product itself: see [`super::lab::host`].

use std::{env, ffi::OsStr, process::Command, process::Stdio};

#[cfg(unix)]
use super::signals;

/// The program under test.
pub const KOSUT: &str = env!("CARGO_BIN_EXE_kosut");

/// Variables that are handed on where they exist: where programs and their libraries are, where a user and temporary
/// files live, and what Windows needs to start a program at all.
pub const KEPT: [&str; 16] = [
    "PATH",
    "HOME",
    "TMPDIR",
    "LD_LIBRARY_PATH",
    "DYLD_LIBRARY_PATH",
    "SystemRoot",
    "SystemDrive",
    "windir",
    "ComSpec",
    "PATHEXT",
    "TEMP",
    "TMP",
    "USERPROFILE",
    "APPDATA",
    "LOCALAPPDATA",
    "ProgramData",
];

/// Variables that every program gets, with their values.
///
/// CPython prints in UTF-8, without a buffer, so that lines of several processes keep their order. It writes no files
/// beside the programs, and its hashes are the same in every run.
pub const SET: [(&str, &str); 7] = [
    ("LC_ALL", "C.UTF-8"),
    ("TZ", "UTC"),
    ("TERM", "dumb"),
    ("PYTHONUTF8", "1"),
    ("PYTHONUNBUFFERED", "1"),
    ("PYTHONDONTWRITEBYTECODE", "1"),
    ("PYTHONHASHSEED", "0"),
];

/// Returns a command for this program, in an environment of its own: the variables above and no others, nothing on
/// standard input, and no signal ignored.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command
        .env_clear()
        .envs(KEPT.iter().filter_map(|name| Some((name, env::var_os(name)?))))
        .envs(SET)
        .stdin(Stdio::null());
    #[cfg(unix)]
    signals::set_default_in_child(&mut command);
    command
}

/// Returns a command for the program under test.
pub fn kosut(arguments: &[&str]) -> Command {
    let mut command = command(KOSUT);
    command.args(arguments);
    command
}
