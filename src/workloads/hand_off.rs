//! Two lanes hand a turn back and forth, each asleep until it is its turn: what that takes is the cost of handing work from
//! one thread to another, which contains a context switch or two. Beside it, what a turn costs when nobody has to wake:
//! a function that is called and returns.
//!
//! A round trip is a turn that is handed on and comes back. One is often shorter than the clock can tell, so they are
//! timed in groups, as [`Plan`] says.

use std::{hint::black_box, sync::Barrier};

use serde::{Deserialize, Serialize};

use super::{Diary, Place};
use kosut_core::{clock, error::{Error, Result}, measure::{Plan, Stopwatch, Times}, trace::{Activity, LaneMark, Phase}};
use crate::lanes::Schedule;

mod baton;

use baton::{Bare, Baton, Std};

/// How the turn is handed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Way {
    /// A function is called, and returns, on one and the same lane.
    Call,
    /// A `Mutex` holds the turn, a `Condvar` wakes the other: the standard library's way.
    Condvar,
    /// A word in memory is the turn, and what the platform has wakes who waits for it: `memory.atomic.wait32` and
    /// `memory.atomic.notify` in WebAssembly, `park` and `unpark` natively.
    Atomics,
}

/// How often the turn goes to and fro.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// In which way.
    pub way: Way,
    /// The round trips. None for no groups.
    pub plan: Plan,
    /// Whether both lanes note each turn in their diaries, which takes longer than the turn itself: to be seen, not to be
    /// measured.
    pub noted: bool,
}

/// How long it took.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// By the process's own clock.
    pub times: Times,
}

/// See the module's documentation.
///
/// # Errors
/// [`Error::Protocol`] when there is one lane only and the way needs two.
pub fn perform(task: &Task, place: &Place<'_>) -> Result<(Outcome, Vec<LaneMark>)> {
    let (times, marks) = match task.way {
        Way::Call => (call(task.plan), Vec::new()),
        Way::Condvar => play(&Std::default(), task, place)?,
        Way::Atomics => play(&Bare::default(), task, place)?,
    };
    Ok((Outcome { times }, marks))
}

/// Calls functions that the compiler can't see through, again and again. Engines put a function that is always called at
/// the same place into that place, and up to four that take turns: so there are eight, and each has a body of its own.
fn call(plan: Plan) -> Times {
    let callees: [fn(u32) -> u32; CALLEES] = black_box([
        take_turn::<1>,
        take_turn::<3>,
        take_turn::<5>,
        take_turn::<7>,
        take_turn::<9>,
        take_turn::<11>,
        take_turn::<13>,
        take_turn::<15>,
    ]);
    let mut turn = 0;
    let mut watch = Stopwatch::start(plan, clock::now_ms());
    for _ in 0..plan.groups {
        for _ in 0..plan.each {
            turn = callees[turn as usize % CALLEES](turn);
        }
        watch.group(clock::now_ms());
    }
    black_box(turn);
    watch.stop()
}

const CALLEES: usize = 8;

/// An odd step leads through all callees.
#[inline(never)]
fn take_turn<const STEP: u32>(turn: u32) -> u32 {
    turn.wrapping_add(STEP)
}

fn play(baton: &impl Baton, task: &Task, place: &Place<'_>) -> Result<(Times, Vec<LaneMark>)> {
    if place.lanes.count() < 2 {
        return Err(Error::Protocol { reason: "a turn can't be handed on among fewer than two lanes".into() });
    }
    let Task { plan, noted, .. } = *task;
    let both = Barrier::new(2);
    // Two items under the static schedule are on two lanes, whatever else the lanes do, so each finds its partner.
    let mut played = place.lanes.run(2, Schedule::Static, |lane, item| {
        let mut diary = place.diary(lane);
        let item = item as u32;
        baton.arrive(item);
        both.wait();
        // Once unmeasured: what follows lasts from one handing on to the next, and the turn has been round in between.
        baton.hand_on(item);
        let mut watch = Stopwatch::start(plan, clock::now_ms());
        for _ in 0..plan.groups {
            for _ in 0..plan.each {
                if noted { hand_on_noted(baton, item, &mut diary) } else { baton.hand_on(item) }
            }
            watch.group(clock::now_ms());
        }
        (watch.stop(), diary.into_marks())
    });
    // The lanes' clocks say the same, but for half a round trip; the one that began is asked.
    let marks = played.iter_mut().flat_map(|(_, marks)| std::mem::take(marks)).collect();
    let times = played.into_iter().next().map(|(times, _)| times);
    Ok((times.unwrap_or(Times { groups_ms: Vec::new() }), marks))
}

fn hand_on_noted(baton: &impl Baton, item: u32, diary: &mut Diary) {
    diary.span(Activity::Wait, item, || baton.wait_for(item));
    diary.mark(Phase::Begin, Activity::Run, item);
    // Its end is noted before the other wakes: behind it the spans would overlap.
    diary.mark(Phase::End, Activity::Run, item);
    baton.hand_on(item);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lanes::{Lanes, blocking::Nothing};

    fn pool(threads: usize) -> Lanes {
        Lanes::Pool(rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool"))
    }

    fn hand_off(lanes: &Lanes, way: Way, plan: Plan, noted: bool) -> Result<(Outcome, Vec<LaneMark>)> {
        perform(&Task { way, plan, noted }, &Place { lanes, board: None, epoch_ms: 0.0, outside: &Nothing })
    }

    #[test]
    fn a_turn_comes_back_in_every_way_on_any_number_of_lanes() {
        for way in [Way::Call, Way::Condvar, Way::Atomics] {
            for threads in [2, 3, 7] {
                for (groups, each) in [(0, 1), (1, 1), (3, 400), (500, 2)] {
                    let (outcome, marks) = hand_off(&pool(threads), way, Plan { groups, each }, false).expect("lanes");
                    assert_eq!(outcome.times.groups_ms.len(), groups as usize);
                    assert!(outcome.times.groups_ms.iter().all(|&group_ms| group_ms >= 0.0), "{outcome:?}");
                    assert_eq!(marks, []);
                }
            }
        }
    }

    #[test]
    fn a_single_lane_has_nobody_to_hand_a_turn_to() {
        let plan = Plan { groups: 1, each: 1 };
        for way in [Way::Condvar, Way::Atomics] {
            assert_eq!(hand_off(&Lanes::One, way, plan, false).expect_err("one lane").code(), "protocol");
        }
        assert!(hand_off(&Lanes::One, Way::Call, plan, false).is_ok());
    }

    #[test]
    fn noted_turns_alternate() {
        let plan = Plan { groups: 1, each: 5 };
        let (_, marks) = hand_off(&pool(2), Way::Condvar, plan, true).expect("two lanes");
        for lane in 0..2 {
            let own: Vec<_> = marks.iter().filter(|mark| mark.lane == lane).map(|mark| mark.mark.activity).collect();
            let once = [Activity::Wait, Activity::Wait, Activity::Run, Activity::Run];
            assert_eq!(own, once.repeat(5));
        }
    }
}
