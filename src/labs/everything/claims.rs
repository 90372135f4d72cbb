//! The article's claims: which lab answers each, and where it stands in the closing tables.

use serde::{Deserialize, Serialize};

/// One of the article's closing tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum Table {
    /// What threads are good for, and what they are not.
    Threads,
    /// The same of processes.
    Processes,
    /// When to use which.
    When,
}

/// The part of its table in which a claim stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum Group {
    /// For them.
    Advantage,
    /// Against them.
    Disadvantage,
    /// Use threads.
    Threads,
    /// Use processes.
    Processes,
    /// It depends on the job.
    Either,
}

/// A claim of the article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The claim's name, as in reports.
    pub id: &'static str,
    /// The lab that answers it.
    pub lab: &'static str,
    /// The table in which it stands.
    pub table: Table,
    /// The part of the table.
    pub row: Group,
}

const fn place(id: &'static str, lab: &'static str, table: Table, row: Group) -> Place {
    Place { id, lab, table, row }
}

/// All claims, in the order of the tables.
pub const CLAIMS: [Place; 17] = [
    place("threads.sharing", "sharing", Table::Threads, Group::Advantage),
    place("threads.memory", "memory", Table::Threads, Group::Advantage),
    place("threads.switching", "switching", Table::Threads, Group::Advantage),
    place("threads.race", "race", Table::Threads, Group::Disadvantage),
    place("threads.gil", "gil", Table::Threads, Group::Disadvantage),
    place("threads.deadlock", "deadlock", Table::Threads, Group::Disadvantage),
    place("processes.parallel", "speedup", Table::Processes, Group::Advantage),
    place("processes.isolation", "crash", Table::Processes, Group::Advantage),
    place("processes.gil", "gil", Table::Processes, Group::Advantage),
    place("processes.memory", "memory", Table::Processes, Group::Disadvantage),
    place("processes.ipc", "sharing", Table::Processes, Group::Disadvantage),
    place("processes.switching", "switching", Table::Processes, Group::Disadvantage),
    place("when.threads.io", "waiting", Table::When, Group::Threads),
    place("when.threads.server", "server", Table::When, Group::Threads),
    place("when.processes.cpu", "gil", Table::When, Group::Processes),
    place("when.processes.cores", "gil", Table::When, Group::Processes),
    place("when.choose", "choose", Table::When, Group::Either),
];

#[cfg(test)]
mod tests {
    use super::{super::SHORTS, *};
    use crate::{REGISTRY, check, report::Machine};

    #[test]
    fn each_lab_has_a_short_form_that_answers_exactly_its_claims() {
        let shorts: Vec<&str> = SHORTS.iter().map(|short| short.lab).collect();
        let mut labs = REGISTRY.to_vec();
        labs.retain(|lab| !shorts.contains(lab));
        assert_eq!(labs, Vec::<&str>::new(), "labs without a short form");
        for short in SHORTS {
            assert!(REGISTRY.contains(&short.lab), "{} is no lab", short.lab);
            assert_eq!(shorts.iter().filter(|lab| **lab == short.lab).count(), 1, "{} twice", short.lab);
            let mut expected: Vec<&str> = CLAIMS.iter().filter(|c| c.lab == short.lab).map(|c| c.id).collect();
            let mut claims = short.claims.to_vec();
            expected.sort_unstable();
            claims.sort_unstable();
            assert_eq!(claims, expected, "{}", short.lab);
            assert!(short.seconds > 0.0 && short.seconds <= 15.0, "{}: {} s", short.lab, short.seconds);
        }
    }

    #[test]
    fn each_short_form_is_valid_on_every_machine_and_takes_the_samples_that_a_verdict_needs() {
        for cores in [1, 2, 8, 64] {
            let machine = Machine::for_tests(cores);
            for short in SHORTS {
                let (fields, values) = check(short.lab, short.query, &machine).expect(short.lab);
                let counts = fields.iter().zip(&values).filter(|(field, _)| {
                    // The lab `crash` counts its faults, which are its samples, in rounds.
                    field.name == "samples" || (short.lab == "crash" && field.name == "rounds")
                });
                for (field, value) in counts {
                    let value: u32 = value.parse().expect("a number");
                    assert!(value >= 7, "{}: {} = {value}", short.lab, field.name);
                }
            }
        }
    }

    #[test]
    fn the_claims_are_the_articles_seventeen() {
        // As the list of labs has them, in its order.
        let listed = "threads.sharing threads.memory threads.switching threads.race threads.gil threads.deadlock \
                      processes.parallel processes.isolation processes.gil processes.memory processes.ipc \
                      processes.switching when.threads.io when.threads.server when.processes.cpu \
                      when.processes.cores when.choose";
        let ids: Vec<&str> = CLAIMS.iter().map(|claim| claim.id).collect();
        assert_eq!(ids.join(" "), listed);
        for claim in CLAIMS {
            let table = match claim.table {
                Table::Threads => "threads.",
                Table::Processes => "processes.",
                Table::When => "when.",
            };
            assert!(claim.id.starts_with(table), "{claim:?}");
        }
    }
}
