//! # Real browsers, driven over WebDriver
//!
//! The harness of the browser tests; what is expected of the pages is in `cases/`. Read the modules in this order:
//!
//! 1. [`engine`]: the browsers, and how a session with each is asked for
//! 2. [`driver`]: the programs that drive them, and what ends them
//! 3. [`bench`](mod@bench): what a case is handed: an engine, and sessions that end with the case
//! 4. [`site`], [`faults`]: servers of the finished site, good ones and bad ones; course pages around it
//! 5. [`browser`], [`wait`]: one session, and waiting by conditions
//! 6. [`lab`]: a lab on a page, as a reader sees it
//! 7. [`report`]: what every report must satisfy
//! 8. [`files`]: files that a reader chooses
//!
//! Everything waits for conditions, with a deadline that only a failure meets; nothing is measured.

pub mod bench;
pub mod browser;
pub mod driver;
pub mod engine;
pub mod faults;
pub mod files;
pub mod lab;
pub mod report;
pub mod site;
pub mod wait;
