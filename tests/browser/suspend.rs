//! Suspends a browser's pages, as a closed laptop or a debugger does.

use std::{fs, time::Duration};

use anyhow::{Result, ensure};
use rustix::process::{Pid, Signal, kill_process};

/// The argument by which Chromium marks the processes in which pages and their Workers run.
const RENDERER: &str = "--type=renderer";

/// Stops the processes in which pages run, of a Chromium that this driver has started, and lets them go on after this time.
///
/// # Errors
/// Returns an error when there are none.
pub async fn suspend_pages(driver: Pid, time: Duration) -> Result<()> {
    let all = processes()?;
    let mut family = vec![driver.as_raw_pid()];
    // Each process is older than its children, but numbers may start again: so until no more are found.
    loop {
        let is_new = |process: &&Process| family.contains(&process.parent) && !family.contains(&process.id);
        let children: Vec<i32> = all.iter().filter(is_new).map(|process| process.id).collect();
        if children.is_empty() {
            break;
        }
        family.extend(children);
    }
    let renderers = all.iter().filter(|process| family.contains(&process.id) && process.command.contains(RENDERER));
    let pids: Vec<Pid> = renderers.filter_map(|process| Pid::from_raw(process.id)).collect();
    ensure!(!pids.is_empty(), "the driver has no browser with pages");
    for pid in &pids {
        kill_process(*pid, Signal::STOP)?;
    }
    tokio::time::sleep(time).await;
    for pid in pids {
        kill_process(pid, Signal::CONT)?;
    }
    Ok(())
}

struct Process {
    id: i32,
    parent: i32,
    command: String,
}

/// The running processes, from Linux's `/proc`. One that ends meanwhile is left out.
fn processes() -> Result<Vec<Process>> {
    let read = |id: i32| {
        let status = fs::read_to_string(format!("/proc/{id}/status")).ok()?;
        let parent = status.lines().find_map(|line| line.strip_prefix("PPid:"))?.trim().parse().ok()?;
        Some(Process { id, parent, command: fs::read_to_string(format!("/proc/{id}/cmdline")).ok()? })
    };
    let entries = fs::read_dir("/proc")?;
    Ok(entries.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok()).filter_map(read).collect())
}
