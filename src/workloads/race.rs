//! Lanes that write to the same data, with and without care: a counter, a bank, a hall of seats.
//!
//! Without care a lane reads, computes and writes back, as three steps; what another lane wrote between the first and the
//! last is overwritten and lost. Every single access is atomic, so the program is sound Rust: what goes wrong is no data
//! race but a race condition, and no compiler sees it. The cares cost what they cost: a lock, one indivisible operation,
//! or a share of one's own that is added up in the end.
//!
//! Nothing is arranged: no lane is made to wait or to yield between its steps. The window between reading and writing can
//! be widened by a number of turns of an empty loop, which is all that [`Task::window`] does.
//!
//! ```text
//! cells = [ 0: the number, or what is in the books | 16 × (lane + 1): steps of the lane, and its tickets ]
//! ```

use std::{
    hint::black_box,
    ops::Range,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU32, Ordering},
    },
};

use serde::{Deserialize, Serialize};

use super::Place;
use kosut_core::{clock, error::{Error, Result}, trace::{Activity, LaneMark}};
use crate::lanes::board::CELLS;

mod bank;
mod barrier;
mod counter;
mod seat;

use barrier::Barrier;

/// The most lanes that take part: each has cells of its own.
pub const LANES_MAX: u32 = 16;

/// The most rounds of one [`Task`]: the numbers of [`LANES_MAX`] lanes then fit into 32 bits, and the seats into 10 MB.
pub const ROUNDS_MAX: u32 = 10_000_000;

/// The most times that one [`Task`] is repeated.
pub const TIMES_MAX: u32 = 10_000;

/// Cells that are used: the number's, and each lane's.
pub const CELLS_USED: Range<usize> = 0..CELLS_APART * (1 + LANES_MAX as usize);

/// Words from one lane's cells to the next one's: 64 bytes, which are a cache line, or who shows how far it is would slow
/// the others down.
pub const CELLS_APART: usize = 16;

/// A lane shows how far it is after this many steps. One write into a line of its own is little beside them.
const SHOWN_EVERY: u32 = 64;

/// What is shared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum RaceScene {
    /// All lanes add 1 to one number, a number of times each.
    Counter,
    /// All lanes transfer money between a few accounts; no transfer makes or destroys any.
    Bank,
    /// All lanes sell the same seats: each looks whether a seat is free, and then takes it.
    Seat,
}

/// How the lanes take care of each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Way {
    /// Not at all: read, compute, write.
    Unsynchronised,
    /// The three steps are done under a lock.
    Mutex,
    /// The three steps are one indivisible operation.
    Atomic,
    /// Each lane works on its own, and the results are put together in the end.
    Merge,
}

/// What to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// What is shared.
    pub scene: RaceScene,
    /// How the lanes take care.
    pub way: Way,
    /// Steps of each lane; in the scene of seats the number of seats. At most [`ROUNDS_MAX`].
    pub rounds: u32,
    /// Turns of an empty loop between reading and writing.
    pub window: u32,
    /// How often all of it is done, each time from the beginning; at most [`TIMES_MAX`].
    pub times: u32,
    /// The number of this process's first lane among those that take part, in all processes.
    pub first: u32,
    /// How many lanes take part, in all processes; at most [`LANES_MAX`]. Others of this process do nothing.
    pub of: u32,
}

/// What was found when the lanes had finished.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// The number; the bookings in the books; the seats that were sold once.
    pub found: u64,
    /// Bank: coins that are too many in all accounts together, or too few. Seats: tickets that were sold.
    pub beside: i64,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// What was found after each time.
    pub found: Vec<Found>,
    /// From the first lane's start to the last one's end, of all times together; by the process's own clock.
    pub elapsed_ms: f64,
}

/// A scene that is played. Its lanes share it.
trait Stage: Sync {
    /// What this lane does.
    fn work(&self, lane: u32);

    /// What is found now that all lanes have finished; afterwards all is as it was in the beginning.
    fn finish(&self) -> Found;
}

