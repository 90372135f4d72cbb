//! Given any text, the small Python neither panics nor hangs, and keeps to its budgets.
//!
//! The texts are programs of the corpus with parts deleted, doubled, exchanged, replaced by parts that do not belong
//! there, or nested deeply. Texts that compile are run in turns, with a clock of the test's own: sleeping takes no time.
//! `KOSUT_FUZZ` is their number, `KOSUT_SEED` their seed.
//!
//! A program of its own, as it counts the bytes that every thread allocates.

use std::{
    cell::Cell,
    fs, process,
    sync::{Arc, Mutex},
    thread,
    time::{Duration, Instant},
};

use kosut_python::{
    compile::compile,
    exception::Kind,
    machine::Machine,
    outside::{Answer, Checks, Options},
    turns::{State, Turns},
};

mod memory;
mod mutations;
#[path = "../native/support/programs.rs"]
mod programs;
#[path = "../native/support/random.rs"]
mod random;

use random::{Rng, number};

#[global_allocator]
static ALLOCATOR: memory::Counting = memory::Counting;

/// Texts in one run of the tests.
const SOURCES: usize = 2_000;

/// Loop iterations and calls that a program may make.
const STEPS_MAX: u64 = 20_000;

/// Bytes that its values may have.
const BYTES_MAX: u64 = 16 << 20;

/// Bytes that the machine may need besides: values are counted by an estimate, and a list that grows has its old items
/// and its new ones for a moment.
const BYTES_BESIDES: i64 = 32 << 20;

/// Bytes that compiling may need, for the syntax tree of a source of 64 KiB and for its instructions.
const COMPILER_BYTES_MAX: i64 = 64 << 20;

/// Slices that a program is given. In each it does something, or time passes.
const SLICES_MAX: usize = 200_000;

/// The longest that one text may take. Only a program that hangs reaches it, on however busy a machine.
const HANG: Duration = Duration::from_secs(120);

thread_local! {
    static NOW_MS: Cell<f64> = const { Cell::new(0.0) };
}

/// The test's clock: it advances by a step each time that it is read.
fn now_ms() -> f64 {
    NOW_MS.with(|now| {
        now.set(now.get() + 0.01);
        now.get()
    })
}

/// How the programs ended.
#[derive(Debug, Default, Clone, Copy)]
struct Tally {
    refused: usize,
    ended: usize,
    stuck: usize,
}

/// Compiles a source, and runs it if it is a program.
fn run(source: &str, seed: u64) -> Tally {
    let (bytes, compiled) = memory::most_during(|| compile("fuzz.py", source));
    assert!(bytes <= COMPILER_BYTES_MAX, "the compiler needed {bytes} bytes");
    let program = match compiled {
        Ok(program) => program,
        Err(fault) => {
            let lines = source.split('\n').count() + source.matches(['\r', '\x0c']).count();
            let line = fault.position.line as usize;
            assert!((1..=lines + 1).contains(&line), "line {line} of {lines}: {fault}");
            return Tally { refused: 1, ..Tally::default() };
        }
    };
    let checks = if seed.is_multiple_of(2) { Checks::LoopsAndCalls } else { Checks::Instructions };
    let options = Options {
        gil: !seed.is_multiple_of(3),
        switch_interval_ms: 5.0,
        checks,
        steps_max: STEPS_MAX,
        bytes_max: BYTES_MAX,
    };
    let (bytes, ended) = memory::most_during(|| {
        let machine = Machine::new(Arc::new(program), options, 0, now_ms);
        let mut turns = Turns::new(machine.clone());
        if seed.is_multiple_of(8) { step(&mut turns, seed) } else { go(&mut turns) }
    });
    assert!(bytes <= BYTES_MAX as i64 + BYTES_BESIDES, "the program needed {bytes} bytes");
    Tally { ended: usize::from(ended), stuck: usize::from(!ended), refused: 0 }
}

/// Lets a program run to its end; returns whether it has one, or waits for ever. There are no other processes: every
/// call to the outside is refused.
fn go(turns: &mut Turns) -> bool {
    for _ in 0..SLICES_MAX {
        let state = turns.go(20.0);
        let machine = turns.machine().clone();
        let calls = machine.take_calls();
        drop((machine.take_output(), machine.take_errors()));
        match state {
            State::Done => return true,
            State::Waiting { wait_ms: None } if calls.is_empty() => return false,
            State::Waiting { wait_ms } => NOW_MS.with(|now| now.set(now.get() + wait_ms.unwrap_or_default())),
            State::Busy => {}
        }
        for (call, _) in calls {
            machine.answer(call, Answer::Refused { kind: Kind::OSError, message: "there are none here".into() });
        }
    }
    panic!("it went on beyond its budget");
}

/// Lets any threads of a program do some instructions one by one, with a snapshot after each, and then the rest.
fn step(turns: &mut Turns, seed: u64) -> bool {
    let mut rng = Rng::new(seed);
    for _ in 0..300 {
        turns.step(rng.below(4) as u32);
        drop(turns.snapshot());
    }
    go(turns)
}

/// The text that a worker is at, and since when.
type Watched = Mutex<Option<(Instant, String)>>;

/// Ends the test when a worker hangs. A panic can be caught, a hang can't.
fn watch(workers: &[Arc<Watched>]) {
    let workers = workers.to_vec();
    thread::spawn(move || {
        loop {
            thread::sleep(Duration::from_secs(1));
            for worker in &workers {
                let now = worker.lock().expect("no thread panics with it");
                if let Some((_, source)) = now.as_ref().filter(|(since, _)| since.elapsed() > HANG) {
                    eprintln!("still not at its end:\n{source}");
                    process::exit(101);
                }
            }
        }
    });
}

#[test]
fn no_text_makes_it_panic_hang_or_exceed_its_budgets() {
    let corpus: Vec<String> = programs::corpus().iter().map(|file| fs::read_to_string(file).expect("a text")).collect();
    let (sources, seed) = (number("KOSUT_FUZZ", SOURCES), number("KOSUT_SEED", 1) as u64);
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let watched: Vec<Arc<Watched>> = (0..cores).map(|_| Arc::default()).collect();
    watch(&watched);
    let tallies: Vec<Tally> = thread::scope(|scope| {
        let workers = watched.iter().enumerate().map(|(core, watched)| {
            let corpus = &corpus;
            scope.spawn(move || {
                let mut tally = Tally::default();
                for number in (core..sources).step_by(cores) {
                    let seed = (seed << 32) + number as u64;
                    let source = mutations::source(&mut Rng::new(seed), corpus);
                    *watched.lock().expect("no thread panics with it") = Some((Instant::now(), source.clone()));
                    // After a panic only the text is used.
                    let ran = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| run(&source, seed)));
                    *watched.lock().expect("no thread panics with it") = None;
                    let one = ran.unwrap_or_else(|_| panic!("source {number}:\n{source}"));
                    tally.refused += one.refused;
                    tally.ended += one.ended;
                    tally.stuck += one.stuck;
                }
                tally
            })
        });
        let workers: Vec<_> = workers.collect();
        workers.into_iter().map(|worker| worker.join().unwrap_or_else(|_| panic!("see above"))).collect()
    });
    println!("{tallies:?}");
    let ended: usize = tallies.iter().map(|tally| tally.ended).sum();
    // The test is of use only while many of the texts are programs.
    assert!(10 * ended >= sources, "{ended} of {sources} were run");
}
