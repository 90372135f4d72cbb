//! The one clock: milliseconds since the Unix epoch, the same in every Worker and every thread.
//!
//! Each Worker's `performance.now()` starts at zero when the Worker starts; adding its `timeOrigin` makes the times of
//! different Workers comparable. How fine the steps are depends on the browser and on isolation: a lab measures it with
//! [`crate::measure::clock_resolution_ms`].

/// Milliseconds since the Unix epoch, never going back within one thread.
#[cfg(target_arch = "wasm32")]
pub fn now_ms() -> f64 {
    use wasm_bindgen::prelude::wasm_bindgen;

    #[wasm_bindgen]
    extern "C" {
        #[wasm_bindgen(js_namespace = performance)]
        fn now() -> f64;

        #[wasm_bindgen(thread_local_v2, js_namespace = performance, js_name = timeOrigin)]
        static TIME_ORIGIN: f64;
    }

    TIME_ORIGIN.with(|origin| *origin) + now()
}

/// Milliseconds since the Unix epoch, never going back within one thread.
#[cfg(not(target_arch = "wasm32"))]
pub fn now_ms() -> f64 {
    use std::{
        sync::LazyLock,
        time::{Instant, SystemTime, UNIX_EPOCH},
    };

    /// One pairing of the steady clock with the calendar, so that setting the calendar moves nothing.
    static START: LazyLock<(Instant, f64)> = LazyLock::new(|| {
        let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        (Instant::now(), since_epoch.as_secs_f64() * 1e3)
    });

    START.1 + START.0.elapsed().as_secs_f64() * 1e3
}

/// The longest step that counts on an [`AwakeClock`], in milliseconds. Its callers look several times a second while they
/// wait; browsers slow the timers of hidden pages down to one a second.
const STEP_MS_MAX: f64 = 3_000.0;

/// A clock for watchdogs: it stands still while this program does not run, because the machine or the process is suspended,
/// a debugger has stopped it, or its tab is frozen. The processes that it watches usually stood still, too, and their answers
/// had no chance to arrive.
///
/// It moves only when it is looked at. A step that is longer than [`STEP_MS_MAX`] does not count at all, so that there is
/// always time for another look after a suspension.
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

/// A time in milliseconds since the Unix epoch as RFC 3339 text in UTC, to the millisecond.
#[cfg(target_arch = "wasm32")]
pub fn rfc3339(epoch_ms: f64) -> String {
    js_sys::Date::new(&epoch_ms.into()).to_iso_string().into()
}

/// A time in milliseconds since the Unix epoch as RFC 3339 text in UTC, to the millisecond.
#[cfg(not(target_arch = "wasm32"))]
pub fn rfc3339(epoch_ms: f64) -> String {
    let since_epoch = std::time::Duration::from_millis(epoch_ms as u64);
    humantime::format_rfc3339_millis(std::time::UNIX_EPOCH + since_epoch).to_string()
}

#[cfg(test)]
mod tests {
    use super::AwakeClock;

    #[test]
    fn a_suspension_does_not_count() {
        let mut clock = AwakeClock { awake_ms: 0.0, looked_ms: 1_000.0 };
        assert_eq!(clock.look(1_100.0), 100.0);
        assert_eq!(clock.look(46_100.0), 100.0);
        assert_eq!(clock.look(46_150.0), 150.0);
    }

    #[test]
    fn does_not_go_back() {
        let first = super::now_ms();
        assert!(super::now_ms() >= first);
    }

    #[test]
    fn times_are_written_in_utc() {
        assert_eq!(super::rfc3339(1_000_000_000_500.0), "2001-09-09T01:46:40.500Z");
    }
}
