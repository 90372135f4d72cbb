//! Who waits for whom: the graph of waiting lanes, read from a table of locks, and the circle in it that is a deadlock.
//!
//! Each lane waits for one lock at most, and each lock has one holder at most, so each lane waits for one other at most,
//! and a circle is found by following.
//!
//! A table is read word by word while lanes may change it. A circle in it counts only if none of its lanes has changed
//! anything since the table was read before: then what was read held all together at one moment. If besides no lane of
//! it will give up by itself, none can ever go on: each waits for what another one holds, which waits too.
//!
//! The idea of the graph: R. C. Holt, *Some deadlock properties of computer systems*, Computing Surveys 4 (3), 1972.

use serde::{Deserialize, Serialize};

use super::locks::{BOUNDED, Table};

/// A table of locks as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// Who holds each lock.
    pub holders: Vec<Option<u32>>,
    /// What each lane waits for.
    pub waits: Vec<Option<Wait>>,
    /// What the program has counted for each lane.
    pub counts: Vec<u32>,
    /// What the program shows of each lane.
    pub notes: Vec<u32>,
    /// How often each lane has changed what is its own, twice for each time; odd while it does.
    changes: Vec<u32>,
}

/// What a lane waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wait {
    /// Index of the lock.
    pub lock: u32,
    /// Whether it will give up after a certain time.
    pub bounded: bool,
    /// When it began to wait: microseconds since the run's start.
    pub since_us: u32,
}

/// One waits for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct WaitEdge {
    /// Who waits: index of a lane, or of a process.
    pub waiter: u32,
    /// Who is waited for.
    pub holder: u32,
    /// The lock that the one wants and the other holds, if it is about a lock.
    pub lock: Option<u32>,
}

impl Snapshot {
    /// A table from its words, which were read in their order; `None` when there are fewer.
    pub fn read(table: Table, cells: &[u32]) -> Option<Self> {
        let cells = cells.get(table.cells())?;
        let lanes = || 0..table.lanes;
        let wait = |lane| {
            let (waits, since_us) = (cells[table.waits(lane)], cells[table.since(lane)]);
            let lock = (waits & !BOUNDED).checked_sub(1)?;
            Some(Wait { lock, bounded: waits & BOUNDED != 0, since_us })
        };
        Some(Snapshot {
            holders: (0..table.locks).map(|lock| cells[table.holder(lock)].checked_sub(1)).collect(),
            waits: lanes().map(wait).collect(),
            counts: lanes().map(|lane| cells[table.count(lane)]).collect(),
            notes: lanes().map(|lane| cells[table.note(lane)]).collect(),
            changes: lanes().map(|lane| cells[table.changes(lane)]).collect(),
        })
    }

    /// Who waits for whom. As it was read: what lanes changed meanwhile may be in it in part.
    pub fn edges(&self) -> Vec<WaitEdge> {
        (0..self.waits.len() as u32).filter_map(|lane| self.edge(lane)).collect()
    }

    fn edge(&self, waiter: u32) -> Option<WaitEdge> {
        let wait = self.waits.get(waiter as usize).copied().flatten()?;
        let holder = self.holders.get(wait.lock as usize).copied().flatten()?;
        Some(WaitEdge { waiter, holder, lock: Some(wait.lock) })
    }

    /// Whether this lane changed nothing between the reading of `before` and that of this.
    fn stood_still(&self, before: &Snapshot, lane: u32) -> bool {
        let changes = |table: &Snapshot| table.changes.get(lane as usize).copied();
        changes(self) == changes(before) && changes(self).is_some_and(|changes| changes.is_multiple_of(2))
    }
}

/// Lanes that wait for each other for ever.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadlock {
    /// The lanes, each of which waits for the next and the last for the first; the lowest one comes first.
    pub lanes: Vec<u32>,
    /// When the last of them began to wait: microseconds since the run's start.
    pub since_us: u32,
}

/// The deadlock among the lanes, if there is one. `after` was read later than `before`, from the same table.
pub fn deadlock(before: &Snapshot, after: &Snapshot) -> Option<Deadlock> {
    let endless = |lane: u32| {
        let wait = after.waits[lane as usize].filter(|wait| !wait.bounded)?;
        let edge = after.edge(lane)?;
        (after.stood_still(before, lane)).then_some((edge.holder, wait.since_us))
    };
    let waits_for: Vec<Option<u32>> =
        (0..after.waits.len() as u32).map(|lane| endless(lane).map(|(holder, _)| holder)).collect();
    let lanes = circle(&waits_for)?;
    let since_us = lanes.iter().filter_map(|&lane| endless(lane)).map(|(_, since_us)| since_us).max()?;
    Some(Deadlock { lanes, since_us })
}

