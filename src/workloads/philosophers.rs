//! Philosophers at a round table: each lane is one, each fork a lock. A philosopher thinks, needs the fork on either side to
//! eat, puts both down, and begins again, until the table has had its meals together. How they take their forks decides
//! whether they ever get up again.
//!
//! With two, it is the oldest trap of all: two locks that one takes in this order and the other in that.
//!
//! Sources: E. W. Dijkstra, *Hierarchical ordering of sequential processes*, Acta Informatica 1, 1971, for the table and
//! the order of forks; C. A. R. Hoare, *Communicating Sequential Processes*, 1985, section 2.5, for the waiter.

use std::{
    hint::black_box,
    sync::{
        Barrier, Condvar, Mutex, PoisonError,
        atomic::{AtomicU32, Ordering},
    },
    thread,
    time::Duration,
};

use serde::{Deserialize, Serialize};

use super::{Diary, Place};
use kosut_core::{clock, error::{Error, Result}, trace::{Activity, LaneMark, Phase}};
use crate::lanes::locks::{Hand, Held, Locks, Table};

/// The most philosophers.
pub const PHILOSOPHERS_MAX: u32 = 16;

/// How long a philosopher waits for the second fork under [`Strategy::Timeout`], in milliseconds: some twenty times a
/// usual meal, so that it seldom ends a wait that would have ended well.
const TIMEOUT_MS: f64 = 1.0;

/// The longest first pause of who has put a fork down again, in microseconds; each failure in a row doubles it, up to
/// [`PAUSE_DOUBLINGS`] times. Pauses are drawn at random, or all would come back together and fail again.
const PAUSE_US: u32 = 50;
const PAUSE_DOUBLINGS: u32 = 5;

/// How a philosopher takes two forks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Strategy {
    /// The left one, then the right one.
    Naive,
    /// The one with the lower number first.
    Ordered,
    /// The left one; if the right one is not free, puts the left one down, pauses and tries again.
    BackOff,
    /// As naive, but only when a waiter lets him: all but one at a time.
    Waiter,
    /// As naive, but who has waited for the second fork for a certain time puts the first one down.
    Timeout,
}

/// What a philosopher does, as the note in the table of locks says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum Mood {
    /// Is not there yet.
    Away,
    /// Thinks.
    Thinking,
    /// Wants to eat.
    Hungry,
    /// Holds both forks.
    Eating,
    /// Has put a fork down again and pauses.
    Pausing,
    /// Has got up: the table has had its meals.
    Done,
}

impl Mood {
    const ALL: [Mood; 6] =
        [Mood::Away, Mood::Thinking, Mood::Hungry, Mood::Eating, Mood::Pausing, Mood::Done];

    /// What a note means.
    pub fn of_note(note: u32) -> Mood {
        Mood::ALL.get(note as usize).copied().unwrap_or(Mood::Away)
    }
}

/// A meal of the whole table; each lane is a philosopher.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// How they take their forks.
    pub strategy: Strategy,
    /// Meals that the table is to have altogether.
    pub meals: u32,
    /// Steps of computing that thinking takes, and eating.
    pub work: u32,
    /// Microseconds between taking the one fork and reaching for the other: it widens the window for a deadlock.
    pub pause_us: u32,
    /// Whether lanes note what they do.
    pub noted: bool,
}

/// How it was, when it ended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// From the moment when all were there until the last got up, in milliseconds.
    pub elapsed_ms: f64,
    /// Meals of each.
    pub meals: Vec<u32>,
    /// How often each put the first fork down again without having eaten.
    pub given_up: Vec<u32>,
    /// How often each fork was used, counted by whoever held it: twice the meals, if no two ever held the same.
    pub uses: u64,
}

/// The table of locks that a program on so many lanes shows on the board.
pub fn table(philosophers: u32) -> Table {
    Table { locks: philosophers, lanes: philosophers }
}

/// See the module's documentation. Under [`Strategy::Naive`] it may never return.
///
/// # Errors
/// [`Error::Protocol`] for fewer than two lanes, or more than [`PHILOSOPHERS_MAX`].
pub fn perform(task: &Task, place: &Place<'_>) -> Result<(Outcome, Vec<LaneMark>)> {
    let philosophers = place.lanes.count();
    let board = place.board.filter(|_| (2..=PHILOSOPHERS_MAX).contains(&philosophers));
    let Some(board) = board else {
        return Err(Error::Protocol { reason: format!("{philosophers} philosophers, where 2 to {PHILOSOPHERS_MAX} fit") });
    };
    let locks = Locks::new(table(philosophers), board.cells(), place.epoch_ms)?;
    let room = Room {
        task,
        all_there: Barrier::new(philosophers as usize),
        served: AtomicU32::new(0),
        waiter: Waiter { seats: Mutex::new(philosophers - 1), left: Condvar::new() },
        uses: (0..philosophers).map(|_| AtomicU32::new(0)).collect(),
    };
    let stays = place.lanes.each(|lane| room.stay(lane, locks.hand(lane), place.diary(lane)));

    let began_ms = stays.iter().map(|stay| stay.began_ms).fold(f64::INFINITY, f64::min);
    let ended_ms = stays.iter().map(|stay| stay.ended_ms).fold(0.0, f64::max);
    let outcome = Outcome {
        elapsed_ms: (ended_ms - began_ms).max(0.0),
        meals: stays.iter().map(|stay| stay.meals).collect(),
        given_up: stays.iter().map(|stay| stay.given_up).collect(),
        uses: room.uses.iter().map(|uses| u64::from(uses.load(Ordering::Relaxed))).sum(),
    };
    Ok((outcome, stays.into_iter().flat_map(|stay| stay.diary.into_marks()).collect()))
}

