//! The machine that the program runs on, as reports have it.

use kosut::{clock, labs::report::Machine, measure};

/// This machine.
pub fn this() -> Machine {
    Machine {
        cores: std::thread::available_parallelism().map_or(1, |cores| cores.get() as u32),
        // Threads always share a memory here.
        isolated: true,
        clock_resolution_ms: measure::clock_resolution_ms(clock::now_ms),
        memory_max_mib: memory_mib(),
        browser: format!("native {}-{}", std::env::consts::ARCH, std::env::consts::OS),
        build: env!("CARGO_PKG_VERSION").into(),
    }
}

/// The most memory that a process can have. Nothing but the machine bounds it: it is all the memory there is, where the
/// operating system tells it in a file, and else what an address can reach.
fn memory_mib() -> u32 {
    let total_kib = std::fs::read_to_string("/proc/meminfo").ok().and_then(|text| {
        let line = text.lines().find_map(|line| line.strip_prefix("MemTotal:"))?;
        line.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok()
    });
    let mib = total_kib.map_or(usize::MAX as u64 >> 20, |kib| kib >> 10);
    u32::try_from(mib).unwrap_or(u32::MAX).max(1)
}