/// A circle among those of whom each waits for one other at most: its members in the order of waiting, the lowest one
/// first.
pub fn circle(waits_for: &[Option<u32>]) -> Option<Vec<u32>> {
    let next = |one: u32| waits_for.get(one as usize).copied().flatten();
    (0..waits_for.len() as u32).find_map(|first| {
        let mut members = vec![first];
        while let Some(one) = next(*members.last()?) {
            if one == first {
                return Some(members);
            }
            // It runs into a circle that it is no part of, or which began with a lower one and was found already.
            if members.contains(&one) {
                return None;
            }
            members.push(one);
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A table of three lanes and three locks in which lane i holds lock i and waits for the next one.
    fn round() -> (Table, Vec<u32>) {
        let table = Table { locks: 3, lanes: 3 };
        let mut cells = vec![0; table.cells().len()];
        for lane in 0..3 {
            cells[table.holder(lane)] = lane + 1;
            cells[table.waits(lane)] = (lane + 1) % 3 + 1;
            cells[table.since(lane)] = 100 + lane;
            cells[table.changes(lane)] = 8;
        }
        (table, cells)
    }

    fn found(table: Table, before: &[u32], after: &[u32]) -> Option<Deadlock> {
        deadlock(&Snapshot::read(table, before).expect("a table"), &Snapshot::read(table, after).expect("a table"))
    }

    #[test]
    fn who_waits_in_a_circle_is_named_in_order_with_the_moment_it_closed() {
        let (table, cells) = round();
        assert_eq!(found(table, &cells, &cells), Some(Deadlock { lanes: vec![0, 1, 2], since_us: 102 }));
        let edges = Snapshot::read(table, &cells).expect("a table").edges();
        assert_eq!(edges[2], WaitEdge { waiter: 2, holder: 0, lock: Some(0) });
    }

    #[test]
    fn what_changed_between_two_readings_is_no_deadlock() {
        let (table, after) = round();
        for lane in 0..3 {
            let mut before = after.clone();
            before[table.changes(lane)] -= 2;
            assert_eq!(found(table, &before, &after), None);
            // A lane that is about to change something stands at an odd number.
            let mut torn = after.clone();
            torn[table.changes(lane)] += 1;
            assert_eq!(found(table, &torn, &torn), None);
        }
    }

    #[test]
    fn who_gives_up_by_himself_breaks_the_circle() {
        let (table, mut cells) = round();
        cells[table.waits(1)] |= BOUNDED;
        assert_eq!(found(table, &cells, &cells), None);
        assert_eq!(Snapshot::read(table, &cells).expect("a table").edges().len(), 3);
    }

    #[test]
    fn too_few_words_are_no_table() {
        let (table, cells) = round();
        assert_eq!(Snapshot::read(table, &cells[1..]), None);
    }

    #[test]
    fn two_processes_wait_for_each_other_like_two_lanes() {
        assert_eq!(circle(&[Some(1), Some(0)]), Some(vec![0, 1]));
        assert_eq!(circle(&[Some(1), None]), None);
        assert_eq!(circle(&[Some(0)]), Some(vec![0]));
    }

    proptest! {
        #[test]
        fn a_circle_is_closed_and_is_found_exactly_when_somebody_never_gets_to_the_end(
            waits_for in proptest::collection::vec(proptest::option::of(0u32..9), 1..9),
        ) {
            let next = |one: u32| waits_for.get(one as usize).copied().flatten();
            // Who can go on for more steps than there are members goes in circles.
            let endless = (0..waits_for.len() as u32).any(|first| {
                let mut at = Some(first);
                (0..=waits_for.len()).for_each(|_| at = at.and_then(next));
                at.is_some()
            });
            let circle = circle(&waits_for);
            prop_assert_eq!(circle.is_some(), endless);
            let circle = circle.unwrap_or_default();
            for (index, &member) in circle.iter().enumerate() {
                prop_assert_eq!(next(member), Some(circle[(index + 1) % circle.len()]));
                prop_assert!(member >= circle[0]);
            }
        }

        #[test]
        fn no_words_make_it_panic_and_what_it_names_waits(
            words in proptest::collection::vec(0u32..6, 24), other in proptest::collection::vec(0u32..6, 24),
        ) {
            let table = Table { locks: 4, lanes: 4 };
            if let Some(Deadlock { lanes, .. }) = found(table, &words, &other) {
                for lane in lanes {
                    prop_assert!(other[table.waits(lane)] > 0);
                    prop_assert_eq!(words[table.changes(lane)], other[table.changes(lane)]);
                }
            }
        }
    }
}
