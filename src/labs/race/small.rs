//! The race so small that every order of its steps can be listed: two lanes that add 1 twice each, many times over. What
//! the real lanes find is compared with what the explorer says can be found at all.

use std::collections::BTreeMap;

use super::{
    Params, RaceVariant,
    explore::{self, RaceFix, RaceQuestion},
    play::{Nobody, play},
};
use crate::report::Machine;
use kosut_cluster::Cluster;
use kosut_core::error::Result;
use kosut_workloads::race::{RaceScene, Task, Way};

const LANES: u32 = 2;
const ROUNDS: u32 = 2;
const TIMES: u32 = 2_000;

/// Turns of the window at least. Without any, one lane is done before the other has seen that it may start: it takes a
/// core some hundred nanoseconds to see what another one wrote.
const WINDOW_LEAST: u32 = 200;

/// What was found, and what can be.
pub struct Small {
    /// Each number that was found, and how often.
    pub found: BTreeMap<u64, u32>,
    /// The numbers that some order of the steps leads to.
    pub possible: Vec<u64>,
}

/// Plays it; `None` where it would take long and show little: on one core, and in other scenes.
///
/// # Errors
/// Those of [`play`].
pub async fn run<C: Cluster>(cluster: &mut C, params: &Params, machine: &Machine) -> Result<Option<Small>> {
    if machine.cores < 2 || params.scene != RaceScene::Counter {
        return Ok(None);
    }
    let (way, window) = (Way::Unsynchronised, params.window.max(WINDOW_LEAST));
    let task = Task { scene: RaceScene::Counter, way, rounds: ROUNDS, window, times: TIMES, first: 0, of: LANES };
    let played = play(cluster, &task, RaceVariant::Unsynchronised, &mut Nobody).await?;
    let mut found = BTreeMap::new();
    for one in &played.found {
        *found.entry(one.found).or_insert(0) += 1;
    }
    let question = RaceQuestion { scene: RaceScene::Counter, fix: RaceFix::None, threads: LANES, rounds: ROUNDS };
    let possible = explore::explore(&question)?.ends.iter().filter_map(|end| end.outcome.try_into().ok()).collect();
    Ok(Some(Small { found, possible }))
}

impl Small {
    /// Whether everything that was found can be found.
    pub fn is_explained(&self) -> bool {
        self.found.keys().all(|number| self.possible.contains(number))
    }

    /// It in a sentence.
    pub fn line(&self) -> String {
        let found: Vec<_> = self.found.iter().map(|(number, times)| format!("{number} ({times} times)")).collect();
        let possible: Vec<_> = self.possible.iter().map(u64::to_string).collect();
        let (found, possible) = (found.join(", "), possible.join(", "));
        format!("{LANES} lanes added 1 {ROUNDS} times each, {TIMES} times over: {found}; possible are {possible}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_that_no_order_leads_to_is_noticed() {
        let small =
            |found: &[u64]| Small { found: found.iter().map(|&number| (number, 1)).collect(), possible: vec![2, 3, 4] };
        assert!(small(&[2, 4]).is_explained());
        assert!(!small(&[1, 4]).is_explained());
        assert_eq!(
            small(&[2, 4]).line(),
            "2 lanes added 1 2 times each, 2000 times over: 2 (1 times), 4 (1 times); possible are 2, 3, 4"
        );
    }
}