/// See the module's documentation.
///
/// # Errors
/// [`Error::Protocol`] when a number of the task is out of its range.
pub fn perform(task: &Task, place: &Place<'_>) -> Result<(Outcome, Vec<LaneMark>)> {
    let Task { rounds, times, first, of, .. } = *task;
    if rounds > ROUNDS_MAX || times > TIMES_MAX || of > LANES_MAX || first >= of {
        return Err(Error::Protocol { reason: format!("{task:?} is out of range") });
    }
    let cells = Cells::new(place);
    Ok(match task.scene {
        RaceScene::Counter => play(&counter::Counter::new(*task, &cells), task, place),
        RaceScene::Bank => play(&bank::Bank::new(*task, &cells), task, place),
        RaceScene::Seat => play(&seat::Hall::new(*task, &cells), task, place),
    })
}

fn play(stage: &impl Stage, task: &Task, place: &Place<'_>) -> (Outcome, Vec<LaneMark>) {
    let taking_part = (task.of - task.first).min(place.lanes.count());
    let barrier = Barrier::new(taking_part);
    let found = Mutex::new(Vec::new());
    let played = place.lanes.each(|lane| {
        let (mut spans_ms, mut diary) = (Vec::new(), place.diary(lane));
        if lane >= taking_part {
            return (spans_ms, Vec::new());
        }
        diary.span(Activity::Run, 0, || {
            for _ in 0..task.times {
                barrier.start();
                let began_ms = clock::now_ms();
                stage.work(lane);
                spans_ms.push([began_ms, clock::now_ms()]);
                barrier.wait();
                if lane == 0 {
                    // The others wait for this lane at the barrier above, so nobody works meanwhile.
                    found.lock().unwrap_or_else(PoisonError::into_inner).push(stage.finish());
                }
            }
        });
        (spans_ms, diary.into_marks())
    });
    let (spans_ms, marks): (Vec<_>, Vec<_>) = played.into_iter().unzip();
    let elapsed_ms = elapsed_ms(&spans_ms, task.times as usize);
    let found = found.into_inner().unwrap_or_else(PoisonError::into_inner);
    (Outcome { found, elapsed_ms }, marks.into_iter().flatten().collect())
}

/// From the first start to the last end of each time, added up.
fn elapsed_ms(lanes: &[Vec<[f64; 2]>], times: usize) -> f64 {
    let one = |time: usize| {
        let spans = || lanes.iter().filter_map(|spans_ms: &Vec<[f64; 2]>| spans_ms.get(time));
        let began_ms = spans().map(|[began_ms, _]| *began_ms).fold(f64::INFINITY, f64::min);
        let ended_ms = spans().map(|[_, ended_ms]| *ended_ms).fold(f64::NEG_INFINITY, f64::max);
        // The clocks of two Workers may differ by a step.
        (ended_ms - began_ms).max(0.0)
    };
    (0..times).map(one).sum()
}

/// Where the lanes show how far they are: on the board where there is one, else where nobody looks.
struct Cells {
    own: Vec<AtomicU32>,
    board: Option<&'static [AtomicU32]>,
}

const _: () = assert!(CELLS_USED.end <= CELLS, "all lanes have cells");

impl Cells {
    /// Cells that are all 0.
    fn new(place: &Place<'_>) -> Self {
        let board = place.board.map(|board| &board.cells()[CELLS_USED]);
        let own = CELLS_USED.map(|_| AtomicU32::new(0)).collect();
        let cells = Cells { own, board };
        // Relaxed, here and wherever cells are shown: who looks at them wants to know about how far it is, no more.
        cells.all().iter().for_each(|cell| cell.store(0, Ordering::Relaxed));
        cells
    }

    fn all(&self) -> &[AtomicU32] {
        self.board.unwrap_or(&self.own)
    }

    /// The number that all lanes share.
    fn shared(&self) -> &AtomicU32 {
        &self.all()[0]
    }

    /// The cells of a lane: its steps, its tickets.
    fn of_lane(&self, lane: u32) -> [&AtomicU32; 2] {
        let first = CELLS_APART * (1 + lane as usize);
        [&self.all()[first], &self.all()[first + 1]]
    }
}

/// Takes `rounds` steps, and calls `show` with their number so far now and then.
fn count(rounds: u32, mut step: impl FnMut(u32), mut show: impl FnMut(u32)) {
    let mut done = 0;
    while done < rounds {
        let until = rounds.min(done + SHOWN_EVERY);
        for round in done..until {
            step(round);
        }
        done = until;
        show(done);
    }
}

/// The window between reading and writing. The loop would be left out if the compiler saw that it does nothing.
fn wait_in_window(turns: u32) {
    for turn in 0..turns {
        black_box(turn);
    }
}

#[cfg(test)]
mod tests;
