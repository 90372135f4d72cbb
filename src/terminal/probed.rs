//! The machine's constants, for people and as JSON.

use kosut::{
    cluster::probe::{Constant, Constants},
    error::{Error, Result},
    labs::report::Machine,
};

/// The constants as text.
///
/// # Errors
/// [`Error::Protocol`] when a number is not finite.
pub fn text(constants: &Constants, machine: &Machine, as_json: bool) -> Result<String> {
    if as_json {
        let text = serde_json::to_string(constants).map_err(|error| Error::Protocol { reason: error.to_string() })?;
        return Ok(text + "\n");
    }
    let Constants {
        spawn_process_ms,
        spawn_threads_ms,
        process_us,
        process_mib_us,
        threads_us,
        dispatch_thread_us,
        round_threads_us,
        dispatch_process_us,
    } = constants;
    let rows = [
        ("a process starts", "ms", Some(spawn_process_ms)),
        ("a process with two threads starts", "ms", spawn_threads_ms.as_ref()),
        ("an empty message to a process and back", "µs", Some(process_us)),
        ("1 MiB to a process and back", "µs", Some(process_mib_us)),
        ("a turn is handed from thread to thread", "µs", threads_us.as_ref()),
        ("a unit is given to a thread", "µs", dispatch_thread_us.as_ref()),
        ("two threads are woken and waited for", "µs", round_threads_us.as_ref()),
        ("a unit is given to a process", "µs", Some(dispatch_process_us)),
    ];
    let line = |(what, unit, constant): &(&str, &str, Option<&Constant>)| {
        let Some(Constant { median, ci95: [low, high] }) = constant else { return format!("{what:<40} unavailable") };
        format!("{what:<40} {median:>9.3} {unit}  {low:.3}–{high:.3}")
    };
    let head = format!("kosut {} · {} · {} cores · median, 95 %", machine.build, machine.browser, machine.cores);
    Ok(std::iter::once(head).chain(rows.iter().map(line)).collect::<Vec<_>>().join("\n") + "\n")
}
