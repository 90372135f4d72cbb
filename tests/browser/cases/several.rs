//! Several labs on one page share one conductor: while one runs, the others can be set, but not run.

use anyhow::{Result, ensure};
use kosut_browser_tests::{
    browser::Browser,
    engine::Engine,
    lab::{Lab, LabSnapshot, look_at},
    session::Session,
    site::Site,
    wait::until,
};

use crate::Suite;

/// A run that is not over before it is stopped.
const LONG: &str = "en/?lab=speedup&kernel=primes&size=2000000000&samples=99&workers=2&topologies=2x1";

/// Puts a second lab into the article, far below the first.
const ADD: &str = "
    const first = document.querySelector('kosut-lab[lab=speedup]');
    const second = first.cloneNode(false);
    second.id = 'second';
    second.style.marginBlockStart = '4000px';
    first.after(second);";

const FIRST: &str = "#speedup";
const SECOND: &str = "#second";

pub fn add(suite: &mut Suite) {
    suite.add(&[Engine::Chromium], "several::one_can_be_set_while_another_runs", one_can_be_set_while_another_runs);
}

async fn seen(
    browser: &Browser,
    lab: &str,
    what: &str,
    ready: impl FnMut(&LabSnapshot) -> bool,
) -> Result<LabSnapshot> {
    until(what, async || look_at(browser, lab).await, ready).await
}

async fn one_can_be_set_while_another_runs(session: Session) -> Result<()> {
    let (site, browser) = (Site::isolated(&session.dist)?, session.browser().await?);
    browser.open(&site.url(LONG)).await?;
    Lab(&browser).until_idle().await?;
    browser.script::<()>(ADD, &[]).await?;
    let far = seen(&browser, SECOND, "the second lab is drawn", |seen| seen.can_run).await?;
    ensure!(far.fields == 0, "it asks for its fields before the reader is near: {far:#?}");
    browser.script::<()>("document.querySelector(arguments[0]).scrollIntoView();", &[SECOND.into()]).await?;
    seen(&browser, SECOND, "the second lab has its fields", LabSnapshot::is_idle).await?;

    browser.click(&format!("{FIRST} [data-action=run]")).await?;
    // From here on it grows no more: its picture has as much room as the largest topology takes.
    seen(&browser, FIRST, "the first lab runs in two processes", |seen| seen.boxes == 2).await?;
    browser.click(&format!("{SECOND} [data-action=run]")).await?;
    seen(&browser, SECOND, "the second says that it cannot", |seen| seen.is_idle() && !seen.errors.is_empty()).await?;
    let size = format!("{SECOND} [id=speedup-size]");
    browser.replace_text(&size, "1").await?;
    seen(&browser, SECOND, "what was typed is refused", |seen| !seen.can_run).await?;
    browser.replace_text(&size, "256").await?;
    seen(&browser, SECOND, "what was typed is taken", LabSnapshot::is_idle).await?;
    ensure!(look_at(&browser, FIRST).await?.can_stop, "the first lab was disturbed");

    browser.click(&format!("{FIRST} [data-action=stop]")).await?;
    seen(&browser, FIRST, "the first lab is idle again", LabSnapshot::is_idle).await?;
    browser.click(&format!("{SECOND} [data-action=run]")).await?;
    let ended = |seen: &LabSnapshot| seen.is_finished() || seen.has_failed();
    let end = seen(&browser, SECOND, "the second lab has run", ended).await?;
    ensure!(end.is_finished(), "the second lab failed: {:?}", end.errors);
    ensure!(look_at(&browser, FIRST).await?.rows.is_empty(), "the first lab shows a result that is not its own");
    Ok(())
}
