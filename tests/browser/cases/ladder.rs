//! The ladder to shared memory on hosts that send no headers, under a path of several folders.

use anyhow::{Result, ensure};
use kosut_browser_tests::{
    bench::Bench,
    engine::Engine,
    faults::Fault::Missing,
    lab::{Lab, Seen},
    site::{ForeignCourse, Site},
};

use crate::Suite;

const ARTICLE: &str = "en/?lab=speedup&kernel=primes&size=1000000&workers=2#speedup";
const EMBED: &str = "embed/?lab=speedup&lang=en&kernel=primes&size=1000000&workers=2";

pub fn add(suite: &mut Suite) {
    suite.add(&Engine::ALL, "ladder::one_reload_on_a_plain_host", one_reload_on_a_plain_host);
    suite.add(&Engine::ALL, "ladder::no_reload_without_the_service_worker", no_reload_without_the_service_worker);
    suite.add(&Engine::ALL, "ladder::a_foreign_frame_of_a_plain_host", a_foreign_frame_of_a_plain_host);
}

async fn one_reload_on_a_plain_host(bench: Bench) -> Result<()> {
    let site = Site::without_headers(&bench.dist)?;
    let browser = bench.browser().await?;
    browser.open(&site.url(ARTICLE)).await?;
    let lab = Lab(&browser);
    let shares = bench.engine.shares_memory();
    if shares {
        lab.until("the page is isolated", |seen| seen.isolated).await?;
    } else {
        lab.until("the page says what is missing", |seen| !seen.notices.is_empty()).await?;
    }
    lab.until_idle().await?;
    let seen = lab.run_to_end().await?;
    ensure!(seen.rows.len() == if shares { 3 } else { 2 }, "{seen:#?}");
    let loads = site.faults.times_asked(&site.path("en/"));
    ensure!(loads == 2, "the page was loaded {loads} times, which should be once and once again");
    Ok(())
}

fn says_what_is_missing(seen: &Seen) -> Result<()> {
    ensure!(!seen.isolated && !seen.notices.is_empty(), "the page does not say what is missing: {seen:#?}");
    ensure!(seen.rows.len() == 2, "not the rows 1x1 and 2x1: {:?}", seen.rows);
    Ok(())
}

async fn no_reload_without_the_service_worker(bench: Bench) -> Result<()> {
    let site = Site::without_headers(&bench.dist)?;
    site.faults.set("/sw.js", Missing);
    let browser = bench.browser().await?;
    browser.open(&site.url(ARTICLE)).await?;
    let lab = Lab(&browser);
    lab.until_idle().await?;
    says_what_is_missing(&lab.run_to_end().await?)?;
    let loads = site.faults.times_asked(&site.path("en/"));
    ensure!(loads == 1, "the page was loaded {loads} times");
    Ok(())
}

/// Browsers differ in whether a foreign frame may have a service worker, and in whether that can isolate the frame. In
/// each case the frame runs what can run, and is not loaded again and again.
async fn a_foreign_frame_of_a_plain_host(bench: Bench) -> Result<()> {
    let site = Site::without_headers(&bench.dist)?;
    let browser = bench.browser().await?;
    browser.open(&ForeignCourse::start()?.course(&site.url(EMBED))).await?;
    browser.enter_frame().await?;
    let lab = Lab(&browser);
    lab.until_idle().await?;
    let seen = lab.run_to_end().await?;
    if seen.isolated {
        ensure!(bench.engine.isolates_frames() && seen.rows.len() == 3, "{seen:#?}");
    } else {
        says_what_is_missing(&seen)?;
    }
    let loads = site.faults.times_asked(&site.path("embed/"));
    ensure!(loads <= 2, "the frame was loaded {loads} times");
    Ok(())
}
