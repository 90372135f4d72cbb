//! Who takes care loses nothing; who does not loses something sooner or later.

use std::thread::available_parallelism;

use super::*;
use crate::lanes::{Lanes, blocking::Nothing, board::Board};

const SCENES: [RaceScene; 3] = [RaceScene::Counter, RaceScene::Bank, RaceScene::Seat];
const CAREFUL: [Way; 3] = [Way::Mutex, Way::Atomic, Way::Merge];

fn pool(threads: usize) -> Lanes {
    Lanes::Pool(rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool"))
}

fn task(scene: RaceScene, way: Way, rounds: u32, of: u32) -> Task {
    Task { scene, way, rounds, window: 0, times: 1, first: 0, of }
}

fn found(lanes: &Lanes, task: &Task) -> Vec<Found> {
    let place = Place { lanes, board: None, epoch_ms: 0.0, outside: &Nothing };
    let (outcome, _) = perform(task, &place).expect("in range");
    assert!(outcome.elapsed_ms >= 0.0);
    assert_eq!(outcome.found.len(), task.times as usize);
    outcome.found
}

/// What is found when nothing is lost.
fn all(task: &Task) -> Found {
    let (rounds, of) = (u64::from(task.rounds), u64::from(task.of));
    match task.scene {
        RaceScene::Counter => Found { found: rounds * of, beside: 0 },
        RaceScene::Bank => Found { found: 2 * rounds * of, beside: 0 },
        RaceScene::Seat => Found { found: rounds, beside: rounds as i64 },
    }
}

#[test]
fn with_care_nothing_is_ever_lost() {
    for (lanes, of) in [(Lanes::One, 1), (pool(2), 2), (pool(5), 5), (pool(5), 2)] {
        for scene in SCENES {
            for way in CAREFUL {
                for rounds in [0, 1, 63, 64, 65, 20_000] {
                    let task = Task { times: 2, window: rounds % 2, ..task(scene, way, rounds, of) };
                    assert_eq!(found(&lanes, &task), vec![all(&task); 2], "{task:?}");
                }
            }
        }
    }
}

#[test]
fn one_lane_loses_nothing_without_care() {
    for scene in SCENES {
        let task = Task { times: 2, ..task(scene, Way::Unsynchronised, 10_000, 1) };
        assert_eq!(found(&Lanes::One, &task), vec![all(&task); 2]);
    }
}

#[test]
fn two_lanes_without_care_lose_something_sooner_or_later() {
    if available_parallelism().is_ok_and(|cores| cores.get() == 1) {
        eprintln!("note: not tested, since there is one core only: what one lane does there is seldom interrupted");
        return;
    }
    let lanes = pool(2);
    for scene in SCENES {
        // Without a window, a core often reads and writes before another one gets the cache line.
        let task = Task { window: 100, ..task(scene, Way::Unsynchronised, 200_000, 2) };
        let lost = (0..50).any(|_| found(&lanes, &task)[0].found < all(&task).found);
        assert!(lost, "fifty runs of {scene:?}, and nothing was lost");
    }
}

#[test]
fn what_is_lost_shows_in_coins_and_tickets_too() {
    let lanes = pool(2);
    let bank = found(&lanes, &Task { times: 20, ..task(RaceScene::Bank, Way::Unsynchronised, 50_000, 2) });
    assert!(bank.iter().all(|Found { found, beside }| *found < 200_000 || *beside == 0), "{bank:?}");
    let hall = found(&lanes, &Task { times: 20, ..task(RaceScene::Seat, Way::Unsynchronised, 50_000, 2) });
    // A seat that was not sold once was sold twice by two lanes.
    assert!(hall.iter().all(|Found { found, beside }| *beside as u64 == 100_000 - found), "{hall:?}");
}

#[test]
fn processes_share_the_work_and_each_seat_is_sold_by_one() {
    for scene in SCENES {
        let parts = (0..3).map(|first| {
            let task = Task { first, ..task(scene, Way::Merge, 1_001, 3) };
            found(&Lanes::One, &task)[0]
        });
        let sum = parts.reduce(|one, other| Found { found: one.found + other.found, beside: one.beside + other.beside });
        assert_eq!(sum, Some(all(&task(scene, Way::Merge, 1_001, 3))), "{scene:?}");
    }
}

#[test]
fn the_board_shows_every_step_in_the_end() {
    let lanes = pool(2);
    let board: &'static Board = Box::leak(Box::new(Board::new(2)));
    let place = Place { lanes: &lanes, board: Some(board), epoch_ms: 0.0, outside: &Nothing };
    for scene in SCENES {
        perform(&task(scene, Way::Atomic, 1_000, 2), &place).expect("in range");
        let cell = |index: usize| board.cells()[index].load(Ordering::Relaxed);
        assert_eq!([cell(CELLS_APART), cell(2 * CELLS_APART)], [1_000, 1_000], "{scene:?}");
        match scene {
            // The number itself is swapped out in the end.
            RaceScene::Counter => assert_eq!(cell(0), 0),
            RaceScene::Bank => assert_eq!(cell(0), 4_000),
            RaceScene::Seat => assert_eq!(cell(CELLS_APART + 1) + cell(2 * CELLS_APART + 1), 1_000),
        }
    }
}

#[test]
fn what_is_out_of_range_is_refused() {
    let place = Place { lanes: &Lanes::One, board: None, epoch_ms: 0.0, outside: &Nothing };
    let good = task(RaceScene::Counter, Way::Merge, 1, 1);
    for bad in [
        Task { rounds: ROUNDS_MAX + 1, ..good },
        Task { times: TIMES_MAX + 1, ..good },
        Task { of: LANES_MAX + 1, ..good },
        Task { first: 1, ..good },
        Task { of: 0, ..good },
    ] {
        assert_eq!(perform(&bad, &place).expect_err("out of range").code(), "protocol", "{bad:?}");
    }
}
