//! A tab that is hidden during a run: the run ends in a clear state.

use anyhow::{Result, ensure};
use kosut_browser_tests::{engine::Engine, lab::Lab, session::Session, site::Site};

use crate::Suite;

/// A run of some seconds, which is hidden before it ends.
const PAGE: &str = "embed/?lab=speedup&lang=en&kernel=primes&size=300000000&workers=2&topologies=2x1";

pub fn add(suite: &mut Suite) {
    suite.add(&Engine::DIFFERENT, "hidden::run_ends_well", run_ends_well);
}

async fn run_ends_well(session: Session) -> Result<()> {
    let (site, browser) = (Site::isolated(&session.dist)?, session.browser().await?);
    browser.open(&site.url(PAGE)).await?;
    let lab = Lab(&browser);
    // Some engines show other notices from the beginning.
    let notices_before = lab.until_idle().await?.notices;
    // The browser itself reports whether the page was hidden.
    let watch = "window.wasHidden = false;
        document.addEventListener('visibilitychange', () => { window.wasHidden ||= document.hidden; });
        document.querySelector('kosut-lab').addEventListener('kosut-report', ({ detail }) => {
            window.log = detail.report.log;
        });";
    browser.script::<()>(watch, &[]).await?;
    lab.run().await?;
    lab.until("the run has begun", |seen| seen.can_stop).await?;

    let own = browser.driver.window().await?;
    session.open_tab(&browser).await?;
    browser.open(&site.root).await?;
    browser.driver.switch_to_window(own).await?;

    let seen = lab.until_finished().await?;
    let was_hidden: bool = browser.script("return window.wasHidden;", &[]).await?;
    ensure!(seen.rows.len() == 2, "{seen:#?}");
    let is_said = seen.notices.len() > notices_before.len();
    ensure!(was_hidden == is_said, "hidden: {was_hidden}, but the page says {:?}", seen.notices);
    let log: Vec<String> = browser.script("return window.log;", &[]).await?;
    let is_logged = log.iter().any(|line| line.starts_with("the tab was hidden"));
    ensure!(was_hidden == is_logged, "hidden: {was_hidden}, but the report says {log:?}");
    Ok(())
}
