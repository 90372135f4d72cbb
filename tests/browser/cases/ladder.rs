//! The ladder to shared memory, on hosts that send the headers and on hosts that send none, at home and in pages of a
//! foreign course.

use anyhow::{Result, ensure};
use kosut_browser_tests::{
    browser::Browser,
    engine::{BrowserOptions, Engine},
    faults::Fault::Missing,
    lab::{Lab, LabSnapshot},
    session::Session,
    site::{ForeignCourse, Site},
};

use crate::{
    Suite,
    embed::{KernelRun, posts_its_report},
};

const ARTICLE: &str = "en/?lab=speedup&kernel=primes&size=1000000&workers=2#speedup";
const EMBED: &str = "embed/?lab=speedup&lang=en&kernel=primes&size=1000000&workers=2";

pub fn add(suite: &mut Suite) {
    suite.add(&Engine::ALL, "ladder::shared_memory_is_reached", shared_memory_is_reached);
}

/// In a browser of its own: whether a foreign frame may have a service worker depends on the kind of profile.
async fn shared_memory_is_reached(session: Session) -> Result<()> {
    let browser = session.own_browser(&BrowserOptions::default()).await?;
    session.check("a plain host: one reload", one_reload_on_a_plain_host(&session, &browser)).await;
    session.check("no service worker: no reload", no_reload_without_the_service_worker(&session, &browser)).await;
    session.check("a foreign course, a host with headers", foreign_frame(&session, &browser)).await;
    session.check("a foreign course, a plain host", foreign_frame_of_a_plain_host(&session, &browser)).await;
    Ok(())
}

async fn one_reload_on_a_plain_host(session: &Session, browser: &Browser) -> Result<()> {
    let site = Site::without_headers(&session.dist)?;
    browser.open(&site.url(ARTICLE)).await?;
    let lab = Lab(browser);
    let shares = session.engine.shares_memory();
    if shares {
        lab.until("the page is isolated", |seen| seen.isolated).await?;
    } else {
        lab.until("the page names what is missing", |seen| !seen.notices.is_empty()).await?;
    }
    lab.until_idle().await?;
    let seen = lab.run_to_end().await?;
    ensure!(seen.rows.len() == if shares { 3 } else { 2 }, "{seen:#?}");
    let loads = site.faults.times_asked(&site.path("en/"));
    ensure!(loads == 2, "the page was loaded {loads} times, not twice");
    Ok(())
}

fn names_what_is_missing(seen: &LabSnapshot) -> Result<()> {
    ensure!(!seen.isolated && !seen.notices.is_empty(), "the page does not name what is missing: {seen:#?}");
    ensure!(seen.rows.len() == 2, "not the rows 1x1 and 2x1: {:?}", seen.rows);
    Ok(())
}

async fn no_reload_without_the_service_worker(session: &Session, browser: &Browser) -> Result<()> {
    let site = Site::without_headers(&session.dist)?;
    site.faults.set("/sw.js", Missing);
    browser.open(&site.url(ARTICLE)).await?;
    let lab = Lab(browser);
    lab.until_idle().await?;
    names_what_is_missing(&lab.run_to_end().await?)?;
    let loads = site.faults.times_asked(&site.path("en/"));
    ensure!(loads == 1, "the page was loaded {loads} times");
    Ok(())
}

async fn foreign_frame(session: &Session, browser: &Browser) -> Result<()> {
    let site = Site::isolated(&session.dist)?;
    let course = ForeignCourse::start()?;
    let page = course.course(&site.url(&KernelRun::PRIMES.page()));
    posts_its_report(browser, &page, KernelRun::PRIMES, session.engine.isolates_frames()).await
}

/// Browsers differ in whether a foreign frame may have a service worker, and in whether that can isolate the frame. In
/// each case the frame runs what can run, and does not reload again and again.
async fn foreign_frame_of_a_plain_host(session: &Session, browser: &Browser) -> Result<()> {
    let site = Site::without_headers(&session.dist)?;
    browser.leave_frame().await?;
    let course = ForeignCourse::start()?;
    browser.open(&course.course(&site.url(EMBED))).await?;
    browser.enter_frame().await?;
    let lab = Lab(browser);
    lab.until_idle().await?;
    let seen = lab.run_to_end().await?;
    if seen.isolated {
        ensure!(session.engine.isolates_frames() && seen.rows.len() == 3, "{seen:#?}");
    } else {
        names_what_is_missing(&seen)?;
    }
    let loads = site.faults.times_asked(&site.path("embed/"));
    ensure!(loads <= 2, "the frame was loaded {loads} times");
    Ok(())
}
