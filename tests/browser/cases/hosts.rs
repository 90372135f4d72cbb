//! Hosts and course pages that allow little: what can run runs, and the page names what is missing.

use anyhow::{Result, ensure};
use kosut_browser_tests::{
    browser::Browser,
    engine::{BrowserOptions, Engine},
    session::Session,
    site::{ForeignCourse, Site},
};

use crate::{
    Suite,
    embed::{KernelRun, posts_its_report},
};

/// Returns `true` if the browser refuses storage to the frame: reading it throws.
const STORAGE_IS_DENIED: &str = "try { void localStorage.length; return false; } catch { return true; }";

pub fn add(suite: &mut Suite) {
    suite.add(&[Engine::Firefox], "hosts::third_party_storage_is_denied", storage_is_denied);
}

/// As in a private window, or where third-party cookies are blocked.
async fn storage_is_denied(session: Session) -> Result<()> {
    let options = BrowserOptions { denies_third_party_storage: true, ..BrowserOptions::default() };
    let browser = session.own_browser(&options).await?;
    let isolates = session.engine.isolates_frames();
    let site = Site::isolated(&session.dist)?;
    session.check("a host with headers", runs_without_storage(&browser, &site, isolates)).await;
    // The service worker would bring the headers, but it is refused, too.
    let site = Site::without_headers(&session.dist)?;
    session.check("a plain host", runs_without_storage(&browser, &site, false)).await;
    Ok(())
}

async fn runs_without_storage(browser: &Browser, site: &Site, shares: bool) -> Result<()> {
    let course = ForeignCourse::start()?;
    posts_its_report(browser, &course.course(&site.url(&KernelRun::PRIMES.page())), KernelRun::PRIMES, shares).await?;
    browser.enter_frame().await?;
    let denied: bool = browser.script(STORAGE_IS_DENIED, &[]).await?;
    browser.leave_frame().await?;
    ensure!(denied, "the browser allows the frame its storage, so nothing was shown");
    Ok(())
}
