//! Processes as Linux shows them in `/proc`.

use std::fs;

/// A process, told apart from a later one with the same number by the moment of its start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Process {
    /// Its number.
    pub pid: u32,
    start_ticks: u64,
}

/// The fields of `/proc/<pid>/stat` that tests need; proc(5) numbers them from 1.
struct Stat {
    /// Field 3.
    state: char,
    /// Field 4.
    parent: u32,
    /// Fields 14 and 15: time on a core in user mode and in the kernel, in clock ticks.
    cpu_ticks: u64,
    /// Field 22: the start after boot, in clock ticks.
    start_ticks: u64,
}

impl Stat {
    fn read(pid: u32) -> Option<Self> {
        let line = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
        // Field 2 is the name in parentheses, which may hold spaces and parentheses: fields are counted behind it.
        let (_, rest) = line.rsplit_once(')')?;
        let fields: Vec<&str> = rest.split_whitespace().collect();
        let number = |field: usize| fields.get(field - 3)?.parse::<u64>().ok();
        Some(Stat {
            state: fields.first()?.chars().next()?,
            parent: number(4)?.try_into().ok()?,
            cpu_ticks: number(14)? + number(15)?,
            start_ticks: number(22)?,
        })
    }
}

impl Process {
    /// Returns the process that has this number now.
    pub fn of(pid: u32) -> Option<Self> {
        Stat::read(pid).map(|stat| Process { pid, start_ticks: stat.start_ticks })
    }

    /// Returns the processes whose parent this is, in the order of their starts.
    pub fn children_of(parent: u32) -> Vec<Self> {
        let entries = fs::read_dir("/proc").expect("Linux has /proc").flatten();
        let pids = entries.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
        let is_child = |pid: &u32| Stat::read(*pid).is_some_and(|stat| stat.parent == parent);
        let mut children: Vec<Self> = pids.filter(is_child).filter_map(Process::of).collect();
        // Within one clock tick numbers tell the order, which begin again at a low one after the highest.
        children.sort_by_key(|child| (child.start_ticks, child.pid));
        children
    }

    fn stat(self) -> Option<Stat> {
        Stat::read(self.pid).filter(|stat| stat.start_ticks == self.start_ticks)
    }

    /// Whether it runs. A process that has ended and that its parent has not waited for is a zombie: its memory and its
    /// core are free.
    pub fn is_running(self) -> bool {
        self.stat().is_some_and(|stat| stat.state != 'Z')
    }

    /// Returns whether it exists, be it as a zombie.
    pub fn exists(self) -> bool {
        self.stat().is_some()
    }

    /// Returns how long it was on a core, in clock ticks of some 10 ms; 0 when it is gone.
    pub fn cpu_ticks(self) -> u64 {
        self.stat().map_or(0, |stat| stat.cpu_ticks)
    }
}

/// Returns the signals that a process ignores, from the text of its `/proc/<pid>/status`: bit 0 is signal 1.
pub fn ignored_signals(status: &str) -> u64 {
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:")).expect("a line of ignored signals");
    u64::from_str_radix(mask.trim(), 16).expect("a number in base 16")
}
