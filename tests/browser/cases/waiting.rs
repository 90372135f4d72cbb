//! The lab `waiting`: lanes that wait for the service worker, for files and for the reader, and how they are stopped.
//!
//! `KOSUT_WAITS=100` has 64 jobs wait so many milliseconds, on 8 and on 64 lanes, and prints the figures.

use anyhow::{Context, Result, ensure};
use kosut_browser_tests::{
    bench::Bench,
    browser::Browser,
    engine::Engine,
    lab::{Lab, Seen},
    site::Site,
    wait::until,
};
use serde_json::Value;

use crate::{Suite, embed::heard};

/// The variable that asks for figures.
const WAITS: &str = "KOSUT_WAITS";

/// How the wait for a line stands.
const STAGE: &str = "return document.querySelector('.waiting')?.dataset.stage ?? '';";

/// What is said of it.
const WORDS: &str = "return document.querySelector('.waiting-stage')?.innerText ?? '';";

/// What the other lanes have computed meanwhile.
const BLOCKS: &str = "return Number(document.querySelector('.waiting-numbers [data-blocks]')?.dataset.blocks ?? 0);";

/// The field for the line.
const LINE: &str = "#waiting-line";

pub fn add(suite: &mut Suite) {
    suite.add(&Engine::ALL, "waiting::a_typed_line_ends_the_wait", a_typed_line_ends_the_wait);
    suite.add(&Engine::ALL, "waiting::nobody_types", nobody_types);
    suite.add(&Engine::ALL, "waiting::stop_ends_waiting_lanes", stop_ends_waiting_lanes);
    suite.add(&Engine::ALL, "waiting::requests_are_requests", requests_are_requests);
    suite.add(&[Engine::Chromium, Engine::Firefox], "waiting::files_are_stored", files_are_stored);
    suite.add(&Engine::ALL, "waiting::sixty_four_lanes_wait", sixty_four_lanes_wait);
}

async fn open<'a>(browser: &'a Browser, site: &Site, query: &str) -> Result<Lab<'a>> {
    browser.open(&site.url(&format!("embed/?lab=waiting&lang=en&{query}"))).await?;
    let lab = Lab(browser);
    lab.until_idle().await?;
    Ok(lab)
}

/// Waits until the others are seen to compute while one waits.
async fn until_others_compute(browser: &Browser) -> Result<()> {
    let stage = async || browser.script::<String>(STAGE, &[]).await;
    until("a lane waits", stage, |stage| stage == "waiting").await?;
    let blocks = async || browser.script::<f64>(BLOCKS, &[]).await;
    until("the others compute", blocks, |blocks| *blocks > 0.0).await.map(drop)
}

async fn a_typed_line_ends_the_wait(bench: Bench) -> Result<()> {
    let site = Site::isolated(&bench.dist)?;
    let browser = bench.browser().await?;
    let lab = open(&browser, &site, "kind=input&workers=2&limit=60").await?;
    lab.run().await?;
    until_others_compute(&browser).await?;
    browser.replace_text(LINE, "Merhaba, kulvar").await?;
    browser.click("[data-action=type-line]").await?;
    lab.until_finished().await?;
    let words: String = browser.script(WORDS, &[]).await?;
    ensure!(words.contains("Merhaba, kulvar"), "the lane has read something else: {words}");
    lab.until_no_process().await
}

/// What an embedded lab does that nobody looks after: it ends by itself, and says so.
async fn nobody_types(bench: Bench) -> Result<()> {
    let report = embedded(&bench, "kind=input&workers=2&limit=1").await?;
    let row = &report["rows"][0];
    ensure!(row["typed"] == false && row["waits_for"] == "input", "{row:#}");
    ensure!(row["blocks_meanwhile"].as_u64() > Some(0), "nobody computed meanwhile: {row:#}");
    Ok(())
}

