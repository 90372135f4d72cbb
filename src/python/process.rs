//! A process from inside: what it is told, what it wants.
//!
//! It runs its program's threads in one of two ways. Where it has several lanes, each thread has one for itself, and
//! whoever handles messages only waits for something to tell. Where there is its own flow of control alone, the threads
//! take turns in that, as long as the message's patience lasts.

use std::sync::Arc;

use crate::{
    code::Program,
    exception::{Kind, Raise},
    machine::{Machine, Outcome},
    outside::{Answer, CallId, Failure, Message, Options, Pickle, ProcessId, State, Wants},
    pickle,
    threads::{self, Notes},
    traceback,
    turns::{self, Turns},
    value::Value,
};

/// How long output is gathered before it is told, in milliseconds: a page draws as often.
const GATHER_MS: f64 = 16.0;

/// After how long a process asks again that waits for an answer in all its lanes, in milliseconds. They may go on by
/// themselves before, when the time of one has come; then what they have to tell is late by as much.
const REST_MS: f64 = 10.0;

/// What a lane of several does, with somebody who takes notes of it.
pub type Work = Box<dyn Fn(u32, &mut dyn Notes) + Send + Sync>;

/// What a process runs on.
pub trait Ground {
    /// How many lanes there are, at least 1; one is the flow of control that handles messages.
    fn lanes(&self) -> u32;

    /// Lets each of several lanes do this once, and comes back at once.
    fn spread(&self, work: Work);

    /// Its clock: milliseconds from whatever beginning, never going back.
    fn now_ms(&self) -> fn() -> f64;
}

/// A process.
#[derive(Debug, Default)]
pub struct Process {
    machine: Option<Arc<Machine>>,
    way: Way,
    /// Whether somebody wants the value that the function returns which it runs.
    wanted: bool,
    /// Calls that have no answer yet.
    open_calls: u32,
}

/// How its threads run.
#[derive(Debug, Default)]
enum Way {
    /// There are none.
    #[default]
    Idle,
    /// Each in a lane.
    Lanes,
    /// By turns.
    Turns(Turns),
}

impl Process {
    /// A process that runs nothing.
    pub const fn new() -> Self {
        Process { machine: None, way: Way::Idle, wanted: false, open_calls: 0 }
    }

    /// Does what a message says, and tells what the process wants.
    pub fn handle(&mut self, message: Message, ground: &dyn Ground) -> Wants {
        match message {
            Message::Begin { program, options, process } => match postcard::from_bytes(&program) {
                Ok(program) => self.begin(program, options, process, ground),
                Err(error) => failed(&Raise::new(Kind::RuntimeError, format!("no program: {error}")), None),
            },
            Message::Run { call, wanted } => self.run(&call, wanted),
            Message::Go { answers, patience_ms } => self.go(answers, patience_ms),
        }
    }

    fn begin(&mut self, program: Program, options: Options, process: ProcessId, ground: &dyn Ground) -> Wants {
        if let Some(before) = self.machine.take() {
            // Its lanes stop at their next check, and do what follows after that.
            before.end();
        }
        let machine = Machine::new(Arc::new(program), options, process, ground.now_ms());
        let lanes = ground.lanes();
        self.way = if lanes > 1 {
            machine.set_threads_max(lanes);
            let shared = Arc::clone(&machine);
            ground.spread(Box::new(move |lane, notes| threads::run(&shared, lane, notes)));
            Way::Lanes
        } else {
            Way::Turns(Turns::new(Arc::clone(&machine)))
        };
        self.machine = Some(machine);
        (self.wanted, self.open_calls) = (false, 0);
        busy()
    }

    fn run(&mut self, call: &Pickle, wanted: bool) -> Wants {
        let Some(machine) = &self.machine else { return nothing_runs() };
        let _entered = machine.entered();
        let target = match pickle::load_call(call) {
            Ok(target) => target,
            Err(raise) => return failed(&raise, Some(machine.program())),
        };
        // Nobody but another build of this program sends a number that is none.
        if matches!(target.function, Value::Function(function) if function as usize >= machine.program().functions.len())
        {
            return failed(&Raise::new(Kind::RuntimeError, "no such function"), None);
        }
        // One that has several lanes runs a module, and never a function behind it.
        let Way::Turns(turns) = &mut self.way else { return nothing_runs() };
        turns.call(target);
        self.wanted = wanted;
        busy()
    }

    fn go(&mut self, answers: Vec<(CallId, Answer)>, patience_ms: f64) -> Wants {
        let Some(machine) = self.machine.clone() else { return nothing_runs() };
        self.open_calls = self.open_calls.saturating_sub(answers.len() as u32);
        let entered = machine.entered();
        for (call, answer) in answers {
            machine.answer(call, answer);
        }
        drop(entered);
        let state = match &mut self.way {
            Way::Idle => return nothing_runs(),
            Way::Lanes => {
                let rests = machine.wait_for_news(patience_ms, GATHER_MS, self.open_calls > 0);
                if rests { State::Waiting { wait_ms: Some(REST_MS) } } else { State::Busy }
            }
            Way::Turns(turns) => match turns.go(patience_ms) {
                turns::State::Waiting { wait_ms } => State::Waiting { wait_ms },
                turns::State::Busy | turns::State::Done => State::Busy,
            },
        };
        // Before anything is taken: what was printed until the end is told with the end.
        let outcome = machine.outcome();
        let (output, mut errors, calls) = (machine.take_output(), machine.take_errors(), machine.take_calls());
        self.open_calls += calls.len() as u32;
        let state = match outcome {
            Some(outcome) => {
                if matches!(self.way, Way::Lanes) {
                    self.way = Way::Idle;
                }
                let spent = matches!(outcome, Outcome::OutOfSteps);
                let result = self.result(&machine, outcome);
                // Of everything else that ends the program, the traceback was written when it was raised.
                if let (true, 0, Err(failure)) = (spent, machine.process(), &result) {
                    errors.push_str(&failure.traceback);
                }
                State::Done { result }
            }
            None => state,
        };
        Wants { output, errors, calls, state, switches: machine.switches() }
    }

    fn result(&self, machine: &Machine, outcome: Outcome) -> Result<Pickle, Failure> {
        let raised = match outcome {
            Outcome::Returned(value) => match pickle::dump(if self.wanted { &value } else { &Value::None }) {
                Ok(pickle) => return Ok(pickle),
                Err(raise) => raise,
            },
            Outcome::Raised(raise) => raise,
            Outcome::OutOfSteps => {
                let most = machine.options().steps_max;
                Raise::new(Kind::RuntimeError, format!("the program used up its {most} steps"))
            }
        };
        Err(failure(&raised, Some(machine.program())))
    }
}

fn busy() -> Wants {
    Wants { state: State::Busy, ..Wants::default() }
}

fn nothing_runs() -> Wants {
    failed(&Raise::new(Kind::RuntimeError, "the process runs nothing"), None)
}

fn failed(raise: &Raise, program: Option<&Program>) -> Wants {
    Wants { state: State::Done { result: Err(failure(raise, program)) }, ..Wants::default() }
}

fn failure(raise: &Raise, program: Option<&Program>) -> Failure {
    let exception = Value::Exception(Arc::clone(&raise.0));
    // An exception that holds what can't leave its process is told by CPython's complaint about that.
    let exception = pickle::dump(&exception).or_else(|other| pickle::dump(&Value::Exception(other.0)));
    let traceback = program.map_or_else(String::new, |program| traceback::text(program, raise));
    Failure { exception: exception.unwrap_or_default(), traceback }
}

#[cfg(all(test, feature = "compile"))]
mod tests;
