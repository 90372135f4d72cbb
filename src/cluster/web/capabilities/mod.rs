//! What the browser, the frame and the host allow, found by trying it.
//!
//! This module alone calls what a browser can refuse, on this side of the border; the page has
//! `www/src/runtime/capabilities`. A refusal can be thrown at once or come later as a rejected promise, and what a page is
//! allowed its Workers may not be. So each process and each lane finds out for itself: a process says with its first reply
//! whether it holds its lock, and a lane says what it can wait for when it is asked.
//!
//! - [`lock`]: the Web Lock that shows the end of a process; without it, the watchdog notices by silence
//! - [`blocking`]: the service worker and `Atomics.wait`, by which lanes wait for the outside; each serves where the other is
//!   refused
//! - [`files`]: files of lanes; where they are refused, a lane says that it has none
//!
//! Whether memory can be shared is found out by the conductor's script before anything is started ([`WebConfig`]).
//!
//! [`WebConfig`]: super::host::WebConfig

pub mod blocking;
pub mod files;
pub mod lock;
