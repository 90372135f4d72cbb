//! A server's lanes serve requests from one queue in their memory: each computes, waits for the outside, and answers.
//!
//! The lanes take turns at waiting for the next request, as *leader and followers* do: one idle lane sleeps until it is
//! time, the others until they are woken. Who takes a request wakes one more. Source: D. Schmidt and others,
//! *Leader/Followers*, 2000.
//!
//! While they are at work they show on the board what they do, and hear there of requests that the reader sends.

use std::{
    sync::{
        Condvar, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use serde::{Deserialize, Serialize};

use super::{Diary, Place};
use kosut_core::{clock, error::{Error, Result}, topology::MAX_LANES, trace::{Activity, LaneMark}};
use crate::lanes::blocking::Wait;

mod inbox;
mod work;

pub use inbox::{Arrival, Inbox};
pub use work::{BLOCKS, NUMBERS_MAX, answer, numbers_for};

/// The cell in which the conductor counts the requests that the reader has sent to this process.
pub const ASKED_CELL: usize = 0;

/// The cell in which the conductor says that the server closes: 1 then.
pub const CLOSED_CELL: usize = 1;

/// The cells in which the process counts: requests that came, that were turned away, that were answered, that wait.
pub const COUNT_CELLS: usize = 2;

/// Requests in the queue that can be seen one by one.
pub const SEEN_MAX: usize = 64;

/// The cells with the numbers of those that wait, the longest first.
pub const QUEUE_CELLS: usize = COUNT_CELLS + 4;

/// The cells of the lanes: see [`Doing`].
pub const LANE_CELLS: usize = QUEUE_CELLS + SEEN_MAX;

/// All cells that the program uses.
pub const CELLS: usize = LANE_CELLS + MAX_LANES as usize;

/// Requests that the reader sends are numbered from here on; those from the seed never come so far.
pub const READERS_FIRST: u32 = 1 << 20;

/// While the reader may send something, an idle lane looks this often: sooner than anybody sees.
const LOOK_US: u32 = 4_000;

/// Nobody sleeps longer without looking around.
const SLEEP_US: u32 = 100_000;

/// What to serve.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Task {
    /// Numbers to look through for each request, at most [`NUMBERS_MAX`].
    pub numbers: u32,
    /// How each request waits when it has computed.
    pub wait: Wait,
    /// And how long, in milliseconds; 0 for not at all.
    pub wait_ms: f64,
    /// The requests, the first first.
    pub arrivals: Vec<Arrival>,
    /// How many may wait.
    pub queue: u32,
    /// Whether the server stays open for the reader's requests until it is closed.
    pub open: bool,
}

/// A request that was answered. Times are microseconds since the start of the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Served {
    /// Number of the request.
    pub id: u32,
    /// The lane that served it.
    pub lane: u32,
    /// When it came.
    pub arrived_us: u32,
    /// When a lane took it.
    pub began_us: u32,
    /// When it was answered.
    pub ended_us: u32,
    /// The answer: see [`answer`].
    pub answer: u32,
}

/// What became of all requests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// Those that were answered, lane by lane.
    pub served: Vec<Served>,
    /// Those that were turned away.
    pub rejected: Vec<Arrival>,
}

/// What a lane shows that it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doing {
    /// Nothing.
    Idle,
    /// It computes for this request.
    Computing(u32),
    /// It waits for the outside, for this request.
    Waiting(u32),
}

impl Doing {
    fn to_word(self) -> u32 {
        match self {
            Doing::Idle => 0,
            Doing::Computing(id) => 1 << 30 | id,
            Doing::Waiting(id) => 2 << 30 | id,
        }
    }

    /// What a lane's cell says.
    pub fn from_word(word: u32) -> Self {
        let id = word & ((1 << 30) - 1);
        match word >> 30 {
            1 => Doing::Computing(id),
            2 => Doing::Waiting(id),
            _ => Doing::Idle,
        }
    }
}

/// See the module's documentation.
///
/// # Errors
/// [`Error::Protocol`] for more numbers than a block has, and those of the wait.
pub fn perform(task: &Task, place: &Place<'_>) -> Result<(Outcome, Vec<LaneMark>)> {
    if task.numbers > NUMBERS_MAX {
        return Err(Error::Protocol { reason: format!("{} numbers of {NUMBERS_MAX}", task.numbers) });
    }
    let server = Server::new(task, place);
    server.show(&server.state());
    let lanes = place.lanes.each(|lane| server.work(lane));
    let state = server.state.into_inner().unwrap_or_else(PoisonError::into_inner);
    if let Some(error) = state.failed {
        return Err(error);
    }
    let (served, marks): (Vec<_>, Vec<_>) = lanes.into_iter().unzip();
    Ok((Outcome { served: served.concat(), rejected: state.inbox.rejected().to_vec() }, marks.concat()))
}

struct Server<'a> {
    task: &'a Task,
    place: &'a Place<'a>,
    /// Nobody else sees those of a process with one lane.
    cells: Option<&'a [AtomicU32]>,
    state: Mutex<State>,
    /// Rings when there may be something to take, and at the end.
    bell: Condvar,
}

struct State {
    inbox: Inbox,
    /// Lanes that have nothing to do.
    idle: u32,
    /// Whether one of them waits for the next arrival.
    led: bool,
    /// The reader's requests that were taken in.
    asked: u32,
    done: u32,
    failed: Option<Error>,
}