/// What all of them share, besides the forks.
struct Room<'a> {
    task: &'a Task,
    all_there: Barrier,
    /// Meals that somebody is about to have, or had.
    served: AtomicU32,
    waiter: Waiter,
    /// How often each fork was used.
    uses: Vec<AtomicU32>,
}

/// A philosopher's time at the table.
struct Stay {
    began_ms: f64,
    ended_ms: f64,
    meals: u32,
    given_up: u32,
    diary: Diary,
}

impl Room<'_> {
    fn stay(&self, lane: u32, hand: Hand<'_>, diary: Diary) -> Stay {
        self.all_there.wait();
        let began_ms = clock::now_ms();
        let mut one = Philosopher { room: self, lane, hand, diary, random: lane + 1, given_up: 0 };
        let mut meals = 0;
        // Relaxed: the counter only hands out numbers.
        while self.served.fetch_add(1, Ordering::Relaxed) < self.task.meals {
            one.think();
            one.dine();
            meals += 1;
        }
        hand.note(Mood::Done as u32);
        let Philosopher { diary, given_up, .. } = one;
        Stay { began_ms, ended_ms: clock::now_ms(), meals, given_up, diary }
    }
}

struct Philosopher<'a> {
    room: &'a Room<'a>,
    lane: u32,
    hand: Hand<'a>,
    diary: Diary,
    random: u32,
    given_up: u32,
}

impl<'a> Philosopher<'a> {
    fn think(&mut self) {
        self.hand.note(Mood::Thinking as u32);
        compute(self.room.task.work);
    }

    /// Takes two forks, eats, and puts them down.
    fn dine(&mut self) {
        self.hand.note(Mood::Hungry as u32);
        let left = self.lane;
        let right = (self.lane + 1) % self.room.uses.len() as u32;
        let (first, second) = match self.room.task.strategy {
            Strategy::Ordered => (left.min(right), left.max(right)),
            _ => (left, right),
        };
        let seat = (self.room.task.strategy == Strategy::Waiter)
            .then(|| self.noting(Activity::Wait, |one| one.room.waiter.lets_sit()));
        let mut failures = 0;
        let forks = loop {
            match self.take(first, second) {
                Some(forks) => break forks,
                None => self.pause(&mut failures),
            }
        };
        self.eat([first, second]);
        drop(forks);
        drop(seat);
    }

    /// Both forks, or none.
    fn take(&mut self, first: u32, second: u32) -> Option<[Held<'a>; 2]> {
        let hand = self.hand;
        let one = self.noting(Activity::Lock, |_| hand.lock(first));
        hold_for(self.room.task.pause_us);
        let strategy = self.room.task.strategy;
        let other = self.noting(Activity::Lock, |_| match strategy {
            Strategy::BackOff => hand.try_lock(second),
            Strategy::Timeout => hand.lock_for(second, TIMEOUT_MS),
            Strategy::Naive | Strategy::Ordered | Strategy::Waiter => Some(hand.lock(second)),
        })?;
        Some([one, other])
    }

    fn pause(&mut self, failures: &mut u32) {
        self.given_up += 1;
        self.hand.note(Mood::Pausing as u32);
        let longest_us = PAUSE_US << (*failures).min(PAUSE_DOUBLINGS);
        *failures += 1;
        let pause = Duration::from_micros((self.draw() % longest_us).into());
        self.noting(Activity::Wait, |_| thread::sleep(pause));
        self.hand.note(Mood::Hungry as u32);
    }

    fn eat(&mut self, forks: [u32; 2]) {
        self.hand.note(Mood::Eating as u32);
        let (room, hand) = (self.room, self.hand);
        self.noting(Activity::Run, |_| {
            compute(room.task.work);
            for fork in forks {
                // Read and written apart, and relaxed: it is the lock alone that keeps others from coming in between.
                let uses = &room.uses[fork as usize];
                uses.store(uses.load(Ordering::Relaxed) + 1, Ordering::Relaxed);
            }
            hand.count();
        });
    }

