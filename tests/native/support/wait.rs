//! Waiting for a condition.

use std::{
    thread,
    time::{Duration, Instant},
};

/// The longest wait for something that has to happen. Only a program that hangs reaches it, on however busy a machine.
pub const HANG: Duration = Duration::from_secs(120);

/// Time between two looks at a condition.
const POLL: Duration = Duration::from_millis(2);

/// Looks until there is something to return.
///
/// # Panics
/// After [`HANG`]; the message says what was waited for.
#[track_caller]
pub fn until<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let began = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(began.elapsed() < HANG, "waited {HANG:?} for {what}");
        thread::sleep(POLL);
    }
}
