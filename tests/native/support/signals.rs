//! Signals: sending them, and their dispositions, which a child inherits from the process that starts it.
//!
//! A shell without job control starts programs in the background with INT and QUIT ignored, `nohup` with HUP ignored. A
//! test that ends a child with one of these would then wait for ever.

use std::{io, os::unix::process::CommandExt, process::Command};

use libc::{SIG_DFL, SIG_ERR, SIGHUP, SIGINT, SIGPIPE, SIGQUIT, SIGTERM, c_int};

/// The signals by which people and programs end other programs, and that of a closed pipe.
pub const ENDING: [c_int; 5] = [SIGINT, SIGQUIT, SIGTERM, SIGHUP, SIGPIPE];

/// Lets a child begin with the default dispositions of [`ENDING`]. It also begins with no signal blocked, as
/// [`Command`] empties the mask.
pub fn set_default_in_child(command: &mut Command) {
    let reset = || ENDING.into_iter().try_for_each(set_default);
    // SAFETY: between fork and exec only async-signal-safe functions may be called, as another thread may have held any
    // lock at the fork. POSIX lists signal(2) among them, and nothing else here allocates or locks: an `io::Error` of the
    // operating system is a number.
    unsafe { command.pre_exec(reset) };
}

/// Gives a signal its default disposition in the process that calls.
///
/// # Errors
/// The operating system's.
pub fn set_default(signal: c_int) -> io::Result<()> {
    // SAFETY: the default disposition runs no code of ours, and no other code in the tests sets a handler for a signal.
    match unsafe { libc::signal(signal, SIG_DFL) } {
        SIG_ERR => Err(io::Error::last_os_error()),
        _ => Ok(()),
    }
}

/// Sends a signal to a process.
#[track_caller]
pub fn send(signal: c_int, pid: u32) {
    let pid = pid.try_into().expect("a process number");
    // SAFETY: kill(2) reads and writes no memory of this process.
    let sent = unsafe { libc::kill(pid, signal) };
    assert_eq!(sent, 0, "signal {signal} to process {pid}: {}", io::Error::last_os_error());
}
