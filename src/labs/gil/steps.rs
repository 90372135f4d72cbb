//! How things stand after some steps, each taken by a thread that the reader chose: replayed from the beginning each time,
//! so that a step back is a step less.
//!
//! Time is counted, not measured: a step takes a microsecond, and when nobody can go on the clock is put forward to the
//! next moment that somebody waits for. So the same steps lead to the same place always.

use std::{cell::Cell, collections::BTreeMap, sync::Arc};

use kosut_python::{
    code::Program,
    exception::Kind,
    machine::Machine,
    outside::{Answer, Checks, Options},
    turns::{LaneState, LaneView, Snapshot, Stepped, Turns},
};

use super::question::{GilChecks, GilGoOn, GilLane, GilLaneState, GilSnapshot, GilVariable};
use kosut_core::error::{Error, Result};

/// The most steps that are replayed: nobody clicks more often, and they take a few tens of milliseconds.
const STEPS_MAX: usize = 20_000;

/// The most steps of a thread that goes on by itself: a line takes a few, unless it calls a function with a loop.
const GO_ON_MAX: usize = 2_000;

/// How long a step takes, in milliseconds.
const STEP_MS: f64 = 0.001;

/// Bytes of values that a program may have here.
const BYTES_MAX: u64 = 16 << 20;

thread_local! {
    /// The clock, in milliseconds. A machine asks a plain function for the time, so it can't lie in [`Replay`].
    static NOW_MS: Cell<f64> = const { Cell::new(0.0) };
}

/// Takes these steps, those that are possible, and then goes on as `go_on` says.
///
/// # Errors
/// [`Error::Parameter`] for more steps than are replayed.
pub fn take(
    program: Program,
    gil: bool,
    checks: GilChecks,
    steps: &[u32],
    go_on: Option<GilGoOn>,
) -> Result<GilSnapshot> {
    if steps.len() > STEPS_MAX {
        let (field, value) = ("steps".into(), steps.len().to_string());
        return Err(Error::Parameter { field, value, allowed: format!("at most {STEPS_MAX}") });
    }
    let mut replay = Replay::new(program, gil, checks);
    for &thread in steps {
        replay.step(thread);
    }
    if let Some(go_on) = go_on {
        replay.go_on(go_on);
    }
    Ok(replay.snapshot())
}

struct Replay {
    machine: Arc<Machine>,
    turns: Turns,
    taken: Vec<u32>,
    /// Threads that took a step, by number, with their names: those that have ended are not seen any more.
    names: BTreeMap<u32, String>,
    output: String,
    errors: String,
}

impl Replay {
    fn new(program: Program, gil: bool, checks: GilChecks) -> Self {
        NOW_MS.set(0.0);
        let checks = match checks {
            GilChecks::LoopsAndCalls => Checks::LoopsAndCalls,
            GilChecks::Instructions => Checks::Instructions,
        };
        let options = Options { gil, switch_interval_ms: 5.0, checks, steps_max: u64::MAX, bytes_max: BYTES_MAX };
        let machine = Machine::new(Arc::new(program), options, 0, || NOW_MS.get());
        machine.set_cpus(2);
        let turns = Turns::new(Arc::clone(&machine));
        let (taken, names) = (Vec::new(), BTreeMap::new());
        Replay { machine, turns, taken, names, output: String::new(), errors: String::new() }
    }

    /// Lets a thread do its next instruction; whether it could.
    fn step(&mut self, thread: u32) -> bool {
        if !self.names.contains_key(&thread) {
            let view = self.turns.snapshot().lanes.into_iter().find(|lane| lane.thread == thread);
            self.names.extend(view.map(|view| (thread, view.name)));
        }
        let mut stepped = self.turns.step(thread);
        if stepped == Stepped::Waits && self.skip_time() {
            stepped = self.turns.step(thread);
        }
        let done = stepped == Stepped::Done;
        if done {
            self.taken.push(thread);
            NOW_MS.set(NOW_MS.get() + STEP_MS);
            self.answer();
        }
        done
    }

    /// Puts the clock forward when all threads wait; whether that helps one of them.
    fn skip_time(&mut self) -> bool {
        let lanes = self.turns.snapshot().lanes;
        let next_ms = lanes.iter().try_fold(f64::INFINITY, |next_ms, lane| match lane.state {
            LaneState::Sleeps { until_ms } => Some(next_ms.min(until_ms)),
            state => (!may_step(state)).then_some(next_ms),
        });
        let Some(next_ms) = next_ms.filter(|next_ms| next_ms.is_finite()) else { return false };
        NOW_MS.set(NOW_MS.get().max(next_ms));
        true
    }

