//! What is expected of the finished site in real browsers. Each case in each browser is a test with a name of its own:
//! `cargo xtask test browser` runs all of them.

use std::{
    process::ExitCode,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use anyhow::Result;
use kosut_browser_tests::{
    bench::{Bench, Place, dist},
    engine::Engine,
};
use libtest_mimic::{Arguments, Failed, Trial};

mod accessibility;
mod article;
mod bad_input;
mod choose;
mod console;
mod crash;
mod deadlock;
mod embed;
mod everything;
mod faults;
mod gil;
mod gil_bounds;
mod hidden;
mod kernels_seen;
mod kill;
mod labs;
mod ladder;
mod language;
mod own_file;
mod pad;
mod race;
mod server;
mod several;
mod stop;
mod switching;
mod waiting;
mod width;

/// How many browsers run side by side, unless `--test-threads` says otherwise.
const SIDE_BY_SIDE: usize = 2;

/// How many of the slowest cases are named in the end: who adds one sees what it costs.
const SLOWEST: usize = 20;

/// How long each case took.
type Times = Arc<Mutex<Vec<(Duration, String)>>>;

/// The tests, as they are collected.
#[derive(Default)]
struct Suite {
    place: Arc<Place>,
    times: Times,
    trials: Vec<(Engine, Trial)>,
}

impl Suite {
    /// Adds a case in each of these engines.
    fn add<F>(&mut self, engines: &[Engine], name: &str, case: F)
    where
        F: AsyncFn(Bench) -> Result<()> + Clone + Send + 'static,
    {
        for &engine in engines {
            let (place, times, case) = (Arc::clone(&self.place), Arc::clone(&self.times), case.clone());
            let name = format!("{engine}::{name}");
            let told = name.clone();
            let run = move || {
                let began = Instant::now();
                let result = place.run(engine, case).map_err(|error| Failed::from(sentence(&error)));
                times.lock().unwrap_or_else(PoisonError::into_inner).push((began.elapsed(), told));
                result
            };
            self.trials.push((engine, Trial::test(name, run)));
        }
    }
}

/// What went wrong, without the addresses in the driver's own code that drivers add.
fn sentence(error: &anyhow::Error) -> String {
    let text = format!("{error:#}");
    text.split("Stacktrace:").next().unwrap_or_default().trim_end().to_string()
}

fn main() -> ExitCode {
    let mut arguments = Arguments::from_args();
    arguments.test_threads.get_or_insert(SIDE_BY_SIDE);
    let mut suite = Suite::default();
    let groups = [
        embed::add,
        labs::add,
        article::add,
        crash::add,
        choose::add,
        several::add,
        race::add,
        gil::add,
        gil_bounds::add,
        stop::add,
        switching::add,
        bad_input::add,
        faults::add,
        own_file::add,
        pad::add,
        kernels_seen::add,
        kill::add,
        hidden::add,
        ladder::add,
        language::add,
        accessibility::add,
        width::add,
        console::add,
        deadlock::add,
        everything::add,
        waiting::add,
        server::add,
    ];
    for add in groups {
        add(&mut suite);
    }
    let Suite { place, times, mut trials } = suite;
    trials.sort_by_key(|(engine, _)| Engine::ALL.iter().position(|other| other == engine));
    if !arguments.list {
        let wanted =
            |engine: &Engine| trials.iter().any(|(other, trial)| other == engine && !arguments.is_filtered_out(trial));
        let engines: Vec<Engine> = Engine::ALL.into_iter().filter(wanted).collect();
        match dist().and_then(|_| place.versions(&engines)) {
            Ok(versions) => println!("{}", versions.join("\n")),
            Err(error) => {
                eprintln!("{error:#}");
                return ExitCode::FAILURE;
            }
        }
    }
    let trials = trials.into_iter().map(|(_, trial)| trial).collect();
    let conclusion = libtest_mimic::run(&arguments, trials);
    tell_slowest(&times);
    conclusion.exit_code()
}

fn tell_slowest(times: &Times) {
    let mut times = times.lock().unwrap_or_else(PoisonError::into_inner);
    times.sort_unstable_by(|one, other| other.cmp(one));
    for (time, name) in times.iter().take(SLOWEST) {
        println!("{:>6.1} s  {name}", time.as_secs_f64());
    }
}