impl<'a> Server<'a> {
    fn new(task: &'a Task, place: &'a Place<'a>) -> Self {
        let inbox = Inbox::new(task.arrivals.iter().copied(), task.queue);
        let state = Mutex::new(State { inbox, idle: 0, led: false, asked: 0, done: 0, failed: None });
        let cells = place.board.map(|board| board.cells());
        if let Some(cells) = cells {
            // Relaxed, as all that is shown: a picture may be torn for a frame.
            cells[LANE_CELLS..CELLS].iter().for_each(|cell| cell.store(0, Ordering::Relaxed));
        }
        Server { task, place, cells, state, bell: Condvar::new() }
    }

    fn now_us(&self) -> u32 {
        ((clock::now_ms() - self.place.epoch_ms).max(0.0) * 1e3) as u32
    }

    /// A poisoned lock means that another lane panicked, which ends the process anyway.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What a lane does until there is nothing more to serve.
    fn work(&self, lane: u32) -> (Vec<Served>, Vec<LaneMark>) {
        let (mut served, mut diary) = (Vec::new(), self.place.diary(lane));
        while let Some(arrival) = self.next() {
            match self.serve(lane, arrival, &mut diary) {
                Ok(one) => served.push(one),
                Err(error) => {
                    self.state().failed = Some(error);
                    self.bell.notify_all();
                }
            }
        }
        (served, diary.into_marks())
    }

    fn serve(&self, lane: u32, arrival: Arrival, diary: &mut Diary) -> Result<Served> {
        let Arrival { id, at_us: arrived_us } = arrival;
        let began_us = self.now_us();
        self.do_now(lane, Doing::Computing(id));
        let answer = diary.span(Activity::Run, id, || work::answer(id, self.task.numbers));
        if self.task.wait_ms > 0.0 {
            self.do_now(lane, Doing::Waiting(id));
            diary.span(Activity::Io, id, || self.task.wait.wait(self.place.outside, self.task.wait_ms))?;
        }
        let ended_us = self.now_us();
        let mut state = self.state();
        state.done += 1;
        self.show(&state);
        drop(state);
        self.do_now(lane, Doing::Idle);
        Ok(Served { id, lane, arrived_us, began_us, ended_us, answer })
    }

    /// The request that is this lane's next one; `None` when there will be none any more.
    fn next(&self) -> Option<Arrival> {
        let mut state = self.state();
        state.idle += 1;
        loop {
            let now_us = self.now_us().max(self.dealt_us(&state));
            self.admit(&mut state, now_us);
            if state.failed.is_some() || (state.inbox.is_empty() && !self.is_open()) {
                self.bell.notify_all();
                return None;
            }
            if let Some(arrival) = state.inbox.take() {
                state.idle -= 1;
                self.show(&state);
                self.bell.notify_one();
                return Some(arrival);
            }
            let leads = !state.led;
            let until_us = if leads { self.until_us(&state, now_us) } else { SLEEP_US };
            state.led = true;
            let sleep = Duration::from_micros(u64::from(until_us));
            state = self.bell.wait_timeout(state, sleep).unwrap_or_else(PoisonError::into_inner).0;
            if leads {
                state.led = false;
            }
        }
    }

    /// The time by which all that the only lane of a process has been dealt is due; 0 for several lanes.
    ///
    /// The conductor deals what has come by its own clock, and that of a Worker may be a step behind. There is nothing to wait
    /// for, and without threads a wasm module cannot sleep.
    fn dealt_us(&self, state: &State) -> u32 {
        if self.place.lanes.count() == 1 { state.inbox.last_us().unwrap_or(0) } else { 0 }
    }

    /// How long the leader may sleep.
    fn until_us(&self, state: &State, now_us: u32) -> u32 {
        let longest_us = if self.task.open { LOOK_US } else { SLEEP_US };
        state.inbox.next_us().map_or(longest_us, |next_us| next_us.saturating_sub(now_us).clamp(1, longest_us))
    }

    fn is_open(&self) -> bool {
        let closed = || self.cells.is_none_or(|cells| cells[CLOSED_CELL].load(Ordering::Relaxed) != 0);
        self.task.open && !closed()
    }

    /// Takes in what has come, from the seed and from the reader.
    fn admit(&self, state: &mut State, now_us: u32) {
        let idle = state.idle;
        let before = state.inbox.arrived();
        state.inbox.admit(now_us, idle);
        if let (true, Some(cells)) = (self.task.open, self.cells) {
            // Relaxed: the count is all that there is to hand on.
            let asked = cells[ASKED_CELL].load(Ordering::Relaxed);
            for id in state.asked..asked {
                state.inbox.ask(Arrival { id: READERS_FIRST + id, at_us: now_us }, idle);
            }
            state.asked = state.asked.max(asked);
        }
        if state.inbox.arrived() != before {
            self.show(state);
        }
    }

    fn do_now(&self, lane: u32, doing: Doing) {
        if let Some(cell) = self.cells.and_then(|cells| cells.get(LANE_CELLS + lane as usize)) {
            cell.store(doing.to_word(), Ordering::Relaxed);
        }
    }

    /// Shows how many there are of each, and who waits.
    fn show(&self, state: &State) {
        let Some(cells) = self.cells else { return };
        let State { inbox, done, .. } = state;
        let waiting = inbox.waiting();
        let counts = [inbox.arrived(), inbox.rejected().len() as u32, *done, waiting.len() as u32];
        let words = counts.into_iter().chain(waiting.take(SEEN_MAX));
        for (cell, word) in cells[COUNT_CELLS..LANE_CELLS].iter().zip(words) {
            cell.store(word, Ordering::Relaxed);
        }
    }
}

#[cfg(test)]
mod tests;
