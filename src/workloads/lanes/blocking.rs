//! How a lane waits for the outside: for something that no other lane of its process does.
//!
//! Whoever embeds a process says how: a browser's Worker asks the page's service worker, a process of an operating system
//! a server in the process that started it. Each wait blocks the lane that calls, needs no core meanwhile, and has an end.

use std::fmt::Debug;

use serde::{Deserialize, Serialize};

use kosut_core::error::{Error, Result};

/// The longest delay that can be asked for, in milliseconds.
pub const DELAY_MAX_MS: f64 = 10_000.0;

/// The longest time for which a reader's line can be waited for, in milliseconds.
pub const LINE_MAX_MS: f64 = 60_000.0;

/// The most bytes of a file that a lane writes and reads back.
pub const FILE_BYTES_MAX: usize = 16 << 20;

/// What of [`Blocking`] is to be had.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offers {
    /// [`Blocking::request`] and [`Blocking::line`]: there is somebody who answers.
    pub request: bool,
    /// [`Blocking::pause`].
    pub pause: bool,
    /// [`Blocking::file`].
    pub file: bool,
}

/// A wait that only has to take its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Wait {
    /// [`Blocking::request`].
    Request,
    /// [`Blocking::pause`].
    Pause,
}

impl Wait {
    /// The word for it in reports.
    pub fn word(self) -> &'static str {
        match self {
            Wait::Request => "request",
            Wait::Pause => "pause",
        }
    }

    /// Waits so.
    ///
    /// # Errors
    /// Those of the method.
    pub fn wait(self, outside: &dyn Blocking, delay_ms: f64) -> Result<()> {
        match self {
            Wait::Request => outside.request(delay_ms),
            Wait::Pause => outside.pause(delay_ms),
        }
    }
}

impl Offers {
    /// The best of what there is for who only needs to wait: a request, else a pause, else nothing.
    pub fn wait(self) -> Option<Wait> {
        if self.request { Some(Wait::Request) } else { self.pause.then_some(Wait::Pause) }
    }

    /// What both have.
    pub fn both(self, other: Offers) -> Offers {
        Offers {
            request: self.request && other.request,
            pause: self.pause && other.pause,
            file: self.file && other.file,
        }
    }
}

/// How the lanes of this process wait for something that is no other lane of it.
pub trait Blocking: Debug + Send + Sync {
    /// What of this is to be had, for the lane that calls; it may have to try.
    fn offers(&self) -> Offers;

    /// Asks a server that answers after this long, and waits for the answer. In a page: a synchronous request to the
    /// page's own service worker. Natively: a connection to the process that started this one.
    ///
    /// # Errors
    /// [`Error::Unavailable`] where nobody answers as agreed; [`Error::Parameter`] for a delay outside of 0 …
    /// [`DELAY_MAX_MS`].
    fn request(&self, delay_ms: f64) -> Result<()>;

    /// A bare wait of this long, in which nobody else has a part.
    ///
    /// # Errors
    /// As of [`Blocking::request`].
    fn pause(&self, delay_ms: f64) -> Result<()>;

    /// Writes a file of this lane's own, waits until it is stored, and reads it back.
    ///
    /// # Errors
    /// [`Error::Unavailable`] where a lane has no files; [`Error::Parameter`] above [`FILE_BYTES_MAX`].
    fn file(&self, lane: u32, bytes: &[u8]) -> Result<Vec<u8>>;

    /// Waits until the reader has typed a line, but no longer than this; `None` when nobody typed.
    ///
    /// # Errors
    /// As of [`Blocking::request`], with [`LINE_MAX_MS`] as the limit.
    fn line(&self, limit_ms: f64) -> Result<Option<String>>;
}

/// A process that has nothing to wait for: for tests, and for whoever embeds one without an outside.
#[derive(Debug, Clone, Copy)]
pub struct Nothing;

impl Blocking for Nothing {
    fn offers(&self) -> Offers {
        Offers::default()
    }

    fn request(&self, _delay_ms: f64) -> Result<()> {
        Err(unavailable("a request"))
    }

    fn pause(&self, _delay_ms: f64) -> Result<()> {
        Err(unavailable("a pause"))
    }

    fn file(&self, _lane: u32, _bytes: &[u8]) -> Result<Vec<u8>> {
        Err(unavailable("a file"))
    }

    fn line(&self, _limit_ms: f64) -> Result<Option<String>> {
        Err(unavailable("a reader's line"))
    }
}

fn unavailable(what: &str) -> Error {
    Error::Unavailable { capability: format!("{what} that a lane can wait for") }
}

/// A delay that can be asked for, of 0 to `max_ms` milliseconds.
///
/// # Errors
/// [`Error::Parameter`].
pub fn checked_delay(delay_ms: f64, max_ms: f64) -> Result<f64> {
    if (0.0..=max_ms).contains(&delay_ms) {
        return Ok(delay_ms);
    }
    let (field, value) = ("delay".into(), delay_ms.to_string());
    Err(Error::Parameter { field, value, allowed: format!("0–{max_ms} ms") })
}

/// A file that a lane may write.
///
/// # Errors
/// [`Error::Parameter`].
pub fn checked_file(bytes: &[u8]) -> Result<&[u8]> {
    if bytes.len() <= FILE_BYTES_MAX {
        return Ok(bytes);
    }
    let (field, value) = ("bytes".into(), bytes.len().to_string());
    Err(Error::Parameter { field, value, allowed: format!("0–{FILE_BYTES_MAX}") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays_and_files_have_their_bounds() {
        for delay_ms in [0.0, 0.5, DELAY_MAX_MS] {
            assert_eq!(checked_delay(delay_ms, DELAY_MAX_MS), Ok(delay_ms));
        }
        for delay_ms in [-1.0, DELAY_MAX_MS + 1.0, f64::NAN, f64::INFINITY] {
            assert_eq!(checked_delay(delay_ms, DELAY_MAX_MS).expect_err("refused").code(), "parameter");
        }
        assert!(checked_file(&[1, 2]).is_ok());
        assert_eq!(checked_file(&vec![0; FILE_BYTES_MAX + 1]).expect_err("refused").code(), "parameter");
    }

    #[test]
    fn a_request_is_preferred_and_a_pause_is_what_remains() {
        let all = Offers { request: true, pause: true, file: true };
        assert_eq!(all.wait(), Some(Wait::Request));
        assert_eq!(Offers { request: false, ..all }.wait(), Some(Wait::Pause));
        assert_eq!(Nothing.offers().wait(), None);
        assert_eq!(all.both(Nothing.offers()), Offers::default());
    }

    #[test]
    fn who_has_no_outside_says_so() {
        let errors = [Nothing.request(1.0), Nothing.pause(1.0), Nothing.file(0, &[]).map(drop)];
        assert!(errors.iter().all(|done| done.as_ref().is_err_and(|error| error.code() == "unavailable")));
        assert_eq!(Nothing.line(1.0).expect_err("nobody").code(), "unavailable");
    }
}
