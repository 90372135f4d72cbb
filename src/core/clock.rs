//! The one clock: milliseconds since the Unix epoch, the same in every Worker and every thread.
//!
//! Each Worker's `performance.now()` starts at zero when the Worker starts; adding its `timeOrigin` makes the times of
//! different Workers comparable. How fine the steps are depends on the browser and on isolation: a lab measures it with
//! [`crate::measure::clock_resolution_ms`].

pub mod suspension;

pub use suspension::AwakeClock;

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

/// Readings of a clock that stands still, after which [`next_change`] gives up: a few seconds at most.
const READINGS_MAX: u32 = 1 << 22;

/// Returns the time when a clock next changes, or the time at which it stands still. What is measured from one change to another
/// is exact, however coarse the clock is.
pub fn next_change(now_ms: &impl Fn() -> f64) -> f64 {
    let before_ms = now_ms();
    (0..READINGS_MAX).map(|_| now_ms()).find(|&now_ms| now_ms > before_ms).unwrap_or(before_ms)
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
    #[test]
    fn does_not_go_back() {
        let first = super::now_ms();
        assert!(super::now_ms() >= first);
    }

    #[test]
    fn a_clock_that_stands_still_is_given_up() {
        assert_eq!(super::next_change(&|| 5.0), 5.0);
    }

    #[test]
    fn times_are_written_in_utc() {
        assert_eq!(super::rfc3339(1_000_000_000_500.0), "2001-09-09T01:46:40.500Z");
    }
}
