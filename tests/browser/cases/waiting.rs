//! The lab `waiting`: threads and processes wait for the service worker, for files and for the reader, and are stopped.
//!
//! `KOSUT_WAITS=100` makes each of 64 jobs wait 100 ms, on 8 and on 64 workers, and prints the figures.

use anyhow::{Context, Result, ensure};
use futures_util::future::{FutureExt, LocalBoxFuture};
use kosut_browser_tests::{
    browser::Browser,
    engine::Engine,
    faults::Fault,
    lab::{Lab, LabSnapshot},
    session::Session,
    site::Site,
    wait::until,
};
use serde_json::Value;

use crate::{
    Suite,
    embed::{first_report, rows},
    labs::Visit,
};

/// The variable that asks for figures.
const WAITS: &str = "KOSUT_WAITS";

/// The stage of the wait for a line.
const STAGE: &str = "return document.querySelector('.waiting')?.dataset.stage ?? '';";

/// The sentence about it.
const WORDS: &str = "return document.querySelector('.waiting-stage')?.innerText ?? '';";

/// Number of blocks that the other workers have computed meanwhile.
const BLOCKS: &str = "return Number(document.querySelector('.waiting-numbers [data-blocks]')?.dataset.blocks ?? 0);";

/// The field for the line.
const LINE: &str = "#waiting-line";

pub fn add(suite: &mut Suite) {
    suite.add(&Engine::DIFFERENT, "waiting::sixty_four_workers_wait", sixty_four_workers_wait);
    suite.add(&Engine::ALL, "waiting::a_typed_line_or_stop_ends_the_wait", a_typed_line_or_stop_ends_the_wait);
    suite.add(&[Engine::Chromium], "waiting::the_wait_ends_when_nobody_types", the_wait_ends_when_nobody_types);
    suite.add(&[Engine::Chromium, Engine::Firefox], "waiting::files_are_stored", files_are_stored);
}

/// The checks of a run in which four jobs wait 30 ms each.
pub fn particular<'a>(session: &'a Session, visit: &'a Visit<'a>) -> LocalBoxFuture<'a, ()> {
    async {
        let answered = async { requests_are_requests(session, &visit.report) };
        session.check("the service worker answers, and not early", answered).await;
    }
    .boxed_local()
}

/// No job waits for a timer in place of an answer where there is a service worker, and none is answered early.
fn requests_are_requests(session: &Session, report: &Value) -> Result<()> {
    let labels = waited_for(report, "request")?;
    let all = ["1x1", "1x4", "4x1", "event-loop"];
    let expected: Vec<&str> = all.into_iter().filter(|name| session.engine.shares_memory() || *name != "1x4").collect();
    ensure!(labels == expected, "{labels:?}");
    for row in rows(report)? {
        let least_ms = if row["label"] == "1x1" { 4.0 * 30.0 } else { 30.0 };
        let samples = row["samples_ms"].as_array().context("no samples")?;
        // Clocks and timers of browsers are rounded, each to a millisecond at most.
        let early = samples.iter().filter_map(Value::as_f64).find(|sample_ms| *sample_ms < least_ms - 4.0);
        ensure!(early.is_none(), "answered after {early:?} ms: {row:#}");
    }
    Ok(())
}

/// Waits until the other workers are seen to compute while one waits.
async fn until_others_compute(browser: &Browser) -> Result<()> {
    let stage = async || browser.script::<String>(STAGE, &[]).await;
    until("a worker waits", stage, |stage| stage == "waiting").await?;
    let blocks = async || browser.script::<f64>(BLOCKS, &[]).await;
    until("the others compute", blocks, |blocks| *blocks > 0.0).await.map(drop)
}

async fn a_typed_line_or_stop_ends_the_wait(session: Session) -> Result<()> {
    let (site, browser) = (Site::isolated(&session.dist)?, session.browser().await?);
    browser.open(&site.url("embed/?lab=waiting&lang=en&kind=input&workers=2&limit=60")).await?;
    Lab(&browser).until_idle().await?;
    session.check("Stop ends the wait", stop_ends_the_wait(&browser)).await;
    session.check("a typed line ends the wait", typed_line_ends_the_wait(&browser)).await;
    Ok(())
}

