//! From samples to speed-ups, fitted curves and claims.

use super::Measured;
use crate::Curve;
use kosut_core::{
    measure::{self, Ratio},
    topology::{Family, Topology},
    verdict::Claim,
};

/// Points of a fitted curve: enough for a smooth line at the chart's size.
const CURVE_POINTS: u32 = 48;

/// The measurement of `1x1`.
pub fn serial(measured: &[Measured]) -> Option<&Measured> {
    measured.iter().find(|entry| entry.topology == Topology::SERIAL)
}

/// Speed-up of `entry` over `serial`.
pub fn speedup(serial: &Measured, entry: &Measured) -> Ratio {
    measure::ratio(&serial.samples_ms, &entry.samples_ms)
}

/// Judges `processes.parallel`, each process can run on its own core: the throughput of independent work on processes ÷ on one
/// of them, which the control measured. Whether the chosen kernel gains by them is another question, which its rows answer.
pub fn claims(control: Option<Ratio>) -> Vec<Claim> {
    let id = "processes.parallel";
    vec![control.map_or_else(|| Claim::unavailable(id, "one-core"), |ratio| Claim::better(id, ratio))]
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
            .map(|entry| (f64::from(entry.topology.lanes()), speedup(serial, entry).value))
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