async fn stop_ends_waiting_lanes(bench: Bench) -> Result<()> {
    let site = Site::isolated(&bench.dist)?;
    let browser = bench.browser().await?;
    let lab = open(&browser, &site, "kind=input&workers=2&limit=60").await?;
    for _ in 0..2 {
        lab.run().await?;
        until_others_compute(&browser).await?;
        lab.stop().await?;
        let seen = lab.until("the lab is idle again", Seen::is_idle).await?;
        ensure!(seen.errors.is_empty() && seen.rows.is_empty(), "not as after Stop: {seen:#?}");
        lab.until_no_process().await?;
    }
    Ok(())
}

/// The report of a run in a frame of another page.
async fn embedded(bench: &Bench, query: &str) -> Result<Value> {
    embedded_in(&bench.browser().await?, &Site::isolated(&bench.dist)?, query).await
}

async fn embedded_in(browser: &Browser, site: &Site, query: &str) -> Result<Value> {
    browser.open(&site.course(&site.url(&format!("embed/?lab=waiting&lang=en&autorun=1&{query}")))).await?;
    browser.enter_frame().await?;
    Lab(browser).until_finished().await?;
    browser.leave_frame().await?;
    let messages = until("the report is heard", async || heard(browser).await, |heard| !heard.is_empty()).await?;
    Ok(messages[0]["data"]["data"].clone())
}

/// The rows of a report, each of which waited for this.
fn waited_for(report: &Value, what: &str) -> Result<Vec<String>> {
    let rows = report["rows"].as_array().context("no rows")?;
    for row in rows {
        ensure!(row["waits_for"] == what, "it waited for something else: {row:#}, {:#}", report["log"]);
    }
    Ok(rows.iter().filter_map(|row| row["label"].as_str().map(String::from)).collect())
}

/// No lane waits for a timer in place of an answer where there is a service worker, and nobody is answered early.
async fn requests_are_requests(bench: Bench) -> Result<()> {
    let report = embedded(&bench, "jobs=4&workers=4&delay=30").await?;
    let labels = waited_for(&report, "request")?;
    let all = ["1x1", "1x4", "4x1", "event-loop"];
    let expected: Vec<&str> = all.into_iter().filter(|label| bench.engine.shares_memory() || *label != "1x4").collect();
    ensure!(labels == expected, "{labels:?}");
    for row in report["rows"].as_array().context("no rows")? {
        let least_ms = if row["label"] == "1x1" { 4.0 * 30.0 } else { 30.0 };
        let samples = row["samples_ms"].as_array().context("no samples")?;
        // Clocks and timers of browsers are rounded, each to a millisecond at most.
        let early = samples.iter().filter_map(Value::as_f64).find(|sample_ms| *sample_ms < least_ms - 4.0);
        ensure!(early.is_none(), "answered after {early:?} ms: {row:#}");
    }
    Ok(())
}

async fn files_are_stored(bench: Bench) -> Result<()> {
    let report = embedded(&bench, "kind=file&jobs=4&workers=2&size=16").await?;
    let labels = waited_for(&report, "file")?;
    ensure!(labels.len() >= 2, "{labels:?}");
    Ok(())
}

/// Far more lanes than cores.
async fn sixty_four_lanes_wait(bench: Bench) -> Result<()> {
    let figures = std::env::var(WAITS).ok();
    let delay = figures.as_deref().unwrap_or("5");
    let workers: &[u32] = if figures.is_some() { &[8, 64] } else { &[64] };
    // One browser for both: not every driver has two at a time.
    let (site, browser) = (Site::isolated(&bench.dist)?, bench.browser().await?);
    for workers in workers {
        let report = embedded_in(&browser, &site, &format!("jobs=64&workers={workers}&delay={delay}")).await?;
        if figures.is_some() {
            println!("{}: {report:#}", bench.engine);
        }
        let labels = waited_for(&report, "request")?;
        // Not every browser has memory for so many processes, and then the report says so.
        let said = report["log"].to_string().contains("left out, as so many processes");
        ensure!(labels.contains(&format!("{workers}x1")) || said, "{labels:?}");
        ensure!(!bench.engine.shares_memory() || labels.contains(&format!("1x{workers}")), "{labels:?}");
    }
    Ok(())
}
