//! What a case is handed: an engine, browsers that end with the case, and named checks.

use std::{
    cell::RefCell,
    future::Future,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    path::PathBuf,
    rc::Rc,
    time::Duration,
};

use anyhow::{Context, Error, Result, bail, ensure};
use thirtyfour::{Capabilities, WebDriver};

use crate::{
    browser::Browser,
    driver::Driver,
    engine::{BrowserOptions, Engine},
    pool::{BrowserPool, Place, SharedBrowser},
    suspend,
};

/// The advice for somebody who started the tests by hand.
const REMEDY: &str = "the browser tests need the finished site and the drivers: run `cargo xtask test --only browser`";

/// The first page of a session that needs one.
const FIRST_PAGE: &str = "data:text/html,<!doctype html><title>First page</title>";

/// The result of a case.
#[derive(Debug)]
pub struct CaseOutcome {
    /// The named checks that were made, in order. A case without any is a check by itself.
    pub checks: Vec<String>,
    /// What was found: a place, and what runs there or the sentence that the reader gets.
    pub findings: Vec<(String, String)>,
    /// What failed, by check.
    pub result: Result<()>,
}

/// An engine to run a case in.
#[derive(Debug)]
pub struct Session {
    /// The engine.
    pub engine: Engine,
    /// The finished site.
    pub dist: PathBuf,
    state: Rc<RefCell<State>>,
}

#[derive(Debug, Default)]
struct State {
    /// Taken out while it is used.
    shared: Option<SharedBrowser>,
    /// User contexts that the case has opened in the shared browser.
    user_contexts: Vec<String>,
    /// Browsers of the case's own. A driver ends the browser that it has started.
    own: Vec<(WebDriver, Driver)>,
    checks: Vec<String>,
    findings: Vec<(String, String)>,
    failures: Vec<String>,
}

impl Session {
    /// Runs a case in an engine, in a browser of the pool or in browsers of its own, which end with the case.
    pub fn run(pool: &BrowserPool, engine: Engine, case: impl AsyncFnOnce(Session) -> Result<()>) -> CaseOutcome {
        let (place, dist) = match dist().and_then(|dist| Ok((pool.take(engine)?, dist))) {
            Ok(ready) => ready,
            Err(error) => return CaseOutcome { checks: Vec::new(), findings: Vec::new(), result: Err(error) },
        };
        let Place { runtime, shared } = place;
        let state = Rc::new(RefCell::new(State { shared, ..State::default() }));
        let session = Session { engine, dist, state: Rc::clone(&state) };
        let ended = catch_unwind(AssertUnwindSafe(|| runtime.block_on(case(session))));
        let State { shared, user_contexts, own, checks, findings, failures } = state.take();
        runtime.block_on(async {
            for (browser, driver) in own {
                // A browser that does not close ends with its driver.
                let _ = browser.quit().await;
                drop(driver);
            }
        });
        let result = match ended {
            Ok(result) => sum_up(result, &failures, checks.len()),
            Err(panic) => resume_unwind(panic),
        };
        // A browser in which something failed may not be as good as new.
        if result.is_ok() {
            let shared = shared.and_then(|browser| runtime.block_on(browser.cleared(&user_contexts)).ok());
            pool.give_back(engine, Place { runtime, shared });
        } else if let Some(browser) = shared {
            runtime.block_on(browser.end());
        }
        CaseOutcome { checks, findings, result }
    }

    /// A page in a profile without history: a user context of the engine's running browser, or a browser.
    ///
    /// # Errors
    /// Returns an error when the driver refuses.
    pub async fn browser(&self) -> Result<Browser> {
        if !self.engine.has_user_contexts() {
            return self.own_browser(&BrowserOptions::default()).await;
        }
        let shared = self.state.borrow_mut().shared.take();
        let mut shared = match shared {
            Some(shared) => shared,
            None => SharedBrowser::start(self.engine)
                .await
                .with_context(|| format!("{} could not be started; {REMEDY}", self.engine))?,
        };
        let opened = shared.open_user_context().await;
        let driver = shared.driver();
        self.state.borrow_mut().shared = Some(shared);
        let user_context = opened?;
        self.state.borrow_mut().user_contexts.push(user_context);
        Ok(Browser { driver })
    }

    /// A browser of the case's own, with a fresh profile that is not a user context, and with options.
    ///
    /// # Errors
    /// Returns an error when the browser or its driver cannot be started.
    pub async fn own_browser(&self, options: &BrowserOptions) -> Result<Browser> {
        let driver =
            Driver::start(self.engine).with_context(|| format!("{} could not be started; {REMEDY}", self.engine))?;
        let capabilities = Capabilities::from(self.engine.capabilities(options)?);
        let browser = WebDriver::new(driver.url.as_str(), capabilities).await?;
        self.state.borrow_mut().own.push((browser.clone(), driver));
        if self.engine.needs_first_page() {
            browser.goto(FIRST_PAGE).await.context("the first page cannot be opened")?;
        }
        Ok(Browser { driver: browser })
    }

    /// Suspends the pages of the browser that was started last by [`Session::own_browser`], for a time. Chromium only.
    ///
    /// # Errors
    /// Returns an error when there is no such browser, or it has no pages.
    pub async fn suspend_pages(&self, time: Duration) -> Result<()> {
        let driver = self.state.borrow().own.last().map(|(_, driver)| driver.pid());
        suspend::suspend_pages(driver.context("the case has started no browser")?, time).await
    }

    /// Opens one more tab in the profile of a browser, and makes it the current one.
    ///
    /// # Errors
    /// Returns an error when the driver refuses.
    pub async fn open_tab(&self, browser: &Browser) -> Result<()> {
        let shared = self.state.borrow_mut().shared.take();
        let Some(mut shared) = shared else {
            let tab = browser.driver.new_tab().await?;
            return Ok(browser.driver.switch_to_window(tab).await?);
        };
        let user_context = self.state.borrow().user_contexts.last().cloned();
        let opened = match user_context {
            Some(user_context) => shared.open_tab(&user_context).await,
            None => Err(Error::msg("no page was opened before")),
        };
        self.state.borrow_mut().shared = Some(shared);
        opened
    }

    /// Notes, for the table at the end, what runs in a place, or the sentence that the reader gets there.
    pub fn found(&self, place: impl Into<String>, what: impl Into<String>) {
        self.state.borrow_mut().findings.push((place.into(), what.into()));
    }

    /// Makes a named check. When it fails, that is noted under its name, and the case goes on with the next one. Returns
    /// whether it passed.
    pub async fn check(&self, name: impl Into<String>, check: impl Future<Output = Result<()>>) -> bool {
        let (name, result) = (name.into(), check.await);
        let mut state = self.state.borrow_mut();
        if let Err(error) = &result {
            state.failures.push(format!("{name}: {error:#}"));
        }
        state.checks.push(name);
        result.is_ok()
    }
}

fn sum_up(result: Result<()>, failures: &[String], checks: usize) -> Result<()> {
    result?;
    if !failures.is_empty() {
        bail!("{} of {checks} checks failed:\n{}", failures.len(), failures.join("\n"));
    }
    Ok(())
}

/// The finished site.
///
/// # Errors
/// Returns an error when it is not named or not there: what to run instead.
pub fn dist() -> Result<PathBuf> {
    let Some(dist) = std::env::var_os("KOSUT_DIST").map(PathBuf::from) else { bail!("{REMEDY}") };
    ensure!(dist.join("index.html").is_file(), "there is no site in {}; {REMEDY}", dist.display());
    Ok(dist)
}
