//! # Real browsers, driven over WebDriver
//!
//! The harness of the browser tests; what is expected of the pages is in `cases/`. Read the modules in this order:
//!
//! 1. [`engine`]: the browsers, and how a session with each is asked for
//! 2. [`driver`]: the programs that drive them, and what ends them
//! 3. [`bidi`], [`pool`]: browsers that stay open from case to case, each case in user contexts of its own
//! 4. [`session`]: what a case is handed: an engine, pages that end with the case, named checks
//! 5. [`site`], [`faults`]: servers of the finished site, good ones and bad ones; course pages around it
//! 6. [`platform`]: learning platforms
//! 7. [`browser`], [`wait`]: one page, and waiting by conditions
//! 8. [`lab`]: a lab on a page, as a reader sees it
//! 9. [`report`]: what every report must satisfy
//! 10. [`files`]: files that a reader chooses
//! 11. [`suspend`]: a closed laptop
//! 12. [`record`]: how long each case took
//!
//! Everything waits for conditions, with a deadline that only a failure meets; nothing is measured.

pub mod bidi;
pub mod browser;
pub mod driver;
pub mod engine;
pub mod faults;
pub mod files;
pub mod lab;
pub mod platform;
pub mod pool;
pub mod record;
pub mod report;
pub mod session;
pub mod site;
pub mod suspend;
pub mod wait;
