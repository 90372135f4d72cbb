//! Runs source texts in tests.

use std::{
    sync::{Arc, OnceLock},
    time::Instant,
};

use crate::{
    compile::compile,
    machine::{Machine, Outcome},
    outside::{Checks, Options},
    threads,
    turns::{State, Turns},
};

pub(crate) const OPTIONS: Options = Options {
    gil: true,
    switch_interval_ms: 0.05,
    checks: Checks::LoopsAndCalls,
    steps_max: u64::MAX,
    bytes_max: 1 << 28,
};

/// All ways to run threads: with and without the lock, with few and with many places to lose the turn.
pub(crate) fn all_options() -> impl Iterator<Item = Options> {
    [(true, Checks::LoopsAndCalls), (true, Checks::Instructions), (false, Checks::LoopsAndCalls)]
        .into_iter()
        .map(|(gil, checks)| Options { gil, checks, ..OPTIONS })
}

/// What a program printed, what it wrote to its error output, and how it ended.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) output: String,
    pub(crate) errors: String,
    pub(crate) outcome: Option<Outcome>,
}

pub(crate) fn now_ms() -> f64 {
    static BEGAN: OnceLock<Instant> = OnceLock::new();
    BEGAN.get_or_init(Instant::now).elapsed().as_secs_f64() * 1000.0
}

pub(crate) fn machine(source: &str, options: Options) -> Arc<Machine> {
    let program = compile("trial.py", source).unwrap_or_else(|fault| panic!("{fault}"));
    Machine::new(Arc::new(program), options, 0, now_ms)
}

fn ran(machine: &Machine) -> Ran {
    Ran { output: machine.take_output(), errors: machine.take_errors(), outcome: machine.outcome() }
}

/// On threads of the operating system.
pub(crate) fn on_threads(source: &str, options: Options) -> Ran {
    let machine = machine(source, options);
    threads::run_all(&machine, 6);
    ran(&machine)
}

/// In turns.
pub(crate) fn in_turns(source: &str, options: Options) -> Ran {
    let machine = machine(source, options);
    let mut turns = Turns::new(machine.clone());
    loop {
        match turns.go(50.0) {
            State::Busy => {}
            State::Waiting { wait_ms: Some(wait_ms) } => {
                std::thread::sleep(std::time::Duration::from_secs_f64(wait_ms / 1000.0));
            }
            State::Waiting { wait_ms: None } | State::Done => return ran(&machine),
        }
    }
}

/// What it prints, however it runs: it must be the same in every way.
pub(crate) fn printed(source: &str) -> String {
    let in_turns = in_turns(source, OPTIONS);
    for options in all_options() {
        let on_threads = on_threads(source, options);
        assert_eq!(on_threads.output, in_turns.output, "{options:?}: {}", on_threads.errors);
    }
    in_turns.output
}
