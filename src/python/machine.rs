//! What all lanes of a process share: the program, its global variables, its threads, what it has printed and asked for,
//! what it may still use up.

mod threads;

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
};

use crate::{
    bell::{Bell, Look},
    code::Program,
    exception::Raise,
    gil::Gil,
    globals::Slot,
    lane::{Lane, Role},
    library::{self, MethodName},
    meter::{self, Meter},
    outside::{Answer, Call, CallId, Options, ProcessId},
    threading::{Future, Target, Thread},
    value::Value,
};

/// How many steps a lane takes from the budget at a time: so many that lanes do not meet at the counter, so few that it
/// does not matter if a short thread leaves some unused.
const STEPS_AT_A_TIME: u64 = 1024;

pub(crate) use threads::Named;
use threads::Threads;

/// How the main thread's function ended: the module's, or that of a call.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// It returned.
    Returned(Value),
    /// Nobody caught this.
    Raised(Raise),
    /// The program used up its steps.
    OutOfSteps,
}

/// The machine of one process.
#[derive(Debug)]
pub struct Machine {
    pub(crate) program: Arc<Program>,
    pub(crate) constants: Vec<Value>,
    /// For each of the program's names, the method that is called so, if any is.
    pub(crate) methods: Vec<Option<MethodName>>,
    /// Global variables; behind them the defaults of all functions' parameters.
    pub(crate) globals: Vec<Slot>,
    /// For each function, where its defaults begin among the globals.
    pub(crate) defaults: Vec<u32>,
    pub(crate) options: Options,
    pub(crate) process: ProcessId,
    pub(crate) now_ms: fn() -> f64,
    pub(crate) bell: Bell,
    pub(crate) gil: Gil,
    /// Set when a lane should look up from its work.
    pub(crate) breaker: AtomicBool,
    over: AtomicBool,
    /// Somebody outside has ended it: it does not begin again.
    ended: AtomicBool,
    /// The main thread is at its end: executors' threads end when there are no more tasks.
    ending: AtomicBool,
    /// What its values take, and the steps that were done.
    pub(crate) meter: Arc<Meter>,
    cpus: AtomicU32,
    outbox: Mutex<Outbox>,
    threads: Mutex<Threads>,
    next_call: AtomicU32,
}

/// What goes out and what came in.
#[derive(Debug, Default)]
struct Outbox {
    output: String,
    errors: String,
    calls: Vec<(CallId, Call)>,
    /// Answers that a lane waits for.
    answers: HashMap<CallId, Answer>,
    /// Calls whose answer is the result of a future.
    promised: HashMap<CallId, Arc<Future>>,
    /// Processes that were started and not joined.
    processes: Vec<ProcessId>,
    outcome: Option<Outcome>,
}

impl Machine {
    /// A machine for this program. `now_ms` is its clock: milliseconds since the Unix epoch,
    /// if `time.time` is to be right, and never going back.
    pub fn new(program: Arc<Program>, options: Options, process: ProcessId, now_ms: fn() -> f64) -> Arc<Self> {
        let mut globals = library::globals(&program, process);
        let mut defaults = Vec::with_capacity(program.functions.len());
        for code in &program.functions {
            defaults.push(globals.len() as u32);
            globals.extend((0..code.defaults).map(|_| Slot::new(Value::Undefined, Value::Undefined)));
        }
        Arc::new(Machine {
            constants: program.constants.iter().map(Value::from).collect(),
            methods: program.names.iter().map(|name| MethodName::of_name(name)).collect(),
            globals,
            defaults,
            program,
            process,
            now_ms,
            bell: Bell::default(),
            gil: Gil::new(options.switch_interval_ms),
            breaker: AtomicBool::new(false),
            over: AtomicBool::new(false),
            ended: AtomicBool::new(false),
            ending: AtomicBool::new(false),
            meter: Meter::new(options.bytes_max, options.steps_max),
            cpus: AtomicU32::new(0),
            options,
            outbox: Mutex::default(),
            threads: Mutex::new(Threads::new()),
            next_call: AtomicU32::new(0),
        })
    }

    fn outbox(&self) -> MutexGuard<'_, Outbox> {
        self.outbox.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The program.
    pub fn program(&self) -> &Arc<Program> {
        &self.program
    }

    /// How it runs.
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// Milliseconds on its clock.
    pub fn now_ms(&self) -> f64 {
        (self.now_ms)()
    }

    /// The main thread, at the begin of the module.
    pub fn main(&self) -> Lane {
        self.call(Target { function: Value::Function(0), ..Target::default() })
    }

    /// The main thread, at the begin of a function: for a process that was started for it, after its module.
    pub fn call(&self, target: Target) -> Lane {
        let thread = Arc::new(Thread::new("MainThread".to_string(), 0, false, Target::default()));
        thread.start();
        let mut threads = self.threads();
        threads.numbers = threads.numbers.max(1);
        threads.live.push(thread.clone());
        drop(threads);
        self.outbox().outcome = None;
        self.ending.store(false, Ordering::SeqCst);
        self.over.store(false, Ordering::SeqCst);
        // The end of what ran before asked all lanes to look up; nobody asks any more.
        self.breaker.store(false, Ordering::SeqCst);
        // SeqCst, as in `end`: either it is seen here, or what it stores comes after this.
        if self.ended.load(Ordering::SeqCst) {
            self.finish();
        }
        Lane::new(self, thread, Role::Main, Some(target))
    }

    /// What was printed since, if anything.
    pub fn take_output(&self) -> String {
        std::mem::take(&mut self.outbox().output)
    }

    /// What was written to the error output since.
    pub fn take_errors(&self) -> String {
        std::mem::take(&mut self.outbox().errors)
    }

