use std::{
    sync::Barrier,
    thread,
    time::{Duration, Instant},
};

use super::*;
use crate::lanes::{
    Lanes,
    blocking::{Blocking, Nothing, Offers},
    board::Board,
};

/// Longest that a test waits for something that has to come.
const PATIENCE: Duration = Duration::from_secs(20);

fn pool(threads: usize) -> Lanes {
    Lanes::Pool(rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool"))
}

fn task(count: u32, at_us: fn(u32) -> u32) -> Task {
    let arrivals = (0..count).map(|id| Arrival { id, at_us: at_us(id) }).collect();
    Task { numbers: 100, wait: Wait::Pause, wait_ms: 0.0, arrivals, queue: count, open: false }
}

fn served(task: &Task, lanes: &Lanes, board: Option<&'static Board>, outside: &'static dyn Blocking) -> Result<Outcome> {
    let place = Place { lanes, board, epoch_ms: clock::now_ms(), outside };
    perform(task, &place).map(|(outcome, _)| outcome)
}

#[test]
fn a_lone_lane_serves_what_it_was_dealt_though_its_clock_is_behind() {
    let ahead = task(3, |id| 3_000_000_000 + id);
    let outcome = served(&ahead, &Lanes::One, None, &Nothing).expect("served");
    assert_eq!(ids(&outcome), [0, 1, 2]);
    assert!(outcome.served.iter().all(|served| served.ended_us < served.arrived_us), "{outcome:?}");
}

fn ids(outcome: &Outcome) -> Vec<u32> {
    let mut ids: Vec<u32> = outcome.served.iter().map(|served| served.id).collect();
    ids.sort_unstable();
    ids
}

/// An outside in which nobody goes on before three are there.
#[derive(Debug)]
struct Meeting(Barrier);

impl Blocking for Meeting {
    fn offers(&self) -> Offers {
        Offers { request: true, ..Offers::default() }
    }

    fn request(&self, _delay_ms: f64) -> Result<()> {
        self.0.wait();
        Ok(())
    }

    fn pause(&self, delay_ms: f64) -> Result<()> {
        Nothing.pause(delay_ms)
    }

    fn file(&self, lane: u32, bytes: &[u8]) -> Result<Vec<u8>> {
        Nothing.file(lane, bytes)
    }

    fn line(&self, limit_ms: f64) -> Result<Option<String>> {
        Nothing.line(limit_ms)
    }
}

#[test]
fn each_request_is_served_once_not_before_it_comes_and_with_its_answer() {
    for lanes in [pool(2), pool(5)] {
        let outcome = served(&task(30, |id| 200 * id), &lanes, None, &Nothing).expect("serves");
        assert_eq!(ids(&outcome), (0..30).collect::<Vec<_>>());
        assert_eq!(outcome.rejected, []);
        for one in &outcome.served {
            assert!(one.arrived_us <= one.began_us && one.began_us <= one.ended_us, "{one:?}");
            assert_eq!(one.answer, answer(one.id, 100));
        }
    }
}

#[test]
fn lanes_wait_side_by_side() {
    let meeting: &'static Meeting = Box::leak(Box::new(Meeting(Barrier::new(3))));
    let task = Task { wait: Wait::Request, wait_ms: 1.0, ..task(9, |_| 0) };
    // With fewer lanes that wait at the same time, nobody would go on.
    let outcome = served(&task, &pool(3), None, meeting).expect("serves");
    assert_eq!(ids(&outcome).len(), 9);
}

#[test]
fn who_finds_the_queue_full_is_turned_away() {
    // All come at once: one for the lane that is idle, two for the queue.
    let task = Task { queue: 2, ..task(10, |_| 0) };
    let outcome = served(&task, &Lanes::One, None, &Nothing).expect("serves");
    assert_eq!((ids(&outcome), outcome.rejected.len()), (vec![0, 1, 2], 7));
}

#[test]
fn what_cannot_be_waited_for_is_an_error_and_ends_all_lanes() {
    let task = Task { wait_ms: 5.0, ..task(20, |id| 1000 * id) };
    assert_eq!(served(&task, &pool(3), None, &Nothing).expect_err("nothing").code(), "unavailable");
    let task = Task { numbers: NUMBERS_MAX + 1, ..task };
    assert_eq!(served(&task, &Lanes::One, None, &Nothing).expect_err("too many").code(), "protocol");
}

#[test]
fn the_readers_requests_are_served_until_the_server_closes() {
    let board: &'static Board = Box::leak(Box::new(Board::new(2)));
    let task = Task { open: true, queue: 20, ..task(3, |id| id) };
    let serving = thread::spawn(move || served(&task, &pool(2), Some(board), &Nothing));
    let cells = board.cells();
    cells[ASKED_CELL].store(4, Ordering::Relaxed);
    let began = Instant::now();
    while cells[COUNT_CELLS + 2].load(Ordering::Relaxed) < 7 {
        assert!(began.elapsed() < PATIENCE, "seven requests are answered");
        thread::yield_now();
    }
    assert!(!serving.is_finished(), "it is open");
    cells[CLOSED_CELL].store(1, Ordering::Relaxed);
    let outcome = serving.join().expect("no panic").expect("serves");
    let readers = (0..4).map(|id| READERS_FIRST + id);
    assert_eq!(ids(&outcome), (0..3).chain(readers).collect::<Vec<_>>());
}

#[test]
fn what_a_lane_does_is_read_back() {
    for doing in [Doing::Idle, Doing::Computing(7), Doing::Waiting(READERS_FIRST + 3)] {
        assert_eq!(Doing::from_word(doing.to_word()), doing);
    }
}
