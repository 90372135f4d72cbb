//! What is expected of the finished site in real browsers. Each case in each engine is a test with a name of its own, and
//! makes one or more named checks: `cargo xtask test --only browser` runs all of them.

use std::{
    pin::pin,
    process::ExitCode,
    sync::{Arc, Mutex, PoisonError},
    thread,
    time::Instant,
};

use anyhow::{Context, Result, bail, ensure};
use futures_util::future;
use kosut_browser_tests::{
    driver,
    engine::Engine,
    pool::BrowserPool,
    record::{CaseRecord, Record},
    session::{Session, dist},
};
use libtest_mimic::{Arguments, Failed, Trial};
use tokio::{
    runtime::Builder,
    signal::unix::{SignalKind, signal},
};

mod accessibility;
mod arrival;
mod article;
mod bad_input;
mod check_page;
mod choose;
mod course;
mod course_tools;
mod crash;
mod deadlock;
mod embed;
mod everything;
mod faults;
mod gil;
mod gil_bounds;
mod hidden;
mod hosts;
mod labs;
mod ladder;
mod language;
mod memory;
mod own_file;
mod pad;
mod race;
mod server;
mod several;
mod stop;
mod switching;
mod waiting;
mod width;

/// How many cases run at a time, unless `--test-threads` says otherwise: one more than a small machine has cores, because
/// a case often waits for a page, a driver or a timer.
const AT_A_TIME: usize = 3;

/// The exit status after a signal, as of a shell's command that was interrupted.
const INTERRUPTED: i32 = 130;

/// Names the engines to run, separated by commas, instead of all.
const ENGINES: &str = "KOSUT_ENGINES";

/// When it is set, only the [`SMOKE`] cases run.
const ONLY_SMOKE: &str = "KOSUT_SMOKE";

/// The quick look of `cargo xtask test --quick`: one case for each of the large parts of the page, in Chromium.
const SMOKE: [&str; 10] = [
    "article::en",
    "bad_input::en",
    "choose::advice_follows_the_description",
    "faults::at_the_first_run",
    "gil::a_program_is_edited_and_stepped_through",
    "labs::deadlock",
    "labs::race",
    "ladder::shared_memory_is_reached",
    "stop::at_any_moment",
    "waiting::a_typed_line_or_stop_ends_the_wait",
];

/// The tests, as they are collected.
#[derive(Default)]
struct Suite {
    pool: Arc<BrowserPool>,
    record: Arc<Mutex<Record>>,
    trials: Vec<(Engine, Trial)>,
}

impl Suite {
    /// Adds a case in each of these engines.
    fn add<F>(&mut self, engines: &[Engine], name: &str, case: F)
    where
        F: AsyncFn(Session) -> Result<()> + Clone + Send + 'static,
    {
        for &engine in engines {
            let (pool, record, case) = (Arc::clone(&self.pool), Arc::clone(&self.record), case.clone());
            let name = format!("{engine}::{name}");
            let recorded = name.clone();
            let run = move || {
                let began = Instant::now();
                let outcome = Session::run(&pool, engine, case);
                let result = outcome.result.map_err(|error| Failed::from(without_stack_trace(&error)));
                let ended = Instant::now();
                record.lock().unwrap_or_else(PoisonError::into_inner).add(
                    CaseRecord {
                        name: recorded,
                        engine: engine.to_string(),
                        elapsed_s: (ended - began).as_secs_f64(),
                        checks: outcome.checks,
                        findings: outcome.findings,
                        passed: result.is_ok(),
                    },
                    (began, ended),
                );
                result
            };
            self.trials.push((engine, Trial::test(name, run)));
        }
    }

    /// Leaves out what the environment does not ask for.
    fn narrow(&mut self) -> Result<()> {
        if let Ok(names) = std::env::var(ENGINES) {
            let wanted = names.split(',').map(engine_of).collect::<Result<Vec<_>>>()?;
            self.trials.retain(|(engine, _)| wanted.contains(engine));
        }
        if std::env::var_os(ONLY_SMOKE).is_some() {
            let names = SMOKE.map(|name| format!("{}::{name}", Engine::Chromium));
            self.trials.retain(|(_, trial)| names.iter().any(|name| name == trial.name()));
            ensure!(self.trials.len() == SMOKE.len(), "not all of the smoke cases exist: {SMOKE:?}");
        }
        Ok(())
    }
}

