//! The lab `deadlock`, on real processes that really freeze.

use kosut::labs::{
    self, Event,
    deadlock::{DeadlockStage, DeadlockWay},
    report::{Machine, Row},
};

use crate::support::lab::{self, machine};

/// Short, and with a pause between the forks in which the naive strategy freezes within a few meals.
const SHORT: &str = "philosophers=3&meals=100&work=2000&pause=200&patience=200";

fn run(query: &str, machine: &Machine) -> (labs::Finished, Vec<Event>) {
    lab::run("deadlock", query, machine).expect("runs")
}

fn row<'a>(finished: &'a labs::Finished, way: &str) -> &'a Row {
    finished.report.rows.iter().find(|row| row.label == way).expect(way)
}

/// Checks that the naive strategy froze in measured runs. How many of the seven is up to the scheduler.
#[track_caller]
fn assert_naive_froze(finished: &labs::Finished) {
    let frozen = row(finished, "naive").fields["frozen_runs"].as_u64().expect("a number");
    assert!((1..=7).contains(&frozen), "{frozen} runs froze");
}

/// Returns the states of the run of this strategy that was shown.
fn states(events: &[Event], way: DeadlockWay) -> Vec<&labs::deadlock::DeadlockLive> {
    let live = events.iter().filter_map(|event| match event {
        Event::Deadlock { live } if live.way == way => Some(live),
        _ => None,
    });
    live.collect()
}

#[test]
fn the_naive_strategy_freezes_and_is_ended_and_no_other_freezes() {
    let (finished, events) = run(SHORT, &machine(true));
    lab::report(&finished);
    assert_naive_froze(&finished);
    assert_eq!(row(&finished, "naive").topology, "1x3");
    for way in ["ordered", "back-off", "waiter", "timeout"] {
        assert_eq!(row(&finished, way).fields["frozen_runs"], 0, "{way}");
        assert!(row(&finished, way).fields["fairness"].as_f64().is_some_and(|index| index > 0.3), "{way}");
    }
    assert_eq!(finished.report.claims[0].id, "threads.deadlock");
    assert!(finished.report.claims[0].ratio.is_some());

    let seen = states(&events, DeadlockWay::Naive);
    let frozen = seen.iter().find(|live| live.stage == DeadlockStage::Frozen).expect("the run that is shown freezes");
    // Each waits for the fork on the right, which the next one holds.
    assert_eq!(frozen.circle, [0, 1, 2]);
    assert_eq!(frozen.holders, [Some(0), Some(1), Some(2)]);
    assert!(frozen.edges.iter().all(|edge| edge.holder == (edge.waiter + 1) % 3 && edge.lock == Some(edge.holder)));
    assert_eq!(seen.last().map(|live| live.stage), Some(DeadlockStage::Ended));
    assert!(seen.last().is_some_and(|live| live.freed_ms.is_some()));
    assert!(finished.report.log.iter().any(|line| line.contains("1 waits for 2, 2 waits for 3, 3 waits for 1")));
}

#[test]
fn two_locks_in_opposite_order_freeze_and_in_the_same_order_do_not() {
    let query = "scene=two-locks&strategy=ordered&meals=100&work=1000&pause=200&patience=200";
    let (finished, events) = run(query, &machine(true));
    lab::report(&finished);
    assert_naive_froze(&finished);
    assert_eq!(row(&finished, "ordered").fields["frozen_runs"], 0);
    assert!(states(&events, DeadlockWay::Naive).iter().any(|live| live.circle == [0, 1]));
    assert_eq!(finished.report.rows.len(), 4);
}

#[test]
fn steps_are_counted_to_the_end() {
    // More samples than the naive strategy takes. Without work and pauses it seldom freezes, which would take longer.
    let query = "philosophers=3&meals=100&work=0&pause=0&patience=200&strategy=ordered&samples=16";
    let (_, events) = run(query, &machine(true));
    assert!(lab::steps_counted(&events) > 0);
}

#[test]
fn without_isolation_two_processes_wait_for_each_other_all_the_same() {
    let (finished, events) = run("patience=200", &machine(false));
    lab::report(&finished);
    let labels: Vec<_> = finished.report.rows.iter().map(|row| row.label.as_str()).collect();
    assert_eq!(labels, ["both-wait", "one-first"]);
    assert_eq!(row(&finished, "both-wait").fields["frozen_runs"], 1);
    assert_eq!(row(&finished, "one-first").fields["frozen_runs"], 0);
    assert_eq!(finished.report.claims[0].reason.as_deref(), Some("not-isolated"));
    assert_eq!(finished.report.log[0], "left out for want of cross-origin isolation: everything at the table");
    let seen = states(&events, DeadlockWay::BothWait);
    assert!(seen.iter().any(|live| live.stage == DeadlockStage::Frozen && live.circle == [0, 1]));
    let last = states(&events, DeadlockWay::OneFirst).pop().expect("a state");
    assert_eq!(last.seats.iter().map(|seat| seat.count).sum::<u32>(), 400, "messages");
}
