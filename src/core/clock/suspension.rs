//! Keeps the time of a suspension out of watchdogs and samples.
//!
//! A program stands still while its machine sleeps, its process is stopped (SIGSTOP, a debugger), or its tab is frozen. The
//! clock goes on meanwhile. Nobody tells a program of it; it finds out when a wait was much longer than it asked for.

use std::cell::Cell;

use super::now_ms;
use crate::error::Result;

/// The longest step that counts on an [`AwakeClock`], and the longest time by which a wait may come too late, in milliseconds.
/// Those who wait look several times a second; browsers slow the timers of hidden pages down to one a second.
const STEP_MS_MAX: f64 = 3_000.0;

/// How often a measurement is made again, at most. On a machine so busy that every wait comes seconds too late, the last one
/// has to do.
const REPEATS_MAX: u32 = 3;

thread_local! {
    static SUSPENSIONS: Cell<u32> = const { Cell::new(0) };
    static REPEATS: Cell<Repeats> = const { Cell::new(Repeats { made: 0, gave_up: false }) };
}

/// A clock for watchdogs: it stands still while this program does. The processes that it watches usually stood still, too, and
/// their answers had no chance to arrive.
///
/// It moves only when it is looked at. A step that is longer than 3 s does not count at all, so that there is always time for
/// another look after a suspension.
#[derive(Debug, Clone, Copy)]
pub struct AwakeClock {
    awake_ms: f64,
    looked_ms: f64,
}

impl AwakeClock {
    /// Returns a clock at zero.
    pub fn new() -> Self {
        AwakeClock { awake_ms: 0.0, looked_ms: now_ms() }
    }

    /// Returns the milliseconds for which the program has been awake since the clock was made.
    pub fn now_ms(&mut self) -> f64 {
        self.look(now_ms())
    }

    fn look(&mut self, now_ms: f64) -> f64 {
        let step_ms = now_ms - self.looked_ms;
        if (0.0..=STEP_MS_MAX).contains(&step_ms) {
            self.awake_ms += step_ms;
        }
        self.looked_ms = now_ms;
        self.awake_ms
    }
}

impl Default for AwakeClock {
    fn default() -> Self {
        AwakeClock::new()
    }
}

/// Notes that a wait is over that began at `began_ms`, milliseconds since the Unix epoch, and was to last `wait_ms` at most. If
/// it lasted more than 3 s longer, this counts as a suspension.
pub fn waited(began_ms: f64, wait_ms: f64) {
    noted(now_ms() - began_ms - wait_ms);
}

fn noted(late_ms: f64) {
    if late_ms > STEP_MS_MAX {
        SUSPENSIONS.set(SUSPENSIONS.get().wrapping_add(1));
    }
}

/// Makes a measurement, and makes it again if the program was suspended meanwhile, at most three times: what it brought then
/// is the time of the suspension, not that of the work.
///
/// # Errors
/// Those of `measure`, which is not called again after an error.
pub async fn repeat_if_suspended<T>(mut measure: impl AsyncFnMut() -> Result<T>) -> Result<T> {
    for _ in 0..REPEATS_MAX {
        let before = SUSPENSIONS.get();
        let measured = measure().await?;
        if SUSPENSIONS.get() == before {
            return Ok(measured);
        }
        let Repeats { made, gave_up } = REPEATS.get();
        REPEATS.set(Repeats { made: made + 1, gave_up });
    }
    let before = SUSPENSIONS.get();
    let measured = measure().await?;
    if SUSPENSIONS.get() != before {
        REPEATS.set(Repeats { gave_up: true, ..REPEATS.get() });
    }
    Ok(measured)
}

/// Measurements that [`repeat_if_suspended`] has made again.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Repeats {
    /// Number of repeats.
    pub made: u32,
    /// The last repeat of some measurement was disturbed, too, and had to do.
    pub gave_up: bool,
}

/// Returns the repeats in this thread since the last call.
pub fn take() -> Repeats {
    REPEATS.take()
}

#[cfg(test)]
mod tests {
    use std::{future::ready, pin::pin, task};

    use super::*;
    use crate::error::Error;

    #[test]
    fn a_suspension_does_not_count() {
        let mut clock = AwakeClock { awake_ms: 0.0, looked_ms: 1_000.0 };
        assert_eq!(clock.look(1_100.0), 100.0);
        assert_eq!(clock.look(46_100.0), 100.0);
        assert_eq!(clock.look(46_150.0), 150.0);
    }

    /// Makes measurements of which the first ones are suspended; returns the number of the one that counts.
    fn measured(suspended: u32) -> Result<u32> {
        let mut made = 0;
        let measurement = pin!(repeat_if_suspended(async || {
            made += 1;
            noted(if made <= suspended { 45_000.0 } else { 900.0 });
            ready(Ok(made)).await
        }));
        match measurement.poll(&mut task::Context::from_waker(task::Waker::noop())) {
            task::Poll::Ready(measured) => measured,
            task::Poll::Pending => Err(Error::TooShort),
        }
    }

    #[test]
    fn what_was_suspended_is_measured_again() {
        let repeats = |made, gave_up| Repeats { made, gave_up };
        take();
        assert_eq!(measured(0), Ok(1));
        assert_eq!(take(), repeats(0, false));
        assert_eq!(measured(1), Ok(2));
        assert_eq!(take(), repeats(1, false));
        assert_eq!(measured(3), Ok(4));
        assert_eq!(take(), repeats(3, false));
        assert_eq!(measured(u32::MAX), Ok(4));
        assert_eq!(take(), repeats(3, true));
    }
}
