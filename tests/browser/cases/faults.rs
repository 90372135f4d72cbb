//! Missing and corrupt files: each ends in a sentence, and once the fault is gone, *Run* works without a reload.

use anyhow::{Result, ensure};
use kosut_browser_tests::{
    browser::Browser,
    engine::{BrowserOptions, Engine},
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

const EIGHT: Page = ("embed/?lab=speedup&lang=en&kernel=primes&size=1000000&workers=8&topologies=8x1", 2);

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
const AT_THE_FIRST_RUN: [FileFault; 6] = [
    (SPEEDUP, "/assets/process-", Missing),
    (SPEEDUP, "/assets/process-", Corrupt),
    (SPEEDUP, "/threads/kosut.js", Missing),
    (SPEEDUP, "/threads/kosut_bg.wasm", Missing),
    (SPEEDUP, "/threads/kosut_bg.wasm", Corrupt),
    // The last one of eight Workers cannot be started.
    (EIGHT, "/assets/process-*?7", Missing),
];

/// Files that the first program of the small Python needs.
const AT_THE_FIRST_PROGRAM: [FileFault; 3] = [
    (GIL, "/compiler/kosut_bg.wasm", Missing),
    (GIL, "/python-threads/kosut.js", Missing),
    (GIL, "/python-threads/kosut_bg.wasm", Corrupt),
];

/// The faults that engines report in ways of their own: by an event of a Worker or of a nested one, by a failed import in a
/// Worker, and by a module that does not compile. All others are answers of the host, which the page itself reads.
const REPORTED_BY_THE_ENGINE: [FileFault; 5] =
    [AT_LOAD[0], AT_LOAD[3], AT_THE_FIRST_RUN[0], AT_THE_FIRST_RUN[1], AT_THE_FIRST_RUN[2]];

pub fn add(suite: &mut Suite) {
    let cases: [(&str, &'static [FileFault]); 3] = [
        ("faults::at_load", &AT_LOAD),
        ("faults::at_the_first_run", &AT_THE_FIRST_RUN),
        ("faults::at_the_first_program", &AT_THE_FIRST_PROGRAM),
    ];
    for (name, faults) in cases {
        suite.add(&[Engine::Chromium], name, async |session: Session| each_is_survived(&session, faults).await);
    }
    suite.add(&[Engine::Firefox, Engine::WebKit], "faults::reported_by_the_engine", async |session: Session| {
        each_is_survived(&session, &REPORTED_BY_THE_ENGINE).await
    });
    suite.add(&Engine::DIFFERENT, "faults::leaving_a_page_harms_no_other", leaving_harms_nothing);
}

/// Each fault on a host of its own, so that nothing comes from the browser's cache.
async fn each_is_survived(session: &Session, faults: &[FileFault]) -> Result<()> {
    let browser = session.browser().await?;
    for file_fault in faults {
        let (page, part, fault) = *file_fault;
        let site = Site::isolated(&session.dist)?;
        site.faults.set(part, fault);
        let at_load = AT_LOAD.contains(file_fault);
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

/// A page that is left while its wasm is being loaded, when the service worker is there already.
async fn leaving_harms_nothing(session: Session) -> Result<()> {
    let site = Site::isolated(&session.dist)?;
    let browser = match session.engine {
        Engine::Firefox => session.own_browser(&BrowserOptions { waits_for_cache: true, ..Default::default() }).await?,
        _ => session.browser().await?,
    };
    let page = site.url(SPEEDUP.0);
    // The first visit has the service worker and no wasm.
    site.faults.set("/plain/kosut_bg.wasm", Missing);
    browser.open(&page).await?;
    let controlled = async || browser.script::<bool>("return navigator.serviceWorker.controller !== null;", &[]).await;
    until("the service worker controls the page", controlled, |controlled| *controlled).await?;
    site.faults.lift();

    site.faults.set("/plain/kosut_bg.wasm", Stalled);
    browser.open(&page).await?;
    let stalled = async || Ok(site.faults.times_stalled());
    until("the wasm is on its way", stalled, |times| *times > 0).await?;
    site.faults.lift();
    browser.open(&page).await?;
    let lab = Lab(&browser);
    lab.until_idle().await?;
    lab.run_to_end().await.map(drop)
}
