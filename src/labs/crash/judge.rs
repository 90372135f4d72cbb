//! From runs to rows and the claim.

use serde_json::{Map, Value, json};

use super::trial::Trial;
use crate::report::Row;
use kosut_core::{
    measure,
    topology::{Family, Topology},
    verdict::Claim,
};
use kosut_workloads::tiles::Fault;

/// One topology, with what became of its runs.
pub struct Entry<C> {
    /// The topology.
    pub topology: Topology,
    /// Its processes.
    pub cluster: C,
    /// Its runs.
    pub trials: Vec<Trial>,
}

/// A row for each fault and topology, and one for the undisturbed runs of each.
pub fn rows<C>(entries: &[Entry<C>]) -> Vec<Row> {
    let kinds = std::iter::once(None).chain(Fault::ALL.map(Some));
    kinds
        .flat_map(|fault| {
            entries.iter().filter_map(move |entry| {
                let of_it = |trial: &&Trial| trial.strike.map(|strike| strike.fault) == fault;
                let trials: Vec<&Trial> = entry.trials.iter().filter(of_it).collect();
                (!trials.is_empty()).then(|| row(entry.topology, fault, &trials))
            })
        })
        .collect()
}

fn row(topology: Topology, fault: Option<Fault>, trials: &[&Trial]) -> Row {
    let samples_ms: Vec<f64> = trials.iter().map(|trial| trial.elapsed_ms).collect();
    let sum = |count: fn(&Trial) -> u32| json!(trials.iter().map(|trial| count(trial)).sum::<u32>());
    let median = |time: fn(&Trial) -> Option<f64>| {
        let times: Vec<f64> = trials.iter().filter_map(|trial| time(trial)).collect();
        (!times.is_empty()).then(|| measure::median(&times))
    };
    let word = fault.map_or("none", Fault::word);
    let mut fields: Map<String, Value> = Map::new();
    let mut field = |name: &str, value: Value| fields.insert(name.into(), value);
    field("fault", json!(word));
    field("runs", json!(trials.len()));
    field("tiles_done", sum(|trial| trial.done));
    field("tiles_lost", sum(|trial| trial.lost));
    field("tiles_cut_off", sum(|trial| trial.cut_off));
    field("tiles_wrong", sum(|trial| trial.wrong));
    field("tiles_redone", sum(Trial::redone));
    field("tiles_of_others", sum(|trial| trial.others));
    field("restarts", sum(|trial| trial.restarts));
    if let Some(noticed_ms) = median(|trial| trial.noticed_ms) {
        field("noticed_ms", json!(noticed_ms));
    }
    if let Some(recovered_ms) = median(|trial| trial.recovered_ms) {
        field("recovered_ms", json!(recovered_ms));
    }
    Row {
        label: format!("{topology} {word}"),
        topology: topology.to_string(),
        median_ms: measure::median(&samples_ms),
        ci95_ms: measure::median_interval(&samples_ms),
        samples_ms,
        fields,
    }
}

/// What the runs say of `processes.isolation`: one crashes, the others go on. The ratio is that of the tiles that must be
/// computed again after a fault, among threads and among processes. The tile at which the fault comes is always among
/// them, so neither is ever 0.
pub fn claim<C>(entries: &[Entry<C>]) -> Claim {
    const ID: &str = "processes.isolation";
    let redone = |family: Family| -> Vec<f64> {
        let entry = entries.iter().find(|entry| entry.topology.family() == family);
        let struck = entry.into_iter().flat_map(|entry| &entry.trials).filter(|trial| trial.strike.is_some());
        struck.map(|trial| f64::from(trial.redone().max(1))).collect()
    };
    let (threads, processes) = (redone(Family::Threads), redone(Family::Processes));
    if threads.is_empty() || processes.is_empty() {
        return Claim::unavailable(ID, "not-isolated");
    }
    Claim::better(ID, measure::ratio(&threads, &processes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use kosut_core::verdict::Verdict;
    use kosut_workloads::tiles::Strike;

    fn entry(topology: &str, redone: [u32; 7]) -> Entry<()> {
        let strike = Some(Strike { fault: Fault::Panic, tile: 0, seed: 0 });
        let trial = |lost: u32| Trial { strike, lost: lost - 1, cut_off: 1, elapsed_ms: 1.0, ..Trial::default() };
        let undisturbed = Trial { elapsed_ms: 2.0, ..Trial::default() };
        let trials = redone.map(trial).into_iter().chain([undisturbed]).collect();
        Entry { topology: topology.parse().expect(topology), cluster: (), trials }
    }

    #[test]
    fn the_ratio_is_that_of_the_tiles_that_a_fault_costs() {
        let entries = [entry("1x2", [12, 14, 12, 13, 12, 12, 11]), entry("2x1", [1, 1, 1, 2, 1, 1, 1])];
        let claim = claim(&entries);
        assert_eq!((claim.ratio, claim.verdict), (Some(12.0), Verdict::Holds));
    }

    #[test]
    fn without_threads_there_is_nothing_to_compare() {
        assert_eq!(claim(&[entry("2x1", [1; 7])]).reason.as_deref(), Some("not-isolated"));
    }

    #[test]
    fn rows_add_up_the_runs_of_a_fault_and_leave_the_undisturbed_ones_apart() {
        let rows = rows(&[entry("1x2", [2; 7]), entry("2x1", [1; 7])]);
        let labels: Vec<_> = rows.iter().map(|row| row.label.as_str()).collect();
        assert_eq!(labels, ["1x2 none", "2x1 none", "1x2 panic", "2x1 panic"]);
        assert_eq!(rows[2].fields["tiles_redone"], json!(14));
        assert_eq!((rows[2].fields["runs"].clone(), rows[2].median_ms), (json!(7), 1.0));
    }
}
