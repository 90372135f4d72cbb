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
    Ok(vec![serial_work()?, equal_kinds()?, locked_counter()?])
}

/// Threads are claimed to be faster than one at work that a lock makes serial: that of the small Python.
fn serial_work() -> Result<Claim> {
    let report: Report = native::kosut(&["gil", "--size", "300", "--wait", "1", "--json"])?;
    let ratio = measure::ratio(&row(&report, "cpu-serial")?.samples_ms, &row(&report, "cpu-gil")?.samples_ms);
    Ok(settled(Claim::better("false.serial", ratio), &report))
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
    Ok(settled(Claim::better("false.equal", measure::ratio(&rounds(0), &rounds(1))), &report))
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
fn settled(mut claim: Claim, report: &Report) -> Claim {
    if report.claims.iter().any(|claim| claim.reason.as_deref() == Some("machine-busy")) {
        claim.unclear("machine-busy");
    }
    claim
}

fn row<'a>(report: &'a Report, label: &str) -> Result<&'a Row> {
    report.rows.iter().find(|row| row.label == label).with_context(|| format!("there is no row {label}"))
}