    /// Does something, which the diary tells of if it is to.
    fn noting<R>(&mut self, activity: Activity, work: impl FnOnce(&mut Self) -> R) -> R {
        if !self.room.task.noted {
            return work(self);
        }
        let unit = self.lane;
        self.diary.mark(Phase::Begin, activity, unit);
        let result = work(self);
        self.diary.mark(Phase::End, activity, unit);
        result
    }

    /// The generator xorshift32: G. Marsaglia, *Xorshift RNGs*, Journal of Statistical Software 8 (14), 2003.
    fn draw(&mut self) -> u32 {
        self.random ^= self.random << 13;
        self.random ^= self.random >> 17;
        self.random ^= self.random << 5;
        self.random
    }
}

/// Lets all but one sit down at a time: so one of them at least gets both forks, and gets up again.
struct Waiter {
    seats: Mutex<u32>,
    left: Condvar,
}

/// A seat that the waiter gave; he takes it back when this is dropped.
struct Seat<'a>(&'a Waiter);

impl Waiter {
    fn lets_sit(&self) -> Seat<'_> {
        let seats = self.seats.lock().unwrap_or_else(PoisonError::into_inner);
        let mut seats = self.left.wait_while(seats, |seats| *seats == 0).unwrap_or_else(PoisonError::into_inner);
        *seats -= 1;
        Seat(self)
    }
}

impl Drop for Seat<'_> {
    fn drop(&mut self) {
        *self.0.seats.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        self.0.left.notify_one();
    }
}

/// Work that nobody needs and no compiler leaves out, about a nanosecond a step.
fn compute(steps: u32) {
    let mut state = 1u32;
    for step in 0..steps {
        state = black_box(state.rotate_left(5) ^ step);
    }
    black_box(state);
}

/// Keeps the lane busy for so long.
fn hold_for(pause_us: u32) {
    if pause_us == 0 {
        return;
    }
    let until_ms = clock::now_ms() + f64::from(pause_us) / 1e3;
    while clock::now_ms() < until_ms {
        std::hint::spin_loop();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lanes::{Lanes, blocking::Nothing, board::Board};

    const SAFE: [Strategy; 4] = [Strategy::Ordered, Strategy::BackOff, Strategy::Waiter, Strategy::Timeout];

    fn lanes(count: usize) -> Lanes {
        Lanes::Pool(rayon::ThreadPoolBuilder::new().num_threads(count).build().expect("a pool"))
    }

    fn board(lanes: u32) -> &'static Board {
        Box::leak(Box::new(Board::new(lanes)))
    }

    fn dine(lanes: &Lanes, board: &'static Board, task: Task) -> (Outcome, Vec<LaneMark>) {
        let place = Place { lanes, board: Some(board), epoch_ms: clock::now_ms(), outside: &Nothing };
        perform(&task, &place).expect("two or more")
    }

    #[test]
    fn every_strategy_but_the_naive_one_ends_with_all_meals_eaten_and_no_fork_in_two_hands() {
        for philosophers in [2, 3, 5] {
            let (lanes, board) = (lanes(philosophers), board(philosophers as u32));
            for strategy in SAFE {
                // A hundred short runs; the fork is held long enough that the naive strategy would freeze.
                for pause_us in (0..100).map(|run| run % 4) {
                    let task = Task { strategy, meals: 60, work: 50, pause_us, noted: false };
                    let (outcome, _) = dine(&lanes, board, task);
                    assert_eq!(outcome.meals.iter().sum::<u32>(), 60, "{strategy:?}");
                    assert_eq!(outcome.uses, 120, "{strategy:?}");
                    let gives_up = matches!(strategy, Strategy::BackOff | Strategy::Timeout);
                    assert!(gives_up || outcome.given_up.iter().all(|&times| times == 0), "{strategy:?}");
                }
            }
        }
    }

    #[test]
    fn what_lanes_note_has_a_beginning_and_an_end() {
        let (lanes, board) = (lanes(3), board(3));
        let task = Task { strategy: Strategy::Waiter, meals: 30, work: 10, pause_us: 0, noted: true };
        let (_, marks) = dine(&lanes, board, task);
        // For each meal: waiting for the waiter, for one fork, for the other, and eating.
        assert_eq!(marks.len(), 30 * 4 * 2);
    }

    #[test]
    fn one_philosopher_alone_is_refused() {
        let place = Place { lanes: &Lanes::One, board: None, epoch_ms: 0.0, outside: &Nothing };
        let task = Task { strategy: Strategy::Naive, meals: 1, work: 0, pause_us: 0, noted: false };
        assert_eq!(perform(&task, &place).expect_err("one").code(), "protocol");
    }

    #[test]
    fn notes_mean_what_was_noted() {
        for (note, state) in Mood::ALL.into_iter().enumerate() {
            assert_eq!((state as usize, Mood::of_note(note as u32)), (note, state));
        }
        assert_eq!(Mood::of_note(99), Mood::Away);
    }
}
