use proptest::prelude::*;

use super::*;

const PATIENCE_MS: f64 = 800.0;

/// Lets so much time pass in steps that count; gives back whoever is silent in the end.
fn wait(supervisor: &mut Supervisor, total_ms: f64) -> Option<u32> {
    (0..(total_ms / 10.0) as u32).fold(None, |_, _| supervisor.tick(10.0))
}

#[test]
fn each_process_gets_its_own_units_first_and_then_those_of_others() {
    let mut supervisor = Supervisor::new(2, 6, Hand::Singly, 2, PATIENCE_MS);
    assert_eq!((supervisor.deal(0), supervisor.deal(1)), (vec![0, 2], vec![1, 3]));
    assert_eq!(supervisor.delivered(0, &[(0, true), (2, true)]), Ok(vec![]));
    assert_eq!((supervisor.deal(0), supervisor.deal(1)), (vec![4, 5], vec![]));
}

#[test]
fn a_process_takes_with_it_what_it_held_and_no_more() {
    let mut supervisor = Supervisor::new(2, 8, Hand::Together, 4, PATIENCE_MS);
    assert_eq!((supervisor.deal(0), supervisor.deal(1)), (vec![0, 2, 4, 6], vec![1, 3, 5, 7]));
    supervisor.finished(0, 0, 0);
    supervisor.begun(0, 2, 1);
    // Nobody can begin what another process holds.
    supervisor.begun(0, 1, 1);
    let loss = supervisor.ended(0);
    assert_eq!(loss.lost, [Held { unit: 0, lane: 0 }]);
    assert_eq!(loss.cut_off, [Held { unit: 2, lane: 1 }]);
    assert_eq!(supervisor.deal(0), [0; 0], "it has ended");
    supervisor.replaced(0);
    assert_eq!(supervisor.deal(0), [0, 2, 4, 6]);
    assert_eq!(supervisor.ended(1), Loss::default(), "it had begun nothing");
}

#[test]
fn who_takes_units_one_by_one_has_begun_the_first() {
    let mut supervisor = Supervisor::new(1, 3, Hand::Singly, 3, PATIENCE_MS);
    supervisor.deal(0);
    assert_eq!(supervisor.delivered(0, &[(0, true)]), Ok(vec![]));
    assert_eq!(supervisor.ended(0).cut_off, [Held { unit: 1, lane: 0 }]);
}

#[test]
fn a_wrong_result_waits_again_and_a_foreign_one_is_named() {
    let mut supervisor = Supervisor::new(2, 4, Hand::Together, 2, PATIENCE_MS);
    supervisor.deal(0);
    supervisor.finished(0, 2, 1);
    assert_eq!(supervisor.delivered(0, &[(0, true), (2, false)]), Ok(vec![Held { unit: 2, lane: 1 }]));
    assert_eq!(supervisor.delivered(0, &[(0, true)]), Err(0), "it was delivered before");
    assert_eq!(supervisor.delivered(0, &[(9, true)]), Err(9));
    assert_eq!(supervisor.deal(0), [2, 3]);
}

#[test]
fn silence_is_noticed_and_sleep_of_the_listener_is_not_silence() {
    let mut supervisor = Supervisor::new(2, 4, Hand::Together, 2, PATIENCE_MS);
    assert_eq!(wait(&mut supervisor, 2000.0), None, "nobody owes anything");
    supervisor.deal(1);
    assert_eq!(supervisor.tick(100_000.0), None, "who slept has heard nothing");
    assert_eq!(wait(&mut supervisor, 700.0), None);
    assert_eq!(wait(&mut supervisor, 200.0), Some(1));
}

#[test]
fn one_lane_that_hangs_is_noticed_while_the_others_work() {
    let mut supervisor = Supervisor::new(1, 100, Hand::Together, 100, PATIENCE_MS);
    supervisor.deal(0);
    supervisor.begun(0, 0, 0);
    for unit in 1..80 {
        supervisor.finished(0, unit, 1);
        assert_eq!(supervisor.tick(10.0), None);
    }
    supervisor.finished(0, 80, 1);
    assert_eq!(wait(&mut supervisor, 20.0), Some(0));
}

proptest! {
    #[test]
    fn every_unit_is_done_once_whatever_happens_in_whatever_order(
        processes in 1u32..5,
        units in 0u32..40,
        together: bool,
        share in 1u32..9,
        happenings in proptest::collection::vec((0u32..5, 0u8..8, 0usize..9), 0..400),
    ) {
        let hand = if together { Hand::Together } else { Hand::Singly };
        let mut supervisor = Supervisor::new(processes, units, hand, share, PATIENCE_MS);
        let mut held: Vec<Vec<u32>> = vec![Vec::new(); processes as usize];
        let mut ended = vec![false; processes as usize];
        let mut done = vec![0; units as usize];
        let quiet = (0..10_000).map(|step| (step % processes, 1u8, 0));
        for (process, what, which) in happenings.into_iter().map(|(process, what, which)| (process % processes, what, which)).chain(quiet) {
            if supervisor.is_done() {
                break;
            }
            let own = process as usize;
            if std::mem::take(&mut ended[own]) {
                supervisor.replaced(process);
            }
            let dealt = supervisor.deal(process);
            prop_assert!(dealt.iter().all(|unit| held.iter().all(|held| !held.contains(unit))), "held twice");
            held[own].extend(dealt);
            prop_assert!(held[own].len() <= share as usize);
            let Some(&unit) = held[own].get(which % held[own].len().max(1)) else { continue };
            match what {
                0 => {
                    let loss = supervisor.ended(process);
                    let taken = loss.lost.iter().chain(&loss.cut_off);
                    prop_assert!(taken.clone().all(|one| held[own].contains(&one.unit)));
                    held[own].clear();
                    ended[own] = true;
                }
                1..=4 => {
                    prop_assert_eq!(supervisor.delivered(process, &[(unit, true)]), Ok(vec![]));
                    held[own].retain(|other| *other != unit);
                    done[unit as usize] += 1;
                }
                5 => {
                    let wrong = supervisor.delivered(process, &[(unit, false)]);
                    prop_assert_eq!(wrong.map(|wrong| wrong.len()), Ok(1));
                    held[own].retain(|other| *other != unit);
                }
                6 => supervisor.begun(process, unit, 0),
                _ => supervisor.finished(process, unit, 0),
            }
        }
        prop_assert!(supervisor.is_done());
        prop_assert!(done.iter().all(|&times| times == 1), "{:?}", done);
    }
}