fn engine_of(name: &str) -> Result<Engine> {
    let known = Engine::ALL.map(|engine| engine.to_string());
    let at = known.iter().position(|other| other == name);
    Ok(Engine::ALL[at.with_context(|| format!("{ENGINES}={name}: allowed is {}", known.join(", ")))?])
}

/// An error's text without the addresses in the driver's own code, which drivers add.
fn without_stack_trace(error: &anyhow::Error) -> String {
    let text = format!("{error:#}");
    text.split("Stacktrace:").next().unwrap_or_default().trim_end().to_string()
}

/// Starts each engine once, and records its version. Its browser serves the first case.
fn find_versions(suite: &Suite, engines: &[Engine]) -> Result<()> {
    for &engine in engines {
        let mut version = String::new();
        let started = Session::run(&suite.pool, engine, async |session| {
            version = session.browser().await?.version();
            Ok(())
        });
        started.result?;
        println!("{engine}: {version}");
        suite.record.lock().unwrap_or_else(PoisonError::into_inner).set_version(&engine.to_string(), version);
    }
    Ok(())
}

fn run() -> Result<bool> {
    let mut arguments = Arguments::from_args();
    arguments.test_threads.get_or_insert(AT_A_TIME);
    let mut suite = Suite::default();
    // The groups with the longest cases come first, so that none of them is left alone at the end.
    let groups = [
        embed::add,
        labs::add,
        faults::add,
        arrival::add,
        waiting::add,
        crash::add,
        article::add,
        everything::add,
        stop::add,
        gil::add,
        gil_bounds::add,
        deadlock::add,
        choose::add,
        course::add,
        course_tools::add,
        own_file::add,
        ladder::add,
        hosts::add,
        check_page::add,
        race::add,
        several::add,
        bad_input::add,
        pad::add,
        hidden::add,
        server::add,
        language::add,
        accessibility::add,
    ];
    for add in groups {
        add(&mut suite);
    }
    suite.narrow()?;
    let mut trials = std::mem::take(&mut suite.trials);
    trials.sort_by_key(|(engine, _)| Engine::ALL.iter().position(|other| other == engine));
    if arguments.list {
        let trials = trials.into_iter().map(|(_, trial)| trial).collect();
        return Ok(!libtest_mimic::run(&arguments, trials).has_failed());
    }
    let wanted =
        |engine: &Engine| trials.iter().any(|(other, trial)| other == engine && !arguments.is_filtered_out(trial));
    let engines: Vec<Engine> = Engine::ALL.into_iter().filter(wanted).collect();
    if engines.is_empty() {
        bail!("no case has such a name");
    }
    dist()?;
    find_versions(&suite, &engines)?;
    let trials = trials.into_iter().map(|(_, trial)| trial).collect();
    let conclusion = libtest_mimic::run(&arguments, trials);
    suite.pool.end();
    suite.record.lock().unwrap_or_else(PoisonError::into_inner).conclude()?;
    Ok(!conclusion.has_failed())
}

/// Ends the browsers and this program when it is interrupted or terminated. They are in process groups of their own, which
/// a terminal's interrupt does not reach.
fn end_on_signals() -> Result<()> {
    let runtime = Builder::new_current_thread().enable_io().build()?;
    let watch = |kind| runtime.block_on(async move { signal(kind) });
    let (mut interrupted, mut terminated) = (watch(SignalKind::interrupt())?, watch(SignalKind::terminate())?);
    thread::spawn(move || {
        runtime.block_on(async {
            let (interrupt, terminate) = (pin!(interrupted.recv()), pin!(terminated.recv()));
            future::select(interrupt, terminate).await;
        });
        driver::end_all();
        std::process::exit(INTERRUPTED);
    });
    Ok(())
}

fn main() -> ExitCode {
    match end_on_signals().and_then(|()| run()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
