//! What a case is handed: an engine whose driver runs, and sessions that end with the case, however it ends.

use std::{
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
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

/// What a session shows first where it needs that.
const FIRST_PAGE: &str = "data:text/html,<!doctype html><title>First page</title>";

/// Where browsers run: several side by side, each with a driver of its own. What is computed has right answers on a busy
/// machine, too.
#[derive(Debug, Default)]
pub struct Place {
    /// Drivers that no case is using.
    idle: Mutex<Vec<(Engine, Driver)>>,
}

impl Place {
    /// Runs a case in an engine, by a driver that is idle or a new one; the driver stays for the next case.
    ///
    /// # Errors
    /// What the case says, or why it could not begin.
    pub fn run(&self, engine: Engine, case: impl AsyncFnOnce(Bench) -> Result<()>) -> Result<()> {
        let driver = self.driver_of(engine)?;
        let bench = Bench { engine, dist: dist()?, driver: driver.url.clone(), sessions: Arc::default() };
        let runtime = Builder::new_current_thread().enable_io().enable_time().build()?;
        let sessions = Arc::clone(&bench.sessions);
        let outcome = catch_unwind(AssertUnwindSafe(|| runtime.block_on(case(bench))));
        let open = std::mem::take(&mut *sessions.lock().unwrap_or_else(PoisonError::into_inner));
        let mut closed = true;
        for session in open {
            closed &= runtime.block_on(session.quit()).is_ok();
        }
        // A browser that does not close is ended with its driver.
        if closed && !engine.needs_fresh_driver() {
            self.idle().push((engine, driver));
        }
        outcome.unwrap_or_else(|panic| resume_unwind(panic))
    }

    fn idle(&self) -> MutexGuard<'_, Vec<(Engine, Driver)>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn driver_of(&self, engine: Engine) -> Result<Driver> {
        let (found, others) = {
            let mut idle = self.idle();
            match idle.iter().position(|(other, _)| *other == engine) {
                Some(at) => (Some(idle.swap_remove(at).1), Vec::new()),
                None => (None, std::mem::take(&mut *idle)),
            }
        };
        // Other engines' drivers end before this one starts: their cases are over.
        drop(others);
        match found {
            Some(driver) => Ok(driver),
            None => Driver::start(engine).with_context(|| format!("{engine} could not be started; {REMEDY}")),
        }
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
        if self.engine.needs_first_page() {
            driver.goto(FIRST_PAGE).await.context("the first page cannot be opened")?;
        }
        Ok(Browser { driver })
    }
}