async fn stop_ends_the_wait(browser: &Browser) -> Result<()> {
    let lab = Lab(browser);
    lab.run().await?;
    until_others_compute(browser).await?;
    lab.stop().await?;
    let seen = lab.until("the lab is idle again", LabSnapshot::is_idle).await?;
    ensure!(seen.errors.is_empty() && seen.rows.is_empty(), "not as after Stop: {seen:#?}");
    lab.until_no_process().await
}

async fn typed_line_ends_the_wait(browser: &Browser) -> Result<()> {
    let lab = Lab(browser);
    lab.run().await?;
    until_others_compute(browser).await?;
    browser.replace_text(LINE, "Merhaba, kulvar").await?;
    browser.click("[data-action=type-line]").await?;
    lab.until_finished().await?;
    let words: String = browser.script(WORDS, &[]).await?;
    ensure!(words.contains("Merhaba, kulvar"), "another line was read: {words}");
    lab.until_no_process().await
}

/// An embedded lab that nobody types into ends by itself, and its report says so.
async fn the_wait_ends_when_nobody_types(session: Session) -> Result<()> {
    let report = embedded(&session, "kind=input&workers=2&limit=1").await?;
    let row = &report["rows"][0];
    ensure!(row["typed"] == false && row["waits_for"] == "input", "{row:#}");
    ensure!(row["blocks_meanwhile"].as_u64() > Some(0), "nothing was computed meanwhile: {row:#}");
    Ok(())
}

/// Runs the lab in a frame of another page; returns its report.
async fn embedded(session: &Session, query: &str) -> Result<Value> {
    embedded_in(&session.browser().await?, &Site::isolated(&session.dist)?, query).await
}

async fn embedded_in(browser: &Browser, site: &Site, query: &str) -> Result<Value> {
    browser.open(&site.course(&site.url(&format!("embed/?lab=waiting&lang=en&autorun=1&{query}")))).await?;
    browser.enter_frame().await?;
    Lab(browser).until_finished().await?;
    first_report(browser).await
}

/// The labels of a report's rows, each of which must have waited for this.
fn waited_for(report: &Value, what: &str) -> Result<Vec<String>> {
    let rows = rows(report)?;
    for row in rows {
        ensure!(row["waits_for"] == what, "it waited for something else: {row:#}, {:#}", report["log"]);
    }
    Ok(rows.iter().filter_map(|row| row["label"].as_str().map(String::from)).collect())
}

async fn files_are_stored(session: Session) -> Result<()> {
    let report = embedded(&session, "kind=file&jobs=4&workers=2&size=16").await?;
    let labels = waited_for(&report, "file")?;
    ensure!(labels.len() >= 2, "{labels:?}");
    Ok(())
}

/// Far more workers than cores.
async fn sixty_four_workers_wait(session: Session) -> Result<()> {
    let figures = std::env::var(WAITS).ok();
    let delay = figures.as_deref().unwrap_or("5");
    let workers: &[u32] = if figures.is_some() { &[8, 64] } else { &[64] };
    let (site, browser) = (Site::isolated(&session.dist)?, session.browser().await?);
    for workers in workers {
        let report = embedded_in(&browser, &site, &format!("jobs=64&workers={workers}&delay={delay}")).await?;
        if figures.is_some() {
            println!("{}: {report:#}", session.engine);
        }
        let labels = waited_for(&report, "request")?;
        // Not every browser has memory for so many processes; the log says so then.
        let said = report["log"].to_string().contains("left out, as so many processes");
        ensure!(labels.contains(&format!("{workers}x1")) || said, "{labels:?}");
        ensure!(!session.engine.shares_memory() || labels.contains(&format!("1x{workers}")), "{labels:?}");
    }
    if session.engine == Engine::Chromium {
        session.check("the last one is refused", last_is_refused(&browser, &session)).await;
    }
    Ok(())
}

/// Where the browser refuses the last process, the others end, and the threads are measured.
async fn last_is_refused(browser: &Browser, session: &Session) -> Result<()> {
    let site = Site::isolated(&session.dist)?;
    site.faults.set("/assets/process-*?63", Fault::Missing);
    let report = embedded_in(browser, &site, "jobs=64&workers=64&delay=5").await?;
    ensure!(report["log"].to_string().contains("left out, as so many processes"), "{:#}", report["log"]);
    let labels = waited_for(&report, "request")?;
    ensure!(labels.contains(&"1x64".to_string()) && !labels.contains(&"64x1".to_string()), "{labels:?}");
    browser.enter_frame().await?;
    Lab(browser).until_no_process().await
}
