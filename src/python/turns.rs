//! Threads of a program in one flow of control: they take turns. For processes with one lane, and for looking at a program
//! step by step.
//!
//! The rule of the lock is the one that real threads keep: a thread loses its turn where it looks up from its work, when
//! its switch interval is over and another can go on; or when it waits.

mod snapshot;

use std::sync::Arc;

pub use snapshot::{FrameView, LaneState, LaneView, Snapshot};

use crate::{
    code::Op,
    lane::{Lane, Pause},
    machine::Machine,
    meter,
    outside::Checks,
    threading::Target,
};

/// How the threads of a process stand.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum State {
    /// One at least can go on.
    Busy,
    /// None can go on before this time has passed or an answer comes.
    Waiting {
        /// In milliseconds; `None` when only an answer helps. Without a call under way, nothing will ever go on.
        wait_ms: Option<f64>,
    },
    /// The program is over, see [`Machine::outcome`].
    Done,
}

/// What came of the wish that a thread does its next instruction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stepped {
    /// It did.
    Done,
    /// It waits for something else than the global lock.
    Waits,
    /// Another thread holds the global lock and is not where it would look up from its work.
    Locked {
        /// The number of the thread that holds it.
        holder: u32,
    },
    /// There is no such thread, or it has ended.
    Gone,
}

/// The threads of a process.
#[derive(Debug)]
pub struct Turns {
    machine: Arc<Machine>,
    seats: Vec<Seat>,
    /// Whose turn it is, a place among the seats.
    turn: usize,
    /// When its turn began.
    since_ms: f64,
}

#[derive(Debug)]
struct Seat {
    lane: Lane,
    /// Whether it holds the global lock. At most one does.
    holds: bool,
    /// Whether it is where it looks up from its work.
    looks_up: bool,
}

impl Seat {
    fn new(lane: Lane) -> Self {
        Seat { lane, holds: false, looks_up: true }
    }

    fn can_go_on(&self) -> bool {
        self.lane.waiting().is_none()
    }
}

impl Turns {
    /// The main thread, at the begin of the module.
    pub fn new(machine: Arc<Machine>) -> Self {
        let main = machine.main();
        Turns { since_ms: machine.now_ms(), seats: vec![Seat::new(main)], machine, turn: 0 }
    }

    /// Begins anew with a function: for a process that was started for it, after its module.
    pub fn call(&mut self, target: Target) {
        let main = self.machine.call(target);
        self.seats = vec![Seat::new(main)];
        self.turn = 0;
    }

    /// The machine.
    pub fn machine(&self) -> &Arc<Machine> {
        &self.machine
    }

    /// Lets the threads go on for so many milliseconds at most; less when nothing can go on, or something is asked for.
    pub fn go(&mut self, patience_ms: f64) -> State {
        let machine = self.machine.clone();
        let _entered = meter::enter(&machine.meter);
        let until_ms = machine.now_ms() + patience_ms;
        loop {
            if machine.is_over() {
                return State::Done;
            }
            let now_ms = machine.now_ms();
            self.seat_and_wake(now_ms);
            let Some(turn) = self.next_turn(now_ms) else { return State::Waiting { wait_ms: self.wait_ms(now_ms) } };
            if now_ms >= until_ms || machine.has_calls() {
                return State::Busy;
            }
            let checks = self.checks();
            let pause = self.seats[turn].lane.run(&machine, checks);
            self.seats[turn].holds = pause != Pause::Wait;
            if pause == Pause::Finished {
                self.seats.remove(turn);
                self.turn = turn;
                self.since_ms = f64::NEG_INFINITY;
            }
        }
    }

    /// Lets a thread do its next instruction, if the lock's rule allows it.
    pub fn step(&mut self, thread: u32) -> Stepped {
        let machine = self.machine.clone();
        let _entered = meter::enter(&machine.meter);
        self.seat_and_wake(machine.now_ms());
        let Some(turn) = self.seats.iter().position(|seat| seat.lane.thread().number == thread) else {
            return Stepped::Gone;
        };
        if machine.is_over() {
            return Stepped::Gone;
        }
        if !self.seats[turn].can_go_on() {
            return Stepped::Waits;
        }
        if machine.options.gil
            && let Some(holder) = self.seats.iter().position(|seat| seat.holds)
            && holder != turn
        {
            if !self.seats[holder].looks_up {
                return Stepped::Locked { holder: self.seats[holder].lane.thread().number };
            }
            self.seats[holder].holds = false;
        }
        self.turn = turn;
        let seat = &mut self.seats[turn];
        let op = seat.lane.next_op(&machine);
        let pause = seat.lane.step(&machine);
        seat.looks_up = machine.options.checks == Checks::Instructions || op.is_none_or(is_check);
        seat.holds = pause != Pause::Wait;
        // All are brought to their next instruction, so that they are seen there; those that were just started, too.
        self.seat_and_wake(machine.now_ms());
        self.prepare();
        self.seat_and_wake(machine.now_ms());
        self.seats.retain(|seat| !seat.lane.has_ended());
        Stepped::Done
    }

    /// New threads get a seat, and those whose waiting is over can go on.
    fn seat_and_wake(&mut self, now_ms: f64) {
        while let Some(lane) = self.machine.take_ready() {
            // It counts as begun when it has its seat: who started it goes on then at the latest.
            self.seats.push(Seat::new(lane));
        }
        for seat in &mut self.seats {
            if let Some(wait) = seat.lane.waiting()
                && let Some(result) = wait.try_finish(&self.machine, now_ms)
            {
                seat.lane.resume(result);
            }
        }
    }

    /// Brings all threads that wait for nothing to their next instruction.
    fn prepare(&mut self) {
        for seat in &mut self.seats {
            if seat.can_go_on() {
                let pause = seat.lane.prepare(&self.machine);
                seat.holds &= pause == Pause::Slice;
            }
        }
    }

    /// Whose turn it is: whoever has it, until its switch interval is over and another can go on.
    fn next_turn(&mut self, now_ms: f64) -> Option<usize> {
        let count = self.seats.len();
        let interval_ms = self.machine.gil.interval_ms();
        let has_it = self.seats.get(self.turn).is_some_and(Seat::can_go_on);
        if has_it && now_ms - self.since_ms < interval_ms {
            return Some(self.turn);
        }
        let next =
            (self.turn + 1..self.turn + 1 + count).map(|turn| turn % count).find(|turn| self.seats[*turn].can_go_on());
        if let Some(next) = next {
            if let Some(before) = self.seats.get_mut(self.turn) {
                before.holds = false;
            }
            self.turn = next;
            self.since_ms = now_ms;
        }
        next
    }

    /// How many checks a thread may pass before the clock is looked at: a microsecond has some tens of them.
    fn checks(&self) -> u64 {
        const PER_MS: f64 = 10_000.0;
        (self.machine.gil.interval_ms() * PER_MS).clamp(1.0, 2000.0) as u64
    }

    /// How long until something can go on by itself.
    fn wait_ms(&self, now_ms: f64) -> Option<f64> {
        let until = self.seats.iter().filter_map(|seat| seat.lane.waiting()?.until_ms());
        until.reduce(f64::min).map(|until_ms| (until_ms - now_ms).max(0.0))
    }
}

/// Whether a lane looks up from its work after this instruction.
fn is_check(op: Op) -> bool {
    matches!(op, Op::JumpBackward(_) | Op::Call(_) | Op::CallNamed(..) | Op::CallMethod(_) | Op::CallMethodNamed(..))
}

#[cfg(all(test, feature = "compile"))]
mod tests;
