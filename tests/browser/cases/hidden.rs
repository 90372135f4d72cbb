//! A tab that is hidden during a run: the run ends in a clear state.

use anyhow::{Result, ensure};
use kosut_browser_tests::{bench::Bench, engine::Engine, lab::Lab, site::Site};

use crate::Suite;

/// Long enough to be hidden before it ends: some seconds.
const PAGE: &str = "embed/?lab=speedup&lang=en&kernel=primes&size=300000000&workers=2&topologies=2x1";

pub fn add(suite: &mut Suite) {
    suite.add(&Engine::ALL, "hidden::run_ends_well", run_ends_well);
}

async fn run_ends_well(bench: Bench) -> Result<()> {
    let site = Site::isolated(&bench.dist)?;
    let browser = bench.browser().await?;
    browser.open(&site.url(PAGE)).await?;
    let lab = Lab(&browser);
    // Some engines have something else to say from the beginning.
    let notices_before = lab.until_idle().await?.notices;
    // What the browser itself says of it.
    let watch = "window.wasHidden = false;
        document.addEventListener('visibilitychange', () => { window.wasHidden ||= document.hidden; });";
    browser.script::<()>(watch, &[]).await?;
    lab.run().await?;
    lab.until("the run has begun", |seen| seen.can_stop).await?;

    let own = browser.driver.window().await?;
    let other = browser.driver.new_tab().await?;
    browser.driver.switch_to_window(other).await?;
    browser.open(&site.root).await?;
    browser.driver.switch_to_window(own).await?;

    let seen = lab.until_finished().await?;
    let was_hidden: bool = browser.script("return window.wasHidden;", &[]).await?;
    ensure!(seen.rows.len() == 2, "{seen:#?}");
    let is_said = seen.notices.len() > notices_before.len();
    ensure!(was_hidden == is_said, "hidden: {was_hidden}, but the page says {:?}", seen.notices);
    Ok(())
}
