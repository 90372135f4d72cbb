//! What a case is handed: an engine whose driver runs, and sessions that end with the case, however it ends.

use std::{
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
};

use anyhow::{Context, Result, bail, ensure};
use thirtyfour::{Capabilities, WebDriver};
use tokio::runtime::Builder;

use crate::{
    browser::Browser,
    driver::Driver,
    engine::{Engine, Wishes},
};

/// What to run instead when the tests were started by hand.
const REMEDY: &str = "the browser tests need the finished site and the drivers: run `cargo xtask test browser`";

/// The machine's one place for a browser: engines run one after another, so that each has all cores.
#[derive(Debug, Default)]
pub struct Place {
    occupied: Mutex<Option<(Engine, Driver)>>,
}

impl Place {
    /// Runs a case in an engine. Another engine that runs is ended first; this one stays for the next case.
    ///
    /// # Errors
    /// What the case says, or why it could not begin.
    pub fn run(&self, engine: Engine, case: impl AsyncFnOnce(Bench) -> Result<()>) -> Result<()> {
        let mut occupied = self.occupied.lock().unwrap_or_else(PoisonError::into_inner);
        let bench =
            Bench { engine, dist: dist()?, driver: driver_of(&mut occupied, engine)?, sessions: Arc::default() };
        let runtime = Builder::new_current_thread().enable_io().enable_time().build()?;
        let sessions = Arc::clone(&bench.sessions);
        let outcome = catch_unwind(AssertUnwindSafe(|| runtime.block_on(case(bench))));
        let open = std::mem::take(&mut *sessions.lock().unwrap_or_else(PoisonError::into_inner));
        let mut closed = true;
        for session in open {
            closed &= runtime.block_on(session.quit()).is_ok();
        }
        if !closed || engine.needs_fresh_driver() {
            // A browser that does not close is ended with its driver.
            *occupied = None;
        }
        outcome.unwrap_or_else(|panic| resume_unwind(panic))
    }

    /// Starts each engine once and gives back their names with versions.
    ///
    /// # Errors
    /// When one does not start.
    pub fn versions(&self, engines: &[Engine]) -> Result<Vec<String>> {
        let mut versions = Vec::new();
        for &engine in engines {
            self.run(engine, async |bench| {
                let browser = bench.browser().await?;
                versions.push(format!("{engine}: {}", browser.version()));
                Ok(())
            })?;
        }
        Ok(versions)
    }
}

fn driver_of(occupied: &mut Option<(Engine, Driver)>, engine: Engine) -> Result<String> {
    if let Some((running, driver)) = occupied.as_ref()
        && *running == engine
    {
        return Ok(driver.url.clone());
    }
    // The other engine ends before this one starts.
    *occupied = None;
    let driver = Driver::start(engine).with_context(|| format!("{engine} could not be started; {REMEDY}"))?;
    Ok(occupied.insert((engine, driver)).1.url.clone())
}

/// The finished site.
///
/// # Errors
/// When it is not named or not there: what to run instead.
pub fn dist() -> Result<PathBuf> {
    let Some(dist) = std::env::var_os("KOSUT_DIST").map(PathBuf::from) else { bail!("{REMEDY}") };
    ensure!(dist.join("index.html").is_file(), "there is no site in {}; {REMEDY}", dist.display());
    Ok(dist)
}

/// What a case is handed.
#[derive(Debug)]
pub struct Bench {
    /// The engine to run in.
    pub engine: Engine,
    /// The finished site.
    pub dist: PathBuf,
    driver: String,
    sessions: Arc<Mutex<Vec<WebDriver>>>,
}

impl Bench {
    /// A new session with a fresh profile.
    ///
    /// # Errors
    /// When the driver refuses.
    pub async fn browser(&self) -> Result<Browser> {
        self.browser_with(&Wishes::default()).await
    }

    /// As [`Bench::browser`], with wishes.
    ///
    /// # Errors
    /// When the driver refuses.
    pub async fn browser_with(&self, wishes: &Wishes) -> Result<Browser> {
        let capabilities = Capabilities::from(self.engine.capabilities(wishes)?);
        let driver = WebDriver::new(self.driver.as_str(), capabilities).await?;
        self.sessions.lock().unwrap_or_else(PoisonError::into_inner).push(driver.clone());
        Ok(Browser { driver })
    }
}
