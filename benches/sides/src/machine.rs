//! The machine's name, and those of the programs that were measured.

use std::{fs, process::Command, thread};

/// One line for each thing worth knowing.
pub fn describe(browsers: &[&str]) -> Vec<String> {
    let field = |file: &str, name: &str| {
        let text = fs::read_to_string(file).unwrap_or_default();
        let line = text.lines().find(|line| line.starts_with(name)).unwrap_or_default();
        line.split_once(':').map(|(_, value)| value.trim().to_string())
    };
    let processor = field("/proc/cpuinfo", "model name").unwrap_or_else(|| std::env::consts::ARCH.into());
    let cores = thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let memory_kib: u64 = field("/proc/meminfo", "MemTotal")
        .and_then(|text| text.split_whitespace().next().and_then(|number| number.parse().ok()))
        .unwrap_or(0);
    let mut lines = vec![
        format!("{processor}, {cores} cores, {} GiB", memory_kib.div_ceil(1 << 20)),
        said_by("uname", &["-sr"]),
        said_by("rustc", &["--version"]),
    ];
    lines.extend(browsers.iter().map(|version| (*version).to_string()));
    lines.push(said_by("python3", &["--version"]));
    lines.retain(|line| !line.is_empty());
    lines
}

fn said_by(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output();
    output.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_string()).unwrap_or_default()
}
