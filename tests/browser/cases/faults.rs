//! Missing and corrupt files: each ends in a sentence, and once the fault is gone, *Run* works without a reload.

use anyhow::{Result, ensure};
use kosut_browser_tests::{
    browser::Browser,
    engine::Engine,
    faults::Fault::{self, Corrupt, Missing, Stalled},
    lab::{Lab, LabSnapshot},
    session::Session,
    site::Site,
    wait::until,
};

use crate::Suite;

/// A page, and how many rows a whole result of it has.
type Page = (&'static str, usize);

const SPEEDUP: Page = ("embed/?lab=speedup&lang=en&kernel=primes&size=1000000&workers=2&topologies=1x2,2x1", 3);
const GIL: Page = ("embed/?lab=gil&lang=en&size=20&wait=10&workers=2", 8);

/// A fault: the page, a part of the file's path, and what is wrong with the file.
type FileFault = (Page, &'static str, Fault);

/// Files that the page needs before the first run.
const AT_LOAD: [FileFault; 4] = [
    (SPEEDUP, "/assets/conductor-", Missing),
    (SPEEDUP, "/plain/kosut.js", Missing),
    (SPEEDUP, "/plain/kosut_bg.wasm", Missing),
    (SPEEDUP, "/plain/kosut_bg.wasm", Corrupt),
];

/// Files that the first run needs.
const AT_THE_FIRST_RUN: [FileFault; 5] = [
    (SPEEDUP, "/assets/process-", Missing),
    (SPEEDUP, "/assets/process-", Corrupt),
    (SPEEDUP, "/threads/kosut.js", Missing),
    (SPEEDUP, "/threads/kosut_bg.wasm", Missing),
    (SPEEDUP, "/threads/kosut_bg.wasm", Corrupt),
];

/// Files that the first program of the small Python needs.
const AT_THE_FIRST_PROGRAM: [FileFault; 3] = [
    (GIL, "/compiler/kosut_bg.wasm", Missing),
    (GIL, "/python-threads/kosut.js", Missing),
    (GIL, "/python-threads/kosut_bg.wasm", Corrupt),
];

pub fn add(suite: &mut Suite) {
    suite.add(&Engine::DIFFERENT, "faults::at_load", async |session: Session| {
        each_is_survived(&session, &AT_LOAD, true).await?;
        session.check("a page that is left while its wasm loads harms no other", leaving_harms_nothing(&session)).await;
        Ok(())
    });
    suite.add(&Engine::DIFFERENT, "faults::at_the_first_run", async |session: Session| {
        each_is_survived(&session, &AT_THE_FIRST_RUN, false).await
    });
    suite.add(&Engine::DIFFERENT, "faults::at_the_first_program", async |session: Session| {
        each_is_survived(&session, &AT_THE_FIRST_PROGRAM, false).await
    });
}

/// Each fault on a host of its own, so that nothing comes from the browser's cache.
async fn each_is_survived(session: &Session, faults: &[FileFault], at_load: bool) -> Result<()> {
    let browser = session.browser().await?;
    for &(page, part, fault) in faults {
        let site = Site::isolated(&session.dist)?;
        site.faults.set(part, fault);
        session.check(format!("{part} {fault:?}"), is_survived(&browser, &site, page, at_load)).await;
    }
    Ok(())
}

async fn is_survived(browser: &Browser, site: &Site, (page, rows): Page, at_load: bool) -> Result<()> {
    let lab = Lab(browser);
    browser.open(&site.url(page)).await?;
    if !at_load {
        lab.until_idle().await?;
        lab.run().await?;
    }
    let seen = lab.until("the lab says what is wrong", LabSnapshot::has_failed).await?;
    ensure!(seen.errors.iter().all(|sentence| sentence.split(' ').count() > 3), "no sentence: {:?}", seen.errors);
    ensure!(seen.can_run, "Run cannot be pressed again: {seen:#?}");
    lab.until_no_process().await?;

    // As long as the fault lasts, another attempt ends in a sentence again.
    lab.run().await?;
    lab.until("the lab says it again", LabSnapshot::has_failed).await?;

    site.faults.lift();
    // The page finds out by itself that the fault is gone; then the controls appear and push the button down, away from any
    // pointer that is on its way.
    browser.script::<()>("document.querySelector('[data-action=run]').click();", &[]).await?;
    let seen = lab.until_finished().await?;
    ensure!(seen.rows.len() == rows && seen.fields > 0, "not a whole result: {seen:#?}");
    Ok(())
}

async fn leaving_harms_nothing(session: &Session) -> Result<()> {
    let (site, browser) = (Site::isolated(&session.dist)?, session.browser().await?);
    site.faults.set("/plain/kosut_bg.wasm", Stalled);
    let page = site.url(SPEEDUP.0);
    browser.open(&page).await?;
    let stalled = async || Ok(site.faults.times_stalled());
    until("the wasm is on its way", stalled, |times| *times > 0).await?;
    site.faults.lift();
    browser.open(&page).await?;
    let lab = Lab(&browser);
    lab.until_idle().await?;
    lab.run_to_end().await.map(drop)
}