    /// There is no other process here, nor a queue to one.
    fn answer(&mut self) {
        for (call, _) in self.machine.take_calls() {
            let message = "processes can't be gone through step by step: run the program".to_string();
            self.machine.answer(call, Answer::Refused { kind: Kind::RuntimeError, message });
        }
        self.output += &self.machine.take_output();
        self.errors += &self.machine.take_errors();
    }

    fn go_on(&mut self, GilGoOn { lane: thread, line }: GilGoOn) {
        // Where the innermost call stands, and how many calls there are: a call in a line is part of it.
        let place = |turns: &mut Turns| {
            let view = turns.snapshot().lanes.into_iter().find(|lane| lane.thread == thread)?;
            view.frames.last().map(|frame| (view.frames.len(), frame.line))
        };
        let Some((depth, from)) = place(&mut self.turns) else { return };
        for _ in 0..GO_ON_MAX {
            if !self.step(thread) {
                return;
            }
            match (place(&mut self.turns), line) {
                (None, _) => return,
                (Some((_, now)), Some(line)) if now == line => return,
                (Some((calls, now)), None) if calls < depth || (calls == depth && now != from) => return,
                _ => {}
            }
        }
    }

    fn snapshot(mut self) -> GilSnapshot {
        // Of those who sleep while nobody can go on, the first one wakes.
        self.skip_time();
        let Snapshot { holder, lanes, globals } = self.turns.snapshot();
        self.answer();
        let over = self.machine.is_over();
        let live: Vec<u32> = lanes.iter().map(|lane| lane.thread).collect();
        let names: BTreeMap<u32, String> = lanes.iter().map(|lane| (lane.thread, lane.name.clone())).collect();
        let ended = self.names.iter().filter(|(thread, _)| over || !live.contains(thread));
        let ended = ended.map(|(&thread, name)| done(thread, name.clone()));
        let listed = lanes.into_iter().filter(|_| !over).map(|lane| shown(lane, self.machine.program(), &names));
        let mut lanes: Vec<GilLane> = listed.chain(ended).collect();
        lanes.sort_by_key(|lane| lane.lane);
        GilSnapshot {
            ok: true,
            taken: self.taken,
            lanes,
            holder: holder.filter(|_| !over),
            globals: variables(globals),
            output: self.output,
            errors: self.errors,
            over,
        }
    }
}

fn may_step(state: LaneState) -> bool {
    matches!(state, LaneState::Running | LaneState::Ready)
}

fn variables(values: Vec<(String, String)>) -> Vec<GilVariable> {
    values.into_iter().map(|(name, value)| GilVariable { name, value }).collect()
}

/// A thread that has ended.
fn done(lane: u32, name: String) -> GilLane {
    GilLane {
        lane,
        name,
        function: String::new(),
        line: 0,
        column: 0,
        index: 0,
        instruction: String::new(),
        stack: Vec::new(),
        locals: Vec::new(),
        state: GilLaneState::Done,
        waits_for: None,
        may_step: false,
    }
}

fn shown(view: LaneView, program: &Program, names: &BTreeMap<u32, String>) -> GilLane {
    let name = |thread: u32| names.get(&thread).cloned().unwrap_or_else(|| format!("thread {thread}"));
    // As a program writes it, in whichever language the reader reads.
    let waits_for = match view.state {
        LaneState::Acquires { holder: Some(holder) } => Some(format!("Lock.acquire(), {}", name(holder))),
        LaneState::Acquires { holder: None } => Some("Lock.acquire()".into()),
        LaneState::Joins { thread } => Some(format!("{}.join()", name(thread))),
        LaneState::Sleeps { .. } => Some("time.sleep()".into()),
        LaneState::Running | LaneState::Ready | LaneState::WaitsForLock | LaneState::Waits => None,
    };
    let state = match view.state {
        LaneState::Running | LaneState::Ready => GilLaneState::Ready,
        LaneState::WaitsForLock => GilLaneState::WantsLock,
        _ => GilLaneState::Blocked,
    };
    let mut lane = GilLane { state, waits_for, may_step: may_step(view.state), ..done(view.thread, view.name) };
    if let Some(frame) = view.frames.into_iter().last() {
        let line = program.disassemble(frame.id).into_iter().nth(frame.next as usize);
        lane.instruction =
            line.map(|line| format!("{} {}", line.name, line.argument).trim_end().to_string()).unwrap_or_default();
        (lane.function, lane.line, lane.column, lane.index) = (frame.function, frame.line, frame.column, frame.next);
        (lane.stack, lane.locals) = (frame.stack, variables(frame.locals));
    }
    lane
}
