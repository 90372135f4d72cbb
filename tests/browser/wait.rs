//! Waiting for a condition, never for a time.

use std::{
    fmt::Debug,
    ops::RangeInclusive,
    time::{Duration, Instant},
};

use anyhow::{Result, bail};

/// The deadline of a wait. Only a failure meets it, so it is longer than the slowest machine needs.
pub const TIMEOUT: Duration = Duration::from_secs(120);

/// The shortest and the longest pause between two looks. Each look takes the page some milliseconds.
const PAUSES: RangeInclusive<Duration> = Duration::from_millis(20)..=Duration::from_millis(500);

/// The part of the time waited so far that the next pause lasts.
const PAUSE_SHARE: u32 = 8;

/// Looks until `ready` says so, and gives back what was seen then. A look that fails is no failure yet: a page that is
/// being loaded cannot be looked at.
///
/// # Errors
/// Returns an error when the deadline has come: what was waited for, and what was seen last.
pub async fn until<T: Debug>(
    what: &str,
    mut look: impl AsyncFnMut() -> Result<T>,
    mut ready: impl FnMut(&T) -> bool,
) -> Result<T> {
    let started = Instant::now();
    loop {
        let seen = look().await;
        match seen {
            Ok(seen) if ready(&seen) => return Ok(seen),
            _ if started.elapsed() < TIMEOUT => tokio::time::sleep(pause(started.elapsed())).await,
            Ok(seen) => bail!("waited {} s until {what}; what is there instead: {seen:#?}", TIMEOUT.as_secs()),
            Err(error) => bail!("waited {} s until {what}; looking fails: {error:#}", TIMEOUT.as_secs()),
        }
    }
}

fn pause(waited: Duration) -> Duration {
    (waited / PAUSE_SHARE).clamp(*PAUSES.start(), *PAUSES.end())
}
