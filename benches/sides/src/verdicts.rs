//! `cargo xtask verdicts`: runs *Run everything* many times and counts what each claim was said to be.
//!
//! Every run is kept in a file of its commit at once, so a series can be interrupted and continued. After a quiet native
//! series, what the page says of the operating system is [recorded] anew.

use std::{
    env, fs,
    io::Write as _,
    path::PathBuf,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail, ensure};
use kosut_browser_tests::engine::Engine;
use lexopt::prelude::*;
use serde_json::Value as Json;

use crate::{browser::Side, machine, native};

mod counts;
mod false_claims;
mod recorded;

use counts::Series;

/// The argument by which this program spins: a busy program beside a run.
const SPIN: &str = "spin";

/// The longest that *Run everything* may take. Only a failure meets it.
const RUN_TIMEOUT: Duration = Duration::from_secs(900);

/// The options of `cargo xtask verdicts`.
struct Options {
    runs: usize,
    busy: u32,
    engine: String,
}

/// Runs the command with the arguments that follow its name.
///
/// # Errors
/// Returns an error when an argument is wrong, or a run fails.
pub fn main(parser: &mut lexopt::Parser) -> Result<()> {
    let mut options = Options { runs: 20, busy: 0, engine: "native".into() };
    while let Some(argument) = parser.next()? {
        match argument {
            Value(word) if word == SPIN => spin(),
            Long("runs") => options.runs = parser.value()?.parse()?,
            Long("busy") => options.busy = parser.value()?.parse()?,
            Long("engine") => options.engine = parser.value()?.string()?,
            _ => return Err(argument.unexpected().into()),
        }
    }
    let root = PathBuf::from(env::var_os("KOSUT_ROOT").context("run `cargo xtask verdicts`, which builds what runs")?);
    let commit = env::var("KOSUT_COMMIT").context("KOSUT_COMMIT is not set")?;
    let folder = root.join("target/verdicts").join(&commit);
    fs::create_dir_all(&folder)?;
    let file = folder.join(format!("{}-{}-busy.jsonl", options.engine, options.busy));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().enable_time().build()?;
    runtime.block_on(measure(&options, &file))?;
    let machine = machine::describe(&[]);
    if options.engine == "native" && options.busy == 0 {
        recorded::record(&root, &machine)?;
    }

    let mut series = Vec::new();
    let mut files: Vec<PathBuf> = fs::read_dir(&folder)?.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    files.sort();
    for file in files.iter().filter(|file| file.extension().is_some_and(|extension| extension == "jsonl")) {
        series.push(Series::read(file)?);
    }
    let page = root.join("docs/VERDICTS.md");
    let earlier = if page.exists() { fs::read_to_string(&page)? } else { String::new() };
    let text = counts::markdown(&commit, &machine, &series, &earlier);
    println!("{text}");
    fs::write(page, text).context("docs/VERDICTS.md cannot be written")
}

/// Takes the runs that are missing.
async fn measure(options: &Options, file: &PathBuf) -> Result<()> {
    let taken = if file.exists() { fs::read_to_string(file)?.lines().count() } else { 0 };
    if taken >= options.runs {
        return Ok(());
    }
    let mut side = match options.engine.as_str() {
        "native" | "false" => None,
        name => Some(Side::open(engine(name)?).await?),
    };
    let _busy = Busy::start(options.busy)?;
    for run in taken..options.runs {
        eprintln!("▸ {}, {} busy … run {} of {}", options.engine, options.busy, run + 1, options.runs);
        let report = match &mut side {
            None if options.engine == "false" => serde_json::to_value(false_claims::judge()?)?,
            None => native::kosut::<Json>(&["everything", "--json"])?,
            Some(side) => everything(side).await?,
        };
        let mut lines = fs::OpenOptions::new().create(true).append(true).open(file)?;
        writeln!(lines, "{report}")?;
    }
    if let Some(side) = side {
        side.close().await;
    }
    Ok(())
}

fn engine(name: &str) -> Result<Engine> {
    match name {
        "chromium" => Ok(Engine::Chromium),
        "firefox" => Ok(Engine::Firefox),
        _ => bail!("the engine {name} is not one of native, chromium, firefox, false"),
    }
}

/// Presses *Run everything* in the article and returns the report that the page offers as a file.
async fn everything(side: &mut Side) -> Result<Json> {
    side.browser.driver.set_script_timeout(RUN_TIMEOUT).await?;
    side.browser.open(&side.site.url("en/#everything")).await?;
    let near = "document.querySelector('kosut-everything').scrollIntoView({ behavior: 'instant' });";
    side.browser.script::<()>(near, &[]).await?;
    kosut_browser_tests::wait::until(
        "everything can be run",
        async || {
            let pressable = "return document.querySelector('kosut-everything [data-action=run]')?.disabled === false;";
            side.browser.script::<bool>(pressable, &[]).await
        },
        |pressable| *pressable,
    )
    .await?;
    let run = "const root = document.querySelector('kosut-everything');
        window.reportOfRun = new Promise((resolve, reject) => {
            const makeAddress = URL.createObjectURL;
            URL.createObjectURL = (file) => {
                file.text().then(resolve, reject);
                return makeAddress.call(URL, file);
            };
            const ended = new MutationObserver(() => {
                const alert = root.querySelector('[role=alert]');
                if (alert) reject(new Error(alert.innerText));
                const again = root.querySelector('[data-action=run]');
                const file = root.querySelector('[data-download=json]');
                if (again && !again.disabled && file) {
                    ended.disconnect();
                    file.click();
                }
            });
            root.querySelector('[data-action=run]').click();
            ended.observe(root, { childList: true, subtree: true, attributes: true });
        });";
    side.browser.script::<()>(run, &[]).await.context("everything cannot be run")?;
    // A script waits for most of a minute: looking more often would take time from what is measured, and a request to the
    // driver ends after two minutes.
    let wait =
        "return Promise.race([window.reportOfRun, new Promise((resolve) => setTimeout(resolve, 50_000, null))]);";
    let started = Instant::now();
    let report = loop {
        let report: Option<String> = side.browser.script(wait, &[]).await.context("everything has not run")?;
        match report {
            Some(report) => break report,
            None => ensure!(started.elapsed() < RUN_TIMEOUT, "it takes longer than {} s", RUN_TIMEOUT.as_secs()),
        }
    };
    let report: Json = serde_json::from_str(&report)?;
    ensure!(report["complete"] == true, "the run is not complete");
    Ok(report)
}

/// Programs that keep cores busy; dropping it ends them.
struct Busy(Vec<Child>);

impl Busy {
    fn start(cores: u32) -> Result<Self> {
        let mut busy = Busy(Vec::new());
        for _ in 0..cores {
            let child = Command::new(env::current_exe()?).args(["verdicts", SPIN]).stdin(Stdio::null()).spawn();
            busy.0.push(child.context("the busy program cannot be started")?);
        }
        Ok(busy)
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        for child in &mut self.0 {
            // It ends only so, or has ended already.
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

fn spin() -> ! {
    loop {
        std::hint::spin_loop();
    }
}
