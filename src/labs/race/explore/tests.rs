//! The explorer against what is known of small races, and against playing them.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use kosut_workloads::{
    Place,
    lanes::{Lanes, blocking::Nothing},
    race::{Task, Way, perform},
};

const FIXES: [RaceFix; 3] = [RaceFix::None, RaceFix::Lock, RaceFix::Atomic];

fn of(scene: RaceScene, fix: RaceFix, threads: u32, rounds: u32) -> RaceExploration {
    explore(&RaceQuestion { scene, fix, threads, rounds }).expect("a size that is explored")
}

fn outcomes(exploration: &RaceExploration) -> Vec<(i32, u64)> {
    exploration.ends.iter().map(|end| (end.outcome, end.interleavings)).collect()
}

fn every_question() -> impl Iterator<Item = RaceQuestion> {
    let sizes = SIZES.iter().flat_map(|size| FIXES.map(|fix| (*size, fix)));
    sizes.map(|((scene, threads, rounds), fix)| RaceQuestion { scene, fix, threads, rounds })
}

/// Every order, one by one, without looking at whether a state is known: how many lead to which end.
fn one_by_one(exploration: &RaceExploration, at: usize, ends: &mut BTreeMap<i32, u64>) {
    let state = &exploration.states[at];
    if let Some(outcome) = state.outcome {
        *ends.entry(outcome).or_insert(0) += 1;
    }
    state.next.iter().flatten().for_each(|&next| one_by_one(exploration, next as usize, ends));
}

#[test]
fn two_threads_of_three_steps_have_twenty_orders_and_two_of_them_are_right() {
    let exploration = of(RaceScene::Counter, RaceFix::None, 2, 1);
    assert_eq!(outcomes(&exploration), [(1, 18), (2, 2)]);
    assert_eq!(exploration.interleavings, 20);
    assert_eq!(exploration.code[0], ["r = number", "r = r + 1", "number = r"]);
}

#[test]
fn four_additions_can_leave_two() {
    let exploration = of(RaceScene::Counter, RaceFix::None, 2, 2);
    // Steps of two threads with six each: 12 over 6.
    assert_eq!(exploration.interleavings, 924);
    let possible: Vec<i32> = exploration.ends.iter().map(|end| end.outcome).collect();
    assert_eq!((possible, exploration.expected), (vec![2, 3, 4], 4));
    // 9! / (3! 3! 3!)
    assert_eq!(of(RaceScene::Counter, RaceFix::None, 3, 1).interleavings, 1680);
}

#[test]
fn without_care_every_scene_can_go_wrong_and_with_it_none_can() {
    for question in every_question() {
        let exploration = explore(&question).expect("a size that is explored");
        let wrong = exploration.ends.iter().filter(|end| !end.holds).count();
        assert_eq!(wrong > 0, question.fix == RaceFix::None, "{question:?}: {:?}", exploration.ends);
        assert!(exploration.ends.iter().any(|end| end.holds), "{question:?}");
    }
}

#[test]
fn orders_are_counted_as_if_each_was_listed() {
    for question in every_question() {
        let exploration = explore(&question).expect("a size that is explored");
        let mut ends = BTreeMap::new();
        one_by_one(&exploration, 0, &mut ends);
        assert_eq!(outcomes(&exploration), ends.into_iter().collect::<Vec<_>>(), "{question:?}");
    }
}

#[test]
fn nobody_is_left_waiting_in_the_end() {
    for question in every_question() {
        let exploration = explore(&question).expect("a size that is explored");
        for state in exploration.states.iter().filter(|state| state.outcome.is_some()) {
            let finished = state.lines.iter().zip(&exploration.code).all(|(line, code)| *line as usize == code.len());
            assert!(finished && state.owner.is_none(), "{question:?}: {state:?}");
        }
    }
}

