//! The operating system's numbers that the page shows beside *What is real here*.

use std::path::Path;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::native;

/// The file from which the page takes them.
const FILE: &str = "www/src/frame/recorded.json";

/// Measures them with the native program, and writes them with the name of the machine, as [`crate::machine::describe`] has it.
///
/// # Errors
/// Returns an error when a lab fails, or its report lacks a number.
pub fn record(root: &Path, machine: &[String]) -> Result<()> {
    let switching: Value = native::kosut(&["switching", "--json"])?;
    let memory: Value = native::kosut(&["memory", "--json"])?;
    let row = |report: &Value, field: &str, value: &str| {
        let mut rows = report["rows"].as_array().into_iter().flatten();
        let found = rows.find(|row| row[field] == value).cloned();
        found.with_context(|| format!("no row has {value} as its {field}"))
    };
    let median_ms =
        |field: &str, value: &str| -> Result<Value> { Ok(row(&switching, field, value)?["median_ms"].clone()) };
    // Of a topology with several workers: what one of them takes, without any data.
    let worker_bytes = |family: &str| -> Result<Value> {
        let bytes = row(&memory, "family", family)?["bare_bytes_per_worker"].clone();
        bytes.is_number().then_some(bytes).with_context(|| format!("the memory of {family} is not known"))
    };
    let recorded = json!({
        "processor": machine.first().and_then(|line| line.split(", ").next()),
        "cores": switching["machine"]["cores"],
        "system": machine.get(1),
        "program": switching["machine"]["build"],
        "date": switching["started"].as_str().and_then(|time| time.get(..10)),
        "handOffThreadsMs": median_ms("way", "condvar")?,
        "handOffProcessesMs": median_ms("way", "direct")?,
        "startThreadsMs": median_ms("label", "1x2 start")?,
        "startProcessesMs": median_ms("label", "2x1 start")?,
        "threadBytes": worker_bytes("threads")?,
        "processBytes": worker_bytes("processes")?,
    });
    let text = serde_json::to_string_pretty(&recorded)? + "\n";
    std::fs::write(root.join(FILE), text).with_context(|| format!("{FILE} cannot be written"))
}