    /// What was asked for since.
    pub fn take_calls(&self) -> Vec<(CallId, Call)> {
        std::mem::take(&mut self.outbox().calls)
    }

    /// Waits until something is asked for, the program is over, or something was written `gather_ms` ago; `patience_ms` at
    /// most, and if `until_rest` only until all lanes wait: then it is true. For whoever carries the process's messages,
    /// while its lanes run elsewhere.
    pub fn wait_for_news(&self, patience_ms: f64, gather_ms: f64, until_rest: bool) -> bool {
        let began_ms = self.now_ms();
        self.bell.wait_as_carrier(|rests| {
            let outbox = self.outbox();
            let calls = !outbox.calls.is_empty();
            let written = !outbox.output.is_empty() || !outbox.errors.is_empty();
            drop(outbox);
            let left_ms = patience_ms.min(if written { gather_ms } else { f64::INFINITY }) - (self.now_ms() - began_ms);
            if calls || self.is_over() || left_ms <= 0.0 {
                Look::Over(false)
            } else if rests && (until_rest || written) {
                Look::Over(until_rest)
            } else {
                Look::Wait(Some(left_ms))
            }
        })
    }

    /// Its number.
    pub fn process(&self) -> ProcessId {
        self.process
    }

    /// Values that are made from now on count as this process's, as long as this is kept.
    pub(crate) fn entered(&self) -> meter::Entered {
        meter::enter(&self.meter)
    }

    /// How often the global lock went from one thread to another.
    pub fn switches(&self) -> u64 {
        self.gil.switches()
    }

    /// How the main thread's function ended, when the program is over.
    pub fn outcome(&self) -> Option<Outcome> {
        if self.is_over() { self.outbox().outcome.clone() } else { None }
    }

    /// Whether the program is over: no lane does another instruction.
    pub fn is_over(&self) -> bool {
        self.over.load(Ordering::SeqCst)
    }

    /// Whether the main thread's function has ended.
    pub(crate) fn is_ending(&self) -> bool {
        self.ending.load(Ordering::SeqCst)
    }

    /// The main thread's function has ended: what waits for more work ends, too.
    pub(crate) fn begin_ending(&self) {
        self.ending.store(true, Ordering::SeqCst);
        self.bell.ring();
    }

    /// Ends the program, also one that is about to begin: all lanes stop at their next check.
    pub fn end(&self) {
        self.ended.store(true, Ordering::SeqCst);
        self.finish();
    }

    /// The program is at its end: all lanes stop at their next check.
    pub(crate) fn finish(&self) {
        self.over.store(true, Ordering::SeqCst);
        self.breaker.store(true, Ordering::SeqCst);
        self.gil.wake();
        self.bell.ring();
        self.bell.ring_for_carrier();
    }

    /// The main thread's function has ended.
    pub(crate) fn set_outcome(&self, outcome: Outcome) {
        self.outbox().outcome = Some(outcome);
    }

    pub(crate) fn print(&self, text: &str) {
        self.outbox().output.push_str(text);
        self.bell.ring_for_carrier();
    }

    pub(crate) fn print_error(&self, text: &str) {
        self.outbox().errors.push_str(text);
        self.bell.ring_for_carrier();
    }

    /// Asks for something.
    pub(crate) fn ask(&self, call: Call) -> CallId {
        // Relaxed: it only gives out numbers.
        let id = self.next_call.fetch_add(1, Ordering::Relaxed);
        self.outbox().calls.push((id, call));
        self.bell.ring_for_carrier();
        id
    }

    /// Asks for something whose answer is the result of a future.
    pub(crate) fn ask_for(&self, call: Call, future: Arc<Future>) {
        let id = self.next_call.fetch_add(1, Ordering::Relaxed);
        let mut outbox = self.outbox();
        outbox.promised.insert(id, future);
        outbox.calls.push((id, call));
        drop(outbox);
        self.bell.ring_for_carrier();
    }

    /// The answer to a call.
    pub fn answer(&self, call: CallId, answer: Answer) {
        let promised = self.outbox().promised.remove(&call);
        match promised {
            Some(future) => future.finish(crate::wait::result_of(answer)),
            None => {
                self.outbox().answers.insert(call, answer);
            }
        }
        self.bell.ring();
    }

    pub(crate) fn take_answer(&self, call: CallId) -> Option<Answer> {
        self.outbox().answers.remove(&call)
    }

    pub(crate) fn process_started(&self, process: ProcessId) {
        self.outbox().processes.push(process);
    }

    pub(crate) fn process_ended(&self, process: ProcessId) {
        self.outbox().processes.retain(|other| *other != process);
    }

    /// A process that was started and not joined.
    pub(crate) fn unjoined_process(&self) -> Option<ProcessId> {
        self.outbox().processes.first().copied()
    }

    /// Some steps from the budget; 0 when it is used up.
    pub(crate) fn take_steps(&self) -> u64 {
        let left = self.options.steps_max.saturating_sub(self.meter.steps());
        let steps = left.min(STEPS_AT_A_TIME);
        self.meter.step(steps);
        steps
    }

    /// Whether an operation stopped because there are no steps left.
    pub(crate) fn is_out_of_steps(&self) -> bool {
        self.meter.is_spent()
    }

    /// Says how many cores there are, for programs that ask.
    pub fn set_cpus(&self, cpus: u32) {
        self.cpus.store(cpus, Ordering::Relaxed);
    }

    /// How many cores there are.
    pub fn cpus(&self) -> u32 {
        match self.cpus.load(Ordering::Relaxed) {
            0 => std::thread::available_parallelism().map_or(1, |cores| cores.get() as u32),
            cpus => cpus,
        }
    }

    /// Whether there are calls to be taken.
    pub(crate) fn has_calls(&self) -> bool {
        !self.outbox().calls.is_empty()
    }
}