#[test]
fn a_schedule_leads_where_it_says_with_no_more_switches_than_needed() {
    for question in every_question() {
        let exploration = explore(&question).expect("a size that is explored");
        for end in &exploration.ends {
            let go = |at: usize, thread: &u32| exploration.states[at].next[*thread as usize].expect("a step") as usize;
            let last = end.schedule.iter().fold(0, go);
            assert_eq!(exploration.states[last].outcome, Some(end.outcome), "{question:?}: {end:?}");
        }
    }
    let switches = |end: &RaceEnd| end.schedule.windows(2).filter(|pair| pair[0] != pair[1]).count();
    let exploration = of(RaceScene::Counter, RaceFix::None, 2, 1);
    assert_eq!(exploration.ends.iter().map(switches).collect::<Vec<_>>(), [2, 1]);
}

#[test]
fn questions_come_as_json_and_bad_ones_are_refused() {
    let answer = |question: &str| super::answer(question);
    let good = answer(r#"{"scene":"seat","fix":"lock","threads":2,"rounds":1}"#).expect("an answer");
    assert!(good.contains(r#""outcome":1"#), "{good}");
    let code = |question: &str| answer(question).expect_err(question).code();
    assert_eq!(code("no JSON"), "protocol");
    assert_eq!(code(r#"{"scene":"seat","fix":"hope","threads":2,"rounds":1}"#), "protocol");
    assert_eq!(code(r#"{"scene":"seat","fix":"lock","threads":9,"rounds":1}"#), "parameter");
    assert_eq!(code(r#"{"scene":"bank","fix":"lock","threads":2,"rounds":4000000000}"#), "parameter");
}

#[test]
fn every_result_of_real_threads_is_among_those_that_the_explorer_found() {
    // More threads than cores leave the start of each run to the scheduler, which takes some 20 ms.
    let times = |threads| if threads < 3 { 500 } else { 50 };
    let lanes = Lanes::Pool(rayon::ThreadPoolBuilder::new().num_threads(3).build().expect("a pool"));
    let place = Place { lanes: &lanes, board: None, epoch_ms: 0.0, outside: &Nothing };
    for (scene, threads, rounds) in [(RaceScene::Counter, 2, 1), (RaceScene::Counter, 2, 2), (RaceScene::Counter, 3, 1)]
    {
        let possible: Vec<i64> =
            of(scene, RaceFix::None, threads, rounds).ends.iter().map(|end| end.outcome.into()).collect();
        for window in [0, 1, 10, 100] {
            let times = times(threads);
            let task = Task { scene, way: Way::Unsynchronised, rounds, window, times, first: 0, of: threads };
            let (outcome, _) = perform(&task, &place).expect("in range");
            assert!(outcome.found.iter().all(|one| possible.contains(&(one.found as i64))), "{:?}", outcome.found);
        }
    }
    for threads in [2, 3] {
        let possible: Vec<i64> =
            of(RaceScene::Seat, RaceFix::None, threads, 1).ends.iter().map(|end| end.outcome.into()).collect();
        let (scene, way) = (RaceScene::Seat, Way::Unsynchronised);
        let task = Task { scene, way, rounds: 1, window: 10, times: times(threads), first: 0, of: threads };
        let (outcome, _) = perform(&task, &place).expect("in range");
        assert!(outcome.found.iter().all(|one| possible.contains(&one.beside)), "{:?}", outcome.found);
    }
}

proptest! {
    #[test]
    fn whoever_goes_on_at_random_comes_to_an_end_that_is_known(
        question in prop::sample::select(every_question().collect::<Vec<_>>()),
        choices in prop::collection::vec(0usize..3, 64),
    ) {
        let exploration = explore(&question).expect("a size that is explored");
        let mut at = 0;
        for choice in choices {
            let able: Vec<u32> = exploration.states[at].next.iter().copied().flatten().collect();
            let Some(&next) = able.get(choice % able.len().max(1)) else { break };
            at = next as usize;
        }
        let outcome = exploration.states[at].outcome.expect("64 steps are enough for all");
        prop_assert!(exploration.ends.iter().any(|end| end.outcome == outcome));
    }
}
