//! From samples to speed-ups, fitted curves and claims.

use super::Measured;
use crate::{
    labs::{Curve, report::Machine},
    measure,
    topology::{Family, Topology},
    verdict::Claim,
};

/// Points of a fitted curve: enough for a smooth line at the chart's size.
const CURVE_POINTS: u32 = 48;

/// The measurement of `1x1`.
pub fn serial(measured: &[Measured]) -> Option<&Measured> {
    measured.iter().find(|entry| entry.topology == Topology::SERIAL)
}

/// Speed-up of `entry` over `serial` as the ratio of medians, with its 95 % interval.
pub fn ratio(serial: &Measured, entry: &Measured) -> (f64, [f64; 2]) {
    let ratio = measure::median(&serial.samples_ms) / measure::median(&entry.samples_ms);
    (ratio, measure::ratio_interval(&serial.samples_ms, &entry.samples_ms))
}

/// What the run says of the article's claims on processes. Each compares processes with one after another:
///
/// - `processes.parallel`, each process can run on its own core: with two processes or the next number that was run
/// - `when.processes.cpu`, use them for CPU-bound work: with the number that was fastest
/// - `when.processes.cores`, use them when all cores should work: with as many as there are cores
pub fn claims(measured: &[Measured], machine: &Machine) -> Vec<Claim> {
    let processes = || measured.iter().filter(|entry| entry.topology.family() == Family::Processes);
    let median_ms = |entry: &&Measured| measure::median(&entry.samples_ms);
    let fewest = processes().min_by_key(|entry| entry.topology.processes());
    let fastest = processes().min_by(|one, other| median_ms(one).total_cmp(&median_ms(other)));
    let all_cores = processes().find(|entry| entry.topology.processes() == machine.cores);
    [("processes.parallel", fewest), ("when.processes.cpu", fastest), ("when.processes.cores", all_cores)]
        .map(|(id, entry)| match (serial(measured), entry) {
            _ if machine.cores < 2 => Claim::unavailable(id, "one-core"),
            (Some(serial), Some(entry)) => {
                let (ratio, ci95) = ratio(serial, entry);
                Claim::judged(id, ratio, ci95)
            }
            _ => Claim::unavailable(id, "not-in-run"),
        })
        .into()
}

/// The fitted curves of each family that was run with more than one worker.
pub fn curves(measured: &[Measured]) -> Vec<Curve> {
    let Some(serial) = serial(measured) else { return Vec::new() };
    let mut curves = Vec::new();
    for family in [Family::Threads, Family::Processes, Family::Mixed] {
        let entries = measured.iter().filter(|entry| entry.topology.family() == family);
        // One worker is as fast as one worker, whatever the family: that point is part of each.
        let points: Vec<(f64, f64)> = std::iter::once(serial)
            .chain(entries)
            .map(|entry| (f64::from(entry.topology.lanes()), ratio(serial, entry).0))
            .collect();
        let most = points.iter().map(|(workers, _)| *workers).fold(1.0, f64::max);
        let mut draw = |model: &str, serial_fraction: f64, coherency: f64, law: &dyn Fn(f64) -> f64| {
            let workers = |point| 1.0 + (most - 1.0) * f64::from(point) / f64::from(CURVE_POINTS - 1);
            let points = (0..CURVE_POINTS).map(workers).map(|workers| (workers, law(workers))).collect();
            curves.push(Curve { family, model: model.into(), serial_fraction, coherency, points });
        };
        if let Some(fit) = measure::fit_amdahl(&points) {
            draw("amdahl", fit.serial_fraction, 0.0, &|workers| fit.speedup(workers));
        }
        if let Some(fit) = measure::fit_usl(&points) {
            draw("usl", fit.contention, fit.coherency, &|workers| fit.speedup(workers));
        }
    }
    curves
}
