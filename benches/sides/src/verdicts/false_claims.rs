//! Claims that are known to be false, judged as the labs judge theirs: none may hold.

use anyhow::{Context, Result};
use kosut::{
    labs::report::{Report, Row},
    measure,
    verdict::Claim,
};

use crate::native;

/// Judges all of them once.
///
/// # Errors
/// Returns an error when a lab fails.
pub fn judge() -> Result<Vec<Claim>> {
    Ok(vec![serial_kernel()?, equal_kinds()?, locked_counter()?])
}

/// Processes are claimed to be faster at work that is one piece, so that only one of them can do it.
fn serial_kernel() -> Result<Claim> {
    // A thousand points are one piece.
    let report: Report = native::kosut(&["speedup", "--kernel", "pi", "--size", "1", "--topologies", "2x1", "--json"])?;
    let ratio = measure::ratio(&row(&report, "1x1")?.samples_ms, &row(&report, "2x1")?.samples_ms);
    settled(Claim::better("false.serial", ratio), &report)
}

/// Two threads are claimed to be faster than the same two threads: every other round ÷ the rounds between.
fn equal_kinds() -> Result<Claim> {
    let report: Report = native::kosut(&[
        "speedup",
        "--kernel",
        "primes",
        "--size",
        "10000000",
        "--topologies",
        "1x2",
        "--samples",
        "14",
        "--json",
    ])?;
    let samples_ms = &row(&report, "1x2")?.samples_ms;
    let rounds = |first: usize| samples_ms.iter().skip(first).step_by(2).copied().collect::<Vec<f64>>();
    settled(Claim::better("false.equal", measure::ratio(&rounds(0), &rounds(1))), &report)
}

/// A counter under a lock is claimed to lose additions.
fn locked_counter() -> Result<Claim> {
    let report: Report = native::kosut(&["race", "--rounds", "100000", "--json"])?;
    let row = row(&report, "mutex")?;
    let number = |name: &str| row.fields[name].as_f64().context("a field that is no number");
    let ratio = number("expected")? / number("found_least")?;
    Ok(Claim::better("false.locked", measure::median_ratio(&[ratio], measure::Confidence::Final)))
}

/// Makes a claim on parallel work unclear where the control of the run had too few cores, as the labs do.
fn settled(mut claim: Claim, report: &Report) -> Result<Claim> {
    let control = report.claims.iter().find(|claim| claim.id == "processes.parallel").context("there is no control")?;
    if control.reason.as_deref() == Some("machine-busy") {
        claim.unclear("machine-busy");
    }
    Ok(claim)
}

fn row<'a>(report: &'a Report, label: &str) -> Result<&'a Row> {
    report.rows.iter().find(|row| row.label == label).with_context(|| format!("there is no row {label}"))
}
