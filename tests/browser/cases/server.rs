//! The lab `server`: the reader's requests join the queue of the open server, and are answered or turned away.

use anyhow::{Context, Result, ensure};
use kosut_browser_tests::{engine::Engine, lab::Lab, session::Session, site::Site, wait::until};

use crate::{Suite, embed::first_report};

/// Only the reader sends requests, and they wait long enough to show in the queue.
const CLICKS: &str = "embed/?lab=server&lang=en&arrivals=clicks&workers=2&wait=40&compute=1&queue=30";

/// The counters of the page: requests that arrived, were answered, were turned away.
const COUNTS: &str = "
    const counts = document.querySelector('.server-counts')?.innerText ?? '';
    return (counts.match(/\\d+/g) ?? []).map(Number);";

pub fn add(suite: &mut Suite) {
    suite.add(&Engine::ALL, "server::serves_the_readers_requests", serves_the_readers_requests);
}

async fn serves_the_readers_requests(session: Session) -> Result<()> {
    let (site, browser) = (Site::isolated(&session.dist)?, session.browser().await?);
    browser.open(&site.course(&site.url(CLICKS))).await?;
    browser.enter_frame().await?;
    let lab = Lab(&browser);
    lab.until_idle().await?;
    lab.run().await?;
    let open = async || {
        let enabled = "return document.querySelector('[data-action=send-20]')?.disabled === false;";
        browser.script::<bool>(enabled, &[]).await
    };
    until("the server is open", open, |open| *open).await?;
    browser.click("[data-action=send-20]").await?;
    browser.click("[data-action=send-1]").await?;
    let counts = async || browser.script::<Vec<u32>>(COUNTS, &[]).await;
    let seen =
        until("all are answered", counts, |counts| matches!(counts[..], [21, done, gone] if done + gone == 21)).await?;
    ensure!(seen[2] == 0, "there was room for all: {seen:?}");
    browser.click("[data-action=close]").await?;
    lab.until_finished().await?;
    let row = &first_report(&browser).await?["rows"][0];
    ensure!((row["kind"].as_str(), row["served"].as_u64()) == (Some("clicks"), Some(21)), "{row:#}");
    let samples = row["samples_ms"].as_array().context("no samples")?;
    ensure!(samples.iter().all(|sample| sample.as_f64() >= Some(39.0)), "each really waited: {samples:?}");
    Ok(())
}
