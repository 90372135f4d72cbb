//! Each lab on the operating system: its report, its claims, and what it leaves out without shared memory.

mod choose;
mod crash;
mod deadlock;
mod gil;
#[cfg(target_os = "linux")]
mod memory;
mod race;
mod server;
mod sharing;
mod speedup;
mod switching;
mod waiting;
